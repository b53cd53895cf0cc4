"""What people type about a version: day, reason, parameters, clauses, service levels."""

from regulation.forms.versions import DecisionForm, DraftForm, VersionForm

__all__ = ["DecisionForm", "DraftForm", "VersionForm"]

"""What people type about a version: day, reason, parameters, clauses, service levels."""

from regulation.forms.levels import LevelForms, SeenForm, rearranged, sent_levels, written_levels
from regulation.forms.versions import DecisionForm, DraftForm, VersionForm

__all__ = [
    "DecisionForm",
    "DraftForm",
    "LevelForms",
    "SeenForm",
    "VersionForm",
    "rearranged",
    "sent_levels",
    "written_levels",
]

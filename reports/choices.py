"""Closed sets of reports: what is grouped by, which stretch of time, which calls stand behind a figure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupBy(models.TextChoices):
    """What the figures of a report are grouped by (J1)."""

    DEALER = "dealer", _("Dealer")
    PRODUCT = "product", _("Model")
    RULE = "rule", _("Stage")
    MONTH = "month", _("Month")


class OperationsGroup(models.TextChoices):
    """What the figures of operations are grouped by (J2)."""

    DEALER = "dealer", _("Dealer")
    PRODUCT = "product", _("Model")
    REGION = "region", _("Region")
    MONTH = "month", _("Month")


class FailureGroup(models.TextChoices):
    """What failures are told apart by (D15)."""

    PRODUCT = "product", _("Model")
    FAULT_CLASS = "fault_class", _("Fault class")
    CAUSE = "cause", _("Cause")
    PART = "part", _("Part")
    BATCH = "batch", _("Batch")
    AGE = "age", _("Age")
    REGION = "region", _("Region")


class Span(models.TextChoices):
    """How long a stretch a report looks at; each ends with the chosen month or holds it."""

    MONTH = "month", pgettext_lazy("stretch of time", "Month")
    QUARTER = "quarter", pgettext_lazy("stretch of time", "Quarter")
    YEAR = "year", pgettext_lazy("stretch of time", "12 months")


class Shown(models.TextChoices):
    """Which calls stand behind a figure."""

    COMPLETED = "completed", _("Calls completed")
    RATED = "rated", _("With a rating")
    SATISFIED = "satisfied", _("Satisfied")
    LOW = "low", _("Not satisfied")
    WITHOUT_RATING = "without_rating", _("Without a rating")
    NOT_REACHED = "not_reached", _("Not reached")
    LAPSED = "lapsed", _("Lapsed")
    REFUSED = "refused", pgettext_lazy("call", "Refused")
    PLANNED = "planned", _("Due in the period")


HEADQUARTERS = "headquarters"  # the group of calls that no dealer is judged by
WITHOUT = "none"  # the group of calls without a model

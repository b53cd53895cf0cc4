"""Closed sets of the regulation: rules of going back to the customer and where they count from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleCode(models.TextChoices):
    """Stored on every visit, so never renamed or reused (F1, F2, F3, F5)."""

    ONE_WEEK = "one_week", _("First call")
    THREE_MONTHS = "three_months", _("Second call")
    ANNUAL = "annual", _("Annual call")
    AFTER_SERVICE = "after_service", _("Call after service")


class CountedFrom(models.TextChoices):
    INSTALLATION = "installation", _("installation")
    START_OF_USE = "start_of_use", _("start of use")
    CLOSING = "closing", _("closing of the ticket")

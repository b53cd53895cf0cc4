"""Closed sets of the records app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRunStatus(models.TextChoices):
    MAPPING = "mapping", _("Mapping columns")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")

"""Closed sets of the network of dealers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DealerKind(models.TextChoices):
    PROVINCE_CENTRE = "province_centre", _("Province service centre")
    DEALER = "dealer", _("Dealer")
    DIRECT_STORE = "direct_store", _("Direct 4S store")
    OUTLET = "outlet", _("Service outlet")


class FilingStatus(models.TextChoices):
    """How far headquarters is with a filed service person (B1)."""

    FILED = "filed", _("Filed")
    CONFIRMED = "confirmed", _("Confirmed")
    RETURNED = "returned", _("Returned")


class QualificationKind(models.TextChoices):
    """A skill is had or not; a certificate has a number, and two days between which it is valid (B3)."""

    SKILL = "skill", _("Skill")
    CERTIFICATE = "certificate", _("Certificate")


class DivisionLevel(models.IntegerChoices):
    PROVINCE = 1, _("Province")
    PREFECTURE = 2, _("Prefecture")
    COUNTY = 3, _("County")

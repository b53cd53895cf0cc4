"""Closed sets of the network of dealers."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DealerKind(models.TextChoices):
    PROVINCE_CENTRE = "province_centre", _("Province service centre")
    DEALER = "dealer", _("Dealer")
    DIRECT_STORE = "direct_store", _("Direct 4S store")
    OUTLET = "outlet", _("Service outlet")


class NoticeGroup(models.TextChoices):
    """Events among which a person tells apart how to be told of them (D20)."""

    OFFERED = "offered", _("A ticket is offered to us")
    ASSIGNED = "assigned", _("A ticket or a hard case is given to me")
    ANSWERED = "answered", _("A quote or a hard case is answered")
    ACCOUNT = "account", _("Something is entered on our account")
    RECORDS = "records", _("Service records are returned or not back")
    TIMES = "times", _("A promised time runs out")
    ESCALATED = "escalated", _("A promised time has passed")


# a time that runs out, or has passed, waits for nobody's night and reaches everybody by one way at least
NEVER_SILENT: Final = frozenset({NoticeGroup.TIMES.value, NoticeGroup.ESCALATED.value})


class NoticeWay(models.TextChoices):
    """By which ways a person can be told."""

    PAGE = "page", pgettext_lazy("channel of a message", "On the page")
    EMAIL = "email", pgettext_lazy("channel of a message", "E-mail")
    SMS = "sms", pgettext_lazy("channel of a message", "SMS")


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


class AccountKind(models.TextChoices):
    """The accounts of a dealer: what it is paid for service, and the bonus that parts are offset against."""

    SERVICE = "service", _("Service fees")
    BONUS = "bonus", _("Sales bonus")


class EntryKind(models.TextChoices):
    """What an entry on a dealer's account is for."""

    PAID_SERVICE = "paid_service", _("Paid service of headquarters")
    REVERSAL = "reversal", _("Reversal")

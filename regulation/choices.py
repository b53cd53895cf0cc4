"""Closed sets of the regulation: rules of going back to the customer, where they count from, the sources."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class RegulationSource(models.TextChoices):
    """The documents that the clauses are drawn from; a clause stores their codes, so none is renamed (K1)."""

    KR = "KR", _("Plan for the user service system")
    LF = "LF", _("Customer service system: main points of work")
    SC = "SC", _("Building the customer service system")
    ON = "ON", _("Scheme for online customer service")
    TX = "TX", _("Handbook of the after-sales department")
    ZD = "ZD", _("Rules of the customer service department")
    WD = "WD", _("Rules for air-conditioner service outlets")
    OWN = "own", _("laid down by ourselves")


class ClockKind(models.TextChoices):
    """What a service level sets a time for; stored on every clock, so never renamed (D3)."""

    RESPOND = "respond", _("Respond")
    ATTEND = "attend", _("Attend")
    FIX = "fix", _("Fix")
    COMPLETE = "complete", _("Complete")
    ANSWER = "answer", pgettext_lazy("clock", "Answer")  # the offered dealer's own
    PLAN = (
        "plan",
        pgettext_lazy("clock", "Assign"),
    )  # until who has taken it on has put an engineer on it (D5)
    PROMISE = "promise", pgettext_lazy("clock", "Promised answer")  # what a person promised (D10)


# what a customer is promised
PROMISED: Final = (ClockKind.RESPOND, ClockKind.ATTEND, ClockKind.FIX, ClockKind.COMPLETE)
# what a dealer owes headquarters: no customer hears of it
INNER: Final = (ClockKind.ANSWER, ClockKind.PLAN)
# what runs on a ticket itself; an answer is its offer's, a promise a person's
ON_TICKETS: Final = (*PROMISED, ClockKind.PLAN)


class WaitReason(models.TextChoices):
    """What a ticket waits for; stored on every wait, and each has its rule in the regulation (D3)."""

    CUSTOMER = "customer", pgettext_lazy("waiting for", "the customer's answer")
    SITE = "site", pgettext_lazy("waiting for", "access to the site")
    QUOTE = "quote", pgettext_lazy("waiting for", "agreement to a quote")
    DAY = "day", pgettext_lazy("waiting for", "an agreed day")
    PART = "part", pgettext_lazy("waiting for", "a part")
    SUPPORT = "support", pgettext_lazy("waiting for", "technical support")
    OTHERS = "others", pgettext_lazy("waiting for", "somebody else's work")


class TimeBasis(models.TextChoices):
    WORKING = "working", _("working hours")
    CALENDAR = "calendar", _("day and night")

"""The life of a daily report and the ways of tickets through a day, as data (D16). No rows, no clock."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class DailyStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("daily report", "Not confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("daily report", "Confirmed")


class DailyVerb(models.TextChoices):
    CONFIRM = "confirm", pgettext_lazy("daily report", "Confirm")


class Entered(models.TextChoices):
    """How a ticket came into the work of a region on a day."""

    CAME_IN = "came_in", pgettext_lazy("daily report", "Came in")
    REOPENED = "reopened", pgettext_lazy("daily report", "Reopened")
    TAKEN_OVER = "taken_over", pgettext_lazy("daily report", "Taken over")


class Left(models.TextChoices):
    """How a ticket left the work of a region on a day."""

    RESOLVED = "resolved", pgettext_lazy("daily report", "Resolved")
    CANCELLED = "cancelled", pgettext_lazy("daily report", "Cancelled")
    HANDED_ON = "handed_on", pgettext_lazy("daily report", "Handed on")


class DailyMove(NamedTuple):
    verb: DailyVerb
    source: DailyStatus
    target: DailyStatus


TRANSITIONS: Final = (DailyMove(DailyVerb.CONFIRM, DailyStatus.OPEN, DailyStatus.CONFIRMED),)


class DayConfirmedAlready(Refusal):
    """Somebody confirmed the day first: what was confirmed stays."""

    code = "day_confirmed_already"
    status = 409
    message = _("This day is confirmed already. What is told later stands on its report by itself.")


def target_of(verb: DailyVerb, source: DailyStatus) -> DailyStatus:
    """Return where a verb leads from here; refuse a move that the table does not hold."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise DayConfirmedAlready

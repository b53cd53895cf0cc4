"""The life of one item of a day plan, as data: one table of verb, from, to (D18). No rows, no clock."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class DayState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("day plan", "Open")
    DONE = "done", pgettext_lazy("day plan", "Done")
    CARRIED_OVER = "carried_over", pgettext_lazy("day plan", "Carried over")
    DROPPED = "dropped", pgettext_lazy("day plan", "Dropped")


class DayVerb(models.TextChoices):
    JOIN = "join", pgettext_lazy("day plan", "Put into the plan")
    FINISH = "finish", pgettext_lazy("day plan", "Done")
    REOPEN = "reopen", pgettext_lazy("day plan", "Taken up again")
    CARRY = "carry", pgettext_lazy("day plan", "Carried over")
    DROP = "drop", pgettext_lazy("day plan", "Dropped")
    FIND = "find", pgettext_lazy("day plan", "Found done that day, told later")
    EXPLAIN = "explain", pgettext_lazy("day plan", "Reason given later")


class DayOrigin(models.TextChoices):
    """Why a job stands in a day's plan."""

    AGREED = "agreed", pgettext_lazy("day plan", "Agreed time")
    CARRIED = "carried", pgettext_lazy("day plan", "From an earlier day")
    DUE = "due", pgettext_lazy("day plan", "Due")
    ADDED = "added", pgettext_lazy("day plan", "Came in that day")
    WORKED = "worked", pgettext_lazy("day plan", "Done beside the plan")


class DayReason(models.TextChoices):
    """Why a job was not done on its day; a closed list, with words beside it."""

    EARLIER_JOB = "earlier_job", pgettext_lazy("not done because", "An earlier job took longer")
    PART = "part", pgettext_lazy("not done because", "A part is missing")
    CUSTOMER = "customer", pgettext_lazy("not done because", "The customer asked for another time")
    SITE = "site", pgettext_lazy("not done because", "No access to the machine")
    SUPPORT = "support", pgettext_lazy("not done because", "Technical support is needed")
    URGENT = "urgent", pgettext_lazy("not done because", "An urgent job came between")
    WEATHER = "weather", pgettext_lazy("not done because", "Weather or road")
    OTHER = "other", pgettext_lazy("not done because", "Something else")
    NONE_GIVEN = "none_given", pgettext_lazy("not done because", "No reason given")
    GIVEN_AWAY = "given_away", pgettext_lazy("not done because", "Given to somebody else")
    CANCELLED = "cancelled", pgettext_lazy("not done because", "The ticket was cancelled")
    DONE_BEFORE = "done_before", pgettext_lazy("not done because", "Done on an earlier day")


R = DayReason
BY_THE_SYSTEM: Final = frozenset({R.NONE_GIVEN, R.GIVEN_AWAY, R.CANCELLED, R.DONE_BEFORE})
OF_A_DROPPED: Final = (R.GIVEN_AWAY, R.CANCELLED, R.DONE_BEFORE)
OF_A_CARRIED: Final = tuple(reason for reason in DayReason if reason not in OF_A_DROPPED)
TO_CHOOSE: Final = tuple(reason for reason in DayReason if reason not in BY_THE_SYSTEM)


class DayTransition(NamedTuple):
    verb: DayVerb
    source: DayState | None
    target: DayState


S = DayState
V = DayVerb
TRANSITIONS: Final[tuple[DayTransition, ...]] = (
    DayTransition(V.JOIN, None, S.PLANNED),
    DayTransition(V.FINISH, S.PLANNED, S.DONE),
    DayTransition(V.REOPEN, S.DONE, S.PLANNED),  # on the same day, before it is closed
    DayTransition(V.CARRY, S.PLANNED, S.CARRIED_OVER),
    DayTransition(V.DROP, S.PLANNED, S.DROPPED),
    DayTransition(V.FIND, S.CARRIED_OVER, S.DONE),  # a phone without a signal told of it later
    DayTransition(V.EXPLAIN, S.CARRIED_OVER, S.CARRIED_OVER),
)


class DayItemStandsOtherwise(Refusal):
    """The item stands where this verb leads nowhere: somebody else was first."""

    code = "day_item_stands_otherwise"
    status = 409
    message = pgettext_lazy(
        "day plan", "%(number)s is “%(state)s” in this plan, so this is not possible. Look at the plan again."
    )


def target_of(verb: DayVerb, source: DayState | None, *, number: str) -> DayState:
    """Return where a verb leads from here; refuse a move that the table does not hold."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise DayItemStandsOtherwise(number=number, state=source.label if source else "–")

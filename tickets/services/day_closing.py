"""Closing a day in the evening: each open job gets a reason and a new day (D18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.days import first_moment
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.days.rules import FURTHEST_DAYS, can_carry_to
from tickets.days.states import TO_CHOOSE, DayReason, DayState
from tickets.models import DayPlan, DayPlanItem
from tickets.onsite.device_time import DeviceTime, Moment, moment_of
from tickets.services.day_moving import explain_item
from tickets.services.day_planning import carry, settle_plan
from tickets.services.notes import LONGEST_WAIT, NoteMissing, checked

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_WORDS: Final = LONGEST_WAIT


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Why a job was not done, and on which day it goes on."""

    ticket: str
    reason: str
    carried_to: date
    words: str = ""


class DayNotBegun(Refusal):
    code = "day_not_begun"
    message = _("This day has not begun. Close it in its evening.")


class DayClosedAlready(Refusal):
    code = "day_closed_already"
    status = 409
    message = _("This day is closed already. On its plan a reason can be added to what was carried over.")


class ReasonMissing(Refusal):
    code = "day_reason_missing"
    message = _("%(number)s is not done. Choose why, and the day on which it goes on.")


class ReasonNotChosen(Refusal):
    code = "day_reason_not_chosen"
    message = _("Choose one of the reasons for %(number)s.")


class NewDayNotPossible(Refusal):
    code = "new_day_not_possible"
    message = _("%(number)s can go on from the next day on, within %(days)s days, on no day that has passed.")


class NewDayClosed(Refusal):
    code = "new_day_closed"
    message = _("%(day)s is closed already. Choose a later day for %(number)s.")


class NothingToExplain(Refusal):
    code = "nothing_to_explain"
    status = 409
    message = _("%(number)s was not carried over from this day, so there is nothing to add.")


def close_day(
    plan: DayPlan,
    *,
    actor: "User",
    at: datetime,
    carried: Sequence[CarryOver] = (),
    told: DeviceTime | None = None,
) -> DayPlan:
    """Close the day: what is done is seen by itself, each open job goes on with its reason."""
    if not permissions.may_close_day(actor, plan):
        raise PermissionDenied
    if plan.on > local_day(at):
        raise DayNotBegun
    settle_plan(plan, at=at)
    with transaction.atomic():
        _close(plan, actor=actor, moment=_moment(plan, told, at=at), carried=carried)
    plan.refresh_from_db(fields=["closed_at", "closed_by", "version"])
    return plan


def _moment(plan: DayPlan, told: DeviceTime | None, *, at: datetime) -> Moment:
    return moment_of(told, received_at=at, not_before=first_moment(plan.on))


def _close(plan: DayPlan, *, actor: "User", moment: Moment, carried: Sequence[CarryOver]) -> None:
    claimed = DayPlan.objects.open().filter(pk=plan.pk)
    if not claimed.update(closed_at=moment.at, closed_by=actor):
        raise DayClosedAlready
    said = {one.ticket: one for one in carried}
    for item in plan.items.open().select_related("ticket").order_by("pk"):
        one = _checked(item, plan, said, today=local_day(moment.received_at))
        words = _words(item, one)
        carry(
            item,
            plan,
            to=one.carried_to,
            at=moment.at,
            received_at=moment.received_at,
            reason=one.reason,
            words=words,
            actor=actor,
        )


def _checked(item: DayPlanItem, plan: DayPlan, said: Mapping[str, CarryOver], *, today: date) -> CarryOver:
    number = item.ticket.number
    one = said.get(number)
    if one is None:
        raise ReasonMissing(number=number, field=f"reason-{number}")
    if one.reason not in TO_CHOOSE:
        raise ReasonNotChosen(number=number, field=f"reason-{number}")
    if not can_carry_to(one.carried_to, on=plan.on, today=today):
        raise NewDayNotPossible(number=number, days=FURTHEST_DAYS, field=f"carried_to-{number}")
    theirs = DayPlan.objects.filter(staff=plan.staff_id, closed_at__isnull=False)
    if theirs.on_day(one.carried_to).exists():
        raise NewDayClosed(number=number, day=one.carried_to.isoformat(), field=f"carried_to-{number}")
    return one


def _words(item: DayPlanItem, one: CarryOver) -> str:
    """Return the words beside a reason; what is something else says what."""
    missing = NoteMissing() if one.reason == DayReason.OTHER else None
    return checked(one.words, field=f"words-{item.ticket.number}", limit=LONGEST_WORDS, missing=missing)


@transaction.atomic
def explain_carried(
    item: DayPlanItem, *, actor: "User", at: datetime, reason: str, words: str = ""
) -> DayPlanItem:
    """Say later why a job was not done: a step of its own, what stood there in the evening stays."""
    number = item.ticket.number
    if not permissions.may_explain_day(actor, item.plan):
        raise PermissionDenied
    if item.state != DayState.CARRIED_OVER:
        raise NothingToExplain(number=number)
    if reason not in TO_CHOOSE:
        raise ReasonNotChosen(number=number, field="reason")
    missing = NoteMissing() if reason == DayReason.OTHER else None
    said = checked(words, field="words", limit=LONGEST_WORDS, missing=missing)
    explain_item(item, reason=reason, words=said, actor=actor, at=at)
    return item

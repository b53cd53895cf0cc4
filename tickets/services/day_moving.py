"""The one writer of a day plan's jobs: join, check the table, claim, record the step (D18)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from tickets.days.states import DayItemStandsOtherwise, DayOrigin, DayState, DayVerb, target_of
from tickets.models import DayPlan, DayPlanEvent, DayPlanItem

if TYPE_CHECKING:
    from dealers.models import ServiceStaff, User
    from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Joining:
    """A job that belongs to somebody's day, and why."""

    ticket: "Ticket"
    origin: DayOrigin
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    carried_from: DayPlanItem | None = None


def plan_of(staff: "ServiceStaff", on: date) -> DayPlan:
    """Return the plan of somebody's day; the first who asks for it makes it."""
    code = f"{staff.code}.{on.isoformat()}"
    plan, _is_new = DayPlan.objects.get_or_create(
        staff=staff, on=on, defaults={"code": code, "dealer_id": staff.dealer_id}
    )
    return plan


def is_still_open(plan: DayPlan) -> bool:
    """Hold a plan's row until the transaction ends, if nobody has closed it."""
    held = DayPlan.objects.open().filter(pk=plan.pk).update(version=F("version") + 1)
    return bool(held)


def join(plan: DayPlan, joining: Joining, *, at: datetime, actor: "User | None" = None) -> DayPlanItem | None:
    """Put a job into a plan, once; return nothing where it stands there already."""
    item, is_new = DayPlanItem.objects.get_or_create(
        plan=plan,
        ticket=joining.ticket,
        defaults={
            "origin": joining.origin,
            "begins_at": joining.begins_at,
            "ends_at": joining.ends_at,
            "carried_from": joining.carried_from,
        },
    )
    if not is_new:
        return None
    _put_step(item, DayVerb.JOIN, None, at=at, received_at=at, actor=actor)
    return item


def _move_item(
    item: DayPlanItem,
    verb: DayVerb,
    *,
    at: datetime,
    received_at: datetime | None = None,
    actor: "User | None" = None,
    **facts: Any,
) -> DayPlanItem:
    """Check the table, claim the row, record the step: the only code that moves a job of a day plan."""
    source = DayState(item.state)
    number = item.ticket.number
    target = target_of(verb, source, number=number)
    claimed = DayPlanItem.objects.filter(pk=item.pk, state=source).update(state=target, **facts)
    if not claimed:
        item.refresh_from_db(fields=["state"])
        raise DayItemStandsOtherwise(number=number, state=DayState(item.state).label)
    item.state = target
    for name, value in facts.items():
        setattr(item, name, value)
    _put_step(item, verb, source, at=at, received_at=received_at or at, actor=actor)
    return item


def explain_item(item: DayPlanItem, *, reason: str, words: str, actor: "User", at: datetime) -> None:
    """Put down a reason given later: what was said in the evening stays, the step says the rest."""
    source = DayState(item.state)
    target_of(DayVerb.EXPLAIN, source, number=item.ticket.number)
    DayPlanItem.objects.filter(pk=item.pk, explained_at__isnull=True).update(explained_at=at)
    item.explained_at = item.explained_at or at
    said = (reason, words)
    _put_step(item, DayVerb.EXPLAIN, source, at=at, received_at=at, actor=actor, said=said)


def _put_step(
    item: DayPlanItem,
    verb: DayVerb,
    source: DayState | None,
    *,
    at: datetime,
    received_at: datetime,
    actor: "User | None",
    said: tuple[str, str] | None = None,
) -> None:
    reason, words = said or (item.reason, item.words)
    DayPlanEvent.objects.create(
        item=item,
        verb=verb,
        source=source or "",
        target=item.state,
        reason=reason,
        words=words,
        at=at,
        received_at=received_at,
        actor=actor,
    )

"""The planner of days: pulls what belongs to a day, sees what is done, carries over what nobody closed (D18).

Rows, not timers: it may run any number of times, and what it reads are facts of the day. Where it stood still
it makes up the days with what was agreed for them and done on them, and invents no reason for the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from records.days import first_moment
from regulation.calendars import local_day
from regulation.services import version_in_force, work_calendar
from tickets.choices import AppointmentState
from tickets.days.rules import Day, Span, Standing, Step, day_after, missed_days, origin_of, standing_of
from tickets.days.states import DayItemStandsOtherwise, DayOrigin, DayReason, DayState, DayVerb
from tickets.models import (
    DayPlan,
    DayPlanItem,
    ServiceRecord,
    TicketAppointment,
    TicketAssignment,
    TicketEvent,
)
from tickets.services.clocks import working_time
from tickets.services.day_moving import Joining, _move_item, is_still_open, join, plan_of
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import ServiceStaff, User
    from tickets.querysets import TicketAssignmentQuerySet

ONE_DAY: Final = timedelta(days=1)
LATE_TOLD: Final = timedelta(days=14)
THAT_MATTER: Final = Q(verb__in=[TicketVerb.RECORD, TicketVerb.SOLVE, TicketVerb.REOPEN]) | Q(
    target=TicketStatus.CANCELLED
)
type_found = tuple["ServiceStaff", Joining]


def plan_days(at: datetime) -> int:
    """Plan today and the days that were missed, see what is done, close what is over; return what changed."""
    today = local_day(at)
    missed = missed_days(DayPlan.objects.last_day(today), today=today)
    changed = sum(_plan(_of_missed(day), on=day, at=at) for day in missed)
    changed += _settle(DayPlan.objects.open().before(today), at=at)
    changed += _find_late(today, at=at)
    changed += sum(_close_past(pk, at=at) for pk in _left_open(today))
    changed += _plan(_of_today(today), on=today, at=at)
    return changed + _settle(DayPlan.objects.open().on_day(today), at=at)


def day_of(on: date) -> Day:
    return Day(first_moment(on), first_moment(on + ONE_DAY))


def _left_open(today: date) -> list[int]:
    return list(DayPlan.objects.open().before(today).order_by("on", "pk").values_list("pk", flat=True))


def _of_missed(on: date) -> Iterator[type_found]:
    """Return what was agreed for a day that nobody planned, and what was done on it."""
    yield from _agreed(on)
    yield from _worked(on)


def _of_today(today: date) -> Iterator[type_found]:
    """Return what belongs to today: agreed times, what is due by tonight, what was done beside the plan."""
    yield from _agreed(today)
    yield from _due(today)
    yield from _worked(today)


def _opens_at(on: date) -> datetime:
    hours = working_time(version_in_force(on))
    return day_of(on).begins_at.replace(hour=hours.opens.hour, minute=hours.opens.minute)


def _agreed(on: date) -> Iterator[type_found]:
    day, opens_at = day_of(on), _opens_at(on)
    rows = TicketAppointment.objects.between(day.begins_at, day.ends_at)
    held = rows.filter(
        Q(state__in=[AppointmentState.AGREED, AppointmentState.KEPT]) | Q(ended_at__gte=opens_at)
    )
    windows = {one.ticket_id: one for one in held.select_related("ticket").order_by("made_at", "pk")}
    for given in _assignments(day).filter(ticket__in=windows).order_by("assigned_at", "pk"):
        window = windows[given.ticket_id]
        known_at = max(window.made_at, given.assigned_at)
        origin = origin_of(DayOrigin.AGREED, known_at=known_at, opens_at=opens_at)
        yield given.engineer, Joining(window.ticket, origin, window.begins_at, window.ends_at)


def _due(on: date) -> Iterator[type_found]:
    """Return what somebody has in hand and a promised time of which runs out by tonight, or has."""
    day, opens_at = day_of(on), _opens_at(on)
    rows = TicketAssignment.objects.current().filter(
        ticket__status=TicketStatus.ASSIGNED, ticket__due_at__lt=day.ends_at
    )
    for given in rows.select_related("engineer", "ticket").order_by("ticket__due_at", "pk"):
        origin = origin_of(DayOrigin.DUE, known_at=given.assigned_at, opens_at=opens_at)
        yield given.engineer, Joining(given.ticket, origin)


def _worked(on: date) -> Iterator[type_found]:
    day, opens_at = day_of(on), _opens_at(on)
    told = ServiceRecord.objects.filter(recorded_at__gte=day.begins_at, recorded_at__lt=day.ends_at)
    for record in told.select_related("engineer", "ticket").order_by("recorded_at", "pk"):
        origin = origin_of(DayOrigin.WORKED, known_at=record.ticket.opened_at, opens_at=opens_at)
        yield record.engineer, Joining(record.ticket, origin)


def _assignments(day: Day) -> "TicketAssignmentQuerySet":
    """Return who had which ticket at any moment of a day."""
    rows = TicketAssignment.objects.filter(assigned_at__lt=day.ends_at)
    held = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=day.begins_at))
    return held.select_related("engineer")


def _plan(found: Iterable[type_found], *, on: date, at: datetime) -> int:
    """Put what belongs to a day into the plans; a closed one takes what was done and nothing more."""
    known = set(DayPlanItem.objects.filter(plan__on=on).values_list("plan__staff_id", "ticket_id"))
    joined = 0
    for staff, joining in found:
        if (staff.pk, joining.ticket.pk) in known:
            continue
        known.add((staff.pk, joining.ticket.pk))
        joined += _join(staff, joining, on=on, at=at)
    return joined


@transaction.atomic
def _join(staff: "ServiceStaff", joining: Joining, *, on: date, at: datetime) -> int:
    plan = plan_of(staff, on)
    if is_still_open(plan):
        return int(join(plan, joining, at=at) is not None)
    stands = _standings([DayPlanItem(plan=plan, ticket=joining.ticket)], at=at)[0]
    if stands.state != DayState.DONE:
        return 0
    item = join(plan, joining, at=at)
    if item is not None and stands.done_at is not None:
        _move_item(item, DayVerb.FINISH, at=stands.done_at, received_at=at, done_at=stands.done_at)
    return int(item is not None)


def settle_plan(plan: DayPlan, *, at: datetime) -> int:
    """See what of one plan is done, before its person closes it."""
    return _settle(DayPlan.objects.open().filter(pk=plan.pk), at=at)


def _settle(plans: Iterable[DayPlan], *, at: datetime) -> int:
    """See what of the plans is done by itself, taken away or taken up again."""
    rows = DayPlanItem.objects.filter(plan__in=plans, state__in=[DayState.PLANNED, DayState.DONE])
    items = list(rows.select_related("plan", "ticket").order_by("pk"))
    stand = _standings(items, at=at)
    return sum(_settled(item, how, at=at) for item, how in zip(items, stand, strict=True))


def _settled(item: DayPlanItem, how: Standing, *, at: datetime) -> int:
    """Move one job as its day says; one that somebody else moves at this very moment is theirs."""
    try:
        with transaction.atomic():
            return _settle_one(item, how, at=at)
    except DayItemStandsOtherwise:
        return 0


def _settle_one(item: DayPlanItem, how: Standing, *, at: datetime) -> int:
    is_open = item.state == DayState.PLANNED
    if is_open and how.state == DayState.DONE and how.done_at is not None:
        _move_item(item, DayVerb.FINISH, at=how.done_at, received_at=at, done_at=how.done_at)
    elif is_open and how.state == DayState.DROPPED:
        _move_item(item, DayVerb.DROP, at=at, reason=how.reason)
    elif not is_open and how.state != DayState.DONE:
        _move_item(item, DayVerb.REOPEN, at=at, done_at=None)
    else:
        return 0
    return 1


def _find_late(today: date, *, at: datetime) -> int:
    """Count as done what a phone without a signal told of once the day was closed."""
    carried = DayPlanItem.objects.filter(
        state=DayState.CARRIED_OVER, plan__on__gte=today - LATE_TOLD, ticket__resolved_at__isnull=False
    )
    items = list(carried.select_related("plan", "ticket").order_by("pk"))
    stand = _standings(items, at=at)
    return sum(_found(item, how, at=at) for item, how in zip(items, stand, strict=True))


@transaction.atomic
def _found(item: DayPlanItem, how: Standing, *, at: datetime) -> int:
    if how.state != DayState.DONE or how.done_at is None:
        return 0
    _move_item(item, DayVerb.FIND, at=how.done_at, received_at=at, done_at=how.done_at)
    return 1


def _standings(items: list[DayPlanItem], *, at: datetime) -> list[Standing]:
    """Return how each job stands on the day of its plan: two statements for all of them."""
    tickets = {item.ticket.pk for item in items}
    steps: dict[int, list[Step]] = defaultdict(list)
    if tickets:
        events = TicketEvent.objects.filter(THAT_MATTER, ticket__in=tickets).order_by("at", "pk")
        for ticket, verb, target, when in events.values_list("ticket", "verb", "target", "at"):
            steps[ticket].append(Step(verb, target, when))
    held: dict[tuple[int, int], list[Span]] = defaultdict(list)
    if tickets:
        given = TicketAssignment.objects.filter(ticket__in=tickets)
        for ticket, engineer, began_at, ended_at in given.values_list(
            "ticket", "engineer", "assigned_at", "ended_at"
        ):
            held[ticket, engineer].append(Span(began_at, ended_at))
    return [
        standing_of(
            steps[item.ticket.pk],
            held[item.ticket.pk, item.plan.staff_id],
            day=day_of(item.plan.on),
            at=at,
        )
        for item in items
    ]


@transaction.atomic
def _close_past(plan_pk: int, *, at: datetime) -> int:
    """Close a day that is over: what nobody spoke of goes on, and says so."""
    if not DayPlan.objects.open().filter(pk=plan_pk).update(closed_at=at):
        return 0
    plan = DayPlan.objects.select_related("staff").get(pk=plan_pk)
    for item in plan.items.open().select_related("ticket").order_by("pk"):
        carry(item, plan, to=next_open_day(plan, at=at), at=at, reason=DayReason.NONE_GIVEN)
    return 1


def next_open_day(plan: DayPlan, *, at: datetime) -> date:
    """Return the first working day from the next on, not passed, that its person has not closed."""
    calendar, today = work_calendar(), local_day(at)
    day = day_after(plan.on, today=today, calendar=calendar)
    closed = DayPlan.objects.filter(staff=plan.staff_id, closed_at__isnull=False)
    while closed.on_day(day).exists():
        day = calendar.working_day_after(day, 1)
    return day


def carry(
    item: DayPlanItem,
    plan: DayPlan,
    *,
    to: date,
    at: datetime,
    reason: str,
    words: str = "",
    actor: "User | None" = None,
    received_at: datetime | None = None,
) -> None:
    """Carry a job over: it stands in the plan of its new day at once."""
    _move_item(
        item,
        DayVerb.CARRY,
        at=at,
        received_at=received_at,
        actor=actor,
        carried_to=to,
        reason=reason,
        words=words,
    )
    received = received_at or at
    join(plan_of(plan.staff, to), Joining(item.ticket, DayOrigin.CARRIED, carried_from=item), at=received)

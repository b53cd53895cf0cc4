"""What must hold of calls, asked of the rows themselves, apart from the planner (C1–C3, X1 of safety.md)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Exists, F, OuterRef, Q

from equipment.models import Equipment
from records.invariants import faults_of_numbers
from regulation.calendars import WorkCalendar, local_day
from regulation.models import RegulationVersion
from regulation.services import work_calendar
from tickets.models import Ticket
from visits.models import Plan, Visit, VisitEvent
from visits.states import VisitStatus, VisitVerb

ONE_DAY: Final = timedelta(days=1)
type_window = tuple[date, date, date]
type_key = tuple[str, int]


class Facts(NamedTuple):
    """What a unit's plan was made from."""

    installed_on: date
    in_use_from: date
    planned_on: date
    planned_until: date
    recorded_at: datetime


class Call(NamedTuple):
    """A standing call, by the names of its columns."""

    number: str
    rule: str
    nth: int
    status: str
    opens_on: date
    due_on: date
    closes_on: date
    counted_on: date
    regulation_version__number: int
    why: dict[str, Any]

    @property
    def version(self) -> int:
        return self.regulation_version__number


class Demand(NamedTuple):
    """What the regulation demands of one turn: its window, the day that counts, the version, the start."""

    window: type_window
    counted_on: date
    version: int
    start: date


class Versions:
    """Approved versions as plain data, and the windows they give: not taken from the planner."""

    def __init__(self) -> None:
        approved = RegulationVersion.objects.approved().order_by("in_force_from")
        self.rows = list(approved.values_list("in_force_from", "number", "parameters"))
        self.calendar: WorkCalendar = work_calendar()

    def in_force(self, on: date) -> tuple[int, dict[str, Any]]:
        """Return number and parameters of the version in force on a day."""
        _, number, parameters = ([row for row in self.rows if row[0] <= on] or self.rows[:1])[-1]
        return number, parameters

    def call(self, rule: str, on: date) -> dict[str, Any]:
        return dict(self.in_force(on)[1]["calls"][rule])

    def horizon(self, on: date) -> date:
        """Return up to which day calls had to be planned on a day: the end of a month (F6)."""
        ahead = on + relativedelta(months=self.in_force(on)[1]["planning_months"])
        return ahead + relativedelta(day=31)

    def demanded(self, unit: Facts, standing: Iterable[type_key]) -> dict[type_key, Demand]:
        """Return each call a unit must have: up to the horizon, and as far as turns stand already."""
        found: dict[type_key, Demand] = {}
        furthest = dict(sorted(standing))
        for rule in ("one_week", "three_months", "annual"):
            first = self.call(rule, unit.installed_on)
            start = unit.in_use_from if first["counted_from"] == "start_of_use" else unit.installed_on
            nth = 1
            while nth == 1 or self.call(rule, start + _after(first, nth - 1)).get("repeats"):
                counted_on = start + _after(first, nth - 1) if nth > 1 else start
                call = self.call(rule, counted_on)
                due_on = start + _after(call, nth)
                opens_on = due_on - timedelta(days=call.get("opens_before_days", 0))
                if opens_on > unit.planned_until and nth > furthest.get(rule, 0):
                    break
                closes_on = due_on + timedelta(days=call.get("closes_after_days", 0))
                window = (opens_on, due_on, closes_on)
                found[rule, nth] = Demand(window, counted_on, self.in_force(counted_on)[0], start)
                nth += 1
        return found

    def after_service(self, closed_on: date) -> type_window:
        left = self.call("after_service", closed_on)["closes_after_working_days"]
        day = closed_on
        while left:
            day += ONE_DAY
            left -= self.calendar.is_workday(day)
        return closed_on, day, day


def _after(call: dict[str, Any], times: int) -> relativedelta:
    return relativedelta(
        years=call.get("after_years", 0) * times,
        months=call.get("after_months", 0) * times,
        days=call.get("after_days", 0) * times,
    )


def each_unit_has_its_calls() -> Iterator[str]:
    """C1: exactly one row per unit, rule and turn up to the horizon, with the right dates and why."""
    versions = Versions()
    yield from _units_without_a_plan()
    rows = (
        Plan.objects.order_by("equipment_id", "equipment__visits__rule")
        .values_list(
            "equipment__serial_number",
            *("installed_on", "in_use_from", "planned_on", "planned_until"),
            "equipment__installation_recorded_at",
            *(f"equipment__visits__{name}" for name in Call._fields),
        )
        .iterator(chunk_size=2000)
    )
    for serial_number, group in groupby(rows, key=itemgetter(0)):
        found = list(group)
        unit = Facts._make(found[0][1:6])
        calls = [Call._make(row[6:]) for row in found if row[8] is not None]
        yield from (f"unit {serial_number}{said}" for said in _faults_of_unit(unit, calls, versions))


def _units_without_a_plan() -> Iterator[str]:
    lacking = Equipment.objects.installed().filter(~Exists(Plan.objects.filter(equipment=OuterRef("pk"))))
    for serial_number in lacking.values_list("serial_number", flat=True):
        yield f"unit {serial_number} is installed and has no plan"
    stale = Plan.objects.exclude(
        installed_on=F("equipment__installed_on"), in_use_from=F("equipment__in_use_from")
    ).values_list("equipment__serial_number", flat=True)
    for serial_number in stale:
        yield f"unit {serial_number}: its plan follows an installation date that was corrected since"


def _faults_of_unit(unit: Facts, calls: list[Call], versions: Versions) -> Iterator[str]:
    if unit.planned_until != versions.horizon(unit.planned_on):
        yield f": planned until {unit.planned_until}, on {unit.planned_on} another day was due"
    standing: dict[type_key, list[Call]] = {}
    for call in calls:
        standing.setdefault((call.rule, call.nth), []).append(call)
    demanded = versions.demanded(unit, standing)
    for key, demand in demanded.items():
        have = standing.get(key, [])
        if len(have) != 1:
            yield f": {key[0]} {key[1]} has {len(have)} rows"
        else:
            yield from (f": {key[0]} {key[1]} {said}" for said in _faults_of_call(have[0], demand, unit))
    for (rule, nth), have in standing.items():
        if (rule, nth) not in demanded and any(call.status == VisitStatus.PLANNED for call in have):
            yield f": {rule} {nth} is planned and nothing demands it"


def _faults_of_call(call: Call, demand: Demand, unit: Facts) -> Iterator[str]:
    recorded_on = local_day(unit.recorded_at)
    if call.status == VisitStatus.CANCELLED:
        yield "is demanded and stands as cancelled"
    if call.status == VisitStatus.LAPSED and call.closes_on >= recorded_on:
        yield f"lapsed though its window closed on {call.closes_on}, not before the recording"
    if call.status != VisitStatus.PLANNED:
        return
    window = (call.opens_on, call.due_on, call.closes_on)
    if window != demand.window:
        yield f"stands at {call.due_on} and not at {demand.window[1]}"
    if call.closes_on < recorded_on:
        yield "is open though its window had closed before the recording"
    inputs = call.why.get("inputs", {})
    said = (call.counted_on, call.version, call.why.get("version"), inputs.get("day"), inputs.get("nth"))
    if said != (demand.counted_on, demand.version, demand.version, demand.start.isoformat(), call.nth):
        yield "does not say why: the day that counts, the version then in force and the turn"


def each_closed_ticket_has_its_call() -> Iterator[str]:
    """C1: each closed, not imported ticket has exactly one call after service, with its dates."""
    versions = Versions()
    tickets = (
        Ticket.objects.closed()
        .not_imported()
        .annotate(calls=Count("visits", filter=Q(visits__rule="after_service")))
        .values_list("number", "calls")
    )
    for number, calls in tickets.exclude(calls=1).iterator(chunk_size=2000):
        yield f"ticket {number} is closed and has {calls} calls after service"
    visits = Visit.objects.filter(rule="after_service").values_list(
        "number", "status", "ticket__closed_at", "opens_on", "due_on", "closes_on"
    )
    for number, status, closed_at, *window in visits.iterator(chunk_size=2000):
        if closed_at is None:
            yield f"call {number} follows a ticket that is not closed"
        elif status == VisitStatus.PLANNED and tuple(window) != versions.after_service(local_day(closed_at)):
            yield f"call {number} does not stand where the closing of its ticket puts it"


def c1() -> Iterator[str]:
    yield from each_unit_has_its_calls()
    yield from each_closed_ticket_has_its_call()


def c2() -> Iterator[str]:
    """C2: each call is planned, done, or ended with its reason and moment; never anything else."""
    rows = Visit.objects.exclude(status__in=[VisitStatus.PLANNED, VisitStatus.DONE]).filter(
        Q(reason="") | Q(ended_at__isnull=True)
    )
    unknown = Visit.objects.exclude(status__in=VisitStatus.values)
    lost = Visit.objects.filter(status=VisitStatus.PLANNED, ended_at__isnull=False)
    for number in (rows | unknown | lost).values_list("number", flat=True):
        yield f"call {number} is neither on a worklist nor ended with a reason"


def c3() -> Iterator[str]:
    """C3: at most one completion a call, and exactly one where it is done."""
    completions = Visit.objects.annotate(
        completions=Count("events", filter=Q(events__verb=VisitVerb.COMPLETE))
    )
    wrong = completions.filter(Q(completions__gt=1) | Q(status=VisitStatus.DONE, completions=0))
    for number, count in wrong.values_list("number", "completions"):
        yield f"call {number} was completed {count} times"
    orphans = VisitEvent.objects.filter(verb=VisitVerb.COMPLETE).exclude(visit__status=VisitStatus.DONE)
    for number in orphans.values_list("visit__number", flat=True):
        yield f"call {number} was completed and is not done"


def t3() -> Iterator[str]:
    """T3: numbers of calls are unique and not ahead of their series."""
    return faults_of_numbers(Visit.objects.all(), "V", width=6)


def x1() -> Iterator[str]:
    """X1: a call after service judges the dealer that served its ticket, an open one of a unit the unit's."""
    foreign = Visit.objects.open().filter(ticket__isnull=True).exclude(dealer=F("equipment__dealer"))
    for number in foreign.values_list("number", flat=True):
        yield f"call {number} judges another dealer than the one of its unit"
    wrong = Visit.objects.filter(ticket__isnull=False).exclude(
        Q(dealer=F("ticket__dealer")) | Q(dealer__isnull=True, ticket__dealer__isnull=True)
    )
    for number in wrong.values_list("number", flat=True):
        yield f"call {number} judges another dealer than the one that served its ticket"


CHECKS: Final[Mapping[str, Callable[[], Iterator[str]]]] = MappingProxyType(
    {"C1 calls": c1, "C2 calls": c2, "C3 calls": c3, "T3 calls": t3, "X1 calls": x1}
)

"""What must hold of calls, asked of the rows themselves, apart from the planner (C1–C3, X1 of safety.md)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Exists, F, OuterRef, Q

from equipment.models import Equipment
from regulation.calendars import WorkCalendar, local_day
from regulation.models import RegulationVersion
from regulation.services import work_calendar
from tickets.models import Ticket
from visits.models import Plan, Visit, VisitEvent
from visits.states import VisitStatus, VisitVerb

MOVABLE: Final = (VisitStatus.PLANNED, VisitStatus.LAPSED)
ONE_DAY: Final = timedelta(days=1)
type_window = tuple[date, date, date]
type_key = tuple[str, int]


class Versions:
    """Approved versions as plain data, and the windows they give: not taken from the planner."""

    def __init__(self) -> None:
        approved = RegulationVersion.objects.approved().order_by("in_force_from")
        self.rows = list(approved.values_list("in_force_from", "parameters"))
        self.calendar: WorkCalendar = work_calendar()

    def call(self, rule: str, on: date) -> dict[str, Any]:
        fitting = [parameters for day, parameters in self.rows if day <= on] or [self.rows[0][1]]
        return dict(fitting[-1]["calls"][rule])

    def windows(self, installed_on: date, in_use_from: date, until: date) -> dict[type_key, type_window]:
        """Return each window a unit must have up to `until`, by rule and turn."""
        found: dict[type_key, type_window] = {}
        for rule in ("one_week", "three_months", "annual"):
            first = self.call(rule, installed_on)
            start = in_use_from if first["counted_from"] == "start_of_use" else installed_on
            nth = 1
            while nth == 1 or self.call(rule, start + _after(first, nth - 1)).get("repeats"):
                call = self.call(rule, start + _after(first, nth - 1))
                due_on = start + _after(call, nth)
                opens_on = due_on - timedelta(days=call.get("opens_before_days", 0))
                if opens_on > until:
                    break
                found[rule, nth] = (
                    opens_on,
                    due_on,
                    due_on + timedelta(days=call.get("closes_after_days", 0)),
                )
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
    """C1: exactly one row per unit, rule and turn up to the horizon, with the right dates."""
    versions = Versions()
    yield from _units_without_a_plan()
    rows = (
        Plan.objects.order_by("equipment_id", "equipment__visits__rule")
        .values_list(
            "equipment__serial_number",
            "installed_on",
            "in_use_from",
            "planned_until",
            "equipment__visits__rule",
            "equipment__visits__nth",
            "equipment__visits__status",
            "equipment__visits__opens_on",
            "equipment__visits__due_on",
            "equipment__visits__closes_on",
        )
        .iterator(chunk_size=2000)
    )
    for serial_number, group in groupby(rows, key=itemgetter(0)):
        yield from _faults_of_unit(serial_number, list(group), versions)


def _units_without_a_plan() -> Iterator[str]:
    lacking = Equipment.objects.installed().filter(~Exists(Plan.objects.filter(equipment=OuterRef("pk"))))
    for serial_number in lacking.values_list("serial_number", flat=True):
        yield f"unit {serial_number} is installed and has no plan"
    stale = Plan.objects.exclude(
        installed_on=F("equipment__installed_on"), in_use_from=F("equipment__in_use_from")
    ).values_list("equipment__serial_number", flat=True)
    for serial_number in stale:
        yield f"unit {serial_number}: its plan follows an installation date that was corrected since"


def _faults_of_unit(serial_number: str, rows: list[tuple[Any, ...]], versions: Versions) -> Iterator[str]:
    _, installed_on, in_use_from, until, *_ = rows[0]
    wanted = versions.windows(installed_on, in_use_from, until)
    standing: dict[type_key, list[tuple[str, type_window]]] = {}
    for row in rows:
        rule, nth, status, *window = row[4:]
        if nth is not None:
            standing.setdefault((rule, nth), []).append((status, (window[0], window[1], window[2])))
    for (rule, nth), right in wanted.items():
        have = standing.get((rule, nth), [])
        if len(have) != 1:
            yield f"unit {serial_number}: {rule} {nth} has {len(have)} rows"
        elif have[0][0] == VisitStatus.CANCELLED:
            yield f"unit {serial_number}: {rule} {nth} is demanded and stands as cancelled"
        elif have[0][0] == VisitStatus.PLANNED and have[0][1] != right:
            yield f"unit {serial_number}: {rule} {nth} stands at {have[0][1][1]} and not at {right[1]}"


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


def x1() -> Iterator[str]:
    """X1: a call after service is judged on the dealer that served its ticket."""
    wrong = Visit.objects.filter(ticket__isnull=False).exclude(
        Q(dealer=F("ticket__dealer")) | Q(dealer__isnull=True, ticket__dealer__isnull=True)
    )
    for number in wrong.values_list("number", flat=True):
        yield f"call {number} judges another dealer than the one that served its ticket"


CHECKS: Final[Mapping[str, Callable[[], Iterator[str]]]] = MappingProxyType(
    {"C1 calls": c1, "C2 calls": c2, "C3 calls": c3, "X1 calls": x1}
)

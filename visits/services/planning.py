"""The planner: pulls from the facts which calls must exist, and makes what is missing (F1–F3, F5, F6).

It may run any number of times, at once, or after days of standstill: the rows come out the same. Each chunk
is one transaction that first takes its plans, so a worker killed anywhere leaves nothing half done.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Subquery

from equipment.models import Equipment
from records.numbers import take_numbers
from regulation.calendars import local_day
from regulation.choices import RuleCode
from regulation.services import load_editions, work_calendar
from tickets.models import Ticket
from visits.choices import VisitReason
from visits.models import Plan, Visit, VisitEvent
from visits.schedule import Schedule, Turn, horizon
from visits.states import TRANSITIONS, VisitStatus, VisitVerb

CHUNK = 1000
TRIES = 3
NUMBER_WIDTH = 6
COMPARED = (
    *("counted_on", "opens_on", "due_on", "closes_on"),
    *("regulation_version_id", "why", "is_provisional"),
)


class Unit(NamedTuple):
    """The facts of an installed unit."""

    pk: int
    product: int
    dealer: int
    installed_on: date
    in_use_from: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Planning:
    """What one sweep works with: the moment, the rules, the horizon."""

    at: datetime
    schedule: Schedule
    until: date

    @property
    def on(self) -> date:
        return local_day(self.at)

    @property
    def editions(self) -> int:
        """How many versions are approved: one may come late and take effect before another."""
        return len(self.schedule.editions.all)


def plan_calls(at: datetime) -> int:
    """Plan all calls that the facts demand up to the horizon; return how many rows changed."""
    editions = load_editions()
    today = local_day(at)
    until = horizon(today, editions.in_force(today).parameters.planning_months)
    planning = Planning(at, Schedule(editions, work_calendar()), until)
    return sum(
        _in_chunks(step, planning) for step in (_plan_new_units, _plan_behind, _plan_after_service)
    ) + _move_after_service(planning)


def _in_chunks(step: Callable[[Planning], tuple[int, int]], planning: Planning) -> int:
    """Run a step chunk by chunk until nothing is left that is not somebody else's."""
    total, tries = 0, 0
    while True:
        try:
            with transaction.atomic():
                taken, changed = step(planning)
        except (IntegrityError, OperationalError):
            tries += 1  # another sweep was at the same rows: look again at what is left
            if tries > TRIES:
                raise
            continue
        total += changed
        if not taken:
            return total


# ── a unit's calls ──


def _plan_new_units(planning: Planning) -> tuple[int, int]:
    """Make the plan and the calls of installed units that have none yet."""
    rows = (
        Equipment.objects.installed()
        .filter(~Exists(Plan.objects.filter(equipment=OuterRef("pk"))))
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True)
        .values_list(
            "pk", "product_id", "dealer_id", "installed_on", "in_use_from", "installation_recorded_at"
        )[:CHUNK]
    )
    units = [Unit._make(row) for row in rows]
    Plan.objects.bulk_create(
        Plan(
            equipment_id=unit.pk,
            planned_until=planning.until,
            dealer_id=unit.dealer,
            installed_on=unit.installed_on,
            in_use_from=unit.in_use_from,
            planned_on=planning.on,
            editions=planning.editions,
        )
        for unit in units
    )
    visits = [
        _visit_of_unit(turn, unit, at=planning.at)
        for unit in units
        for turn in planning.schedule.of_unit(unit.installed_on, unit.in_use_from, until=planning.until)
    ]
    return len(units), _add(visits)


def _plan_behind(planning: Planning) -> tuple[int, int]:
    """Bring plans up to date whose facts, horizon or version have moved on."""
    behind = Plan.objects.behind(until=planning.until, editions=planning.editions)
    taken = list(
        behind.order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))
        .values_list("pk", flat=True)[:CHUNK]
    )
    facts = Equipment.objects.filter(pk=OuterRef("equipment_id"))
    claimed = Plan.objects.filter(pk__in=taken).update(
        planned_until=planning.until,
        planned_on=planning.on,
        editions=planning.editions,
        dealer=Subquery(facts.values("dealer")),
        installed_on=Subquery(facts.values("installed_on")),
        in_use_from=Subquery(facts.values("in_use_from")),
    )
    return claimed, _bring_up_to_date(taken, planning) if claimed else 0


def _bring_up_to_date(plans: list[int], planning: Planning) -> int:
    rows = Plan.objects.filter(pk__in=plans).values_list(
        "equipment_id",
        "equipment__product_id",
        "equipment__dealer_id",
        "installed_on",
        "in_use_from",
        "equipment__installation_recorded_at",
    )
    units = [Unit._make(row) for row in rows]
    standing: dict[int, dict[tuple[str, int], Visit]] = defaultdict(dict)
    calls = Visit.objects.filter(equipment__in=[unit.pk for unit in units], nth__isnull=False)
    # Locked, for the plan counts as brought up to date: an agent at one of them waits, or has been before.
    for visit in calls.order_by("pk").select_for_update(of=("self",), no_key=True):
        standing[visit.equipment_id or 0][visit.rule, visit.nth or 0] = visit

    new: list[Visit] = []
    changed = 0
    for unit in units:
        have = standing[unit.pk]
        turns = planning.schedule.of_unit(
            unit.installed_on, unit.in_use_from, until=planning.until, at_least=_last_turns(have)
        )
        wanted = {(turn.rule, turn.nth or 0): turn for turn in turns}
        new += [_visit_of_unit(turn, unit, at=planning.at) for key, turn in wanted.items() if key not in have]
        for key, visit in have.items():
            changed += _follow(visit, wanted.get(key), unit=unit, at=planning.at)
    return _add(new) + changed


def _last_turns(have: Iterable[tuple[str, int]]) -> dict[str, int]:
    last: dict[str, int] = {}
    for rule, nth in have:
        last[rule] = max(nth, last.get(rule, 0))
    return last


def _follow(visit: Visit, turn: Turn | None, *, unit: Unit, at: datetime) -> int:
    """Let a standing call follow the facts: finished ones stay, open ones move (C3, fault 25).

    With a unit that went over to another dealer its open calls go too: who is judged is who has it then.

    An open call whose new window had closed before the recording lapses, as if it were planned just now. A
    lapsed call follows a corrected date too, for it was never made; a new version leaves it. A call that fell
    away comes back when a later version demands it.
    """
    if visit.status == VisitStatus.PLANNED:
        return _follow_open(visit, turn, unit=unit, at=at)
    if turn is None:
        return 0
    if visit.reason == VisitReason.FELL_AWAY:
        return _revive(visit, turn, unit=unit, at=at)
    if visit.status != VisitStatus.LAPSED or visit.why["inputs"]["day"] == turn.why["inputs"]["day"]:
        return 0
    if turn.window.closes_on < local_day(unit.recorded_at):
        return _move(visit, VisitVerb.LAPSE, at=at, **_facts(turn))
    return _revive(visit, turn, unit=unit, at=at)


def _follow_open(visit: Visit, turn: Turn | None, *, unit: Unit, at: datetime) -> int:
    ended = {"ended_at": at, "ended_on": local_day(at), "leased_to": None, "leased_until": None}
    if turn is None:
        return _move(visit, VisitVerb.CANCEL, at=at, reason=VisitReason.FELL_AWAY, **ended)
    facts = _facts(turn) | {"dealer_id": unit.dealer}
    if turn.window.closes_on < local_day(unit.recorded_at):
        return _move(visit, VisitVerb.LAPSE, at=at, reason=VisitReason.RECORDED_LATE, **ended, **facts)
    return _move(visit, VisitVerb.MOVE, at=at, **facts) if _differs(visit, facts) else 0


def _revive(visit: Visit, turn: Turn, *, unit: Unit, at: datetime) -> int:
    facts = _facts(turn) | {"dealer_id": unit.dealer}
    return _move(visit, VisitVerb.REVIVE, at=at, reason="", ended_at=None, ended_on=None, **facts)


def _visit_of_unit(turn: Turn, unit: Unit, *, at: datetime) -> Visit:
    """Return the call as it first stands: lapsed where its window closed before the recording."""
    visit = _visit(
        turn, at=at, equipment_id=unit.pk, product_id=unit.product, dealer_id=unit.dealer, nth=turn.nth
    )
    recorded_on = local_day(unit.recorded_at)
    if turn.window.closes_on < recorded_on:
        visit.status = VisitStatus.LAPSED
        visit.reason = VisitReason.RECORDED_LATE
        visit.ended_at, visit.ended_on = unit.recorded_at, recorded_on
    return visit


# ── the call after service ──


def _plan_after_service(planning: Planning) -> tuple[int, int]:
    """Make the call of each closed, not imported ticket that lacks it (F5)."""
    tickets = list(
        Ticket.objects.closed()
        .not_imported()
        .filter(~Exists(Visit.objects.filter(ticket=OuterRef("pk"), rule=RuleCode.AFTER_SERVICE)))
        .order_by("closed_at", "pk")
        .select_for_update(skip_locked=True, no_key=True)
        .values_list("pk", "equipment_id", "product_id", "dealer_id", "closed_at")[:CHUNK]
    )
    visits = [
        _visit(
            planning.schedule.after_service(local_day(cast("datetime", closed_at))),
            at=planning.at,
            ticket_id=pk,
            equipment_id=equipment,
            product_id=product,
            dealer_id=dealer,
        )
        for pk, equipment, product, dealer, closed_at in tickets
    ]
    return len(tickets), _add(visits)


def _move_after_service(planning: Planning) -> int:
    """Move open calls after service whose version or working days have changed since they were planned."""
    changed = 0
    calls = Visit.objects.open().filter(rule=RuleCode.AFTER_SERVICE).only(*COMPARED, "status", "version")
    for visit in calls.iterator(chunk_size=CHUNK):
        turn = planning.schedule.after_service(visit.counted_on)
        if _differs(visit, _facts(turn)):
            with transaction.atomic():
                changed += _move(visit, VisitVerb.MOVE, at=planning.at, **_facts(turn))
    return changed


# ── rows ──


def _facts(turn: Turn) -> dict[str, Any]:
    """Return what a turn says of its row."""
    return {
        "counted_on": turn.counted_on,
        "opens_on": turn.window.opens_on,
        "due_on": turn.window.due_on,
        "closes_on": turn.window.closes_on,
        "regulation_version_id": turn.edition.pk,
        "why": turn.why,
        "is_provisional": turn.is_provisional,
    }


def _visit(turn: Turn, *, at: datetime, **whose: Any) -> Visit:
    return Visit(rule=turn.rule, planned_at=at, **_facts(turn), **whose)


def _differs(visit: Visit, facts: Mapping[str, Any]) -> bool:
    return any(getattr(visit, name) != value for name, value in facts.items())


def _add(visits: list[Visit]) -> int:
    """Give new calls their numbers and write them; the series' year is that of the window's opening."""
    by_year: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_year[visit.opens_on.year].append(visit)
    for year in sorted(by_year):  # one order of locks for every sweep
        numbers = take_numbers("V", year=year, count=len(by_year[year]), width=NUMBER_WIDTH)
        for visit, number in zip(by_year[year], numbers, strict=True):
            visit.number = number
    Visit.objects.bulk_create(visits, batch_size=CHUNK)
    return len(visits)


def _move(visit: Visit, verb: VisitVerb, *, at: datetime, **changes: Any) -> int:
    """Check, claim, record: the only code of the planner that changes a standing call."""
    sources, target = TRANSITIONS[verb]
    claimed = Visit.objects.filter(
        pk=visit.pk, status__in=sources & {VisitStatus(visit.status)}, version=visit.version
    ).update(status=target, version=F("version") + 1, **changes)
    if claimed:
        old = {"opens_on": visit.opens_on, "due_on": visit.due_on, "closes_on": visit.closes_on}
        VisitEvent.objects.create(
            visit=visit,
            at=at,
            verb=verb,
            changes={
                name: [day.isoformat(), changes.get(name, day).isoformat()] for name, day in old.items()
            },
        )
    return claimed

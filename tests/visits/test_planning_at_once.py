"""Two sweeps at once plan each call once (F6, fault 9)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connections
from django.db.models import F

from dealers.roles import Role
from equipment.models import Equipment
from records.invariants import broken
from records.refusals import MovedByAnother, Refusal
from regulation.models import RegulationVersion
from tests.factories.dealers import UserFactory
from tests.factories.equipment import EquipmentFactory, move_installation
from tests.factories.tickets import TicketFactory
from tickets.states import TicketStatus
from visits.models import Plan, Visit, VisitEvent
from visits.services import planning
from visits.services.calling import record_attempt
from visits.services.planning import plan_calls

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT = datetime(2026, 6, 6, 1, tzinfo=UTC)


def sweep_at_once(times, at=AT):
    def one(_):
        try:
            return plan_calls(at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(one, range(times)))


def test_two_sweeps_at_once_double_nothing():
    for _ in range(30):
        EquipmentFactory(installed=True)
        TicketFactory(status=TicketStatus.CLOSED, closed_at=AT)

    made = sweep_at_once(4)

    assert made == Visit.objects.count() == 30 * 4
    assert list(broken("C1", "C2", "C3")) == []


def test_two_sweeps_at_once_move_each_call_once():
    """K1: a new version, and two workers that see it together."""
    for _ in range(20):
        EquipmentFactory(installed=True)
    plan_calls(AT)
    first = RegulationVersion.objects.get(number=1)
    annual = {**first.parameters["calls"]["annual"], "opens_before_days": 10}
    RegulationVersion.objects.create(
        number=2,
        status="approved",
        in_force_from=date(2026, 6, 1),
        drafted_at=AT,
        approved_at=AT,
        parameters={**first.parameters, "calls": {**first.parameters["calls"], "annual": annual}},
    )

    sweep_at_once(4)

    assert Plan.objects.filter(editions=2).count() == 20
    for visit in Visit.objects.filter(rule="annual"):
        assert visit.events.count() == 1
        assert visit.opens_on == date(2027, 5, 26)


class Caller(threading.Thread):
    """An agent who notes that nobody answered, in a thread of her own."""

    def __init__(self, visit, agent, at):
        super().__init__()
        self.visit, self.agent, self.at = visit, agent, at
        self.refusal = None

    def run(self):
        try:
            record_attempt(self.visit, actor=self.agent, at=self.at, outcome="no_answer")
        except Refusal as refusal:
            self.refusal = refusal
        finally:
            connections.close_all()


def test_an_agent_and_the_planner_at_one_call_lose_neither_the_attempt_nor_the_new_window(monkeypatch):
    """C3: the plan counts as brought up to date only when each of its calls is."""
    EquipmentFactory(installed=True, installed_on=date(2026, 6, 5), in_use_from=date(2026, 6, 5))
    plan_calls(AT)
    move_installation(Equipment.objects.all(), date(2026, 6, 8))
    week = Visit.objects.get(rule="one_week")
    now = datetime(2026, 6, 16, 2, tzinfo=UTC)
    caller = Caller(week, UserFactory(roles=[Role.AGENT]), now)
    follow = planning._follow  # noqa: SLF001 (the test stands in its place)

    def meanwhile(visit, turn, **facts):
        if visit.pk == week.pk and caller.ident is None:
            caller.start()
            caller.join(0.5)  # it waits for the planner, or it has been first
        return follow(visit, turn, **facts)

    monkeypatch.setattr(planning, "_follow", meanwhile)
    plan_calls(now)
    caller.join()

    week.refresh_from_db()
    assert (week.opens_on, week.closes_on) == (date(2026, 6, 15), date(2026, 6, 22))
    assert week.attempts.count() == 1 or isinstance(caller.refusal, MovedByAnother)
    assert list(broken()) == []


class Stumbles:
    """In the place of a step's writing: another sweep gets there first, so many times."""

    def __init__(self, times, write):
        self.left, self.write = times, write

    def __call__(self, visits):
        if visits and self.left:
            self.left -= 1
            message = "UNIQUE constraint failed: visits_plan.equipment_id"
            raise IntegrityError(message)
        return self.write(visits)


def test_a_sweep_that_stumbles_over_another_looks_again_at_what_is_left(monkeypatch):
    EquipmentFactory(installed=True)
    monkeypatch.setattr(planning, "_add", Stumbles(planning.TRIES, planning._add))  # noqa: SLF001 (the test stands in its place)
    assert plan_calls(AT) == Visit.objects.count() == 3
    assert Plan.objects.count() == 1


def test_a_fault_that_stays_is_not_tried_for_ever(monkeypatch):
    EquipmentFactory(installed=True)
    monkeypatch.setattr(planning, "_add", Stumbles(planning.TRIES + 1, planning._add))  # noqa: SLF001 (the test stands in its place)
    with pytest.raises(IntegrityError):
        plan_calls(AT)
    assert (Plan.objects.count(), Visit.objects.count()) == (0, 0)


def test_a_call_finished_while_the_planner_looks_at_it_stays_as_it_is(monkeypatch):
    """C3: the claim is by status and version, not by what was read."""
    EquipmentFactory(installed=True, installed_on=date(2026, 6, 5), in_use_from=date(2026, 6, 5))
    plan_calls(AT)
    move_installation(Equipment.objects.all(), date(2026, 6, 4))
    written = planning._facts  # noqa: SLF001 (the test stands in its place)

    def meanwhile(turn):
        Visit.objects.filter(rule=turn.rule).update(version=F("version") + 1)
        return written(turn)

    monkeypatch.setattr(planning, "_facts", meanwhile)
    assert plan_calls(AT) == 0
    assert not VisitEvent.objects.exists()

"""Two sweeps at once plan each call once (F6, fault 9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connections

from records.invariants import broken
from regulation.models import RegulationVersion
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tickets.states import TicketStatus
from visits.models import Plan, Visit
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
    assert [(code, text) for code, text in broken() if code.startswith(("C1", "C2", "C3"))] == []


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

    assert Plan.objects.filter(edition=2).count() == 20
    for visit in Visit.objects.filter(rule="annual"):
        assert visit.events.count() == 1
        assert visit.opens_on == date(2027, 5, 26)

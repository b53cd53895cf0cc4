"""The days of a repair under warranty are added to the unit's warranty, by the step that ends it (C4)."""

from datetime import date, timedelta

import pytest

from equipment.models import RepairTime
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.cast import NOW as AT
from tickets import services

pytestmark = pytest.mark.django_db


def opened(unit, engineer, *, ends_on, kind="repair"):
    return TicketFactory(
        kind=kind,
        equipment=unit,
        product=unit.product,
        dealer=engineer.dealer,
        engineer=engineer,
        status="assigned",
        opened_at=AT - timedelta(days=3),
        warranty_ends_on=ends_on,
    )


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, installed=True)


def record(ticket, actor, result, at=AT):
    services.record_service(ticket, actor=actor, at=at, work_done="换密封", minutes_worked=60, result=result)


def test_a_repair_that_is_over_lengthens_the_warranty(unit, norths_engineer):
    """C4: from the request until it was fixed; not while the fault is still there."""
    ticket = opened(unit, norths_engineer, ends_on=unit.warranty_ends_on)
    record(ticket, norths_engineer.user, "not_fixed", at=AT - timedelta(days=1))
    assert not RepairTime.objects.exists()
    ticket.refresh_from_db()
    record(ticket, norths_engineer.user, "fixed")
    unit.refresh_from_db()
    assert unit.warranty_ends_on == date(2027, 6, 8)
    assert RepairTime.objects.get().number == ticket.number


@pytest.mark.parametrize(
    ("kind", "ends_on"),
    [("repair", date(2026, 1, 1)), ("repair", None), ("maintenance", date(2027, 6, 5))],
)
def test_what_the_warranty_did_not_cover_lengthens_nothing(unit, norths_engineer, kind, ends_on):
    """C4: a repair that was paid for, and what is no repair."""
    ticket = opened(unit, norths_engineer, kind=kind, ends_on=ends_on)
    record(ticket, norths_engineer.user, "fixed")
    unit.refresh_from_db()
    assert unit.warranty_ends_on == date(2027, 6, 5)


def test_what_was_solved_on_the_phone_counts_its_days_too(unit, agent):
    """C4."""
    ticket = TicketFactory(
        kind="remote_support",
        equipment=unit,
        product=unit.product,
        status="new",
        opened_at=AT - timedelta(days=2),
        warranty_ends_on=unit.warranty_ends_on,
    )
    services.solve_ticket(ticket, actor=agent, at=AT, note="教客户复位")
    unit.refresh_from_db()
    assert unit.warranty_ends_on == date(2027, 6, 7)

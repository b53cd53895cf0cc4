"""The call after each closed ticket, counted in working days (F5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from equipment.models import Equipment
from regulation.models import SpecialDay
from tests.factories.equipment import move_installation
from tests.factories.tickets import TicketFactory
from tests.visits.planned import AT, unit
from tickets.choices import TicketChannel
from tickets.states import TicketStatus
from visits.models import Visit
from visits.services.planning import plan_calls

pytestmark = pytest.mark.django_db


def test_a_closed_ticket_gets_one_call_within_three_working_days():
    """F5: National Day and its make-up workdays are counted."""
    TicketFactory(status=TicketStatus.CLOSED, closed_at=datetime(2026, 9, 30, 2, tzinfo=UTC))

    plan_calls(datetime(2026, 9, 30, 3, tzinfo=UTC))

    call = Visit.objects.get(rule="after_service")
    assert (call.opens_on, call.due_on, call.closes_on) == (
        date(2026, 9, 30),
        date(2026, 10, 10),
        date(2026, 10, 10),
    )
    assert call.nth is None
    assert call.dealer == call.ticket.dealer
    assert [line[1] for line in call.why["arithmetic"]].count("working_day") == 3


def test_the_closing_day_is_the_local_day():
    """16:30 UTC on the 30th is the 1st in the service region."""
    TicketFactory(status=TicketStatus.CLOSED, closed_at=datetime(2026, 6, 30, 16, 30, tzinfo=UTC))

    plan_calls(datetime(2026, 6, 30, 17, tzinfo=UTC))

    assert Visit.objects.get(rule="after_service").opens_on == date(2026, 7, 1)


def test_imported_and_cancelled_tickets_get_no_call():
    """F5."""
    TicketFactory(status=TicketStatus.CLOSED, closed_at=AT, channel=TicketChannel.IMPORT)
    TicketFactory(status=TicketStatus.CANCELLED)

    plan_calls(AT)

    assert not Visit.objects.exists()


def test_a_call_after_service_keeps_its_window_while_it_waits():
    """F5: it counts from the closing day, however many sweeps pass."""
    TicketFactory(status=TicketStatus.CLOSED, closed_at=AT)
    plan_calls(AT)
    before = Visit.objects.get(rule="after_service")

    assert plan_calls(AT + timedelta(days=9)) == 0

    after = Visit.objects.get(rule="after_service")
    assert (after.closes_on, after.version) == (before.closes_on, before.version)


def test_the_call_after_service_stays_when_its_units_calls_are_planned_anew():
    """F5: it follows its ticket, not the unit's plan."""
    equipment = unit()
    plan_calls(AT)
    TicketFactory(status=TicketStatus.CLOSED, closed_at=AT, equipment=equipment)
    plan_calls(AT)
    move_installation(Equipment.objects.filter(pk=equipment.pk), date(2026, 6, 3))

    plan_calls(AT)

    call = Visit.objects.get(rule="after_service")
    assert (call.equipment, call.status) == (equipment, "planned")


def test_a_call_after_service_in_an_unpublished_year_is_provisional():
    """F5: planned anew when the holidays are published or entered."""
    TicketFactory(status=TicketStatus.CLOSED, closed_at=datetime(2030, 1, 2, 2, tzinfo=UTC))
    at = datetime(2030, 1, 2, 3, tzinfo=UTC)
    plan_calls(at)
    call = Visit.objects.get(rule="after_service")
    assert call.is_provisional
    assert call.due_on == date(2030, 1, 7)

    for day in range(3, 9):
        SpecialDay.objects.create(day=date(2030, 1, day), is_workday=day in {5, 6, 8}, name="调休")
    plan_calls(at)

    call.refresh_from_db()
    assert (call.due_on, call.is_provisional) == (date(2030, 1, 8), False)

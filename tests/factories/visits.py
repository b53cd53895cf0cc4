"""Planned calls."""

from datetime import UTC, date, datetime

import factory

from regulation.choices import RuleCode
from regulation.models import RegulationVersion
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tickets.states import TicketStatus
from visits.models import Visit
from visits.states import VisitStatus


class VisitFactory(factory.django.DjangoModelFactory):
    """A first call, planned; its window of 12 to 19 June is open at any later day."""

    class Meta:
        model = Visit

    class Params:
        done = factory.Trait(
            status=VisitStatus.DONE,
            rating=5,
            ended_at=datetime(2026, 6, 15, 2, tzinfo=UTC),
            ended_on=date(2026, 6, 15),
        )
        unreachable = factory.Trait(
            status=VisitStatus.UNREACHABLE,
            reason="attempts_used",
            attempts_made=3,
            ended_at=datetime(2026, 6, 18, 2, tzinfo=UTC),
            ended_on=date(2026, 6, 18),
        )

    number = factory.Sequence(lambda n: f"V-2026-{n + 1:06d}")
    equipment = factory.SubFactory(EquipmentFactory, installed=True)
    dealer = factory.SelfAttribute("equipment.dealer")
    product = factory.SelfAttribute("equipment.product")
    rule = RuleCode.ONE_WEEK
    nth = 1
    counted_on = date(2026, 6, 5)
    opens_on = date(2026, 6, 12)
    due_on = date(2026, 6, 12)
    closes_on = date(2026, 6, 19)
    planned_at = datetime(2026, 6, 5, 8, tzinfo=UTC)
    regulation_version = factory.LazyFunction(lambda: RegulationVersion.objects.get(number=1))
    why = factory.LazyFunction(
        lambda: {
            "clause": "F1",
            "version": 1,
            "inputs": {
                "counted_from": "installation",
                "day": "2026-06-05",
                "nth": 1,
                "counted_on": "2026-06-05",
            },
            "arithmetic": [
                ["2026-06-05", "+7d", "2026-06-12", "due_on"],
                ["2026-06-12", "-0d", "2026-06-12", "opens_on"],
                ["2026-06-12", "+7d", "2026-06-19", "closes_on"],
            ],
        }
    )


class AfterServiceFactory(VisitFactory):
    """A call after service: of a closed ticket, which may stand at another dealer than the unit."""

    ticket = factory.SubFactory(
        TicketFactory, status=TicketStatus.CLOSED, closed_at=datetime(2026, 6, 11, 2, tzinfo=UTC)
    )
    equipment = factory.SelfAttribute("ticket.equipment")
    dealer = factory.SelfAttribute("ticket.dealer")
    product = factory.SelfAttribute("ticket.product")
    rule = RuleCode.AFTER_SERVICE
    nth = None
    counted_on = date(2026, 6, 11)
    opens_on = date(2026, 6, 11)
    due_on = date(2026, 6, 16)
    closes_on = date(2026, 6, 16)
    why = factory.LazyFunction(
        lambda: {
            "clause": "F5",
            "version": 1,
            "inputs": {"counted_from": "closing", "day": "2026-06-11", "nth": 1, "counted_on": "2026-06-11"},
            "arithmetic": [
                ["2026-06-11", "start", "0", "opens_on"],
                ["2026-06-12", "working_day", "1", ""],
                ["2026-06-13", "day_off", "1", ""],
                ["2026-06-14", "day_off", "1", ""],
                ["2026-06-15", "working_day", "2", ""],
                ["2026-06-16", "working_day", "3", "closes_on"],
            ],
        }
    )

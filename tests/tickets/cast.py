"""Tickets brought to each state by the services themselves, for the tests of pages."""

from datetime import UTC, datetime

from tests.factories.equipment import EquipmentFactory
from tickets import services
from tickets.services import Intake

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
WORDS = "动臂油缸进油管接头渗油"


def opened(agent, unit=None, contact=("", ""), contact_of=None, **facts):
    """Open a ticket for a unit at no territory: it is `new`."""
    unit = unit or EquipmentFactory()
    asked = {"kind": "repair", "channel": "hotline", "description": WORDS} | facts
    return services.open_ticket(
        actor=agent,
        at=NOW,
        intake=Intake(
            equipment=unit,
            contact_name=contact[0],
            contact_phone=contact[1],
            contact=contact_of,
            **asked,
        ),
    )


def offered(dispatcher, dealer, unit=None):
    ticket = opened(dispatcher, unit)
    return services.offer_ticket(ticket, actor=dispatcher, at=NOW, dealer=dealer)


def accepted(dispatcher, desk, unit=None):
    return services.accept_ticket(offered(dispatcher, desk.dealer, unit), actor=desk, at=NOW)


def assigned(dispatcher, desk, engineer, unit=None):
    ticket = accepted(dispatcher, desk, unit)
    return services.assign_ticket(ticket, actor=desk, at=NOW, engineer=engineer)


def resolved(dispatcher, desk, engineer, unit=None):
    ticket = assigned(dispatcher, desk, engineer, unit)
    services.record_service(
        ticket, actor=engineer.user, at=NOW, work_done="更换密封圈", minutes_worked=90, result="fixed"
    )
    ticket.refresh_from_db()
    return ticket


def closed(dispatcher, desk, engineer, unit=None):
    ticket = resolved(dispatcher, desk, engineer, unit)
    return services.close_ticket(ticket, actor=desk, at=NOW)

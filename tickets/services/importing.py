"""Service history on its way in, as closed tickets in bulk: the import's own writer of status."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dealers.roles import Right
from equipment.models import Equipment, Product
from equipment.rules import fold_serial_number
from records.numbers import take_numbers
from tickets.choices import TicketChannel, TicketKind
from tickets.models import Ticket, TicketEvent
from tickets.services.fault_names import folded_name, known_faults, made_faults
from tickets.states import TicketStatus, TicketVerb, roles_for

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import FaultClass

NOON = time(12)


@dataclass(frozen=True, slots=True)
class PastService:
    """One repair of the past as a file tells it; `columns` is what the file says besides."""

    line: int
    day: date
    description: str = ""
    kind: str = TicketKind.REPAIR
    outcome: str = ""
    cause: str = ""
    fault_class: str = ""  # one that is known
    new_fault_class: str = ""  # made where it is not
    cost: Decimal | None = None
    product_text: str = ""
    unit_text: str = ""
    place_text: str = ""
    external_id: str = ""
    columns: dict[str, str] = field(default_factory=dict)


def may_import_history(actor: "User") -> bool:
    """Headquarters alone takes in history: its tickets belong to no dealer."""
    return actor.is_head_office and actor.may(Right.IMPORT_HISTORY)


@transaction.atomic
def import_past_services(
    services: Sequence[PastService], *, actor: "User", run_id: int, file_name: str
) -> list[Ticket]:
    """Put repairs of the past on record as closed tickets, so that reports reach back; no calls follow.

    Each is closed at noon of its day in the service region. A line of a run goes in once: it is unique.
    """
    if not may_import_history(actor):
        raise PermissionDenied
    roles_for(TicketVerb.IMPORT, None, TicketStatus.CLOSED)  # the table of moves knows this one
    units = named_units([service.unit_text for service in services])
    products = named_products([service.product_text for service in services])
    faults = _faults(services, run_id=run_id)
    tickets = []
    for service, number in zip(services, _numbers(services), strict=True):
        unit = units.get(fold_serial_number(service.unit_text))
        ticket = _closed(service, actor=actor, number=number)
        ticket.equipment, ticket.serial_number = unit, unit.serial_number if unit else ""
        ticket.product = unit.product if unit else products.get(service.product_text)
        ticket.fault_class = faults.get(folded_name(service.fault_class or service.new_fault_class))
        ticket.import_run_id = run_id
        tickets.append(ticket)
    Ticket.objects.bulk_create(tickets)
    TicketEvent.objects.bulk_create(_imported(ticket, actor=actor, file_name=file_name) for ticket in tickets)
    return tickets


def _closed(service: PastService, *, actor: "User", number: str) -> Ticket:
    at = noon_of(service.day)
    return Ticket(
        number=number,
        kind=service.kind,
        channel=TicketChannel.IMPORT,
        status=TicketStatus.CLOSED,
        description=service.description,
        product_text=service.product_text,
        unit_text=service.unit_text,
        place_text=service.place_text,
        opened_at=at,
        opened_by=actor,
        moved_at=at,
        closed_at=at,
        outcome=service.outcome,
        cause=service.cause,
        cost=service.cost,
        external_id=service.external_id,
        import_line=service.line,
        import_columns=service.columns,
    )


def _imported(ticket: Ticket, *, actor: "User", file_name: str) -> TicketEvent:
    return TicketEvent(
        ticket=ticket,
        at=ticket.moved_at,
        actor=actor,
        verb=TicketVerb.IMPORT,
        target=TicketStatus.CLOSED,
        about=f"{file_name[-70:]}:{ticket.import_line}",
    )


def noon_of(day: date) -> datetime:
    """Return noon of a day in the service region: far from any border of days."""
    return timezone.make_aware(datetime.combine(day, NOON))


def _numbers(services: Sequence[PastService]) -> list[str]:
    """Take each ticket's number out of the series of its year, in the order of the lines."""
    places = sorted(range(len(services)), key=lambda place: services[place].day.year)
    numbers = [""] * len(services)
    for year, group in groupby(places, key=lambda place: services[place].day.year):
        of_year = list(group)
        taken = take_numbers("T", year=year, count=len(of_year))
        for place, number in zip(of_year, taken, strict=True):
            numbers[place] = number
    return numbers


def _faults(services: Sequence[PastService], *, run_id: int) -> "dict[str, FaultClass]":
    """Find the fault classes that the file names, and make those that were asked to be made."""
    made = [service.new_fault_class for service in services if not service.fault_class]
    return known_faults(service.fault_class for service in services) | made_faults(made, run_id=run_id)


def named_units(texts: Sequence[str]) -> dict[str, Equipment]:
    """Find the registered units among what the file calls units, by their serial numbers."""
    units = Equipment.objects.select_related("product").filter(serial_number__in={*texts} - {""})
    return {fold_serial_number(unit.serial_number): unit for unit in units}


def named_products(texts: Sequence[str]) -> dict[str, Product]:
    """Find the models of machine among what the file calls products, by their codes."""
    return {product.code: product for product in Product.objects.filter(code__in={*texts} - {""})}

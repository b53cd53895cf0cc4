"""Opening a ticket: who asks, for which machine, where it stands, and who is asked to come (D1, D2, D4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.services import dealer_for, place_index
from equipment import phones
from equipment.models import ServiceContract
from equipment.rules import clean_text
from equipment.services import find_or_add_caller, find_or_add_contact
from records.kept import held
from records.numbers import take_number
from records.outbox import together
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.choices import TicketChannel, TicketPriority
from tickets.models import Ticket
from tickets.services.classifying import FaultClassNotPossible, check_fault_class
from tickets.services.dispatching import begin_offered
from tickets.services.notes import LONGEST_DESCRIPTION, NoteTooLong, checked, cleaned
from tickets.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Collection

    from dealers.models import Division, User
    from equipment.models import Customer, CustomerContact, Equipment, Product
    from tickets.models import FaultClass

LONGEST_NAME: Final = 40
LONGEST_PLACE: Final = 160


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known of a request while the customer is on the line."""

    kind: str
    channel: str
    description: str
    contact_name: str
    contact_phone: str
    equipment: "Equipment | None" = None
    product: "Product | None" = None
    place_text: str = ""
    division: "Division | None" = None
    priority: str = TicketPriority.NORMAL
    previous: Ticket | None = None
    fault_class: "FaultClass | None" = None
    origin: str = ""
    contact: "CustomerContact | None" = None  # who writes by mail is known by the address, and has no phone


class DescriptionMissing(Refusal):
    code = "description_missing"
    message = _("Write what is wrong or asked for, in the customer's words.")


class MachineMissing(Refusal):
    code = "machine_missing"
    message = _("Choose a unit, or name the model or the place: somebody has to find the machine.")


class ContactMissing(Refusal):
    code = "contact_missing"
    message = _("Write the name of the person to call back.")


class PreviousStillOpen(Refusal):
    code = "previous_still_open"
    message = _("Ticket %(number)s is not finished. Go on with it instead of opening another one.")


class PreviousOfAnotherUnit(Refusal):
    code = "previous_of_another_unit"
    message = _("Ticket %(number)s was about another unit. Link the earlier ticket of this unit, or none.")


class ChannelNotPossible(Refusal):
    code = "channel_not_possible"
    message = _(
        "Tickets of the channel “%(channel)s” come about by themselves. Choose how the customer asked."
    )


# a fault that is judged by other fields than its own
RESTS_ON: Final[dict[type[Refusal], tuple[str, ...]]] = {
    MachineMissing: ("product", "place"),
    ContactMissing: ("equipment",),
    PreviousOfAnotherUnit: ("equipment",),
    FaultClassNotPossible: ("equipment", "product"),
}


@transaction.atomic
@held()
@together()
def open_ticket(*, actor: "User | None", at: datetime, intake: Intake) -> Ticket:
    """Put a request on record with what its server needs, and ask the dealer that serves the place (D4).

    No actor means the customer themselves, by whichever way they come: whose dealer's it is does not matter.
    """
    unit = intake.equipment
    if actor is not None and not permissions.may_open(actor, unit):
        raise PermissionDenied
    for fault in intake_faults(intake, actor=actor):
        raise fault
    ticket = drawn_up(intake, unit=unit, actor=actor, at=at)
    return begin_offered(ticket, dealer_for(ticket.division_id or ""), actor=actor, at=at)


def drawn_up(intake: Intake, *, unit: "Equipment | None", actor: "User | None", at: datetime) -> Ticket:
    """Return a request as it is put on record; customer, contact and place are what the intake says."""
    place, division_code = _place(intake)
    customer, contact = _customer(intake, actor=actor, at=at)
    return Ticket(
        number=take_number("T", year=local_day(at).year),
        kind=intake.kind,
        channel=intake.channel,
        priority=intake.priority,
        description=cleaned(intake.description),
        equipment=unit,
        product=unit.product if unit else intake.product,
        serial_number=unit.serial_number if unit else "",
        warranty_ends_on=unit.warranty_ends_on if unit else None,
        place_text=place,
        division_id=division_code,
        customer=customer,
        contract=_contract(customer, unit, on=local_day(at)),
        contact=contact,
        contact_name=clean_text(intake.contact_name) or contact.name,
        previous=intake.previous,
        fault_class=intake.fault_class,
        origin=intake.origin,
    )


def _contract(customer: "Customer", unit: "Equipment | None", *, on: date) -> str:
    """Return the plan of the contract that holds on the day of a request; empty where there is none (D3)."""
    plans = ServiceContract.objects.of(customer, unit, on=on).values_list("plan__code", flat=True)
    return next(iter(plans[:1]), "")


def intake_faults(
    intake: Intake, *, actor: "User | None", unread: "Collection[str]" = ()
) -> Iterator[Refusal]:
    """Name all that keeps a request from being opened, each at its field: nobody mends it in rounds (D1).

    `unread` names what was sent and can't be read: it is neither judged nor missed.
    """
    said = (_channel_faults(intake, actor), _text_faults(intake), _previous_faults(intake))
    about = (_contact_faults(intake), _machine_faults(intake), _class_faults(intake))
    for fault in chain(*said, *about):
        if not {fault.field, *RESTS_ON.get(type(fault), ())} & set(unread):
            yield fault


def _machine_faults(intake: Intake) -> Iterator[Refusal]:
    is_named = intake.equipment is not None or intake.product is not None or intake.contact is not None
    if not is_named and not clean_text(intake.place_text):
        yield MachineMissing(field="equipment")


def _class_faults(intake: Intake) -> Iterator[Refusal]:
    product = intake.equipment.product if intake.equipment else intake.product
    try:
        check_fault_class(intake.fault_class, product.pk if product else None)
    except Refusal as refusal:
        yield refusal


def _channel_faults(intake: Intake, actor: "User | None") -> Iterator[Refusal]:
    """Headquarters says how the customer asked; what a dealer opens online came by the dealer (D1)."""
    channel = TicketChannel(intake.channel)
    comes_by_itself = {TicketChannel.IMPORT, TicketChannel.PLAN} | (
        set() if intake.origin else {TicketChannel.VISIT}
    )
    if channel in comes_by_itself:
        yield ChannelNotPossible(channel=channel.label, field="channel")
    elif actor is not None and not actor.is_head_office and channel is not TicketChannel.DEALER:
        yield ChannelNotPossible(
            _("Tickets that a dealer opens have the channel “%(channel)s”. Send this one."),
            channel=TicketChannel.DEALER.label,
            field="channel",
        )


def _text_faults(intake: Intake) -> Iterator[Refusal]:
    try:
        missing = DescriptionMissing()
        checked(intake.description, field="description", limit=LONGEST_DESCRIPTION, missing=missing)
    except Refusal as refusal:
        yield refusal
    limits = (
        ("contact_name", intake.contact_name, LONGEST_NAME),
        ("place", intake.place_text, LONGEST_PLACE),
    )
    for field, written, limit in limits:
        if len(clean_text(written)) > limit:
            yield NoteTooLong(count=len(clean_text(written)), limit=limit, field=field)


def _previous_faults(intake: Intake) -> Iterator[Refusal]:
    previous = intake.previous
    if previous is None:
        return
    if previous.status not in FINAL and intake.channel != TicketChannel.VISIT:
        yield PreviousStillOpen(number=previous.number, field="previous")
    elif previous.equipment_id != (intake.equipment.pk if intake.equipment else None):
        yield PreviousOfAnotherUnit(number=previous.number, field="previous")


def _contact_faults(intake: Intake) -> Iterator[Refusal]:
    """Ask for name and phone where no registered unit names somebody to call back."""
    phone = intake.contact_phone.strip()
    if intake.contact is not None:
        return
    if intake.equipment is None and not clean_text(intake.contact_name):
        yield ContactMissing(field="contact_name")
    if phone:
        try:
            phones.normalise(phone)
        except Refusal as refusal:
            refusal.field = "contact_phone"
            yield refusal
    elif intake.equipment is None:
        yield ContactMissing(_("Write the phone of the person to call back."), field="contact_phone")


def _place(intake: Intake) -> tuple[str, str | None]:
    """Return where the machine stands, as written or as registered, with the code of its division (D4)."""
    unit, written = intake.equipment, clean_text(intake.place_text)
    place = written or (unit.first_place_of_use if unit else "")
    if intake.division is not None:
        return place, intake.division.code
    if unit is not None and place == unit.first_place_of_use and unit.division_id is not None:
        return place, unit.division_id
    return place, place_index().longest_prefix(place) or None


def _customer(intake: Intake, *, actor: "User | None", at: datetime) -> "tuple[Customer, CustomerContact]":
    """Return whom to call back: the unit's customer and contact, or found and added by name and phone."""
    unit, name, phone = intake.equipment, clean_text(intake.contact_name), intake.contact_phone.strip()
    if intake.contact is not None:
        return (unit.customer if unit else intake.contact.customer), intake.contact
    if unit is not None and not phone:
        return unit.customer, unit.contact
    customer = unit.customer if unit else _customer_without_unit(intake, actor=actor, at=at)
    known_as = name or (unit.contact.name if unit else "")
    return customer, find_or_add_contact(customer, name=known_as, phone=phone, at=at)


def _customer_without_unit(intake: Intake, *, actor: "User | None", at: datetime) -> "Customer":
    """Return the customer of the earlier ticket, else whom the opener's dealer knows by name and phone."""
    if intake.previous is not None and intake.previous.customer is not None:
        return intake.previous.customer
    name, phone = intake.contact_name, intake.contact_phone
    return find_or_add_caller(dealer=actor.dealer if actor else None, name=name, phone=phone, at=at)

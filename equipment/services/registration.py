"""Registering a unit when its dealer takes delivery of it (C1)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, Division
from dealers.services import find_division
from equipment import permissions, phones
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment, EquipmentEvent, Product
from equipment.rules import clean_code, clean_serial_number, clean_text, is_believable, is_serial_number
from equipment.services.cases import Claim, keep_claim
from equipment.services.customers import find_or_add_contact, find_or_add_customer
from equipment.services.maintenance import copy_plan
from equipment.services.warranty import copy_terms
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User

LABELS = {
    "serial_number": _("the serial number"),
    "product": _("the model"),
    "customer_name": _("the customer"),
    "contact_name": _("the contact"),
    "phone": _("the phone"),
    "first_place_of_use": _("the first place of use"),
    "project_name": _("the project"),
    "planned_installation_on": _("the planned installation date"),
}
LONGEST = {
    "serial_number": 40,
    "customer_name": 80,
    "contact_name": 40,
    "phone": 40,
    "first_place_of_use": 120,
    "project_name": 80,
}


@dataclass(frozen=True, slots=True)
class Registration:
    """The eight fields as typed, the day of delivery, and for headquarters whose unit it is.

    Without a day of delivery today stands in: a unit registered late may still be installed on its true day.
    `division_text` names the division where the place does not begin with it.
    """

    serial_number: str
    product_code: str
    customer_name: str
    contact_name: str
    phone: str
    first_place_of_use: str
    project_name: str
    planned_installation_on: date | None
    delivered_on: date | None = None
    dealer_code: str = ""
    division_text: str = ""


class FieldNotValid(Refusal):
    """One of the fields is missing or can't be meant; `field` names it, the message says what to do."""

    code = "field_not_valid"


class AlreadyRegistered(Refusal):
    code = "already_registered"
    status = 409
    message = _(
        "%(serial_number)s is registered already, with %(dealer)s for %(customer)s. Open it to correct it."
    )

    def __init__(self, equipment: Equipment) -> None:
        super().__init__(
            field="serial_number",
            serial_number=equipment.serial_number,
            dealer=equipment.dealer,
            customer=equipment.customer,
        )
        self.equipment = equipment


class SerialNumberElsewhere(Refusal):
    """Says nothing of whose the unit is (safety.md, D14); `claim` is for `keep_claim`, never for answers."""

    code = "serial_number_under_check"
    status = 409
    message = _(
        "Headquarters checks this number. Compare it with the plate; if it is right, wait for their answer."
    )

    def __init__(self, claim: Claim) -> None:
        super().__init__(field="serial_number")
        self.claim = claim


@dataclass(frozen=True, slots=True)
class _Details:
    """The eight fields, cleaned and found."""

    serial_number: str
    product: Product
    customer_name: str
    contact_name: str
    e164: str
    first_place_of_use: str
    project_name: str
    planned_installation_on: date
    delivered_on: date
    is_delivery_assumed: bool
    dealer: Dealer
    division: Division | None
    division_text: str

    @property
    def fingerprint(self) -> str:
        return _fingerprint(
            self.product.code,
            self.customer_name,
            self.contact_name,
            phones.whole_hash(self.e164),
            self.first_place_of_use,
            self.project_name,
            self.planned_installation_on.isoformat(),
        )

    @property
    def typed(self) -> dict[str, str]:
        """What a claim of the number keeps: all but the phone."""
        return {
            "serial_number": self.serial_number,
            "product": self.product.code,
            "customer_name": self.customer_name,
            "contact_name": self.contact_name,
            "first_place_of_use": self.first_place_of_use,
            "project_name": self.project_name,
            "planned_installation_on": self.planned_installation_on.isoformat(),
            "delivered_on": "" if self.is_delivery_assumed else self.delivered_on.isoformat(),
            "division": self.division.code if self.division else "",
            "division_text": self.division_text,
        }


def register_equipment(
    *, actor: "User", at: datetime, registration: Registration, import_run_id: int | None = None
) -> Equipment:
    """Put a delivered unit on record, so that its calls and its warranty can follow (C1).

    The same eight fields again from the same dealer give the unit back unchanged. A number that stands with a
    dealer the actor can't see is refused without a hint, and headquarters gets a case. A caller whose own
    transaction is rolled back by that refusal calls `keep_claim(refusal.claim)` afterwards. `import_run_id`
    says which file brought the unit.
    """
    if not permissions.may_register(actor):
        raise PermissionDenied
    try:
        details = _checked(registration, actor=actor, at=at)
        return _register(actor=actor, at=at, details=details, import_run_id=import_run_id)
    except SerialNumberElsewhere as refusal:
        keep_claim(refusal.claim)
        raise


@transaction.atomic
def _register(*, actor: "User", at: datetime, details: _Details, import_run_id: int | None) -> Equipment:
    unit = _standing(details.serial_number)
    if unit is None:
        try:
            with transaction.atomic():
                return _add(details, actor=actor, at=at, import_run_id=import_run_id)
        except IntegrityError:  # another request registered the number at this moment
            unit = _standing(details.serial_number)
            if unit is None:
                raise
    return _recognised(unit, details, actor=actor, at=at)


def _standing(serial_number: str) -> Equipment | None:
    """Return the unit of a number whosever it is: the door outside the scope, for this comparison alone."""
    rows = Equipment.objects.select_related("product", "customer", "contact", "dealer")
    return rows.filter(serial_number=serial_number).first()


def _recognised(unit: Equipment, details: _Details, *, actor: "User", at: datetime) -> Equipment:
    """Return the unit registered with the same fields; else refuse, saying what the actor may know."""
    if not Equipment.objects.visible_to(actor).filter(pk=unit.pk).exists():
        claim = Claim(
            equipment=unit,
            dealer=details.dealer,
            actor=actor,
            at=at,
            typed=details.typed,
            e164=details.e164,
        )
        raise SerialNumberElsewhere(claim)
    same = details.fingerprint in {_fingerprint_of(unit), _registered_as(unit)}
    if unit.dealer_id == details.dealer.pk and same:
        return unit
    raise AlreadyRegistered(unit)


def _add(details: _Details, *, actor: "User", at: datetime, import_run_id: int | None) -> Equipment:
    customer = find_or_add_customer(dealer=details.dealer, name=details.customer_name, at=at)
    contact = find_or_add_contact(customer, name=details.contact_name, phone=details.e164, at=at)
    unit = Equipment.objects.create(
        serial_number=details.serial_number,
        product=details.product,
        customer=customer,
        contact=contact,
        dealer=details.dealer,
        first_place_of_use=details.first_place_of_use,
        division=details.division,
        project_name=details.project_name,
        planned_installation_on=details.planned_installation_on,
        delivered_on=details.delivered_on,
        is_delivery_assumed=details.is_delivery_assumed,
        registered_at=at,
        registered_by=actor,
        import_run_id=import_run_id,
    )
    copy_terms(unit, at=at)
    copy_plan(unit, at=at)
    EquipmentEvent.objects.create(
        equipment=unit,
        dealer=unit.dealer,
        at=at,
        actor=actor,
        verb=EquipmentEventVerb.REGISTERED,
        changes={"registered_as": details.fingerprint},
    )
    return unit


def _checked(registration: Registration, *, actor: "User", at: datetime) -> _Details:
    """Clean every field; refuse the first that is missing or can't be meant, by its name."""
    today = local_day(at)
    texts = {name: _text(registration, name) for name in LONGEST}
    if not is_serial_number(texts["serial_number"]):
        raise FieldNotValid(
            _("A serial number has neither blanks nor slashes. Type it as it stands on the plate."),
            field="serial_number",
        )
    return _Details(
        serial_number=texts["serial_number"],
        product=_product(registration.product_code),
        customer_name=texts["customer_name"],
        contact_name=texts["contact_name"],
        e164=phones.normalise(texts["phone"]),
        first_place_of_use=texts["first_place_of_use"],
        project_name=texts["project_name"],
        planned_installation_on=_planned_day(registration.planned_installation_on, today=today),
        delivered_on=_delivery_day(registration.delivered_on, today=today),
        is_delivery_assumed=registration.delivered_on is None,
        dealer=_dealer(actor, registration.dealer_code),
        division=_division(texts["first_place_of_use"], registration.division_text),
        division_text=clean_text(registration.division_text),
    )


def _text(registration: Registration, name: str) -> str:
    clean = clean_serial_number if name == "serial_number" else clean_text
    text = clean(getattr(registration, name))
    if not text:
        raise _missing(name)
    if len(text) > LONGEST[name]:
        raise FieldNotValid(
            _("%(label)s is too long: at most %(limit)s characters, this has %(count)s. Shorten it."),
            field=name,
            label=LABELS[name],
            limit=LONGEST[name],
            count=len(text),
        )
    return text


def _missing(name: str) -> FieldNotValid:
    return FieldNotValid(
        _("Fill in %(label)s: all eight fields are needed to register a unit."),
        field=name,
        label=LABELS[name],
    )


def _product(code: str) -> Product:
    wanted = clean_code(code)
    if not wanted:
        raise _missing("product")
    product = Product.objects.active().filter(code=wanted).first()
    if product is None:
        raise FieldNotValid(
            _("There is no model %(code)s on sale or in service. Choose one of the list."),
            field="product",
            code=wanted[:40],
        )
    return product


def _planned_day(day: date | None, *, today: date) -> date:
    """Return the planned day; it may lie in the past, for units are often registered late."""
    if day is None:
        raise _missing("planned_installation_on")
    return _believable(day, field="planned_installation_on", today=today)


def _delivery_day(day: date | None, *, today: date) -> date:
    if day is None:
        return today
    if day > today:
        raise FieldNotValid(
            _("%(day)s lies ahead: a unit is registered once it is delivered. Type the day it came."),
            field="delivered_on",
            day=day,
        )
    return _believable(day, field="delivered_on", today=today)


def _believable(day: date, *, field: str, today: date) -> date:
    if not is_believable(day, today=today):
        raise FieldNotValid(_("%(day)s can't be meant. Look at the year again."), field=field, day=day)
    return day


def _dealer(actor: "User", code: str) -> Dealer:
    """Return whose unit it is: a dealer's or a centre's own, for headquarters the dealer named."""
    wanted = clean_code(code)
    if actor.dealer is not None:
        if wanted not in {"", actor.dealer.code}:
            raise FieldNotValid(
                _("You register for your own dealer alone. Leave out the dealer."), field="dealer"
            )
        return actor.dealer
    if not wanted:
        raise FieldNotValid(
            _("Say which dealer took delivery: headquarters registers for a dealer."), field="dealer"
        )
    dealer = Dealer.objects.active().visible_to(actor).filter(code=wanted).first()
    if dealer is None:
        raise FieldNotValid(
            _("There is no serving dealer %(code)s. Choose one of the list."),
            field="dealer",
            code=wanted[:40],
        )
    return dealer


def _division(place: str, corrected: str) -> Division | None:
    """Return the division the place begins with, or the one written by hand in its stead (D4)."""
    written = clean_text(corrected)
    if not written:
        return find_division(place)
    division = find_division(written)
    if division is None:
        raise FieldNotValid(
            _("There is no division %(written)s. Write province, city and county, or leave it out."),
            field="division",
            written=written[:60],
        )
    return division


def _fingerprint(*values: str) -> str:
    """Return a digest of the eight fields; the phone comes in by its keyed hash."""
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()


def _fingerprint_of(unit: Equipment) -> str:
    return _fingerprint(
        unit.product.code,
        unit.customer.name,
        unit.contact.name,
        unit.contact.phone_hash,
        unit.first_place_of_use,
        unit.project_name,
        unit.planned_installation_on.isoformat(),
    )


def _registered_as(unit: Equipment) -> str:
    """Return the digest it was registered with: a contact mended since doesn't make the same file new."""
    event = unit.events.filter(verb=EquipmentEventVerb.REGISTERED).first()
    changes: dict[str, Any] = event.changes if event else {}
    return str(changes.get("registered_as", ""))

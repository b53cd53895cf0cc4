"""Customers and the people to call there (C1, C6, C10)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dealers.reveals import record_reveal
from equipment import emails, permissions, phones
from equipment.choices import ContactRole, EquipmentEventVerb
from equipment.models import Customer, CustomerContact, Equipment, EquipmentEvent
from equipment.rules import clean_text
from equipment.services.seen import FileMovedOn
from records.numbers import take_number
from records.refusals import Refusal
from records.sealing import seal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import Dealer, User

LONGEST_NAME = 40


class ContactIncomplete(Refusal):
    code = "contact_incomplete"
    message = _("Write the contact's name, in at most 40 characters: the call asks for this person.")


def find_or_add_customer(*, dealer: "Dealer | None", name: str, at: datetime) -> Customer:
    """Return the customer of this name of a dealer (of headquarters where there is none), added if new."""
    known = Customer.objects.filter(dealer=dealer, name=name, is_caller=False)
    customer = known.first()
    if customer:
        return customer
    try:
        with transaction.atomic():
            code = take_number("C", year=local_day(at).year)
            return Customer.objects.create(code=code, name=name, dealer=dealer, created_at=at)
    except IntegrityError:  # added by another request at this moment
        return known.get()


def find_or_add_contact(customer: Customer, *, name: str, phone: str, at: datetime) -> CustomerContact:
    """Return the customer's contact of this name and phone, added if it is new.

    It is current and confirmed from now on: whoever asks for it knows whose number it is.
    """
    e164 = phones.normalise(phone)
    known = CustomerContact.objects.filter(
        customer=customer, name=clean_text(name), phone_hash=phones.whole_hash(e164)
    )
    contact = known.first()
    if contact is None:
        # added by another request at this moment, it is that row: two statements less than to try and to look
        new = _new_contact(customer, name=clean_text(name), e164=e164, at=at)
        (contact,) = CustomerContact.objects.bulk_create(
            [new],
            update_conflicts=True,
            unique_fields=["customer", "name", "phone_hash", "email_hash"],
            update_fields=["replaced_by", "is_unconfirmed"],
        )
    elif not contact.is_current or contact.is_unconfirmed:
        CustomerContact.objects.filter(pk=contact.pk).update(replaced_by=None, is_unconfirmed=False)
        contact.replaced_by, contact.is_unconfirmed = None, False
    return contact


def find_or_add_reporter(unit: Equipment, *, phone: str, at: datetime) -> CustomerContact:
    """Return whom a report at the code on a unit asks to call back (D1, safety.md B).

    A number that is on file at the unit's customer is that contact's; any other may be anybody's, so it
    is not confirmed until its holder says so.
    """
    e164 = phones.normalise(phone)
    known = CustomerContact.objects.filter(customer=unit.customer, phone_hash=phones.whole_hash(e164))
    contact = known.order_by("is_unconfirmed", "pk").first()
    if contact is None:
        try:
            with transaction.atomic():
                name = unit.contact.name
                contact = _new_contact(unit.customer, name=name, e164=e164, at=at, is_unconfirmed=True)
                contact.save(force_insert=True)
        except IntegrityError:  # added by another request at this moment
            contact = known.get(name=unit.contact.name)
    return contact.current


def _new_contact(
    customer: Customer, *, name: str, e164: str, at: datetime, is_unconfirmed: bool = False
) -> CustomerContact:
    return CustomerContact(
        customer=customer,
        name=name,
        phone_cipher=phones.encrypt(e164),
        phone_hash=phones.whole_hash(e164),
        last_four_hash=phones.last_four_hash(e164),
        is_unconfirmed=is_unconfirmed,
        created_at=at,
    )


@transaction.atomic
def correct_contact(
    contact: CustomerContact,
    *,
    actor: "User",
    at: datetime,
    name: str,
    phone: str = "",
    role: ContactRole = ContactRole.CONTACT,
) -> CustomerContact:
    """Mend whom to call; the old contact stays on record, its units go over to the new one (C6).

    No phone given means the number was right. Each unit's history says who changed what and when. What else
    still names the old contact, such as a ticket, finds the new one by it.
    """
    if not permissions.may_correct_contact(actor, contact.customer):
        raise PermissionDenied
    if not clean_text(name) or len(clean_text(name)) > LONGEST_NAME:
        raise ContactIncomplete(field="name")
    _claim(contact)
    mended = find_or_add_contact(contact.customer, name=name, phone=phone or contact.phone, at=at)
    changes = _differences(contact, mended, role)
    if not changes:
        return contact
    wish = {"told_by": contact.told_by, "language": contact.language}
    CustomerContact.objects.filter(pk=mended.pk).update(role=role, **wish)
    named = Equipment.objects.filter(Q(contact=contact) | Q(contact__replaced_by=contact))
    units = list(named.select_for_update(of=("self",), no_key=True))  # none is handed over meanwhile
    if mended.pk != contact.pk:
        replaced = CustomerContact.objects.filter(Q(pk=contact.pk) | Q(replaced_by=contact))
        replaced.exclude(pk=mended.pk).update(replaced_by=mended)
    Equipment.objects.filter(pk__in=[unit.pk for unit in units]).update(
        contact=mended, version=F("version") + 1
    )
    EquipmentEvent.objects.bulk_create(
        EquipmentEvent(
            equipment=unit,
            dealer_id=unit.dealer_id,
            at=at,
            actor=actor,
            verb=EquipmentEventVerb.CONTACT_CORRECTED,
            changes=changes,
        )
        for unit in units
    )
    mended.refresh_from_db()
    return mended


def _claim(contact: CustomerContact) -> None:
    """Let one customer's contacts be mended one after the other; refuse to mend what another has mended."""
    Customer.objects.select_for_update(no_key=True).get(pk=contact.customer_id)
    as_seen = CustomerContact.objects.current().filter(pk=contact.pk, role=contact.role)
    if not as_seen.exists():
        raise FileMovedOn


def _differences(old: CustomerContact, new: CustomerContact, role: ContactRole) -> dict[str, list[str]]:
    """Return what changed as field → [old, new]; phones masked, for the history is read by many (C10)."""
    pairs = {
        "contact_name": [old.name, new.name],
        "phone": [old.kept_phone, new.kept_phone],
        "contact_role": [old.role, role.value],
    }
    changes = {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
    if old.phone_hash != new.phone_hash:
        changes["phone"] = pairs["phone"]
    return changes


def reveal_phone(contact: CustomerContact, *, actor: "User", at: datetime, reason: str = "") -> str:
    """Return one whole number to somebody who has to call, and record that they saw it (C10)."""
    if not permissions.may_reveal_phones(actor):
        raise PermissionDenied
    contact = contact.current
    record_reveal(actor=actor, at=at, object_ref=str(contact.pk), reason=reason)
    return phones.readable(contact.phone)


def reveal_email(contact: CustomerContact, *, actor: "User", at: datetime, reason: str = "") -> str:
    """Return one whole address to somebody who has to write, and record that they saw it (C10)."""
    if not permissions.may_reveal_phones(actor):
        raise PermissionDenied
    contact = contact.current
    record_reveal(actor=actor, at=at, object_ref=str(contact.pk), reason=reason)
    return contact.email


def find_or_add_writer(*, name: str, address: str, at: datetime) -> CustomerContact:
    """Return who writes to headquarters: its contact of this address, as a customer of their own if new (D1).

    An address alone tells one from another; the name is what the mail claims.
    """
    hashed = emails.address_hash(address)
    known = CustomerContact.objects.filter(customer__dealer=None, email_hash=hashed).order_by("-pk")
    contact = known.first()
    if contact is None:
        code = take_number("C", year=local_day(at).year)  # one after the other: the second finds the first's
        contact = known.first() or _add_writer(code, clean_text(name)[:LONGEST_NAME], address, at=at)
    return contact.current


def _add_writer(code: str, name: str, address: str, *, at: datetime) -> CustomerContact:
    customer = Customer.objects.create(code=code, name=name, dealer=None, is_caller=True, created_at=at)
    return CustomerContact.objects.create(
        customer=customer,
        name=name,
        email_cipher=seal(address),
        email_hash=emails.address_hash(address),
        created_at=at,
    )


def find_or_add_caller(*, dealer: "Dealer | None", name: str, phone: str, at: datetime) -> Customer:
    """Return who asks without a registered unit: a dealer's customer with a contact of this name and phone.

    A name alone tells nobody from another, so whoever is not known by both is a new customer.
    """
    known = Customer.objects.filter(
        dealer=dealer,
        contacts__name=clean_text(name),
        contacts__phone_hash=phones.whole_hash(phones.normalise(phone)),
    ).order_by("pk")
    customer = known.first()
    if customer:
        return customer
    code = take_number("C", year=local_day(at).year)  # one after the other: the second finds the first's row
    return known.first() or Customer.objects.create(
        code=code, name=clean_text(name), dealer=dealer, is_caller=True, created_at=at
    )

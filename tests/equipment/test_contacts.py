"""Contacts: mended with a history, revealed one at a time and on record (C6, C10)."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from equipment import services
from equipment.choices import ContactRole, EquipmentEventVerb
from equipment.models import Customer, CustomerContact
from records.models import AuditEntry
from records.refusals import Refusal
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north)


def correct(contact, actor, **changes):
    given = {"name": "李经理", "phone": "13900001111", "role": ContactRole.OPERATOR} | changes
    return services.correct_contact(contact, actor=actor, at=AT, **given)


def test_an_agent_corrects_whom_to_call(unit, agent):
    """C6: the units go over to the new contact, the old one stays, who and when are kept, phones masked."""
    old = unit.contact
    new = correct(old, agent)
    unit.refresh_from_db()
    old.refresh_from_db()
    assert (unit.contact, new.name, new.role) == (new, "李经理", ContactRole.OPERATOR)
    assert (old.is_current, old.replaced_by, old.name, old.kept_phone) == (
        False,
        new,
        "王经理",
        "138****5678",
    )
    event = unit.events.get(verb=EquipmentEventVerb.CONTACT_CORRECTED)
    assert (event.actor, event.at) == (agent, AT)
    assert event.changes["phone"] == ["138****5678", "139****1111"]
    assert "13900001111" not in str(event.changes)


def test_an_empty_phone_keeps_the_number(unit, norths_desk):
    assert correct(unit.contact, norths_desk, phone="").masked_phone == "138****5678"


def test_a_role_alone_can_be_corrected(unit, agent):
    same = correct(unit.contact, agent, name=unit.contact.name, phone="")
    assert (same, same.role) == (unit.contact, ContactRole.OPERATOR)
    assert unit.events.get().changes == {"contact_role": ["contact", "operator"]}


def test_nothing_changed_leaves_no_trace(unit, agent):
    correct(unit.contact, agent, name=unit.contact.name, phone="", role=ContactRole.CONTACT)
    assert not unit.events.exists()


def test_an_earlier_contact_becomes_current_again(unit, agent):
    first = unit.contact
    second = correct(first, agent)
    again = correct(second, agent, name=first.name, phone="13812345678", role=ContactRole.CONTACT)
    assert (again, again.is_current) == (first, True)
    second.refresh_from_db()
    assert (second.current, second.is_current) == (first, False)


def test_a_contact_mended_twice_leads_to_the_last_one(unit, agent):
    """In one step, however often it was mended: lists fetch who is called with the row."""
    first = unit.contact
    second = correct(first, agent)
    third = correct(second, agent, phone="13900002222")
    for earlier in (first, second):
        earlier.refresh_from_db()
        assert earlier.replaced_by == third
        assert earlier.masked_phone == "139****2222"


def test_a_contact_that_another_has_mended_is_not_mended_again(unit, agent, other_agent):
    """C6: two agents with the same customer on the line: the second learns of it."""
    seen_by_both = unit.contact
    first = correct(seen_by_both, agent)
    stale = CustomerContact.objects.get(pk=seen_by_both.pk)
    for seen in (seen_by_both, stale):
        with pytest.raises(services.FileMovedOn) as refusal:
            correct(seen, other_agent, name="赵经理", phone="13900003333")
        assert refusal.value.status == 409
    unit.refresh_from_db()
    assert unit.contact == first
    assert not CustomerContact.objects.filter(name="赵经理").exists()
    assert unit.events.count() == 1


def test_a_mended_number_is_not_set_up_again_by_a_stale_page(unit, agent, other_agent):
    """A second agent who changes the role alone would otherwise bring the dead number back."""
    stale = CustomerContact.objects.get(pk=unit.contact.pk)
    correct(unit.contact, agent)
    with pytest.raises(services.FileMovedOn):
        correct(stale, other_agent, name=stale.name, phone="", role=ContactRole.OWNER)
    stale.refresh_from_db()
    assert not stale.is_current


def test_a_role_that_another_has_changed_is_not_overwritten(unit, agent, other_agent):
    stale = CustomerContact.objects.get(pk=unit.contact.pk)
    correct(unit.contact, agent, name=stale.name, phone="")
    with pytest.raises(services.FileMovedOn):
        correct(stale, other_agent, name=stale.name, phone="", role=ContactRole.OWNER)


def test_a_unit_that_came_with_the_old_contact_meanwhile_goes_over_too(unit, agent):
    first = unit.contact
    second = correct(first, agent)
    late = EquipmentFactory(dealer=unit.dealer, customer=unit.customer, contact=first)
    third = correct(second, agent, phone="13900002222")
    late.refresh_from_db()
    assert late.contact == third


@pytest.mark.parametrize(("changes", "field"), [({"name": " "}, "name"), ({"phone": "123"}, "phone")])
def test_a_contact_that_cannot_be_called_is_refused(unit, agent, changes, field):
    with pytest.raises(Refusal) as refusal:
        correct(unit.contact, agent, **changes)
    assert refusal.value.field == field
    unit.refresh_from_db()
    assert unit.contact.is_current


def test_another_dealer_may_not_correct(unit, souths_desk, manager):
    with pytest.raises(PermissionDenied):
        correct(unit.contact, souths_desk)
    assert correct(unit.contact, manager).name == "李经理"


def test_a_revealed_phone_is_on_record(unit, agent):
    """C10: who saw which contact's number, without the number."""
    assert services.reveal_phone(unit.contact, actor=agent, at=AT, reason="call") == "138 1234 5678"
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.object_ref) == (agent, "phone_revealed", str(unit.contact.pk))
    assert "5678" not in f"{entry.reason}{entry.object_ref}{entry.path}"


def test_who_need_not_call_sees_no_phone(unit, deputy):
    with pytest.raises(PermissionDenied):
        services.reveal_phone(unit.contact, actor=deputy, at=AT)
    assert not AuditEntry.objects.exists()


def test_headquarters_has_customers_of_its_own(db):
    first = services.find_or_add_customer(dealer=None, name="总部客户", at=AT)
    assert services.find_or_add_customer(dealer=None, name="总部客户", at=AT) == first
    assert Customer.objects.count() == 1


def test_a_contact_is_added_once(db):
    mended = CustomerContactFactory(phone="+8613900001111")
    contact = CustomerContactFactory(customer=mended.customer, replaced_by=mended)
    found = services.find_or_add_contact(contact.customer, name=" 王经理", phone="１３８ 1234 5678", at=AT)
    assert (found, found.is_current) == (contact, True)


def test_who_need_not_write_sees_no_address(unit, deputy):
    """C10."""
    with pytest.raises(PermissionDenied):
        services.reveal_email(unit.contact, actor=deputy, at=AT)

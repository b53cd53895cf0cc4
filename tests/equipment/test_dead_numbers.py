"""A number that was mended is never dialled again, whoever still names the old contact (C6, D5, F5)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from equipment.models import CustomerContact
from equipment.services import correct_contact
from records.models import AuditEntry
from tests.factories.tickets import TicketFactory
from tests.factories.visits import AfterServiceFactory, VisitFactory
from tickets.states import TicketStatus
from visits.models import Visit

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
DEAD, ALIVE = "138****5678", "139****0009"


def mend(contact, actor, name="李经理"):
    seen = CustomerContact.objects.get(pk=contact.pk)
    return correct_contact(seen, actor=actor, at=AT, name=name, phone="13900000009")


def test_the_call_after_service_asks_for_who_is_there_now(agent):
    """F5: the ticket was closed with the old contact; name and number are the new ones."""
    visit = AfterServiceFactory()
    assert (visit.contact_name, visit.contact.masked_phone) == ("王经理", DEAD)
    mended = mend(visit.ticket.contact, agent)
    visit = Visit.objects.get(pk=visit.pk)
    assert (visit.contact, visit.contact_name, visit.contact.masked_phone) == (mended, "李经理", ALIVE)


def test_the_call_of_a_unit_and_a_call_without_a_contact_stay_as_they_are(agent):
    visit = VisitFactory()
    mended = mend(visit.equipment.contact, agent)
    assert Visit.objects.get(pk=visit.pk).contact == mended
    ticket = TicketFactory(status=TicketStatus.CLOSED, closed_at=AT, contact=None, contact_name="老王")
    nobody = AfterServiceFactory(ticket=ticket)
    assert (nobody.contact, nobody.contact_name) == (None, "老王")


def test_a_name_given_with_the_ticket_stays_while_its_contact_does(agent):
    visit = AfterServiceFactory(ticket__contact_name="操作手小周")
    assert visit.contact_name == "操作手小周"


@pytest.mark.parametrize("status", [TicketStatus.ACCEPTED, TicketStatus.RESOLVED])
def test_an_unfinished_ticket_shows_the_number_that_is_right(api, page, agent, north, status):
    """D5: on its page, in the API, and when the whole number is asked for, with the right trace (C10)."""
    ticket = TicketFactory(dealer=north, status=status)
    mended = mend(ticket.contact, agent)
    answer = api(agent).get(f"/api/v1/tickets/{ticket.number}/")
    assert answer.data["contact_phone"] == ALIVE
    client = page(agent)
    body = client.get(ticket.get_absolute_url()).content.decode()
    assert ALIVE in body
    assert DEAD not in body
    shown = client.post(reverse("tickets:reveal-phone", args=[ticket.number])).content.decode()
    assert "139 0000 0009" in shown
    assert AuditEntry.objects.get(verb="phone_revealed").object_ref == str(mended.pk)


def test_the_old_contact_stays_on_record_as_it_was(agent):
    ticket = TicketFactory()
    mend(ticket.contact, agent)
    old = CustomerContact.objects.get(pk=ticket.contact.pk)
    assert (old.name, old.kept_phone, old.masked_phone) == ("王经理", DEAD, ALIVE)

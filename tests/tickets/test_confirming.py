"""A stranger's number typed at the code on a machine gets one SMS, and no more before it is confirmed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from equipment.models import CustomerContact
from equipment.services import find_or_add_contact, find_or_add_reporter
from records.models import OutboxMessage
from records.states import MessageStatus
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory
from tests.tickets.customers import NOW, coded, link_of, linked
from tickets import services
from tickets.choices import LinkPurpose
from tickets.models import ContactChoice, CustomerLink, Ticket
from tickets.services.confirming import confirm_number
from tickets.services.customers import Report, TooMuchReported, report_fault
from tickets.services.links import find_link, new_link
from tickets.services.wishing import UNCONFIRMED

STRANGER = "+8613900001111"
ON_FILE = "+8613812345678"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.SITE_ADDRESS = "https://service.example"
    with time_machine.travel(NOW, tick=False):
        yield


def reported(unit, phone="13900001111", *, at=NOW, **said):
    return report_fault(unit, at=at, report=Report(state="stands", words="漏油", phone=phone, **said))[0]


def sent_to(number):
    """Return the kinds of messages that would leave the house for a number."""
    leaving = OutboxMessage.objects.filter(status=MessageStatus.WAITING, channel="sms").order_by("pk")
    return [message.template for message in leaving if message.to == number]


def asked(number=STRANGER):
    """Return the secret of the link that the holder of a number was sent."""
    message = next(
        row for row in OutboxMessage.objects.order_by("-pk") if row.to == number and "/n/" in row.text
    )
    return message.text.split("/n/")[1].split("/")[0]


def solved(ticket, actor):
    return services.solve_ticket(ticket, actor=actor, at=NOW, note="重启后好了")


# ── whose number it is ──


@pytest.mark.parametrize("typed", ["", "13812345678", "１３８ 1234 5678"])
def test_the_phone_on_file_is_told_of_each_step(unit, dispatcher, typed):
    ticket = reported(unit, typed)
    solved(ticket, dispatcher)
    assert ticket.contact == unit.contact
    assert sent_to(ON_FILE) == ["customer.open", "customer.solve"]


def test_a_stranger_hears_once_and_of_no_step(unit, dispatcher):
    ticket = reported(unit)
    solved(ticket, dispatcher)
    assert sent_to(STRANGER) == ["customer.number"]
    assert sent_to(ON_FILE) == []
    skipped = OutboxMessage.objects.filter(about=ticket.number, status=MessageStatus.SKIPPED)
    kept = [(row.template, row.masked_to) for row in skipped.order_by("pk")]
    assert kept == [("customer.open", "139****1111"), ("customer.solve", "139****1111")]
    assert {row.fault for row in skipped} == {str(UNCONFIRMED)}


def test_whatever_is_typed_where_one_sms_a_month_goes_to_a_number(unit, north):
    other = EquipmentFactory(dealer=north, installed=True)
    for machine in (unit, other):
        reported(machine)
    reported(unit, is_another=True)
    reported(unit, is_another=True, at=NOW + timedelta(days=15))
    assert sent_to(STRANGER) == ["customer.number"]
    reported(other, is_another=True, at=NOW + timedelta(days=16))  # the first of the next month
    assert sent_to(STRANGER) == ["customer.number", "customer.number"]


def test_a_colleague_on_file_under_another_name_is_no_stranger(unit):
    colleague = CustomerContactFactory(customer=unit.customer, name="李工", phone=STRANGER)
    assert reported(unit).contact == colleague
    assert sent_to(STRANGER) == ["customer.open"]


def test_a_number_on_file_elsewhere_is_a_stranger_here(unit):
    CustomerContactFactory(phone=STRANGER, name="李工")
    assert reported(unit).contact.is_unconfirmed
    assert sent_to(STRANGER) == ["customer.number"]


def test_who_stands_in_the_place_of_a_mended_number_is_called(unit):
    now = CustomerContactFactory(customer=unit.customer, name="李工")
    CustomerContactFactory(customer=unit.customer, name="王五", phone=STRANGER, replaced_by=now)
    assert reported(unit).contact == now


def test_a_landline_is_asked_nothing(unit):
    ticket = reported(unit, "025 8400 1234")
    assert ticket.contact.is_unconfirmed
    assert not CustomerLink.objects.filter(purpose=LinkPurpose.NUMBER).exists()


def test_at_night_the_question_waits_for_the_morning(unit):
    night = NOW + timedelta(hours=12)
    reported(unit, at=night)
    assert OutboxMessage.objects.get(template="customer.number").next_try_at > night


def test_the_same_reporter_is_one_contact(unit):
    first, second = (find_or_add_reporter(unit, phone="13900001111", at=NOW) for _ in range(2))
    assert (first, first.is_unconfirmed, second.is_unconfirmed) == (second, True, True)


def test_an_unconfirmed_contact_has_a_number(unit):
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerContact.objects.filter(pk=unit.contact_id).update(
            is_unconfirmed=True, phone_cipher="", phone_hash="", email_cipher="x", email_hash="x"
        )


# ── confirmed ──


def test_the_holder_confirms_and_hears_from_then_on(unit, dispatcher):
    ticket = reported(unit)
    link = find_link(asked(), purpose=LinkPurpose.NUMBER)
    assert confirm_number(link, at=NOW) == 1
    choice = ContactChoice.objects.get()
    assert (choice.contact, choice.told_by, choice.link, choice.at) == (ticket.contact, "sms", link, NOW)
    solved(Ticket.objects.get(pk=ticket.pk), dispatcher)
    assert sent_to(STRANGER) == ["customer.number", "customer.solve"]
    assert confirm_number(link, at=NOW) == 0
    assert ContactChoice.objects.count() == 1


def test_the_holder_confirms_for_each_machine_that_was_reported(unit, north):
    tickets = [reported(unit), reported(EquipmentFactory(dealer=north, installed=True))]
    assert confirm_number(find_link(asked(), purpose=LinkPurpose.NUMBER), at=NOW) == 2
    assert not CustomerContact.objects.filter(pk__in=[t.contact_id for t in tickets], is_unconfirmed=True)


def test_nobody_is_confirmed_where_nobody_was_named(ticket_in):
    token = new_link(
        ticket_in("assigned", contact=None, contact_name=""),
        purpose=LinkPurpose.NUMBER,
        at=NOW,
        actor=None,
    )
    assert confirm_number(find_link(token, purpose=LinkPurpose.NUMBER), at=NOW) == 0


def test_who_writes_the_number_down_on_the_phone_confirms_it(unit):
    contact = reported(unit).contact
    find_or_add_contact(unit.customer, name=contact.name, phone="13900001111", at=NOW)
    contact.refresh_from_db()
    assert not contact.is_unconfirmed


# ── how much ──


def test_three_reports_of_a_machine_may_be_open(unit, dispatcher):
    first, *_rest = (reported(unit, "", is_another=True) for _ in range(3))
    with pytest.raises(TooMuchReported):
        reported(unit, "", is_another=True)
    solved(first, dispatcher)
    services.close_ticket(Ticket.objects.get(pk=first.pk), actor=dispatcher, at=NOW)
    assert reported(unit, "", is_another=True)


def test_the_desk_opens_as_many_as_it_hears_of(unit, ticket_in):
    for _ in range(4):
        ticket_in("assigned")
    assert reported(unit, "", is_another=True)


def test_the_fourth_report_is_answered_on_its_page(client, unit, norths_desk):
    page = reverse("customer:report", args=[coded(unit, norths_desk)])
    for _ in range(3):
        reported(unit, "", is_another=True)
    response = client.post(page, {"state": "stands", "words": "又漏了", "again": "1"})
    assert response.status_code == 429
    assert "已有 3 个故障" in response.content.decode()


# ── pages ──


def page_of(token):
    return reverse("customer:number", args=[token])


def test_the_page_asks_and_a_press_confirms(client, unit):
    ticket = reported(unit)
    page = page_of(asked())
    shown = client.get(page).content.decode()
    assert "139****1111 是您的号码吗" in shown
    assert ticket.number in shown
    assert client.post(page).url == page
    assert "每一步都会用短信告诉您" in client.get(page).content.decode()
    ticket.contact.refresh_from_db()
    assert not ticket.contact.is_unconfirmed


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_confirms_nothing(client, unit, method):
    """B12."""
    ticket = reported(unit)
    getattr(client, method)(page_of(asked()))
    ticket.contact.refresh_from_db()
    assert ticket.contact.is_unconfirmed


def test_the_link_of_the_reporter_confirms_nothing(client, unit):
    """B2: who typed the number holds a link to the repair, and only the number's holder the other."""
    ticket = reported(unit)
    assert client.post(page_of(linked(ticket))).status_code == 404
    assert client.get(reverse("customer:progress", args=[asked()])).status_code == 404
    assert Client(enforce_csrf_checks=True).post(page_of(asked())).status_code == 403
    assert link_of(ticket).ticket.contact.is_unconfirmed


def test_a_ticket_without_a_contact_has_nothing_to_ask(client, ticket_in):
    ticket = ticket_in("assigned", contact=None, contact_name="")
    token = new_link(ticket, purpose=LinkPurpose.NUMBER, at=NOW, actor=None)
    assert "是您的号码吗" not in client.get(page_of(token)).content.decode()


def test_the_page_of_the_report_says_the_same_of_each_number(client, unit, norths_desk):
    """C10: nobody learns at the machine which numbers are on file."""
    code, said = coded(unit, norths_desk), {"state": "stands", "words": "漏油", "again": "1"}
    pages = []
    for phone in ("13812345678", "13900001111"):
        answer = client.post(reverse("customer:report", args=[code]), said | {"phone": phone})
        number = Ticket.objects.latest("pk").number
        token = answer.url.split("/")[2]
        page = client.get(answer.url).content.decode()
        page = re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]*"|name="idempotency_key" value="[^"]*"', "", page
        )
        pages.append(page.replace(number, "").replace(token, ""))
    assert pages[0] == pages[1]


def test_staff_see_that_a_number_is_not_confirmed(client, unit, dispatcher):
    ticket = reported(unit)
    client.force_login(dispatcher)
    api = APIClient()
    api.force_login(dispatcher)
    address = f"/api/v1/tickets/{ticket.number}/"
    assert "号码未确认" in client.get(ticket.get_absolute_url()).content.decode()
    assert api.get(address).json()["contact_phone_confirmed"] is False
    confirm_number(find_link(asked(), purpose=LinkPurpose.NUMBER), at=NOW)
    assert "号码未确认" not in client.get(ticket.get_absolute_url()).content.decode()
    assert api.get(address).json()["contact_phone_confirmed"] is True

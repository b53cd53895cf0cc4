"""Customers choose how they are told, and stop it; the race of stop and send (D20, L3)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from equipment.models import CustomerContact
from equipment.services import customers
from records import outbox
from records.models import OutboxMessage
from records.outbox import sending
from records.refusals import Refusal
from tests.records.test_email_sending import postbox  # noqa: F401 (a fixture)
from tests.tickets.cast import NOW, opened
from tests.tickets.customers import link_of
from tests.tickets.wishes import ADDRESS, choose, reachable, solved
from tickets.models import ContactChoice, Ticket, TicketStop
from tickets.services.phone_codes import send_code
from tickets.services.wishing import start_telling, stop_telling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.SITE_ADDRESS = "https://service.example"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ticket(dispatcher):
    return reachable(dispatcher)


# ── the choice ──


@pytest.mark.parametrize(
    ("told_by", "language", "channel", "to", "says"),
    [
        ("sms", "zh-hans", "sms", "+8613812345678", "故障"),
        ("sms", "en", "sms", "+8613812345678", "is done"),
        ("email", "en", "email", ADDRESS, "is done"),
        ("email", "zh-hans", "email", ADDRESS, "故障"),
    ],
)
def test_the_next_step_is_told_as_chosen(ticket, dispatcher, told_by, language, channel, to, says):
    choose(ticket, told_by, language)
    message = solved(ticket, dispatcher)
    assert (message.channel, message.to, message.language) == (channel, to, language)
    assert says in message.text
    assert message.is_quiet


def test_who_chose_the_page_alone_is_not_written_to_and_why_is_kept(ticket, dispatcher):
    choose(ticket, "page")
    message = solved(ticket, dispatcher)
    assert (message.status, message.channel, message.masked_to) == ("skipped", "page", "138****5678")
    assert (message.sealed_to, message.sealed_text) == ("", "")
    assert message.fault == "客户选择只看网页。"


def test_each_choice_is_kept_with_link_and_time_and_never_changed(ticket):
    """L3."""
    choose(ticket, "email", "en")
    choose(ticket, "page")
    assert list(ContactChoice.objects.order_by("pk").values_list("told_by", "language", "at")) == [
        ("email", "en", NOW),
        ("page", "zh-hans", NOW),
    ]
    assert str(ContactChoice.objects.first()).endswith("email")
    with pytest.raises(Exception, match=r"append-only"), transaction.atomic():
        ContactChoice.objects.update(told_by="sms")


@pytest.mark.parametrize(
    ("told_by", "language", "code"),
    [
        ("pigeon", "en", "way_not_possible"),
        ("", "en", "way_not_possible"),
        ("sms", "fr", "language_not_possible"),
    ],
)
def test_what_is_not_offered_is_refused(ticket, told_by, language, code):
    with pytest.raises(Refusal) as refused:
        choose(ticket, told_by, language)
    assert refused.value.code == code
    assert not ContactChoice.objects.exists()


def test_mail_is_open_to_whose_address_is_on_file_alone(dispatcher):
    ticket = opened(dispatcher)
    with pytest.raises(Refusal):
        choose(ticket, "email")


def test_a_mended_number_keeps_the_choice(ticket, dispatcher):
    choose(ticket, "sms", "en")
    contact = CustomerContact.objects.get(pk=ticket.contact_id)
    customers.correct_contact(contact, actor=dispatcher, at=NOW, name="张三", phone="13900001111")
    message = solved(ticket, dispatcher)
    assert (message.to, message.language) == ("+8613900001111", "en")


def test_whose_chosen_way_is_gone_is_told_by_the_one_that_is_left(ticket, dispatcher):
    choose(ticket, "email")
    CustomerContact.objects.filter(pk=ticket.contact_id).update(email_cipher="", email_hash="")
    assert solved(ticket, dispatcher).channel == "sms"


@pytest.mark.parametrize("changes", [{"told_by": "pager"}, {"language": "fr"}])
def test_the_database_holds_what_can_be_wished(ticket, changes):
    with pytest.raises(IntegrityError, match="contact_wish_is_known"), transaction.atomic():
        CustomerContact.objects.filter(pk=ticket.contact_id).update(**changes)


# ── no more messages ──


def test_what_waits_when_the_customer_stops_is_not_sent(ticket, dispatcher):
    """The race of stop and send: judged when it is due, not when it was written."""
    message = solved(ticket, dispatcher)
    stop_telling(link_of(ticket), at=NOW)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert (message.status, message.fault) == ("skipped", "客户已停止接收这张工单的消息。")
    assert list(message.events.values_list("verb", flat=True)) == ["skip"]


def test_a_stop_while_a_worker_has_the_message_lets_it_arrive_and_says_so(ticket, dispatcher, monkeypatch):
    """Nobody takes back what is being handed over: its row says that it was sent."""
    message = solved(ticket, dispatcher)
    OutboxMessage.objects.exclude(pk=message.pk).delete()

    def send(_message, _at):
        stop_telling(link_of(ticket), at=NOW)
        return "ok"

    monkeypatch.setattr(sending, "sender_of", lambda _channel: send)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert message.status == "sent"
    assert TicketStop.objects.of(ticket)


def test_what_waits_when_the_contact_chooses_the_page_is_not_sent(ticket, dispatcher):
    message = solved(ticket, dispatcher)
    choose(ticket, "page")
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert message.status == "skipped"


def test_another_ticket_of_the_same_contact_goes_on(ticket, dispatcher):
    stop_telling(link_of(ticket), at=NOW)
    other = opened(dispatcher, Ticket.objects.get(pk=ticket.pk).equipment)
    message = solved(other, dispatcher)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert message.status != "skipped"


def test_a_one_time_code_and_a_reply_go_all_the_same(ticket):
    """What somebody asked for is no message about a step."""
    stop_telling(link_of(ticket), at=NOW)
    send_code(ticket.equipment, at=NOW)
    outbox.send_due(NOW)
    assert OutboxMessage.objects.get(key__startswith="phone-code").status != "skipped"


def test_a_stop_is_one_row_however_often_and_can_be_taken_back(ticket, dispatcher):
    link, later = link_of(ticket), NOW + timedelta(hours=1)
    assert stop_telling(link, at=NOW).pk == stop_telling(link, at=later).pk
    assert start_telling(link, at=later) == 1
    assert start_telling(link, at=later) == 0
    kept = TicketStop.objects.get()
    assert (kept.at, kept.link, kept.ended_at, kept.ended_link) == (NOW, link, later, link)
    assert str(kept) == f"{ticket} 2026-09-15 02:00"
    message = solved(ticket, dispatcher)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert message.status != "skipped"


def test_two_stops_at_once_are_one(ticket, monkeypatch):
    link = link_of(ticket)
    first = TicketStop.objects.create(ticket=ticket, at=NOW, link=link)
    monkeypatch.setattr(type(TicketStop.objects), "of", lambda _self, _ticket: None)
    assert stop_telling(link, at=NOW) == first


@pytest.mark.parametrize(
    "changes", [{"ended_at": NOW}, {"ended_at": NOW - timedelta(days=1), "ended_link_id": 0}]
)
def test_the_database_holds_what_a_stop_is(ticket, changes):
    link = link_of(ticket)
    stop_telling(link, at=NOW)
    facts = changes | ({"ended_link_id": link.pk} if "ended_link_id" in changes else {})
    with pytest.raises(IntegrityError, match="ticket_stop_ends_by_a_link"), transaction.atomic():
        TicketStop.objects.update(**facts)

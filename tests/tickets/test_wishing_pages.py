"""Stopped by a mail, by one click, on the repair's page; what scanners do; what staff see (B2, B6, D20)."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default as policy

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from equipment.models import CustomerContact
from equipment.services import customers
from records import outbox
from records.models import OutboxMessage
from tests.records.test_email_sending import postbox  # noqa: F401 (a fixture)
from tests.tickets.cast import NOW, opened
from tests.tickets.customers import digits_sent, link_of, linked
from tests.tickets.quotes import drafted, link_for
from tests.tickets.wishes import ADDRESS, body, choose, reachable, solved, stop_link
from tickets import services
from tickets.choices import LinkPurpose
from tickets.models import ContactChoice, CustomerLink, Ticket, TicketStop
from tickets.services.links import find_link, is_in_force, new_link, revoke_links
from tickets.services.wishing import choose_way, stop_telling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.SITE_ADDRESS = "https://service.example"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ticket(dispatcher):
    return reachable(dispatcher)


# ── each mail carries its stop ──


def test_a_mail_carries_its_stop_and_its_heads_through_a_real_server(ticket, dispatcher, postbox):  # noqa: F811 (a fixture)
    """RFC 8058."""
    choose(ticket, "email")
    message = solved(ticket, dispatcher)
    page, one_click = stop_link(message)
    outbox.send_due(NOW)
    letter = message_from_bytes(postbox.letters[-1][1], policy=policy)
    assert letter["List-Unsubscribe"].strip() == f"<{one_click}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one_click.startswith("https://service.example/api/v1/stops/")
    assert page in letter.get_content()


def test_an_sms_stays_short(ticket, dispatcher):
    message = solved(ticket, dispatcher)
    assert "http" not in message.text
    assert message.unsubscribe == ""


def test_the_secret_of_a_stop_stands_nowhere_readable(ticket, dispatcher):
    choose(ticket, "email")
    token = stop_link(solved(ticket, dispatcher))[0].strip("/").split("/")[-1]
    kept = repr(list(OutboxMessage.objects.values())) + repr(list(CustomerLink.objects.values()))
    assert token not in kept


def test_the_answer_to_a_mail_carries_its_stop_and_what_a_person_writes_does_not(dispatcher):
    writer = customers.find_or_add_writer(name="林伟", address=ADDRESS, at=NOW)
    ticket = opened(dispatcher, contact_of=writer, channel="email")
    reply = services.reply_by_mail(ticket, actor=dispatcher, at=NOW, subject="好", text="明天到")
    assert reply.message.unsubscribe == ""


def test_one_click_stops_without_cookie_or_token_and_again_changes_nothing(ticket, dispatcher):
    choose(ticket, "email")
    _page, one_click = stop_link(solved(ticket, dispatcher))
    path = one_click.removeprefix("https://service.example")
    for _ in range(2):
        response = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, body(response)) == (200, "")
    assert TicketStop.objects.get().link.purpose == LinkPurpose.STOP


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_scanners_of_mails_do_changes_nothing(ticket, dispatcher, method):
    choose(ticket, "email")
    page, one_click = stop_link(solved(ticket, dispatcher))
    path = one_click.removeprefix("https://service.example")
    assert getattr(Client(), method)(page).status_code == 200
    assert getattr(Client(), method)(path).url == page
    assert not TicketStop.objects.exists()


def test_the_page_of_a_mails_link_stops_and_takes_back(ticket, client):
    token = new_link(ticket, purpose=LinkPurpose.STOP, at=NOW, actor=None)
    page = reverse("customer:stop", args=[token])
    assert "不再接收" in body(client.get(page))
    assert client.post(page, {"press": "stop"}).url == page
    assert "已停止" in body(client.get(page))
    client.post(page, {"press": "again"})
    assert TicketStop.objects.of(ticket) is None
    client.post(page, {"press": "<script>"})
    client.post(page, {})
    assert TicketStop.objects.of(ticket) is None


def test_the_page_of_a_mails_link_asks_for_the_token_of_its_form(ticket):
    token = new_link(ticket, purpose=LinkPurpose.STOP, at=NOW, actor=None)
    page = reverse("customer:stop", args=[token])
    assert Client(enforce_csrf_checks=True).post(page, {"press": "stop"}).status_code == 403
    assert not TicketStop.objects.exists()


@pytest.mark.parametrize("name", ["customer:stop", "stop"])
def test_a_link_of_another_purpose_or_one_that_has_ended_stops_nothing(ticket, dispatcher, name):
    client, progress = Client(), linked(ticket)
    assert client.post(reverse(name, args=[progress]), {"press": "stop"}).status_code == 404
    token = new_link(ticket, purpose=LinkPurpose.STOP, at=NOW, actor=None)
    assert client.get(reverse("customer:progress", args=[token])).status_code == 404
    revoke_links(ticket, actor=dispatcher, at=NOW)
    assert not is_in_force(find_link(token, purpose=LinkPurpose.STOP), at=NOW)
    assert client.post(reverse(name, args=[token]), {"press": "stop"}).status_code == 410
    assert not TicketStop.objects.exists()


# ── on the page of the repair ──


def to(name, *arguments):
    return reverse(f"customer:{name}", args=arguments)


def verified(client, token):
    client.post(to("progress-send", token))
    client.post(to("progress-code", token), {"digits": digits_sent()})
    return client


def test_the_link_alone_stops_and_shows_neither_number_nor_address(ticket, client):
    token = linked(ticket)
    shown = body(client.get(to("progress", token)))
    assert 'name="told_by"' not in shown
    assert "5678" not in shown
    client.post(to("wish", token), {"press": "stop"})
    assert "起不再" in body(client.get(to("progress", token)))
    client.post(to("wish", token), {"press": "again"})
    assert TicketStop.objects.of(ticket) is None


def test_the_choice_asks_for_the_code_first(ticket, client):
    """B6: it holds for later requests too."""
    token = linked(ticket)
    refused = client.post(to("told", token), {"told_by": "page", "language": "en"})
    assert refused.status_code == 403
    assert not ContactChoice.objects.exists()
    shown = body(verified(client, token).get(to("progress", token)))
    for part in ("138****5678", "l***@example.com", 'name="language"'):
        assert part in shown
    assert client.post(to("told", token), {"told_by": "email", "language": "en"}).url == to("progress", token)
    assert ContactChoice.objects.get().told_by == "email"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"told_by": "pigeon", "language": "en"},
        {"told_by": "sms", "language": "<b>"},
        {"told_by": "sms\x00"},
    ],
)
def test_what_is_not_offered_changes_nothing_of_the_page(ticket, client, typed):
    token = linked(ticket)
    response = verified(client, token).post(to("told", token), typed)
    assert response.status_code in {400, 422}
    assert not ContactChoice.objects.exists()


def test_who_has_no_phone_on_file_chooses_by_the_link_alone(dispatcher, client):
    writer = customers.find_or_add_writer(name="林伟", address=ADDRESS, at=NOW)
    ticket = opened(dispatcher, contact_of=writer, channel="email")
    Ticket.objects.filter(pk=ticket.pk).update(equipment=None)
    token = linked(ticket)
    client.post(to("told", token), {"told_by": "page", "language": "en"})
    assert ContactChoice.objects.get().told_by == "page"


# ── what staff see ──


def test_staff_see_since_when_and_why_nothing_was_sent(ticket, page, dispatcher):
    stop_telling(link_of(ticket), at=datetime(2026, 9, 15, 1, 5, tzinfo=UTC))
    outbox.send_due(NOW)
    shown = body(page(dispatcher).get(ticket.get_absolute_url()))
    section = shown[shown.index('id="told"') :]
    assert "09:05" in section
    assert "客户已停止接收这张工单的消息。" in section
    listed = body(page(dispatcher).get("/messages/?status=skipped"))
    assert "客户已停止接收这张工单的消息。" in listed
    assert ticket.number in listed


def test_staff_see_the_stop_before_anything_was_sent(dispatcher, page):
    """D20: whoever means to write knows it first."""
    ticket = opened(dispatcher)
    OutboxMessage.objects.all().delete()
    assert 'id="told"' not in body(page(dispatcher).get(ticket.get_absolute_url()))
    stop_telling(link_of(ticket), at=NOW)
    shown = body(page(dispatcher).get(ticket.get_absolute_url()))
    assert "客户自" in shown
    assert "不再接收消息，请打电话" in shown  # beside the phone


def test_links_in_mails_are_none_of_those_that_staff_gave(ticket, page, dispatcher):
    new_link(ticket, purpose=LinkPurpose.STOP, at=NOW, actor=None)
    shown = body(page(dispatcher).get(ticket.get_absolute_url()))
    assert "客户还没有链接" in shown


# ── what programs and writers of quotes are told ──


def test_the_api_says_since_when_to_whoever_sees_whom_to_call(api, ticket, dispatcher, north, norths_desk):
    """C10, D20: 30 days after its end a ticket of anothers' unit says neither."""
    stop = stop_telling(link_of(ticket), at=NOW)
    address = f"/api/v1/tickets/{ticket.number}/"
    assert api(dispatcher).get(address).json()["stopped_at"] == "2026-09-15T10:00:00+08:00"
    Ticket.objects.filter(pk=ticket.pk).update(
        dealer=north,
        status="closed",
        closed_at=NOW,
        moved_at=NOW - timedelta(days=31),
        due_at=None,
        due_clock="",
        alert="",
        next_alert_at=None,
    )
    assert api(norths_desk).get(address).json()["stopped_at"] is None
    stop.ended_at, stop.ended_link = NOW, stop.link
    stop.save()
    assert api(dispatcher).get(address).json()["stopped_at"] is None


KEPT_BACK = {
    "stopped": "客户已停止接收这张工单的消息。",
    "page": "客户选择只看网页。",
    "unconfirmed": "号码是扫机器上的二维码时填的，机主还没有确认。",
}


def keep_back(quote, why):
    if why == "stopped":
        stop_telling(link_for(quote), at=NOW)
    elif why == "page":
        choose_way(link_for(quote), at=NOW, told_by="page", language="zh-hans")
    else:
        CustomerContact.objects.filter(pk=quote.ticket.contact_id).update(is_unconfirmed=True)


@pytest.mark.parametrize("why", KEPT_BACK)
def test_programs_know_beforehand_that_no_letter_goes_out(api, ticket_in, agent, norths_desk, why):
    """C4, D20: whoever may send it, and as long as it is to be sent."""
    quote = drafted(ticket_in("assigned"), norths_desk)
    address, client = f"/api/v1/quotes/{quote.number}/", api(norths_desk)
    assert client.get(address).json()["kept_back"] is None
    keep_back(quote, why)
    assert client.get(address).json()["kept_back"] == KEPT_BACK[why]
    assert api(agent).get(address).json()["kept_back"] is None
    assert client.post(f"{address}send/").json()["kept_back"] is None


@pytest.mark.parametrize("why", KEPT_BACK)
def test_who_writes_a_quote_knows_beforehand_that_no_letter_goes_out(page, ticket_in, norths_desk, why):
    """C4, D20: they telephone instead."""
    quote = drafted(ticket_in("assigned"), norths_desk)
    client, kept_back = page(norths_desk), "这份报价的通知不会发出。"
    assert kept_back not in body(client.get(quote.get_absolute_url()))
    keep_back(quote, why)
    seen = body(client.get(quote.get_absolute_url()))
    assert kept_back in seen
    assert KEPT_BACK[why] in seen
    assert "客户会收到短信链接" not in seen
    sent = client.post(reverse("quotes:send", args=[quote.number]), follow=True)
    assert "请打电话告诉客户" in body(sent)
    assert kept_back not in body(sent)

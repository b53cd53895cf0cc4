"""Customers' pages: report, how it stands, the code, confirm, not over, rate (B2–B12, A10, A14, A20)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from records.models import AuditEntry, IdempotencyKey, OutboxMessage
from tests.factories.equipment import EquipmentFactory
from tests.tickets.customers import NOW, coded, codes_and_links_sent, digits_sent, last_sms, linked
from tickets.models import CustomerLink, CustomerRating, Ticket, TicketEvent
from tickets.states import TicketStatus

REPORT = {"state": "stands", "symptoms": ["leak"], "words": "一晚上一大滩", "phone": ""}
RATING = {"content": "5", "process": "4", "attitude": "5", "comment": "很快"}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.HOTLINE = "400-600-1000"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def code(unit, norths_desk):
    return coded(unit, norths_desk)


def to(name, *arguments):
    return reverse(f"customer:{name}", args=arguments)


def body(response):
    return response.content.decode()


def verified(client, unit, code):
    client.post(to("unit-send", code))
    client.post(to("unit-code", code), {"digits": digits_sent()})
    return client


# ── reporting ──


def test_a_fault_is_reported_in_a_few_taps(client, unit, code):
    assert "漏油漏水" in body(client.get(to("report", code)))
    response = client.post(to("report", code), REPORT)
    ticket = Ticket.objects.get()
    assert response.status_code == 302
    assert response.url.startswith("/t/")
    shown = body(client.get(response.url))
    assert f"已收到您的报修，单号 {ticket.number}" in shown
    assert "一晚上一大滩" in shown


def test_the_same_report_sent_twice_is_one_ticket(client, unit, code):
    """safety.md, 14: by link instead of user; the secret of the result is kept sealed."""
    sent = REPORT | {"idempotency_key": "k-1"}
    first, second = (client.post(to("report", code), sent) for _ in range(2))
    assert Ticket.objects.count() == 1
    assert first.url == second.url
    kept = IdempotencyKey.objects.get()
    assert kept.user is None
    assert code not in f"{kept.path}{kept.link}{kept.location}"
    assert first.url.split("/")[2] not in kept.location


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": ""}, "选一下机器的情况"),
        ({"symptoms": [], "words": ""}, "选一下哪里不对"),
        ({"phone": "1385678"}, "现在"),
        ({"symptoms": ["bomb"]}, "bomb"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_place(client, code, wrong, says):
    response = client.post(to("report", code), REPORT | wrong)
    assert response.status_code == 422
    assert says in body(response)
    assert not Ticket.objects.exists()


def test_a_machine_with_an_open_ticket_leads_to_how_it_stands(client, ticket_in, code):
    ticket = ticket_in("assigned")
    for response in (client.get(to("report", code)), client.post(to("report", code), REPORT)):
        assert "这台设备已经报修了" in body(response)
        assert to("repairs", code) in body(response)
    assert Ticket.objects.count() == 1
    again = body(client.get(to("report", code) + "?again=1"))
    assert 'name="again"' in again
    assert client.post(to("report", code), REPORT | {"again": "True"}).status_code == 302
    assert Ticket.objects.exclude(pk=ticket.pk).count() == 1


def test_what_nobody_asked_is_not_taken(client, code):
    """B8."""
    forged = REPORT | {"status": "closed", "dealer": "SOUTH", "kind": "complaint", "priority": "urgent"}
    client.post(to("report", code), forged)
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.priority) == ("repair", "high")
    assert ticket.status in {"new", "offered"}


def test_a_hundred_reports_are_throttled(client, code):
    """A20: of any kind; how many may be open at a time is another limit (test_confirming)."""
    statuses = [client.post(to("report", code), REPORT | {"state": ""}).status_code for _ in range(25)]
    assert statuses == [422] * 20 + [429] * 5


def test_script_in_a_report_is_inert_wherever_it_is_shown(client, page, code, agent):
    """A10."""
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'
    location = client.post(to("report", code), REPORT | {"words": bad}).url
    ticket = Ticket.objects.get()
    for shown in (body(client.get(location)), body(page(agent).get(ticket.get_absolute_url()))):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "{{7*7}}" in shown


# ── how it stands ──


def test_without_the_code_nothing_of_a_person_is_shown(client, ticket_in, unit, code, norths_engineer):
    """B6, B9."""
    ticket = ticket_in("assigned", engineer=norths_engineer)
    for address in (to("repairs", code), to("progress", linked(ticket))):
        shown = body(client.get(address))
        assert "工程师正在处理" in shown
        secrets = ("5678", unit.customer.name, unit.contact.name, unit.dealer.name, ticket.place_text)
        assert [secret for secret in secrets if secret in shown] == []


def test_a_link_shows_the_way_and_the_engineer_by_family_name(client, ticket_in, norths_engineer):
    norths_engineer.name = "欧阳工程师甲"
    norths_engineer.name = "赵大伟"
    norths_engineer.save()
    shown = body(client.get(to("progress", linked(ticket_in("assigned", engineer=norths_engineer)))))
    assert "赵师傅" in shown
    assert "赵大伟" not in shown
    assert "前修好" in shown  # what is promised


def test_inner_notes_stay_inside(client, ticket_in):
    """B9."""
    ticket = ticket_in("assigned")
    TicketEvent.objects.create(
        ticket=ticket, at=NOW, verb="reopen", target="assigned", note="客户难缠", dealer=ticket.dealer
    )
    assert "客户难缠" not in body(client.get(to("progress", linked(ticket))))


def test_a_wrong_purpose_a_flipped_letter_and_an_ended_link(client, ticket_in, code):
    """B2, B3."""
    ticket = ticket_in("resolved")
    token = linked(ticket)
    for wrong in (code, token[:-1] + ("A" if token[-1] != "A" else "B"), token.lower() + "x"):
        assert client.get(to("progress", wrong)).status_code == 404
        assert client.post(to("confirm", wrong)).status_code == 404
    assert client.get(to("unit", token)).status_code == 404
    assert AuditEntry.objects.filter(verb="link_refused").count() == 7
    CustomerLink.objects.update(revoked_at=NOW, revoked_by=ticket.opened_by)
    for response in (client.get(to("progress", token)), client.post(to("confirm", token))):
        assert response.status_code == 410
        assert "这个链接已失效" in body(response)
        assert ticket.number not in body(response)
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.RESOLVED


def test_looking_changes_nothing(client, ticket_in, code):
    """B12."""
    token = linked(ticket_in("resolved"))
    before = TicketEvent.objects.count(), OutboxMessage.objects.count()
    pages = [to("progress", token), to("report", code), to("repairs", code), to("unit-code", code)]
    for address in (*pages, to("progress-code", token)):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    for name in ("confirm", "not-over", "rate", "progress-send"):
        assert client.get(to(name, token)).status_code == 405
    assert (TicketEvent.objects.count(), OutboxMessage.objects.count()) == before


def test_a_form_without_its_token_changes_nothing(ticket_in):
    """A14."""
    token = linked(ticket_in("resolved"))
    strict = Client(enforce_csrf_checks=True)
    for name in ("confirm", "not-over", "rate", "progress-send"):
        assert strict.post(to(name, token), RATING | {"reason": "x"}).status_code == 403


# ── confirm, not over, rate ──


def test_the_customer_confirms_and_rates(client, page, ticket_in, agent):
    ticket = ticket_in("resolved")
    token = linked(ticket)
    assert "修好了" in body(client.get(to("progress", token)))
    assert client.post(to("confirm", token)).status_code == 302
    assert client.post(to("rate", token), RATING).status_code == 302
    assert "您已评价，谢谢" in body(client.get(to("progress", token)))
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.CLOSED
    shown = body(page(agent).get(ticket.get_absolute_url()))
    assert "客户（网上）" in shown
    assert "很快" in shown


def test_a_ticket_reported_by_the_code_says_so(client, page, code, agent):
    client.post(to("report", code), REPORT)
    shown = body(page(agent).get(Ticket.objects.get().get_absolute_url()))
    assert "今天 10:00 · 客户" in shown


def test_a_rating_counts_once_and_in_range(client, ticket_in):
    """B11."""
    token = linked(ticket_in("closed"))
    for wrong in ({"content": "11"}, {"process": ""}, {"attitude": "0"}):
        assert client.post(to("rate", token), RATING | wrong).status_code == 422
    assert client.post(to("rate", token), RATING).status_code == 302
    again = client.post(to("rate", token), RATING | {"content": "1"})
    assert again.status_code == 409
    assert CustomerRating.objects.get().content == 5


def test_not_over_takes_a_word_and_takes_it_up_again(client, ticket_in, norths_engineer):
    ticket = ticket_in("resolved", engineer=norths_engineer, resolved_at=NOW)
    token = linked(ticket)
    assert client.post(to("not-over", token), {"reason": " "}).status_code == 422
    assert client.post(to("not-over", token), {"reason": "还在漏"}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.ASSIGNED
    assert client.post(to("not-over", token), {"reason": "还在漏"}).status_code == 409


def test_what_is_not_done_is_neither_confirmed_nor_rated(client, ticket_in):
    token = linked(ticket_in("assigned"))
    assert client.post(to("confirm", token)).status_code == 409
    assert client.post(to("rate", token), RATING).status_code == 422


# ── the code ──


def test_the_code_opens_the_other_repairs_and_the_masked_phone(client, ticket_in, unit, code):
    """B6, B9."""
    old, new = ticket_in("closed"), ticket_in("assigned")
    assert old.number not in body(client.get(to("repairs", code)))
    assert client.post(to("open-repair", code, old.number)).status_code == 404
    verified(client, unit, code)
    shown = body(client.get(to("repairs", code)))
    assert old.number in shown
    assert new.number in shown
    opened = client.post(to("open-repair", code, old.number))
    assert "138****5678" in body(client.get(opened.url))
    foreign = ticket_in("closed", equipment=EquipmentFactory(dealer=unit.dealer))
    assert client.post(to("open-repair", code, foreign.number)).status_code == 404


def test_the_code_is_asked_for_from_a_link_as_well(client, ticket_in):
    token = linked(ticket_in("assigned"))
    response = client.post(to("progress-send", token))
    assert response.url == to("progress-code", token)
    assert last_sms()[0] == "+8613812345678"
    assert "5678" not in body(client.get(response.url))
    assert client.post(response.url, {"digits": f" {digits_sent()} "}).url == to("progress", token)
    assert "138****5678" in body(client.get(to("progress", token)))


def test_the_browser_is_known_for_half_an_hour_and_no_other_is(client, ticket_in, unit, code):
    ticket_in("assigned")
    verified(client, unit, code)
    address = to("open-repair", code, Ticket.objects.get().number)
    assert Client().post(address).status_code == 404
    with time_machine.travel(NOW + timedelta(minutes=29), tick=False):
        assert client.post(address).status_code == 302
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert client.post(address).status_code == 404


def test_the_session_gets_a_new_name_with_the_code(client, unit, code):
    client.post(to("unit-send", code))
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.post(to("unit-code", code), {"digits": digits_sent()})
    assert client.session.session_key != before


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "000000"])
def test_a_wrong_code_is_said_and_opens_nothing(client, unit, code, typed):
    client.post(to("unit-send", code))
    if typed == digits_sent():
        typed = "111111"
    response = client.post(to("unit-code", code), {"digits": typed})
    assert response.status_code == 422
    assert "verified_units" not in client.session


def test_the_fourth_code_within_an_hour_is_refused(client, unit, code):
    statuses = [client.post(to("unit-send", code)).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert codes_and_links_sent().count() == 3


def test_a_ticket_without_a_unit_asks_for_no_code(client, ticket_in):
    ticket = ticket_in("assigned")
    Ticket.objects.filter(pk=ticket.pk).update(equipment=None)
    token = linked(ticket)
    assert "验证码" not in body(client.get(to("progress", token)))
    assert client.post(to("progress-send", token)).status_code == 404


# ── our side ──


def test_staff_show_send_and_revoke_links(page, client, ticket_in, agent):
    """D20."""
    ticket = ticket_in("assigned")
    address = reverse("tickets:customer-link", args=[ticket.number])
    shown = body(page(agent).post(address, {"press": "show"}))
    assert "http://testserver/t/" in shown
    token = shown.split("http://testserver/t/")[1].split("/")[0]
    assert Client().get(to("progress", token)).status_code == 200
    assert client.post(address, {"press": "send"}).status_code == 302
    assert "http://testserver/t/" in last_sms()[1]
    assert client.post(address, {"press": "revoke"}).status_code == 302
    assert Client().get(to("progress", token)).status_code == 410
    assert client.post(address, {"press": "other"}).status_code == 302


def test_a_contact_without_a_mobile_is_told_of(page, ticket_in, agent):
    ticket = ticket_in("assigned", contact=None, contact_name="")
    client = page(agent)
    address = reverse("tickets:customer-link", args=[ticket.number])
    assert client.post(address, {"press": "send"}).status_code == 302
    assert "没有手机号" in body(client.get(ticket.get_absolute_url()))


def test_an_engineer_gives_no_links(page, ticket_in, norths_engineer):
    ticket = ticket_in("assigned", engineer=norths_engineer)
    client = page(norths_engineer.user)
    assert "customer-side" not in body(client.get(ticket.get_absolute_url()))
    assert (
        client.post(reverse("tickets:customer-link", args=[ticket.number]), {"press": "show"}).status_code
        == 403
    )

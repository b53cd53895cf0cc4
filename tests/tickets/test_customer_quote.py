"""The customer answers a quote by their link; a yes needs the code to the phone on file (C4, C9, B6)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from equipment.services.customers import correct_contact
from tests.factories.equipment import ProductTermsFactory
from tests.tickets.customers import NOW, digits_sent, linked
from tests.tickets.quotes import agreed, drafted, fresh, item, sent
from tickets import services
from tickets.models import TicketEvent
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def quote(ticket_in, norths_desk):
    return sent(ticket_in(S.ASSIGNED), norths_desk, note="含税，质保三个月")


@pytest.fixture
def token(quote):
    return linked(quote.ticket)


def to(name, *arguments):
    return reverse(f"customer:{name}", args=arguments)


def body(response):
    return response.content.decode()


def verified(client, token):
    client.post(to("progress-send", token))
    client.post(to("progress-code", token), {"digits": digits_sent()})
    return client


def test_the_quote_is_read_item_by_item_with_what_is_published_beside_it(client, quote, token):
    """C11."""
    terms = ProductTermsFactory(product=quote.ticket.product, valid_from=date(2026, 1, 1))
    terms.charges.create(position=1, name_zh="上门费", amount="80.00")
    shown = body(client.get(to("progress", token)))
    for said in (
        "等您答复报价",
        "更换主油泵",
        "3.5 小时 × ¥ 180.00",
        "¥ 5,430.00",
        "含税，质保三个月",
        "人为损坏",
        "9月30日",
        "上门费",
        "¥ 80.00",
        quote.number,
    ):
        assert said in shown
    assert "华东一号" not in shown.split('id="quote"')[1].split("</section>")[0]  # B9: nobody of ours


def test_a_yes_needs_the_code_to_the_phone_on_file(client, quote, token):
    shown = body(client.get(to("progress", token)))
    assert to("agree", token, quote.number) not in shown
    refused = client.post(to("agree", token, quote.number))
    assert (refused.status_code, fresh(quote).status) == (403, "sent")
    assert "验证码" in body(refused)
    assert to("agree", token, quote.number) in body(verified(client, token).get(to("progress", token)))
    response = client.post(to("agree", token, quote.number))
    assert (response.url, fresh(quote).status) == (to("progress", token), "agreed")
    assert "您已于 今天 同意" in body(client.get(response.url))
    step = TicketEvent.objects.filter(verb="agree").get()
    assert (step.actor, step.link.ticket) == (None, quote.ticket)


@pytest.mark.parametrize("has_unit", [True, False])
def test_without_a_mobile_on_file_the_link_is_enough(
    client, ticket_in, norths_desk, dispatcher, unit, has_unit
):
    """No code can be sent to a landline, and where there is no unit the link went to the only phone."""
    if has_unit:
        correct_contact(unit.contact, actor=dispatcher, at=NOW, name="张三", phone="025-52345678")
    ticket = ticket_in(S.ASSIGNED, **({} if has_unit else {"equipment": None, "product": None} | facts(unit)))
    quote = sent(ticket, norths_desk)
    token = linked(quote.ticket)
    assert to("agree", token, quote.number) in body(client.get(to("progress", token)))
    client.post(to("agree", token, quote.number))
    assert fresh(quote).status == "agreed"


def facts(unit):
    return {
        "serial_number": "",
        "place_text": "一号工地",
        "customer": unit.customer,
        "contact": unit.contact,
        "contact_name": "王先生",
    }


def test_a_no_asks_why_and_needs_no_code(client, quote, token):
    missing = client.post(to("decline", token, quote.number), {"reason": ""})
    assert (missing.status_code, fresh(quote).status) == (422, "sent")
    assert "请简单说说原因" in body(missing)
    client.post(to("decline", token, quote.number), {"reason": "太贵，自己修"})
    assert (fresh(quote).status, fresh(quote).declined_reason) == ("declined", "太贵，自己修")
    shown = body(client.get(to("progress", token)))
    assert "答复不同意" in shown
    assert to("decline", token, quote.number) not in shown


def test_the_same_answer_sent_twice_counts_once(client, quote, token):
    """safety.md, 14."""
    verified(client, token)
    first, second = (
        client.post(to("agree", token, quote.number), {"idempotency_key": "k-1"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (302, 302)
    assert TicketEvent.objects.filter(verb="agree").count() == 1


@pytest.mark.parametrize("answer", ["agree", "decline"])
def test_who_answers_second_sees_how_it_stands(client, quote, token, norths_desk, answer):
    verified(client, token)
    agreed(quote, norths_desk)
    response = client.post(to(answer, token, quote.number), {"reason": "x"})
    assert response.status_code == 409
    assert "已同意" in body(response)
    assert fresh(quote).answered == "phone"


def test_an_answer_after_the_last_day_is_refused(client, quote, token):
    """Though the sweep has not come yet; the link itself is good for longer."""
    with time_machine.travel(NOW + timedelta(days=16), tick=False):
        verified(client, token)
        shown = body(client.get(to("progress", token)))
        assert "已过期" in shown
        assert to("agree", token, quote.number) not in shown
        assert client.post(to("agree", token, quote.number)).status_code == 409
    assert fresh(quote).status == "sent"


def test_the_link_of_another_ticket_opens_nothing_of_it(client, quote, token, ticket_in, norths_desk):
    other = sent(ticket_in(S.ASSIGNED), norths_desk)
    verified(client, token)
    for answer in ("agree", "decline"):
        assert client.post(to(answer, token, other.number), {"reason": "x"}).status_code == 404
        assert client.post(to(answer, "wrong", quote.number), {"reason": "x"}).status_code == 404
        assert client.get(to(answer, token, quote.number)).status_code == 405
    assert {fresh(one).status for one in (quote, other)} == {"sent"}


def test_what_is_being_written_is_not_the_customers_to_see(client, ticket_in, norths_desk):
    draft = drafted(ticket_in(S.ASSIGNED), norths_desk, items=[item("草稿里的项目")])
    token = linked(draft.ticket)
    assert "草稿里的项目" not in body(client.get(to("progress", token)))
    assert client.post(to("decline", token, draft.number), {"reason": "x"}).status_code == 404


def test_a_new_quote_takes_the_place_of_the_one_that_was_read(client, quote, token, norths_desk):
    """Who presses on the old page agrees to nothing."""
    verified(client, token)
    second = sent(fresh(quote).ticket, norths_desk, items=[item(unit_price="4500.00")])
    assert client.post(to("agree", token, quote.number)).status_code == 409
    shown = body(client.get(to("progress", token)))
    assert "¥ 4,500.00" in shown
    assert fresh(second).status == "sent"


def test_a_withdrawn_quote_says_so(client, quote, token, norths_desk):
    services.withdraw_quote(quote, actor=norths_desk, at=NOW)
    assert "已撤回" in body(client.get(to("progress", token)))


def test_script_in_a_quote_is_inert(client, ticket_in, norths_desk):
    bad = "<script>alert(1)</script>"
    quote = sent(ticket_in(S.ASSIGNED), norths_desk, items=[item(bad)], note=bad)
    assert bad not in body(client.get(to("progress", linked(quote.ticket))))

"""The pages of quotes: written row by row, sent, answered as heard, withdrawn; shown on the ticket (C4)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from dealers.roles import Role
from records.models import OutboxMessage
from tests.factories.dealers import UserFactory
from tests.factories.equipment import ProductTermsFactory
from tests.tickets.quotes import NOW, agreed, drafted, fresh, item, sent
from tickets import services
from tickets.models import Quote, QuoteLine, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus
PUMP = {"kind": "part", "text": "更换主油泵", "quantity": "1", "unit": "台", "unit_price": "4800"}
WORK = {"kind": "labour", "text": "拆装", "quantity": "3.5", "unit": "小时", "unit_price": "180.00"}
EMPTY = {"kind": "labour", "text": "", "quantity": "1", "unit": "", "unit_price": ""}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def rows(*lines, **more):
    """Return a body as the editor sends it."""
    typed = {"line-TOTAL_FORMS": len(lines), "line-INITIAL_FORMS": 0, "note": "", "reason": "人为损坏"}
    for row, line in enumerate(lines):
        typed |= {f"line-{row}-{name}": value for name, value in line.items()}
    return typed | more


def editor(ticket):
    return reverse("tickets:quote", args=[ticket.number])


def act(client, verb, quote, **data):
    return client.post(reverse(f"quotes:{verb}", args=[quote.number]), data)


def body(response):
    return response.content.decode()


# ── the editor ──


def test_a_quote_is_written_and_saved(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    client = page(norths_desk)
    blank = client.get(editor(ticket))
    assert (blank.status_code, len(blank.context["lines"].forms)) == (200, 3)
    response = client.post(editor(ticket), rows(PUMP, WORK, EMPTY, note="含税", press="save"))
    quote = Quote.objects.get()
    assert response.url == quote.get_absolute_url()
    assert (quote.status, str(quote.total), quote.note, quote.lines.count()) == (
        "drafted",
        "5430.00",
        "含税",
        2,
    )
    shown = body(client.get(response.url))
    for said in ("¥ 5,430.00", "更换主油泵", "4,800.00", "编写中", "3.5 小时"):
        assert said in shown
    assert not OutboxMessage.objects.exists()


def test_saving_and_sending_is_one_press(page, ticket_in, norths_engineer):
    ticket = ticket_in(S.ASSIGNED)
    response = page(norths_engineer.user).post(editor(ticket), rows(PUMP, press="send"))
    quote = Quote.objects.get()
    assert (response.status_code, quote.status) == (302, "sent")
    assert Ticket.objects.get().wait_reason == "quote"


def test_the_same_form_sent_twice_is_one_quote(page, ticket_in, norths_desk):
    """safety.md, 14."""
    client, ticket = page(norths_desk), ticket_in(S.ASSIGNED)
    typed = rows(PUMP, press="send", idempotency_key="k-1")
    first, second = (client.post(editor(ticket), typed) for _ in range(2))
    assert (Quote.objects.count(), first.url) == (1, second.url)
    assert OutboxMessage.objects.filter(template="customer.quote").count() == 1


def test_rows_are_added_and_taken_away_and_nothing_typed_is_lost(page, ticket_in, norths_desk):
    client, ticket = page(norths_desk), ticket_in(S.ASSIGNED)
    half = PUMP | {"quantity": "abc"}
    more = client.post(editor(ticket), rows(half, WORK, note="含税", press="add"))
    lines = more.context["lines"]
    assert (more.status_code, len(lines.forms)) == (200, 5)
    shown = body(more)
    for kept in ("更换主油泵", 'value="abc"', "拆装", "含税", "人为损坏"):
        assert kept in shown
    assert "¥ 630.00" in shown  # of the row that can be read
    less = client.post(editor(ticket), rows(half, WORK, press="remove-0")).context["lines"]
    assert [form["text"].value() for form in less.forms] == ["拆装"]
    assert not Quote.objects.exists()


def test_a_row_too_many_is_not_added(page, ticket_in, norths_desk):
    full = page(norths_desk).post(editor(ticket_in(S.ASSIGNED)), rows(*[PUMP] * 49, press="add"))
    assert len(full.context["lines"].forms) == 50


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"quantity": "-5"}, "0.01"),
        ({"quantity": "0.001"}, "小数"),
        ({"unit_price": "1000000000"}, "999999.99"),
        ({"unit_price": "NaN"}, "数字"),
        ({"unit_price": ""}, "单价"),
        ({"text": ""}, "收费项目"),
        ({"kind": "bribe"}, "bribe"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_field(page, ticket_in, norths_desk, wrong, says):
    response = page(norths_desk).post(editor(ticket_in(S.ASSIGNED)), rows(PUMP | wrong, WORK, press="save"))
    assert response.status_code == 422
    assert says in body(response)
    assert 'value="180.00"' in body(response)
    assert not Quote.objects.exists()


@pytest.mark.parametrize(("count", "status"), [(51, 422), (900, 400)])
def test_too_many_rows_are_refused(page, ticket_in, norths_desk, count, status):
    """Nine hundred rows have more fields than any request may have."""
    response = page(norths_desk).post(editor(ticket_in(S.ASSIGNED)), rows(*[PUMP] * count, press="save"))
    assert response.status_code == status
    assert not Quote.objects.exists()


def test_what_the_service_refuses_is_shown_with_what_was_typed(page, ticket_in, norths_desk):
    """C4: in warranty the reason comes first."""
    ticket = ticket_in(S.ASSIGNED, warranty_ends_on=date(2027, 1, 1))
    client = page(norths_desk)
    assert "保修期内" in body(client.get(editor(ticket)))
    response = client.post(editor(ticket), rows(PUMP, reason="", press="send"))
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    assert "更换主油泵" in body(response)
    assert not Quote.objects.exists()  # saved and sent, or neither


def test_a_draft_is_gone_on_with_and_another_quote_begins_with_the_last_lines(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    quote = drafted(ticket, norths_desk)
    client = page(norths_desk)
    shown = client.get(editor(ticket))
    assert [str(form["unit_price"].value()) for form in shown.context["lines"].forms] == ["4800.00", "180.00"]
    assert "¥ 5,430.00" in body(shown)
    client.post(editor(ticket), rows(WORK, version=1, press="send"))
    assert (fresh(quote).status, str(fresh(quote).total)) == ("sent", "630.00")
    again = client.get(editor(ticket))
    assert [form["text"].value() for form in again.context["lines"].forms] == ["拆装"]
    client.post(editor(ticket), rows(PUMP, press="send"))
    assert [one.status for one in Quote.objects.order_by("ordinal")] == ["withdrawn", "sent"]


@pytest.mark.parametrize("what", ["changed", "sent", "withdrawn"])
def test_who_writes_on_a_page_that_is_out_of_date_is_told(page, ticket_in, norths_desk, what):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    if what == "changed":
        services.change_quote(quote, actor=norths_desk, at=NOW, items=[item()], reason="x")
    elif what == "sent":
        services.send_quote(quote, actor=norths_desk, at=NOW, address="{}".format)
    else:
        services.withdraw_quote(quote, actor=norths_desk, at=NOW)
    response = page(norths_desk).post(editor(quote.ticket), rows(WORK, version=1, press="save"))
    assert response.status_code == 409
    assert "拆装" in body(response)
    assert Quote.objects.count() == 1


def test_the_editor_of_a_finished_ticket_leads_back(page, ticket_in, norths_desk):
    ticket = ticket_in(S.RESOLVED)
    assert page(norths_desk).get(editor(ticket)).url == ticket.get_absolute_url()
    response = page(norths_desk).post(editor(ticket), rows(PUMP, press="save"))
    assert response.status_code == 409


def test_who_does_not_serve_has_no_editor(page, ticket_in, agent, souths_desk):
    ticket = ticket_in(S.ASSIGNED)
    assert page(agent).get(editor(ticket)).status_code == 403
    assert page(souths_desk).get(editor(ticket)).status_code == 404


def test_what_is_published_for_the_model_stands_beside_it(page, ticket_in, norths_desk):
    """C11."""
    ticket = ticket_in(S.ASSIGNED)
    terms = ProductTermsFactory(product=ticket.product, valid_from=date(2026, 1, 1))
    terms.charges.create(position=1, name_zh="上门费", amount="80.00")
    assert "上门费" in body(page(norths_desk).get(editor(ticket)))


# ── the page of a quote ──


def test_a_draft_is_sent_from_its_page(page, ticket_in, norths_desk):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    assert act(page(norths_desk), "send", quote, version=1).url == quote.get_absolute_url()
    assert fresh(quote).status == "sent"


def test_a_refused_sending_says_why(page, ticket_in, norths_desk):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk, items=[])
    response = act(page(norths_desk), "send", quote)
    assert (response.status_code, "至少写一行" in body(response)) == (422, True)


def test_an_answer_is_put_down_as_it_was_heard(page, ticket_in, norths_desk, agent):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    shown = body(page(agent).get(quote.get_absolute_url()))
    assert "2026-09-30" in shown
    response = act(page(agent), "agree", quote, answered="phone", said_by="王老板", version=quote.version)
    assert response.url == quote.get_absolute_url()
    shown = body(page(agent).get(response.url))
    for said in ("已同意", "电话", "王老板", "小陈"):
        assert said in shown


def test_a_no_keeps_its_reason(page, ticket_in, norths_desk):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    missing = act(page(norths_desk), "decline", quote, answered="writing", said_by="王老板", reason="")
    assert (missing.status_code, fresh(quote).status) == (422, "sent")
    act(page(norths_desk), "decline", quote, answered="writing", said_by="王老板", reason="太贵")
    assert (fresh(quote).status, fresh(quote).declined_reason) == ("declined", "太贵")
    assert "太贵" in body(page(norths_desk).get(quote.get_absolute_url()))


def test_an_answer_that_comes_second_sees_the_first(page, ticket_in, norths_desk, agent):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    seen = quote.version
    agreed(quote, norths_desk)
    response = act(page(agent), "decline", quote, answered="phone", said_by="王", reason="太贵", version=seen)
    assert response.status_code == 409
    assert "已同意" in body(response)


def test_a_quote_decided_while_the_page_stood_open_is_not_withdrawn(page, ticket_in, norths_desk):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    response = act(page(norths_desk), "withdraw", quote, version=quote.version - 1)
    assert (response.status_code, fresh(quote).status) == (409, "sent")
    assert act(page(norths_desk), "withdraw", quote, version=quote.version).status_code == 302
    assert fresh(quote).status == "withdrawn"


def test_the_last_day_can_be_asked_why(page, ticket_in, norths_desk):
    """K2: clause, version, input, arithmetic."""
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    address = reverse("quotes:why", args=[quote.number])
    shown = body(page(norths_desk).get(address))
    for said in ("2026-09-15 + 15 天", "2026-09-30", "先报价后维修"):
        assert said in shown
    assert "<html" not in body(page(norths_desk).get(address, headers={"HX-Request": "true"}))
    draft = drafted(ticket_in(S.ASSIGNED), norths_desk)
    assert page(norths_desk).get(reverse("quotes:why", args=[draft.number])).status_code == 404


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("norths_desk", {"send", "withdraw"}),
        ("agent", {"agree", "decline"}),
        ("deputy", set()),
    ],
)
def test_each_person_is_offered_what_they_may_do(request, page, ticket_in, norths_desk, who, offered):
    person = request.getfixturevalue(who)
    ticket = ticket_in(S.ASSIGNED)
    quotes = [drafted(ticket, norths_desk), sent(ticket_in(S.ASSIGNED), norths_desk)]
    shown = "".join(body(page(person).get(quote.get_absolute_url())) for quote in quotes)
    for verb in ("send", "agree", "decline", "withdraw"):
        is_offered = any(reverse(f"quotes:{verb}", args=[quote.number]) in shown for quote in quotes)
        assert is_offered is (verb in offered | ({"agree", "decline"} if who == "norths_desk" else set()))


def test_finance_reads_a_quote_without_its_ticket(page, ticket_in, norths_desk):
    finance = UserFactory(username="finance", roles=[Role.FINANCE])
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    shown = body(page(finance).get(quote.get_absolute_url()))
    assert quote.ticket.get_absolute_url() not in shown
    assert "¥ 5,430.00" in shown
    administrator = UserFactory(username="admin2", roles=[Role.ADMINISTRATOR])
    assert page(administrator).get(quote.get_absolute_url()).status_code == 403


# ── on the ticket ──


def test_the_ticket_shows_its_quotes_and_who_serves_writes_one(
    page, ticket_in, norths_desk, norths_engineer, agent
):
    ticket = ticket_in(S.ASSIGNED)
    assert "编写报价" in body(page(norths_desk).get(ticket.get_absolute_url()))
    quote = sent(ticket, norths_desk)
    for person, address in (
        (norths_desk, ticket.get_absolute_url()),
        (norths_engineer.user, reverse("tickets:job", args=[ticket.number])),
    ):
        shown = body(page(person).get(address))
        assert quote.get_absolute_url() in shown
        assert editor(ticket) in shown
    shown = body(page(agent).get(ticket.get_absolute_url()))
    assert quote.get_absolute_url() in shown
    assert editor(ticket) not in shown
    assert "QT-2026-00001 · ¥ 5,430.00" in shown


@pytest.mark.parametrize(
    ("language", "dealers", "ours"),
    [
        ("zh-hans", "报价方：北方", "报价方：总部服务部"),
        ("en", "Offered by: 北方", "Offered by: our service department"),
    ],
)
def test_a_printed_quote_names_who_makes_the_offer(
    client, ticket_in, norths_desk, dispatcher, own_engineer, north, language, dealers, ours
):
    """C4: the dealer that serves, or headquarters where it repairs itself."""
    north.name = "北方"
    north.save()
    theirs = drafted(ticket_in(S.ASSIGNED), norths_desk)
    own = drafted(ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer), dispatcher)
    client.force_login(dispatcher, backend="dealers.backends.RoleBackend")
    for quote, named in ((theirs, dealers), (own, ours)):
        shown = body(client.get(quote.get_absolute_url(), headers={"accept-language": language}))
        assert f'<p class="print-only t13 mt-1">{named}</p>' in shown


def test_statements_of_the_page_do_not_grow_with_lines(
    page, ticket_in, norths_desk, django_assert_num_queries
):
    client = page(norths_desk)
    for count in (1, 40):
        quote = drafted(ticket_in(S.ASSIGNED), norths_desk, items=[item()] * count)
        with django_assert_num_queries(7):
            client.get(quote.get_absolute_url())
    assert QuoteLine.objects.count() == 41

"""Quotes are written, changed, sent and withdrawn; once sent they are frozen (C4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.db.models import F

from records.invariants import broken
from records.models import OutboxMessage
from records.refusals import Refusal
from records.sealing import unseal
from regulation.models import RegulationVersion
from tests.tickets.quotes import ADDRESS, ITEMS, NOW, agreed, drafted, fresh, item, sent
from tickets import services
from tickets.choices import LinkPurpose
from tickets.models import Quote, QuoteLine, Ticket
from tickets.quotes.states import QuoteStandsOtherwise
from tickets.services.links import find_link
from tickets.states import TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db

S = TicketStatus


def faults():
    return [fault for _code, fault in broken("T", "X", "D", "C4")]


def last_step(ticket):
    return ticket.events.in_order().last()


# ── written ──


def test_a_quote_adds_up_and_is_nobodys_news_yet(ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    quote = drafted(ticket, norths_desk, note="含税")
    assert (quote.number, quote.ordinal, quote.status) == ("QT-2026-00001", 1, "drafted")
    assert (quote.total, quote.note) == (Decimal("5430.00"), "含税")
    lines = [(line.position, line.kind, line.amount) for line in quote.lines.in_order()]
    assert lines == [(1, "part", Decimal("4800.00")), (2, "labour", Decimal("630.00"))]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.version) == (S.ASSIGNED, 1)
    assert OutboxMessage.objects.count() == 0
    assert faults() == []


def test_the_engineer_on_site_writes_one_too(ticket_in, norths_engineer):
    assert drafted(ticket_in(S.ASSIGNED), norths_engineer.user).drafted_by == norths_engineer.user


@pytest.mark.parametrize("who", ["agent", "souths_desk", "centres_desk", "deputy", "souths_engineer"])
def test_who_does_not_serve_the_ticket_quotes_nothing(request, ticket_in, norths_desk, who):
    found = request.getfixturevalue(who)
    actor, ticket = getattr(found, "user", found), ticket_in(S.ASSIGNED)
    quote = drafted(ticket, norths_desk)
    acts = (
        lambda: services.draft_quote(ticket, actor=actor, at=NOW, items=ITEMS),
        lambda: services.change_quote(quote, actor=actor, at=NOW, items=ITEMS),
        lambda: services.send_quote(quote, actor=actor, at=NOW, address=ADDRESS),
        lambda: services.withdraw_quote(quote, actor=actor, at=NOW),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert fresh(quote).status == "drafted"


def test_work_done_since_the_page_was_drawn_is_quoted_no_more(ticket_in, norths_desk):
    """C4: the row decides, not what somebody has on the screen."""
    ticket = ticket_in(S.ASSIGNED)
    Ticket.objects.filter(pk=ticket.pk).update(status=S.RESOLVED, version=F("version") + 1)
    with pytest.raises(TransitionNotAllowed):
        drafted(ticket, norths_desk)
    assert not Quote.objects.exists()


@pytest.mark.parametrize("status", [S.NEW, S.OFFERED, S.RESOLVED, S.CLOSED, S.CANCELLED])
def test_only_work_that_is_served_and_not_done_is_quoted(ticket_in, norths_desk, status):
    ticket = ticket_in(status)
    actor = norths_desk if ticket.dealer else None
    if actor is None:
        with pytest.raises(PermissionDenied):
            drafted(ticket, norths_desk)
    else:
        with pytest.raises(TransitionNotAllowed):
            drafted(ticket, actor)
    assert not Quote.objects.exists()


def test_one_quote_is_written_at_a_time(ticket_in, norths_desk):
    quote = drafted(ticket_in(S.ACCEPTED), norths_desk)
    with pytest.raises(services.QuoteBeingWritten) as refused:
        drafted(quote.ticket, norths_desk)
    assert (refused.value.status, quote.number in str(refused.value)) == (409, True)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"items": [item(quantity="-5")]}, "quantity_not_possible"),
        ({"items": [item(unit_price="0.001")]}, "price_not_possible"),
        ({"items": [item()] * 200}, "too_many_lines"),
        ({"note": "长" * 501}, "note_too_long"),
        ({"reason": "长" * 201}, "note_too_long"),
    ],
)
def test_what_can_not_be_a_quote_is_refused_and_nothing_kept(ticket_in, norths_desk, wrong, code):
    facts = {"items": ITEMS, "note": "", "reason": ""} | wrong
    with pytest.raises(Refusal) as refused:
        services.draft_quote(ticket_in(S.ACCEPTED), actor=norths_desk, at=NOW, **facts)
    assert refused.value.code == code
    assert not Quote.objects.exists()


def test_a_draft_is_written_anew_as_a_whole(ticket_in, norths_desk, norths_engineer):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    later = NOW + timedelta(minutes=5)
    changed = services.change_quote(
        quote, actor=norths_engineer.user, at=later, items=[item(unit_price="99.90")], note="改"
    )
    assert (changed.total, changed.version, changed.note) == (Decimal("99.90"), 2, "改")
    assert (changed.drafted_by, changed.drafted_at) == (norths_engineer.user, later)
    assert QuoteLine.objects.count() == 1


def test_of_two_who_write_the_same_draft_the_second_is_told(ticket_in, norths_desk):
    quote = drafted(ticket_in(S.ACCEPTED), norths_desk)
    stale = fresh(quote)
    services.change_quote(quote, actor=norths_desk, at=NOW, items=[item()])
    with pytest.raises(services.QuoteMovedByAnother):
        services.change_quote(stale, actor=norths_desk, at=NOW, items=[item(unit_price="1")])
    assert fresh(quote).total == Decimal("4800.00")


# ── sent ──


@pytest.mark.parametrize("status", [S.ACCEPTED, S.ASSIGNED])
def test_a_sent_quote_sets_the_ticket_waiting_for_its_answer(ticket_in, norths_desk, status):
    """D3: one step, and the customer's clocks stand still from then on."""
    ticket = ticket_in(status)
    quote = sent(ticket, norths_desk)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (quote.status, quote.sent_by, quote.valid_until) == ("sent", norths_desk, date(2026, 9, 30))
    assert quote.remind_on == date(2026, 9, 27)
    assert (ticket.status, ticket.wait_reason, ticket.waiting_from) == (S.WAITING, "quote", status)
    step = last_step(ticket)
    assert (step.verb, step.about, step.actor) == ("quote", "QT-2026-00001 · ¥ 5,430.00", norths_desk)
    wait = ticket.waits.get()
    assert (wait.reason, wait.began, wait.pauses) == ("quote", step, True)
    assert (ticket.due_at, ticket.chase_on) == (None, date(2026, 9, 17))
    assert faults() == []


@pytest.mark.parametrize(("reason", "stays"), [("part", "part"), ("quote", "quote")])
def test_a_ticket_that_waits_already_goes_on_waiting_for_that(ticket_in, norths_desk, reason, stays):
    ticket = services.wait_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=NOW, reason=reason)
    paused = ticket.due_at is None
    sent(ticket, norths_desk)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.status, ticket.wait_reason, ticket.waits.count()) == (S.WAITING, stays, 1)
    assert (ticket.due_at is None) is paused
    assert faults() == []


def test_the_customer_is_sent_a_link_to_the_page_on_which_they_answer(ticket_in, norths_desk):
    """C9, D20: number, total, last day and link, in one message."""
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    message = OutboxMessage.objects.get(template="customer.quote")
    text = unseal(message.sealed_text)
    for said in (quote.ticket.number, "¥ 5,430.00", "2026-09-30", "https://service.example/t/"):
        assert said in text
    token = text.split("/t/")[1].split("/")[0]
    link = find_link(token, purpose=LinkPurpose.PROGRESS)
    assert (link.ticket, link.made_by) == (quote.ticket, norths_desk)
    assert not OutboxMessage.objects.filter(template="customer.wait").exists()


def test_days_valid_are_the_regulations(ticket_in, norths_desk):
    """K1: of the version in force on the day of the sending."""
    version = RegulationVersion.objects.get()
    version.parameters["quotes"]["valid_days"] = 7
    version.save()
    assert sent(ticket_in(S.ASSIGNED), norths_desk).valid_until == date(2026, 9, 22)


@pytest.mark.parametrize("items", [[], [item(unit_price="0")], [item(quantity="0.33", unit_price="0.01")]])
def test_nobody_is_asked_to_agree_to_nothing(ticket_in, norths_desk, items):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk, items=items)
    with pytest.raises(services.NothingQuoted):
        services.send_quote(quote, actor=norths_desk, at=NOW, address=ADDRESS)


def test_in_warranty_the_reason_comes_first(ticket_in, norths_desk):
    """C4: what the warranty covers is charged only for a stated reason; outside it none is asked."""
    covered = ticket_in(S.ASSIGNED, warranty_ends_on=date(2026, 9, 15))
    assert covered.is_in_warranty
    quote = drafted(covered, norths_desk, reason="")
    with pytest.raises(services.NoteMissing) as refused:
        services.send_quote(quote, actor=norths_desk, at=NOW, address=ADDRESS)
    assert refused.value.field == "reason"
    quote = services.change_quote(quote, actor=norths_desk, at=NOW, items=ITEMS, reason="进水，人为损坏")
    assert services.send_quote(quote, actor=norths_desk, at=NOW, address=ADDRESS).status == "sent"


@pytest.mark.parametrize("ends_on", [date(2026, 9, 14), None])
def test_outside_the_warranty_no_reason_is_asked(ticket_in, norths_desk, ends_on):
    ticket = ticket_in(S.ASSIGNED, warranty_ends_on=ends_on)
    assert sent(ticket, norths_desk, reason="").status == "sent"


def test_a_sent_quote_is_frozen(ticket_in, norths_desk):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    with pytest.raises(QuoteStandsOtherwise) as refused:
        services.change_quote(quote, actor=norths_desk, at=NOW, items=[item()])
    assert refused.value.status == 409
    with pytest.raises(QuoteStandsOtherwise):
        services.send_quote(quote, actor=norths_desk, at=NOW, address=ADDRESS)


def test_another_price_is_another_quote_which_withdraws_the_former(ticket_in, norths_desk):
    """In the same act: the customer never has two to answer, and the wait goes on."""
    first = sent(ticket_in(S.ASSIGNED), norths_desk)
    second = drafted(fresh(first).ticket, norths_desk, items=[item(unit_price="4500.00")])
    assert fresh(first).status == "sent"  # while the new one is being written
    services.send_quote(second, actor=norths_desk, at=NOW, address=ADDRESS)
    first, second = fresh(first), fresh(second)
    assert (first.status, first.decided_by, second.status, second.ordinal) == (
        "withdrawn",
        norths_desk,
        "sent",
        2,
    )
    ticket = second.ticket
    assert [step.verb for step in ticket.events.in_order()][-2:] == ["quote", "quote"]
    assert (ticket.wait_reason, ticket.waits.count()) == ("quote", 1)
    assert faults() == []


# ── withdrawn ──


def test_a_withdrawn_quote_ends_the_wait_and_the_customer_hears_of_it(ticket_in, norths_desk):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    later = NOW + timedelta(hours=1)
    quote = services.withdraw_quote(quote, actor=norths_desk, at=later)
    ticket = Ticket.objects.get(pk=quote.ticket_id)
    assert (quote.status, quote.decided_at, quote.decided_by) == ("withdrawn", later, norths_desk)
    assert (ticket.status, ticket.wait_reason, last_step(ticket).verb) == (S.ASSIGNED, "", "withdraw")
    assert ticket.waits.get().ended == last_step(ticket)
    assert OutboxMessage.objects.filter(template="customer.withdraw").count() == 1
    assert faults() == []


def test_a_draft_is_thrown_away_without_a_word(ticket_in, norths_desk):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    services.withdraw_quote(quote, actor=norths_desk, at=NOW)
    assert last_step(quote.ticket).verb == "assign"
    assert drafted(quote.ticket, norths_desk).ordinal == 2
    assert faults() == []


@pytest.mark.parametrize("ends_by", ["cancel", "record", "solve", "merge"])
def test_what_ends_the_work_withdraws_what_is_asked(ticket_in, norths_desk, norths_engineer, agent, ends_by):
    quote = sent(ticket_in(S.ACCEPTED if ends_by == "solve" else S.ASSIGNED), norths_desk)
    ticket = fresh(quote).ticket
    second = drafted(ticket, norths_desk)
    if ends_by in {"record", "solve"}:
        ticket = services.resume_ticket(ticket, actor=norths_desk, at=NOW)
    if ends_by == "cancel":
        services.cancel_ticket(ticket, actor=agent, at=NOW, reason="客户自己修好了")
    elif ends_by == "merge":
        services.merge_ticket(ticket, actor=agent, at=NOW, other=ticket_in(S.NEW), reason="写了两遍")
    elif ends_by == "solve":
        services.solve_ticket(ticket, actor=agent, at=NOW, note="重启后好了")
    else:
        services.record_service(
            ticket,
            actor=norths_engineer.user,
            at=NOW,
            work_done="换件",
            minutes_worked=30,
            result="fixed",
        )
    assert [fresh(one).status for one in (quote, second)] == ["withdrawn", "withdrawn"]
    assert faults() == []


def test_a_trip_in_vain_leaves_the_quote_as_it_is(ticket_in, norths_desk, norths_engineer):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    services.record_service(
        quote.ticket,
        actor=norths_engineer.user,
        at=NOW,
        work_done="缺件",
        minutes_worked=30,
        result="not_fixed",
    )
    assert fresh(quote).status == "drafted"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_begin_at_the_same_moment_one_writes(ticket_in, norths_desk):
    pk, start = ticket_in(S.ASSIGNED).pk, Barrier(2)
    assert norths_desk.rights

    def begin(_n):
        try:
            ticket = Ticket.objects.get(pk=pk)
            start.wait(timeout=10)
            drafted(ticket, norths_desk)
        except Refusal as refusal:
            return refusal.code
        else:
            return "written"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, range(2))) == ["quote_being_written", "written"]
    assert Quote.objects.count() == 1


def test_the_quote_agreed_to_last_is_the_one_that_holds(ticket_in, norths_desk, agent):
    """What is found later is quoted as a whole; what was agreed to before stays on record."""
    first = agreed(sent(ticket_in(S.ASSIGNED), norths_desk), agent)
    second = sent(first.ticket, norths_desk, items=[*ITEMS, item("滤芯", unit_price="120.00")])
    assert Quote.objects.holding(first.ticket) == first
    agreed(second, agent)
    assert Quote.objects.holding(first.ticket) == second
    assert fresh(first).status == "agreed"
    assert Quote.objects.holding(ticket_in(S.NEW)) is None
    assert faults() == []

"""Customers answer quotes online, by phone or in writing, or not in time; the wait ends with it (C4, C9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from records.invariants import broken
from records.models import OutboxMessage
from records.refusals import MovedByAnother, Refusal
from records.sweeps import sweep
from tests.factories.tickets import TicketFactory
from tests.tickets.customers import link_of
from tests.tickets.quotes import NOW, agreed, drafted, fresh, link_for, sent
from tickets import services
from tickets.models import Quote, Ticket
from tickets.quotes.states import QuoteStandsOtherwise
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus
LATER = NOW + timedelta(hours=3)
LAST_MOMENT = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)  # 23:59 of the last day, in the service region
OVER = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)


def faults():
    return [fault for _code, fault in broken("T", "X", "D", "C4")]


def told(ticket, who="customer"):
    rows = OutboxMessage.objects.of(ticket.number).exclude(channel="page").filter(template__startswith=who)
    return [row.template.removeprefix(f"{who}.") for row in rows.order_by("pk")]


@pytest.fixture
def quote(ticket_in, norths_desk):
    return sent(ticket_in(S.ASSIGNED), norths_desk)


@pytest.mark.parametrize("who", ["norths_desk", "agent", "dispatcher", "norths_engineer"])
def test_who_speaks_with_the_customer_puts_their_yes_down(request, quote, who):
    """The wait ends at the moment of the answer, in one step; who said so stands with it."""
    found = request.getfixturevalue(who)
    actor = getattr(found, "user", found)
    done = services.agree_to_quote(quote, actor=actor, at=LATER, answered="phone", said_by=" 王老板 ")
    assert (done.status, done.answered, done.said_by) == ("agreed", "phone", "王老板")
    assert (done.decided_by, done.decided_at) == (actor, LATER)
    ticket = Ticket.objects.get(pk=quote.ticket_id)
    step = ticket.events.in_order().last()
    assert (ticket.status, ticket.wait_reason, ticket.chase_on) == (S.ASSIGNED, "", None)
    assert (step.verb, step.at, step.about) == ("agree", LATER, "QT-2026-00001 · ¥ 5,430.00")
    assert ticket.waits.get().ended == step
    assert ticket.due_at is not None
    assert faults() == []


def test_a_no_names_its_reason_and_the_ticket_goes_on(quote, norths_desk):
    done = services.decline_quote(
        quote, actor=norths_desk, at=LATER, answered="writing", said_by="王老板", reason="太贵"
    )
    assert (done.status, done.answered, done.declined_reason) == ("declined", "writing", "太贵")
    ticket = Ticket.objects.get(pk=quote.ticket_id)
    step = ticket.events.in_order().last()
    assert (ticket.status, step.verb, step.note) == (S.ASSIGNED, "decline", "太贵")
    assert faults() == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"answered": ""}, "way_missing"),
        ({"answered": "link"}, "way_missing"),
        ({"answered": "shouted"}, "way_missing"),
        ({"said_by": "  "}, "note_missing"),
        ({"said_by": "长" * 41}, "note_too_long"),
    ],
)
def test_an_answer_put_down_says_how_and_who(quote, norths_desk, wrong, code):
    facts = {"answered": "phone", "said_by": "王老板"} | wrong
    with pytest.raises(Refusal) as refused:
        services.agree_to_quote(quote, actor=norths_desk, at=LATER, **facts)
    assert refused.value.code == code
    assert fresh(quote).status == "sent"


@pytest.mark.parametrize(("reason", "code"), [(" ", "note_missing"), ("长" * 301, "note_too_long")])
def test_a_no_without_a_reason_is_refused(quote, norths_desk, reason, code):
    for act in (
        lambda: services.decline_quote(
            quote, actor=norths_desk, at=LATER, answered="phone", said_by="王", reason=reason
        ),
        lambda: services.decline_online(quote, link=link_for(quote), at=LATER, reason=reason),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code


@pytest.mark.parametrize("who", ["souths_desk", "centres_desk", "deputy", "souths_engineer"])
def test_nobody_else_puts_an_answer_down(request, quote, who):
    found = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        agreed(quote, getattr(found, "user", found))


# ── online ──


def test_the_customer_agrees_by_their_link(quote):
    """C9: nobody of ours is the actor; the step knows the link."""
    link = link_for(quote)
    done = services.agree_online(quote, link=link, at=LATER)
    assert (done.status, done.answered, done.answered_link, done.decided_by) == ("agreed", "link", link, None)
    step = done.ticket.events.in_order().last()
    assert (step.verb, step.actor, step.link) == ("agree", None, link)
    assert faults() == []


def test_the_customer_declines_by_their_link(quote):
    done = services.decline_online(quote, link=link_for(quote), at=LATER, reason="自己修")
    assert (done.status, done.declined_reason) == ("declined", "自己修")
    assert done.ticket.status == S.ASSIGNED


def test_the_link_of_another_ticket_answers_nothing(quote):
    other = link_of(TicketFactory())
    for act in (
        lambda: services.agree_online(quote, link=other, at=LATER),
        lambda: services.decline_online(quote, link=other, at=LATER, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert fresh(quote).status == "sent"


# ── who hears of it ──


def test_customer_and_who_serves_hear_of_the_answer(quote, norths_desk, norths_engineer, agent):
    """D20: the customer too, so that nobody agrees in their name without their knowing."""
    for person in (norths_desk, norths_engineer.user):
        person.email = f"{person.username}@north.example"
        person.save()
    agreed(quote, agent, at=LATER)
    assert told(quote.ticket) == ["quote", "agree"]
    assert told(quote.ticket, "staff") == ["agree", "agree"]
    message = OutboxMessage.objects.get(template="customer.agree")
    assert "¥ 5,430.00" in message.text


def test_a_no_and_a_silence_are_told_too(quote, norths_desk, ticket_in):
    services.decline_online(quote, link=link_for(quote), at=LATER, reason="x")
    assert told(quote.ticket)[-1] == "decline"
    second = sent(fresh(quote).ticket, norths_desk, at=LATER)
    services.lapse_quotes(OVER)
    assert told(second.ticket)[-1] == "expire"


def test_what_headquarters_serves_itself_has_no_desk_to_be_told(ticket_in, dispatcher, own_engineer):
    ticket = ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer)
    own_engineer.user.email = "own@hq.example"
    own_engineer.user.save()
    services.agree_online(sent(ticket, dispatcher), link=link_of(ticket), at=LATER)
    assert told(ticket, "staff") == ["agree"]


# ── where the ticket stands otherwise ──


def test_what_waits_for_a_part_goes_on_waiting_for_it(ticket_in, norths_desk, agent):
    ticket = services.wait_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=NOW, reason="part")
    done = agreed(sent(ticket, norths_desk), agent)
    assert (done.ticket.status, done.ticket.wait_reason) == (S.WAITING, "part")
    assert done.ticket.waits.get().ended is None
    assert faults() == []


def test_a_wait_set_by_hand_ends_with_the_answer_too(ticket_in, norths_desk, agent):
    ticket = services.wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=NOW, reason="quote")
    done = agreed(sent(ticket, norths_desk), agent)
    assert (done.ticket.status, done.ticket.wait_reason) == (S.ACCEPTED, "")


def test_who_went_on_without_waiting_hears_the_answer_where_they_are(quote, norths_desk, agent):
    services.resume_ticket(quote.ticket, actor=norths_desk, at=NOW)
    done = agreed(fresh(quote), agent)
    assert (done.status, done.ticket.status) == ("agreed", S.ASSIGNED)
    assert faults() == []


# ── twice, too late, at once ──


def test_a_quote_is_answered_once(quote, norths_desk):
    done = services.agree_online(quote, link=link_for(quote), at=LATER)
    for act in (
        lambda: agreed(done, norths_desk),
        lambda: services.decline_online(done, link=link_for(done), at=LATER, reason="x"),
        lambda: services.withdraw_quote(done, actor=norths_desk, at=LATER),
    ):
        with pytest.raises(QuoteStandsOtherwise) as refused:
            act()
        assert (refused.value.status, done.number in str(refused.value)) == (409, True)
    assert fresh(quote).status == "agreed"


def test_a_draft_can_not_be_answered(ticket_in, norths_desk):
    with pytest.raises(QuoteStandsOtherwise):
        agreed(drafted(ticket_in(S.ASSIGNED), norths_desk), norths_desk)


def test_the_last_day_counts_in_full_and_not_a_minute_more(quote, norths_desk):
    with pytest.raises(services.QuoteRanOut) as refused:
        agreed(quote, norths_desk, at=OVER)
    assert (refused.value.status, "2026-09-30" in str(refused.value)) == (409, True)
    assert agreed(quote, norths_desk, at=LAST_MOMENT).status == "agreed"


def test_the_sweep_lets_go_what_nobody_answered(quote):
    """The step is written for the end of the last day, however late the sweep comes."""
    assert services.lapse_quotes(LAST_MOMENT) == 0
    assert sweep(OVER + timedelta(days=2))["quotes"] == 1
    quote = fresh(quote)
    assert (quote.status, quote.decided_at, quote.decided_by) == ("lapsed", OVER, None)
    step = quote.ticket.events.in_order().last()
    assert (step.verb, step.at, step.actor) == ("expire", OVER, None)
    assert (quote.ticket.status, quote.ticket.waits.get().ended) == (S.ASSIGNED, step)
    assert services.lapse_quotes(OVER + timedelta(days=3)) == 0
    assert faults() == []


def test_a_step_taken_after_the_last_day_is_not_overtaken(quote, norths_desk):
    at = OVER + timedelta(hours=9)
    services.chase_ticket(quote.ticket, actor=norths_desk, at=at, note="客户没接")
    assert services.lapse_quotes(at + timedelta(hours=1)) == 1
    assert fresh(quote).decided_at == at


def test_a_quote_that_another_sweep_took_is_left_alone(quote, monkeypatch):
    """Nothing but the second reading says that somebody was first."""
    over = Quote.objects.over(OVER.date() + timedelta(days=9))
    answers = iter([over, Quote.objects.none()])
    monkeypatch.setattr(type(Quote.objects), "over", lambda *_: next(answers))
    assert services.lapse_quotes(OVER) == 0


def test_a_sweep_that_loses_the_race_goes_on(quote, monkeypatch):
    def first(*_args, **_kwargs):
        raise MovedByAnother

    monkeypatch.setattr("tickets.services.quote_answers._move_quote", first)
    assert services.lapse_quotes(OVER) == 0
    assert fresh(quote).status == "sent"


def test_of_two_who_hold_the_same_quote_the_second_is_told(quote, norths_desk):
    stale = fresh(quote)
    services.agree_online(quote, link=link_for(quote), at=LATER)
    with pytest.raises(services.QuoteMovedByAnother) as refused:
        services.withdraw_quote(stale, actor=norths_desk, at=LATER)
    assert (refused.value.status, stale.status) == (409, "agreed")  # it shows how it stands now
    assert faults() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("other", ["withdraw", "agree", "lapse"])
def test_of_two_at_the_same_moment_one_wins(ticket_in, norths_desk, other):
    """Real threads with connections of their own: the customer's yes, and what somebody else does."""
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    link, start = link_for(quote), Barrier(2)
    assert norths_desk.rights
    moment = LATER if other != "lapse" else OVER
    acts = {
        "link": lambda one: services.agree_online(one, link=link, at=LATER),
        "withdraw": lambda one: services.withdraw_quote(one, actor=norths_desk, at=moment),
        "agree": lambda one: agreed(one, norths_desk, at=moment),
        "lapse": lambda _one: services.lapse_quotes(moment),
    }

    def act(name):
        try:
            one = fresh(quote)
            start.wait(timeout=10)
            return 200 if acts[name](one) else 409
        except Refusal as refusal:
            return refusal.status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, ["link", other])) == [200, 409]
    assert fresh(quote).status in {"agreed", "withdrawn", "lapsed"}
    assert Ticket.objects.get().events.filter(verb__in=["agree", "withdraw", "expire"]).count() == 1
    assert faults() == []

"""Waiting: for what, who is asked again, what ends it, and whether the customer's clocks stand still (D3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from records.invariants import broken
from records.sweeps import sweep
from regulation.choices import WaitReason
from regulation.parameters import Waits
from tickets import due
from tickets.choices import Chased
from tickets.models import Ticket, TicketWait
from tickets.services import (
    DayMissing,
    DayNotPossible,
    NoteMissing,
    NoteTooLong,
    assign_ticket,
    cancel_ticket,
    chase_ticket,
    end_waits,
    resume_ticket,
    wait_ticket,
    waiting,
)
from tickets.states import TicketStatus, TransitionNotAllowed
from tickets.wait_rules import CHASED, ENDS_WITH

pytestmark = pytest.mark.django_db

S = TicketStatus
FRIDAY = date(2026, 9, 18)
EIGHT_THIRTY = datetime(2026, 9, 18, 0, 30, tzinfo=UTC)  # when work begins on that Friday


def faults():
    return [fault for _code, fault in broken("T", "X", "D")]


@pytest.mark.parametrize("status", [S.ACCEPTED, S.ASSIGNED])
@pytest.mark.parametrize("by_engineer", [False, True])
def test_work_waits_and_goes_on_from_where_it_stood(
    ticket_in, norths_desk, norths_engineer, at, status, by_engineer
):
    ticket = ticket_in(status)
    if by_engineer and status is S.ACCEPTED:
        ticket = assign_ticket(ticket, actor=norths_desk, at=at, engineer=norths_engineer)
        status = S.ASSIGNED
    actor = norths_engineer.user if by_engineer else norths_desk
    ticket = wait_ticket(ticket, actor=actor, at=at, reason="customer", note="等客户确认进矿时间")
    assert (ticket.status, ticket.waiting_from, ticket.wait_reason) == (S.WAITING, status, "customer")
    wait = ticket.waits.get()
    assert (wait.reason, wait.note, wait.began.at, wait.ended) == ("customer", "等客户确认进矿时间", at, None)
    ticket = resume_ticket(ticket, actor=actor, at=at + timedelta(hours=2))
    assert (ticket.status, ticket.waiting_from, ticket.wait_reason) == (status, "", "")
    assert ticket.waits.get().ended.at == at + timedelta(hours=2)
    assert faults() == []


@pytest.mark.parametrize("reason", WaitReason)
def test_the_regulation_says_how_often_is_asked_and_whether_clocks_stand_still(
    ticket_in, norths_desk, at, reason
):
    """D3: what the customer owes pauses their clocks; a part, support or others are ours to hurry."""
    until = FRIDAY if reason is WaitReason.DAY else None
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason=reason, until=until)
    wait, rule = ticket.waits.get(), Waits().of(reason)
    assert (wait.chase_every, wait.pauses) == (rule.chased_every_working_days, rule.pauses_clocks)
    owed_by_customer = {"customer", "site", "quote", "day"}
    assert (ticket.due_at is None) is (reason.value in owed_by_customer) is wait.pauses
    expected = {0: None, 1: date(2026, 9, 16), 2: date(2026, 9, 17), 3: FRIDAY}[wait.chase_every]
    assert ticket.chase_on == expected
    assert CHASED[reason] in Chased
    assert str(ENDS_WITH[reason])
    assert faults() == []


def test_asking_again_counts_and_puts_the_next_time_off(ticket_in, norths_desk, agent, at):
    """D3: two working days on from the day of asking; the National Day week is no working time."""
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="customer")
    assert ticket.chase_on == date(2026, 9, 17)
    asked_at = datetime(2026, 9, 29, 3, tzinfo=UTC)
    ticket = chase_ticket(ticket, actor=agent, at=asked_at, note="客户说节后答复")
    assert ticket.chase_on == date(2026, 10, 8)
    assert (ticket.status, ticket.wait_reason, ticket.waiting_from) == (S.WAITING, "customer", S.ACCEPTED)
    assert ticket.waits.get().chased == 1
    step = ticket.events.in_order().last()
    assert (step.verb, step.note, step.actor) == ("chase", "客户说节后答复", agent)
    assert ticket.due_at is None  # the clocks stand still as before
    ticket = resume_ticket(ticket, actor=norths_desk, at=asked_at)
    assert ticket.chase_on is None
    assert faults() == []


def test_an_agreed_day_ends_the_wait_by_itself(ticket_in, norths_desk, at):
    ticket = wait_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    assert ticket.waits.get().ends_at == EIGHT_THIRTY
    assert end_waits(EIGHT_THIRTY - timedelta(seconds=1)) == 0
    assert end_waits(EIGHT_THIRTY) == 1
    assert end_waits(EIGHT_THIRTY) == 0
    ticket.refresh_from_db()
    assert ticket.status == S.ASSIGNED
    step = ticket.events.in_order().last()
    assert (step.verb, step.actor, step.at) == ("resume", None, EIGHT_THIRTY)
    assert faults() == []


def test_a_late_sweep_takes_no_minute_off_a_clock(ticket_in, norths_desk, at):
    """F6 of clocks: catching up equals never having stopped."""
    late = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    in_time = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    TicketWait.objects.filter(ticket=late).update(ends_at=None, reason="customer")
    assert end_waits(EIGHT_THIRTY) == 1
    TicketWait.objects.filter(ticket=late).update(ends_at=EIGHT_THIRTY, reason="day")
    assert sweep(EIGHT_THIRTY + timedelta(days=10))["waits"] == 1
    dues = {ticket.due_at for ticket in Ticket.objects.filter(pk__in=[late.pk, in_time.pk])}
    assert len(dues) == 1
    assert dues != {None}


def test_what_was_said_after_the_agreed_day_stays_before_the_going_on(ticket_in, norths_desk, at):
    """T1: a step never stands before one that was written earlier."""
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    said_at = EIGHT_THIRTY + timedelta(hours=1)
    chase_ticket(ticket, actor=norths_desk, at=said_at, note="客户改主意了")
    assert end_waits(said_at) == 1
    assert [row.at for row in ticket.events.in_order()][-2:] == [said_at, said_at]


def test_who_resumed_at_that_very_moment_was_first(ticket_in, norths_desk, at, monkeypatch):
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    found = list(TicketWait.objects.over(EIGHT_THIRTY))
    resume_ticket(ticket, actor=norths_desk, at=EIGHT_THIRTY)
    assert [wait.ticket for wait in found] == [ticket]
    assert end_waits(EIGHT_THIRTY) == 0
    assert ticket.events.filter(verb="resume").count() == 1


def test_a_wait_that_another_sweep_has_ended_is_left(ticket_in, norths_desk, at):
    """As if both sweeps had read the same list."""
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    wait = ticket.waits.get()
    assert end_waits(EIGHT_THIRTY) == 1
    assert waiting._end_wait(wait.pk, at=EIGHT_THIRTY) == 0  # noqa: SLF001 (the second of two at once)


def test_who_goes_on_while_the_sweep_looks_was_first(ticket_in, norths_desk, at):
    """Between the sweep's reading of a wait and its step the desk resumes: one step, no error."""
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="day", until=FRIDAY)
    assert norths_desk.rights
    resumed = []

    def resume_first(execute, sql, params, many, context):
        if not resumed and 'FROM "tickets_ticketevent"' in sql:
            resumed.append(True)
            resume_ticket(Ticket.objects.get(pk=ticket.pk), actor=norths_desk, at=EIGHT_THIRTY)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(resume_first):
        assert end_waits(EIGHT_THIRTY) == 0
    assert resumed  # its step was taken back here with the sweep's, for both share a connection
    assert end_waits(EIGHT_THIRTY) == 1


def test_a_cancelled_ticket_waits_no_more(ticket_in, norths_desk, agent, at):
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="part")
    ticket = cancel_ticket(ticket, actor=agent, at=at, reason="已退机")
    assert not ticket.waits.open().exists()
    assert (ticket.chase_on, ticket.wait_reason) == (None, "")


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"reason": "day"}, DayMissing, "until"),
        ({"reason": "part", "until": date(2026, 9, 15)}, DayNotPossible, "until"),
        ({"reason": "part", "until": date(2027, 9, 17)}, DayNotPossible, "until"),
        ({"reason": "part", "note": "长" * 201}, NoteTooLong, "note"),
    ],
)
def test_a_wait_that_can_not_be_is_refused(ticket_in, norths_desk, at, facts, refusal, field):
    with pytest.raises(refusal) as refused:
        wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, **facts)
    assert refused.value.field == field
    assert not TicketWait.objects.exists()


def test_asking_again_needs_its_answer(ticket_in, norths_desk, at):
    with pytest.raises(NoteMissing):
        chase_ticket(ticket_in(S.WAITING), actor=norths_desk, at=at, note=" ")


@pytest.mark.parametrize("person", ["agent", "dispatcher", "souths_desk", "centres_desk"])
def test_only_who_assigns_and_the_engineer_wait_and_resume(request, ticket_in, person, at):
    actor = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        wait_ticket(ticket_in(S.ACCEPTED), actor=actor, at=at, reason="part")
    with pytest.raises(PermissionDenied):
        resume_ticket(ticket_in(S.WAITING), actor=actor, at=at)


@pytest.mark.parametrize("person", ["souths_desk", "centres_desk", "deputy"])
def test_only_who_serves_or_headquarters_asks_again(request, ticket_in, person, at):
    with pytest.raises(PermissionDenied):
        chase_ticket(ticket_in(S.WAITING), actor=request.getfixturevalue(person), at=at, note="催过")


def test_what_does_not_wait_is_not_resumed_nor_asked_after(ticket_in, norths_desk, at):
    with pytest.raises(TransitionNotAllowed):
        resume_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at)
    with pytest.raises(TransitionNotAllowed):
        chase_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, note="催过")


def test_asking_again_is_due_from_who_serves_from_its_day_on(ticket_in, norths_desk, souths_desk, at):
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="customer")
    on_the_day = at + timedelta(days=2)
    assert due.items(norths_desk, at) == []
    assert [item.button for item in due.items(norths_desk, on_the_day)] == ["催办"]
    assert due.badge(norths_desk, on_the_day) == 1
    assert due.items(souths_desk, on_the_day) == []
    chase_ticket(ticket, actor=norths_desk, at=on_the_day, note="客户说明天")
    assert due.items(norths_desk, on_the_day) == []


def test_the_database_keeps_one_open_wait_and_a_day_for_an_agreed_day(ticket_in, norths_desk, at):
    ticket = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, reason="customer")
    with pytest.raises(IntegrityError, match=r"wait_for_a_day_names_it|CHECK"):
        TicketWait.objects.filter(ticket=ticket).update(reason="day")


def test_a_ticket_waits_with_a_reason_or_not_at_all(ticket_in):
    ticket = ticket_in(S.ACCEPTED)
    with pytest.raises(IntegrityError, match=r"ticket_wait_reason_iff_waiting|CHECK"):
        Ticket.objects.filter(pk=ticket.pk).update(wait_reason="part")


def test_the_page_says_what_is_waited_for_and_what_ends_it(client, ticket_in, norths_desk, at, time_machine):
    time_machine.move_to(at, tick=False)
    ticket = ticket_in(S.ACCEPTED)
    wait_ticket(ticket, actor=norths_desk, at=at, reason="part", note="油泵总成", until=FRIDAY)
    client.force_login(norths_desk)
    shown = client.get(ticket.get_absolute_url()).content.decode()
    for said in ("等配件", "油泵总成", "计时照常", "发配件的一方", "配件到了就结束，最迟"):
        assert said in shown

"""D18, D9, D5: what another worker did between look and claim is theirs; nothing is done twice."""

import pytest

from tests.tickets.trips import written
from tickets import services
from tickets.days.rules import Standing
from tickets.days.states import DayOrigin, DayState
from tickets.models import DayPlan, DayPlanItem
from tickets.services.day_moving import Joining, join, plan_of
from tickets.services.day_planning import _close_past, _join, _settled
from tickets.services.referring import _tell_one
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus


@pytest.fixture
def plan(norths_engineer, at):
    return plan_of(norths_engineer, at.date())


def test_a_job_joins_a_day_once(plan, ticket_in, at):
    joining = Joining(ticket_in(S.ASSIGNED), DayOrigin.DUE)
    assert join(plan, joining, at=at) is not None
    assert join(plan, joining, at=at) is None
    assert plan.items.count() == 1


def test_what_was_done_joins_a_closed_day_once(plan, ticket_in, norths_engineer, norths_desk, at):
    ticket = ticket_in(S.ACCEPTED)
    services.assign_ticket(ticket, actor=norths_desk, at=at, engineer=norths_engineer)
    ticket.refresh_from_db()
    done = written(ticket, norths_engineer, at).ticket
    DayPlan.objects.filter(pk=plan.pk).update(closed_at=at)
    joining = Joining(done, DayOrigin.WORKED)
    found = [_join(norths_engineer, joining, on=plan.on, at=at) for _ in range(2)]
    assert found == [1, 0]


def test_a_job_that_somebody_else_moved_meanwhile_is_theirs(plan, ticket_in, at):
    item = join(plan, Joining(ticket_in(S.ASSIGNED), DayOrigin.DUE), at=at)
    DayPlanItem.objects.filter(pk=item.pk).update(state=DayState.DROPPED, reason="cancelled")
    assert _settled(item, Standing(DayState.DONE, done_at=at), at=at) == 0
    assert DayPlanItem.objects.get().state == DayState.DROPPED


def test_a_day_that_was_closed_meanwhile_is_not_closed_again(plan, at):
    DayPlan.objects.filter(pk=plan.pk).update(closed_at=at)
    assert _close_past(plan.pk, at=at) == 0


def test_an_overdue_answer_that_was_told_of_meanwhile_is_not_told_again(db, at):
    assert _tell_one(0, at=at) == 0


def test_nothing_is_prepared_for_what_is_repaired_at_the_bench(ticket_in, norths_desk, norths_engineer, at):
    ticket = ticket_in(S.ACCEPTED, kind="carry_in_repair")
    moved = services.assign_ticket(ticket, actor=norths_desk, at=at, engineer=norths_engineer)
    assert moved.status == S.ASSIGNED

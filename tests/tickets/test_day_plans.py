"""The planner of days: what joins, what is done by itself, what nobody closed, what is told late (D18)."""

from datetime import timedelta

import pytest

from records.invariants import broken
from regulation.calendars import local_day
from tests.factories.tickets import TicketFactory
from tests.tickets.days import MORNING, agreed, fixed, item_of, local, plan_of, stands
from tickets import services
from tickets.models import DayPlan, DayPlanEvent, DayPlanItem, Ticket, TicketAssignment
from tickets.onsite.device_time import DeviceTime
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
EVENING = local(15, 18)
NIGHT = local(16, 0, 5)


@pytest.fixture
def job(ticket_in, norths_engineer):
    """A ticket that the engineer has had since yesterday."""

    def make(**facts):
        ticket = ticket_in("assigned", **facts)
        TicketAssignment.objects.filter(ticket=ticket).update(assigned_at=local(14, 9))
        return ticket

    return make


@pytest.fixture
def agreed_job(job, norths_engineer):
    ticket = job()
    agreed(ticket, norths_engineer, local(15, 10), local(15, 12))
    return ticket


def all_rows():
    return [
        list(model.objects.order_by("pk").values_list()) for model in (DayPlan, DayPlanItem, DayPlanEvent)
    ]


def faults():
    return [fault for _code, fault in broken("D18")]


def test_the_agreed_times_of_a_day_and_what_is_due_are_its_plan(agreed_job, job, norths_engineer):
    due = job()
    Ticket.objects.filter(pk=due.pk).update(due_at=local(15, 23, 59))
    tomorrow = job()
    Ticket.objects.filter(pk=tomorrow.pk).update(due_at=local(16, 0))
    assert services.plan_days(MORNING) == 2
    rows = DayPlanItem.objects.order_by("pk").values_list("ticket__number", "origin", "state")
    assert list(rows) == [(agreed_job.number, "agreed", "planned"), (due.number, "due", "planned")]
    assert plan_of(norths_engineer, 15).dealer == norths_engineer.dealer


def test_run_twice_it_changes_nothing(agreed_job, norths_engineer):
    for at in (MORNING, EVENING, NIGHT):
        services.plan_days(at)
        rows = all_rows()
        services.plan_days(at)
        assert all_rows() == rows


def test_an_emergency_at_noon_joins_as_added(agreed_job, norths_engineer, ticket_in):
    services.plan_days(MORNING)
    urgent = ticket_in("assigned")
    TicketAssignment.objects.filter(ticket=urgent).update(assigned_at=local(15, 12))
    Ticket.objects.filter(pk=urgent.pk).update(due_at=local(15, 16))
    services.plan_days(local(15, 12, 1))
    assert item_of(norths_engineer, 15, urgent).origin == "added"


def test_what_is_recorded_is_done_by_itself(agreed_job, norths_engineer):
    services.plan_days(MORNING)
    fixed(agreed_job, norths_engineer, local(15, 11))
    services.plan_days(EVENING)
    item = item_of(norths_engineer, 15, agreed_job)
    assert (item.state, item.done_at) == ("done", local(15, 11))


def test_work_beside_the_plan_is_seen(job, norths_engineer):
    ticket = job()
    fixed(ticket, norths_engineer, local(15, 14))
    services.plan_days(EVENING)
    assert stands(norths_engineer, 15) == [(ticket.number, "done", "")]


def test_reopened_on_the_same_day_it_is_open_again(agreed_job, norths_engineer, norths_desk):
    fixed(agreed_job, norths_engineer, local(15, 11))
    services.plan_days(local(15, 12))
    agreed_job.refresh_from_db()
    services.reopen_ticket(agreed_job, actor=norths_desk, at=local(15, 13), reason="又漏了")
    services.plan_days(local(15, 14))
    assert stands(norths_engineer, 15) == [(agreed_job.number, "planned", "")]


def test_given_to_somebody_else_it_is_dropped(agreed_job, norths_engineer, norths_desk, other_engineer):
    services.plan_days(MORNING)
    agreed_job.refresh_from_db()
    services.assign_ticket(agreed_job, actor=norths_desk, at=local(15, 9), engineer=other_engineer)
    services.plan_days(local(15, 9, 1))
    assert stands(norths_engineer, 15) == [(agreed_job.number, "dropped", "given_away")]
    assert stands(other_engineer, 15) == [(agreed_job.number, "planned", "")]


def test_what_nobody_closed_goes_on_without_a_reason(agreed_job, norths_engineer):
    services.plan_days(MORNING)
    services.plan_days(local(15, 23, 59))
    assert plan_of(norths_engineer, 15).closed_at is None
    services.plan_days(NIGHT)
    plan, item = plan_of(norths_engineer, 15), item_of(norths_engineer, 15, agreed_job)
    assert (plan.closed_at, plan.closed_by) == (NIGHT, None)
    assert (item.state, item.reason, item.carried_to) == (
        "carried_over",
        "none_given",
        local_day(local(16, 9)),
    )
    onward = item_of(norths_engineer, 16, agreed_job)
    assert (onward.origin, onward.carried_from, onward.state) == ("carried", item, "planned")
    assert faults() == []


def test_a_scheduler_that_stood_still_invents_no_days(agreed_job, job, norths_engineer):
    """D18: what was agreed for a missed day and done on it counts; the rest goes on to today, once."""
    services.plan_days(MORNING)
    missed = job()
    agreed(missed, norths_engineer, local(17, 10), local(17, 12))
    fixed(missed, norths_engineer, local(17, 11))
    services.plan_days(local(21, 8))
    assert stands(norths_engineer, 15) == [(agreed_job.number, "carried_over", "none_given")]
    assert stands(norths_engineer, 17) == [(missed.number, "done", "")]
    assert not DayPlan.objects.filter(on=local_day(local(16, 9))).exists()
    assert [number for number, state, _ in stands(norths_engineer, 21)] == [agreed_job.number]
    assert faults() == []


def test_a_phone_without_a_signal_tells_of_it_the_day_after(agreed_job, norths_engineer):
    services.plan_days(MORNING)
    services.plan_days(NIGHT)
    agreed_job.refresh_from_db()
    from_day_before = DeviceTime(local(15, 17), local(16, 9))
    services.record_service(
        agreed_job,
        actor=norths_engineer.user,
        at=local(16, 9),
        work_done="更换密封圈",
        minutes_worked=60,
        result="fixed",
        told=from_day_before,
    )
    services.plan_days(local(16, 9, 1))
    assert stands(norths_engineer, 15) == [(agreed_job.number, "done", "none_given")]
    assert stands(norths_engineer, 16) == [(agreed_job.number, "dropped", "done_before")]
    assert faults() == []


def test_a_closed_day_takes_what_was_done_and_nothing_more(agreed_job, job, norths_engineer):
    fixed(agreed_job, norths_engineer, local(15, 11))
    services.plan_days(local(15, 12))
    services.close_day(plan_of(norths_engineer, 15), actor=norths_engineer.user, at=local(15, 17))
    late, left = job(), job()
    Ticket.objects.filter(pk=left.pk).update(due_at=local(15, 20))
    fixed(late, norths_engineer, local(15, 19))
    services.plan_days(local(15, 20))
    assert {number for number, *_ in stands(norths_engineer, 15)} == {agreed_job.number, late.number}


def test_imported_history_is_nobodys_day(norths_engineer, north):
    TicketFactory(dealer=north, channel="import", status=TicketStatus.CLOSED, closed_at=local(15, 9))
    assert services.plan_days(EVENING) == 0


def test_what_was_carried_past_closed_days_skips_them(agreed_job, norths_engineer):
    services.plan_days(MORNING)
    DayPlan.objects.create(
        code="closed", staff=norths_engineer, on=local_day(local(16, 9)), closed_at=local(16, 0, 1)
    )
    services.plan_days(NIGHT)
    assert item_of(norths_engineer, 15, agreed_job).carried_to == local_day(local(17, 9))


def test_faults_are_found(agreed_job, norths_engineer):
    """D18: an open job of a closed day, one that stands in no new day, one without its steps."""
    services.plan_days(MORNING)
    assert faults() == []
    DayPlan.objects.update(closed_at=NIGHT)
    assert any("neither done nor carried over" in str(fault) for fault in faults())
    DayPlanItem.objects.update(
        state="carried_over", reason="part", carried_to=local_day(NIGHT + timedelta(days=3))
    )
    found = " ".join(str(fault) for fault in faults())
    assert "stands in no plan of its new day" in found
    assert "its steps end elsewhere" in found

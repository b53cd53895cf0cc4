"""Closing a day in the evening: reasons, new days, refusals, and what is said later (D18)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from dealers.roles import Role
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.tickets.days import MORNING, agreed, fixed, item_of, local, plan_of, stands
from tickets import permissions, services
from tickets.days.querysets import DayPlanQuerySet
from tickets.models import DayPlan, DayPlanEvent, DayPlanItem, TicketAssignment
from tickets.onsite.device_time import DeviceTime
from tickets.services import CarryOver
from tickets.services.day_closing import (
    DayClosedAlready,
    DayNotBegun,
    NewDayClosed,
    NewDayNotPossible,
    NothingToExplain,
    ReasonMissing,
    ReasonNotChosen,
)
from tickets.services.notes import NoteMissing

pytestmark = pytest.mark.django_db
EVENING = local(15, 18)
NEXT = date(2026, 9, 16)


@pytest.fixture
def job(ticket_in, norths_engineer):
    ticket = ticket_in("assigned")
    TicketAssignment.objects.filter(ticket=ticket).update(assigned_at=local(14, 9))
    agreed(ticket, norths_engineer, local(15, 10), local(15, 12))
    services.plan_days(MORNING)
    return ticket


@pytest.fixture
def plan(job, norths_engineer):
    return plan_of(norths_engineer, 15)


def close(plan, *carried, actor=None, at=EVENING, **more):
    return services.close_day(plan, actor=actor or plan.staff.user, at=at, carried=carried, **more)


def test_each_open_job_goes_on_with_its_reason(plan, job, norths_engineer):
    close(plan, CarryOver(job.number, "part", NEXT, "主泵总成"))
    assert (plan.closed_at, plan.closed_by) == (EVENING, norths_engineer.user)
    item = item_of(norths_engineer, 15, job)
    assert (item.state, item.reason, item.words, item.carried_to) == (
        "carried_over",
        "part",
        "主泵总成",
        NEXT,
    )
    assert stands(norths_engineer, 16) == [(job.number, "planned", "")]
    services.plan_days(EVENING + timedelta(minutes=1))
    assert DayPlanItem.objects.count() == 2
    last = DayPlanEvent.objects.filter(item=item).last()
    assert (last.verb, last.actor, last.reason, last.words) == (
        "carry",
        norths_engineer.user,
        "part",
        "主泵总成",
    )


def test_all_done_needs_no_reason(plan, job, norths_engineer):
    """What was recorded since the last sweep is seen at the moment of closing."""
    fixed(job, norths_engineer, local(15, 11))
    close(plan)
    assert stands(norths_engineer, 15) == [(job.number, "done", "")]


@pytest.mark.parametrize(
    ("said", "refusal", "field"),
    [
        ((), ReasonMissing, "reason-{}"),
        (("none_given", NEXT), ReasonNotChosen, "reason-{}"),
        (("given_away", NEXT), ReasonNotChosen, "reason-{}"),
        (("part", date(2026, 9, 15)), NewDayNotPossible, "carried_to-{}"),
        (("part", date(2027, 9, 15)), NewDayNotPossible, "carried_to-{}"),
        (("other", NEXT), NoteMissing, "words-{}"),
    ],
)
def test_what_is_missing_is_refused_and_named(plan, job, said, refusal, field):
    carried = [CarryOver(job.number, *said)] if said else []
    with pytest.raises(refusal) as refused:
        close(plan, *carried)
    assert refused.value.field == field.format(job.number)
    plan.refresh_from_db()
    assert plan.closed_at is None


def test_a_day_that_is_closed_takes_nothing_on(plan, job, norths_engineer):
    later = DayPlan.objects.create(code="later", staff=norths_engineer, on=NEXT, closed_at=EVENING)
    with pytest.raises(NewDayClosed):
        close(plan, CarryOver(job.number, "part", later.on))


def test_a_day_is_closed_once(plan, job):
    close(plan, CarryOver(job.number, "part", NEXT))
    with pytest.raises(DayClosedAlready):
        close(plan, CarryOver(job.number, "part", NEXT))


def test_a_day_that_has_not_begun_is_not_closed(plan, job, norths_engineer):
    close(plan, CarryOver(job.number, "part", NEXT))
    with pytest.raises(DayNotBegun):
        close(plan_of(norths_engineer, 16))


def test_told_later_it_counts_when_it_was(plan, job):
    close(plan, CarryOver(job.number, "site", NEXT), told=DeviceTime(local(15, 17), EVENING))
    assert plan.closed_at == local(15, 17)
    event = DayPlanEvent.objects.get(verb="carry")
    assert (event.at, event.received_at) == (local(15, 17), EVENING)


def test_nobody_closes_anothers_day(plan, norths_desk, souths_engineer, dispatcher):
    for person in (norths_desk, souths_engineer.user, dispatcher):
        assert not permissions.may_close_day(person, plan)
        with pytest.raises(PermissionDenied):
            close(plan, actor=person)


def test_a_desk_closes_for_who_has_no_account(north, norths_desk, souths_desk, dispatcher, other_engineer):
    other_engineer.user = None
    plan = DayPlan(staff=other_engineer, dealer=north, on=NEXT)
    own = DayPlan(staff=ServiceStaffFactory(dealer=None, user=None), dealer=None, on=NEXT)
    assert [permissions.may_close_day(who, plan) for who in (norths_desk, souths_desk, dispatcher)] == [
        True,
        False,
        False,
    ]
    assert [permissions.may_close_day(who, own) for who in (norths_desk, dispatcher)] == [False, True]


def test_a_reason_given_later_stands_beside(plan, job, norths_engineer, norths_desk, souths_desk):
    services.plan_days(local(16, 0, 5))
    item = item_of(norths_engineer, 15, job)
    with pytest.raises(PermissionDenied):
        services.explain_carried(item, actor=souths_desk, at=local(16, 9), reason="part")
    with pytest.raises(ReasonNotChosen):
        services.explain_carried(item, actor=norths_desk, at=local(16, 9), reason="none_given")
    with pytest.raises(NoteMissing):
        services.explain_carried(item, actor=norths_desk, at=local(16, 9), reason="other")
    assert list(DayPlan.objects.without_reason()) == [plan]
    services.explain_carried(item, actor=norths_engineer.user, at=local(16, 9), reason="site", words="门锁着")
    item.refresh_from_db()
    assert (item.reason, item.explained_at) == ("none_given", local(16, 9))
    assert list(DayPlan.objects.without_reason()) == []
    last = DayPlanEvent.objects.filter(item=item).last()
    assert (last.verb, last.reason, last.words) == ("explain", "site", "门锁着")


def test_only_what_was_carried_over_is_explained(plan, job, norths_engineer):
    with pytest.raises(NothingToExplain):
        services.explain_carried(
            item_of(norths_engineer, 15, job), actor=norths_engineer.user, at=EVENING, reason="site"
        )


def test_steps_of_a_day_only_grow(plan):
    with pytest.raises(DatabaseError), transaction.atomic():
        DayPlanEvent.objects.update(words="nothing happened")
    with pytest.raises(DatabaseError), transaction.atomic():
        DayPlanEvent.objects.all().delete()


def test_whose_days_are_seen(
    plan, north, norths_desk, souths_desk, centres_desk, dispatcher, norths_engineer
):
    """L2: a dealer's and its centre's, headquarters' all, an engineer's own; nobody's to who has left."""
    assert isinstance(DayPlan.objects.all(), DayPlanQuerySet)
    other = UserFactory(dealer=north, roles=[Role.ENGINEER])
    gone = UserFactory(dealer=north, roles=[Role.DEALER_USER], is_active=False)
    seen = {
        person: DayPlan.objects.visible_to(person).count()
        for person in (norths_desk, centres_desk, dispatcher, norths_engineer.user, other, souths_desk, gone)
    }
    assert list(seen.values()) == [1, 1, 1, 1, 0, 0, 0]
    assert DayPlanItem.objects.visible_to(souths_desk).count() == 0
    assert DayPlanEvent.objects.visible_to(norths_engineer.user).count() == 1
    of_desk = {person: DayPlan.objects.of_desk(person).count() for person in (norths_desk, dispatcher)}
    assert list(of_desk.values()) == [1, 0]

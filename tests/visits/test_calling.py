"""Taking a call, trying, giving up: each verb's success and each refusal (F5, F7, C3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from regulation.models import RegulationVersion
from tests.factories.visits import VisitFactory
from visits.models import Visit
from visits.services.calling import (
    LEASE,
    LONGEST_NOTE,
    HeldByColleague,
    LeaseLost,
    NotOpenYet,
    record_attempt,
    release_visit,
    renew_lease,
    save_draft,
    take_next,
    take_visit,
)
from visits.states import VisitStatus, VisitTransitionNotAllowed

pytestmark = pytest.mark.django_db

MON_AM = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)  # Monday 09:30 in the service region
TUE_PM = datetime(2026, 6, 16, 7, 0, tzinfo=UTC)
WED_AM = datetime(2026, 6, 17, 2, 0, tzinfo=UTC)


@pytest.fixture
def visit(north):
    return VisitFactory(equipment__dealer=north)


# ── the lease ──


def test_an_agent_takes_a_call_for_a_quarter_of_an_hour(visit, agent):
    taken = take_visit(visit, actor=agent, at=MON_AM)
    assert (taken.leased_to, taken.leased_until) == (agent, MON_AM + LEASE)
    assert list(taken.events.values_list("verb", "actor")) == [("take", agent.pk)]


def test_a_colleague_cannot_take_the_same_call(visit, agent, other_agent):
    """F5: two agents can't have the same one."""
    take_visit(visit, actor=agent, at=MON_AM)
    with pytest.raises(HeldByColleague) as refused:
        take_visit(Visit.objects.get(pk=visit.pk), actor=other_agent, at=MON_AM + timedelta(minutes=14))
    assert refused.value.status == 409
    assert "小陈" in str(refused.value)
    assert "09:45" in str(refused.value)


def test_a_stale_row_does_not_help_the_colleague(visit, agent, other_agent):
    """safety.md 6: the claim is a conditional UPDATE, whatever the page still shows."""
    stale = Visit.objects.get(pk=visit.pk)
    take_visit(visit, actor=agent, at=MON_AM)
    with pytest.raises(HeldByColleague):
        take_visit(stale, actor=other_agent, at=MON_AM)


def test_a_lease_that_ran_out_is_free(visit, agent, other_agent):
    take_visit(visit, actor=agent, at=MON_AM)
    taken = take_visit(Visit.objects.get(pk=visit.pk), actor=other_agent, at=MON_AM + LEASE)
    assert taken.leased_to == other_agent


def test_taking_twice_renews_and_is_written_down_once(visit, agent):
    taken = take_visit(visit, actor=agent, at=MON_AM)
    again = take_visit(taken, actor=agent, at=MON_AM + timedelta(minutes=5))
    assert again.leased_until == MON_AM + timedelta(minutes=5) + LEASE
    assert again.events.count() == 1


def test_taking_again_once_the_lease_has_run_out_is_written_down_again(visit, agent):
    """L3: in between a colleague could have had it."""
    taken = take_visit(visit, actor=agent, at=MON_AM)
    again = take_visit(taken, actor=agent, at=MON_AM + LEASE)
    assert again.events.count() == 2


def test_the_sheet_keeps_its_call_while_it_is_open(visit, agent):
    taken = take_visit(visit, actor=agent, at=MON_AM)
    renewed = renew_lease(taken, actor=agent, at=MON_AM + timedelta(minutes=10))
    assert renewed.leased_until == MON_AM + timedelta(minutes=25)


def test_a_lease_cannot_be_renewed_once_it_is_given_back(visit, agent):
    taken = release_visit(take_visit(visit, actor=agent, at=MON_AM), actor=agent, at=MON_AM)
    assert taken.leased_to is None
    with pytest.raises(LeaseLost):
        renew_lease(taken, actor=agent, at=MON_AM)


def test_nobody_gives_back_what_a_colleague_has(visit, agent, other_agent):
    taken = take_visit(visit, actor=agent, at=MON_AM)
    release_visit(taken, actor=other_agent, at=MON_AM)
    assert Visit.objects.get(pk=visit.pk).leased_to == agent


def test_at_the_desk_taking_one_call_gives_back_the_other(visit, agent, north):
    other = VisitFactory(equipment__dealer=north)
    take_visit(visit, actor=agent, at=MON_AM)
    take_visit(other, actor=agent, at=MON_AM, leave_others=True)
    assert list(Visit.objects.held_by(agent, at=MON_AM)) == [other]


def test_at_the_desk_taking_a_call_leaves_a_colleagues_alone(visit, agent, other_agent, north):
    take_visit(visit, actor=other_agent, at=MON_AM)
    take_visit(VisitFactory(equipment__dealer=north), actor=agent, at=MON_AM, leave_others=True)
    assert list(Visit.objects.held_by(other_agent, at=MON_AM)) == [visit]


def test_a_call_is_not_taken_before_its_window_opens(north, agent):
    early = VisitFactory(equipment__dealer=north, opens_on=date(2026, 6, 16), due_on=date(2026, 6, 16))
    with pytest.raises(NotOpenYet) as refused:
        take_visit(early, actor=agent, at=MON_AM)
    assert "2026-06-16" in str(refused.value)


def test_the_window_opens_at_midnight_of_the_service_region(north, agent):
    """safety.md 8: local days."""
    early = VisitFactory(equipment__dealer=north, opens_on=date(2026, 6, 16), due_on=date(2026, 6, 16))
    midnight = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)
    with pytest.raises(NotOpenYet):
        take_visit(early, actor=agent, at=midnight - timedelta(seconds=1))
    assert take_visit(early, actor=agent, at=midnight).leased_to == agent


def test_the_next_call_skips_what_a_colleague_holds(visit, agent, other_agent, north):
    second = VisitFactory(equipment__dealer=north, closes_on=date(2026, 6, 20))
    take_visit(visit, actor=other_agent, at=MON_AM)
    rows = Visit.objects.visible_to(agent).due(on=date(2026, 6, 15)).in_calling_order()
    assert take_next(rows, actor=agent, at=MON_AM) == second
    assert take_next(Visit.objects.none(), actor=agent, at=MON_AM) is None


# ── the draft ──


def test_a_draft_is_kept_and_renews_the_lease(visit, agent):
    take_visit(visit, actor=agent, at=MON_AM)
    later = MON_AM + timedelta(minutes=8)
    kept = save_draft(visit, actor=agent, at=later, draft={"rating": "4", "note": "渗油"})
    assert (kept.draft, kept.draft_saved_at) == ({"rating": "4", "note": "渗油"}, later)
    assert kept.leased_until == later + LEASE


def test_only_the_holder_writes_on_the_sheet(visit, agent, other_agent):
    take_visit(visit, actor=agent, at=MON_AM)
    with pytest.raises(HeldByColleague):
        save_draft(visit, actor=other_agent, at=MON_AM, draft={"note": "x"})
    assert Visit.objects.get(pk=visit.pk).draft == {}


# ── attempts ──


def attempt(visit, agent, at, outcome="no_answer", **more):
    return record_attempt(Visit.objects.get(pk=visit.pk), actor=agent, at=at, outcome=outcome, **more)


def test_an_attempt_is_logged_and_the_call_goes_back_to_the_queue(visit, agent):
    """F7."""
    take_visit(visit, actor=agent, at=MON_AM)
    tried = attempt(visit, agent, MON_AM, note="占线后转语音")
    logged = tried.attempts.get()
    assert (logged.outcome, logged.counts, logged.note, logged.actor) == (
        "no_answer",
        True,
        "占线后转语音",
        agent,
    )
    assert (tried.status, tried.attempts_made, tried.leased_to) == (VisitStatus.PLANNED, 1, None)
    assert tried.call_again_at == datetime(2026, 6, 16, 6, 0, tzinfo=UTC)  # Tuesday 14:00 local


def test_after_three_attempts_that_count_the_customer_is_not_reached(visit, agent):
    """F7."""
    attempt(visit, agent, MON_AM)
    attempt(visit, agent, TUE_PM, "busy")
    ended = attempt(visit, agent, WED_AM, "wrong_number")
    assert (ended.status, ended.reason, ended.attempts_made) == ("unreachable", "attempts_used", 3)
    assert (ended.ended_at, ended.ended_on, ended.ended_by) == (WED_AM, date(2026, 6, 17), agent)
    assert ended.call_again_at is None
    assert ended.events.in_order().last().changes == {
        "version": 1,
        "limit": 3,
        "counted": 3,
        "verdict": "counts",
    }


def test_the_last_attempt_offers_no_other_time(visit, agent):
    """F7: whoever is given up is not rung again."""
    attempt(visit, agent, MON_AM)
    attempt(visit, agent, TUE_PM)
    ended = attempt(visit, agent, WED_AM, "busy", call_again_at=WED_AM + timedelta(days=1))
    assert (ended.status, ended.attempts.in_order().last().call_again_at) == ("unreachable", None)


def test_a_long_remark_is_cut_where_it_is_kept(visit, agent):
    """What PostgreSQL would refuse does not cost the attempt."""
    tried = attempt(visit, agent, MON_AM, note="字" * (LONGEST_NOTE + 1))
    assert len(tried.attempts.get().note) == len(tried.events.get().note) == LONGEST_NOTE


def test_attempts_of_one_half_day_are_logged_and_count_once(visit, agent):
    """F7."""
    for minutes in range(5):
        tried = attempt(visit, agent, MON_AM + timedelta(minutes=minutes))
    assert (tried.attempts.count(), tried.attempts_made, tried.status) == (5, 1, "planned")


def test_an_attempt_on_a_day_off_does_not_count(visit, agent):
    tried = attempt(visit, agent, datetime(2026, 6, 20, 2, tzinfo=UTC))  # Saturday
    assert (tried.attempts.count(), tried.attempts_made) == (1, 0)


def test_the_end_of_the_window_does_not_end_the_call(visit, agent):
    """F7: overdue, still planned, still on the worklist (C2)."""
    tried = attempt(visit, agent, datetime(2026, 9, 14, 2, tzinfo=UTC))
    assert tried.status == "planned"
    assert Visit.objects.overdue(on=date(2026, 9, 14)).count() == 1


def test_the_version_in_force_on_the_day_of_the_attempt_sets_the_limit(visit, agent):
    """K1, F7: two attempts are enough from 16 June on."""
    first = RegulationVersion.objects.get(number=1)
    parameters = first.parameters | {"attempts": {**first.parameters["attempts"], "limit": 2}}
    RegulationVersion.objects.create(
        number=2,
        status="approved",
        in_force_from=date(2026, 6, 16),
        parameters=parameters,
        drafted_at=MON_AM,
        approved_at=MON_AM,
    )
    attempt(visit, agent, MON_AM)
    ended = attempt(visit, agent, TUE_PM)
    assert ended.status == "unreachable"
    assert ended.events.in_order().last().changes["version"] == 2


def test_who_asks_for_another_time_is_rung_though_a_new_version_allows_no_more_attempts(visit, agent):
    """K1, F7: only who can't be reached is given up."""
    attempt(visit, agent, MON_AM)
    version = RegulationVersion.objects.get(number=1)
    version.parameters["attempts"]["limit"] = 1
    version.save()
    again = TUE_PM + timedelta(days=1)
    tried = attempt(visit, agent, TUE_PM, "asked_later", call_again_at=again)
    assert (tried.status, tried.call_again_at) == ("planned", again)


def test_a_customer_who_asks_for_another_time_is_rung_then(visit, agent):
    again = datetime(2026, 6, 18, 2, tzinfo=UTC)
    tried = attempt(visit, agent, MON_AM, "asked_later", call_again_at=again)
    assert (tried.call_again_at, tried.attempts_made, tried.status) == (again, 0, "planned")
    today = date(2026, 6, 15)
    assert not Visit.objects.to_call_now(at=MON_AM, on=today).exists()
    assert Visit.objects.to_call_later(at=MON_AM, on=today).get() == visit
    assert Visit.objects.to_call_now(at=again, on=date(2026, 6, 18)).get() == visit


def test_a_customer_who_does_not_want_to_talk_is_left_alone(visit, agent):
    ended = attempt(visit, agent, MON_AM, "refused")
    assert (ended.status, ended.reason, ended.attempts_made) == ("refused", "customer_refused", 0)
    with pytest.raises(VisitTransitionNotAllowed):
        attempt(visit, agent, TUE_PM)


def test_an_unreachable_call_takes_no_more_attempts(north, agent):
    ended = VisitFactory(equipment__dealer=north, unreachable=True)
    with pytest.raises(VisitTransitionNotAllowed):
        attempt(ended, agent, MON_AM)

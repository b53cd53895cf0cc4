"""Each refusal of the calls: what brings it about, how it answers; nothing is written (F5, F7, F9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from records.refusals import MovedByAnother, Refusal
from tests.factories.visits import VisitFactory
from visits import answer_rules, states
from visits.models import Visit, VisitEvent
from visits.services import calling
from visits.services.calling import Answer, NewTicket

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
A_MONTH_AHEAD = AT + timedelta(days=30)
ACTS = {
    "take": lambda visit, actor: calling.take_visit(visit, actor=actor, at=AT),
    "renew": lambda visit, actor: calling.renew_lease(visit, actor=actor, at=AT),
    "draft": lambda visit, actor: calling.save_draft(visit, actor=actor, at=AT, draft={"note": "x"}),
    "attempt": lambda visit, actor: calling.record_attempt(visit, actor=actor, at=AT, outcome="no_answer"),
    "complete": lambda visit, actor: calling.complete_visit(
        visit, actor=actor, at=AT, rating=5, answers=[], note="x"
    ),
}
OVER = ("refused", "lapsed", "cancelled", "done")
STANDINGS = {
    "over": (states.VisitTransitionNotAllowed, 409),
    "early": (calling.NotOpenYet, 422),
    "held": (calling.HeldByColleague, 409),
}
ATTEMPTS = [
    ({"outcome": "asked_later"}, calling.CallAgainMissing),
    ({"outcome": "asked_later", "call_again_at": AT}, calling.CallAgainNotValid),
    ({"outcome": "busy", "call_again_at": AT - timedelta(seconds=1)}, calling.CallAgainNotValid),
    (
        {"outcome": "asked_later", "call_again_at": A_MONTH_AHEAD + timedelta(seconds=1)},
        calling.CallAgainTooLate,
    ),
]
LONG = "字" * (answer_rules.LONGEST_TEXT + 1)
SHEETS = [
    ({"rating": 0}, answer_rules.RatingNotValid, "rating"),
    ({"rating": 6}, answer_rules.RatingNotValid, "rating"),
    ({"answers": [Answer("attitude", "5")]}, answer_rules.UnknownQuestion, "answers"),
    ({"answers": [Answer("use", "good"), Answer("use", "minor")]}, answer_rules.AnsweredTwice, "answers"),
    ({"answers": [Answer("use", "splendid")]}, answer_rules.AnswerNotValid, "answers"),
    ({"answers": [Answer("quality", "6")]}, answer_rules.AnswerNotValid, "answers"),
    ({"answers": [Answer("opinions", LONG)]}, answer_rules.AnswerTooLong, "answers"),
    ({"rating": None}, calling.NothingHeard, ""),
]


def standing(north, name, colleague):
    """Return a call that can't be acted on now, and why."""
    if name in OVER:
        ended = {"status": name, "ended_at": AT, "ended_on": date(2026, 6, 15)}
        return VisitFactory(equipment__dealer=north, reason="" if name == "done" else "fell_away", **ended)
    if name == "early":
        return VisitFactory(equipment__dealer=north, opens_on=date(2026, 6, 16), due_on=date(2026, 6, 16))
    visit = VisitFactory(equipment__dealer=north)
    if name == "held":
        calling.take_visit(visit, actor=colleague, at=AT)
    return Visit.objects.get(pk=visit.pk)


def as_it_stands(visit):
    fields = ("status", "version", "leased_to", "leased_until", "draft", "rating", "attempts_made")
    return Visit.objects.filter(pk=visit.pk).values_list(*fields).get(), VisitEvent.objects.count()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", [*OVER, "early", "held"])
def test_a_call_that_can_not_be_acted_on_says_why(north, agent, other_agent, *, name, act):
    visit = standing(north, name, other_agent)
    before = as_it_stands(visit)
    refusal, status = STANDINGS["over" if name in OVER else name]
    with pytest.raises(refusal) as refused:
        ACTS[act](visit, agent)
    assert refused.value.status == status
    assert as_it_stands(visit) == before


@pytest.mark.parametrize("act", ["renew", "draft"])
def test_a_sheet_is_written_only_by_who_has_taken_the_call(north, agent, act):
    visit = standing(north, "free", agent)
    before = as_it_stands(visit)
    with pytest.raises(calling.LeaseLost) as refused:
        ACTS[act](visit, agent)
    assert refused.value.status == 409
    assert as_it_stands(visit) == before


@pytest.mark.parametrize("act", [*ACTS, "release"])
@pytest.mark.parametrize("who", ["norths_desk", "centres_desk", "dispatcher", "deputy"])
def test_only_callers_of_headquarters_act(north, request, *, who, act):
    """L2: a dealer is the one who is judged."""
    acts = {**ACTS, "release": lambda visit, actor: calling.release_visit(visit, actor=actor, at=AT)}
    visit = standing(north, "free", None)
    before = as_it_stands(visit)
    with pytest.raises(PermissionDenied):
        acts[act](visit, request.getfixturevalue(who))
    assert as_it_stands(visit) == before


@pytest.mark.parametrize(("tried", "refusal"), ATTEMPTS)
def test_an_attempt_that_makes_no_sense_is_refused(north, agent, tried, refusal):
    """F7."""
    visit = standing(north, "free", None)
    before = as_it_stands(visit)
    with pytest.raises(refusal) as refused:
        calling.record_attempt(visit, actor=agent, at=AT, **tried)
    assert (refused.value.status, refused.value.field) == (422, "call_again_at")
    assert as_it_stands(visit) == before
    assert not visit.attempts.exists()


def test_a_call_is_put_off_to_the_last_moment_that_the_regulation_allows(north, agent):
    """F7, K1."""
    visit = standing(north, "free", None)
    tried = calling.record_attempt(
        visit, actor=agent, at=AT, outcome="asked_later", call_again_at=A_MONTH_AHEAD
    )
    assert tried.call_again_at == A_MONTH_AHEAD


@pytest.mark.parametrize(("sheet", "refusal", "field"), SHEETS)
def test_a_sheet_that_makes_no_sense_is_refused(north, agent, *, sheet, refusal, field):
    """F9: and no ticket is opened."""
    visit = standing(north, "free", None)
    before = as_it_stands(visit)
    ticket = None if refusal is calling.NothingHeard else NewTicket("repair", "渗油")
    with pytest.raises(refusal) as refused:
        calling.complete_visit(
            visit, actor=agent, at=AT, ticket=ticket, **{"rating": 5, "answers": [], **sheet}
        )
    assert (refused.value.status, refused.value.field) == (422, field)
    assert as_it_stands(visit) == before


@pytest.mark.parametrize("act", ["attempt", "complete"])
def test_who_comes_second_with_a_stale_row_changes_nothing(north, agent, act):
    """safety.md, 6: the planner has moved the call meanwhile."""
    stale = standing(north, "free", None)
    Visit.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    before = as_it_stands(stale)
    with pytest.raises(MovedByAnother) as refused:
        ACTS[act](stale, agent)
    assert refused.value.status == 409
    assert as_it_stands(stale) == before


def refusals_of(app, of=Refusal):
    """Yield the refusals that an app defines."""
    for one in of.__subclasses__():
        if one.__module__.split(".")[0] == app:
            yield one
        yield from refusals_of(app, one)


def test_no_refusal_is_missing_from_the_tables():
    tabled = {
        *(refusal for refusal, _status in STANDINGS.values()),
        *(refusal for _tried, refusal in ATTEMPTS),
        *(refusal for _sheet, refusal, _field in SHEETS),
        calling.LeaseLost,
    }
    assert set(refusals_of("visits")) == tabled
    codes = [refusal.code for refusal in tabled]
    assert len(codes) == len({*codes})

"""Finishing a call: what is kept, the ticket opened in the same step, once and only once (F9, C3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from records.refusals import MovedByAnother
from regulation.choices import RuleCode
from tests.factories.dealers import DivisionFactory, TerritoryFactory
from tests.factories.visits import AfterServiceFactory, VisitFactory
from tickets.models import Ticket
from tickets.services import DescriptionMissing
from visits import permissions
from visits.models import Question, Visit
from visits.services.calling import (
    Answer,
    HeldByColleague,
    NewTicket,
    NothingHeard,
    complete_visit,
    save_draft,
    take_visit,
)
from visits.states import VisitTransitionNotAllowed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
ANSWERS = [Answer("installation", "good"), Answer("use", "minor"), Answer("quality", "4")]


@pytest.fixture
def visit(north):
    return VisitFactory(equipment__dealer=north)


def complete(visit, actor, at=AT, rating=4, answers=(), **more):
    return complete_visit(visit, actor=actor, at=at, rating=rating, answers=list(answers), **more)


def test_a_call_is_completed_with_what_the_customer_said(visit, agent):
    """F1."""
    take_visit(visit, actor=agent, at=AT)
    save_draft(visit, actor=agent, at=AT, draft={"rating": "3"})
    done = complete(Visit.objects.get(pk=visit.pk), agent, answers=ANSWERS, note="渗油，已约上门")
    assert (done.status, done.rating, done.note) == ("done", 4, "渗油，已约上门")
    assert (done.ended_at, done.ended_on, done.ended_by) == (AT, date(2026, 6, 15), agent)
    assert list(done.answers.in_order().values_list("question", "value")) == [
        ("installation", "good"),
        ("use", "minor"),
        ("quality", "4"),
    ]
    assert (done.draft, done.draft_saved_at, done.leased_to, done.leased_until) == ({}, None, None, None)
    assert list(done.events.in_order().values_list("verb", flat=True)) == ["take", "complete"]


def test_a_call_ends_on_the_local_day(visit, agent):
    """J1: the month is the local month of completion."""
    done = complete(visit, agent, at=datetime(2026, 6, 30, 16, 30, tzinfo=UTC))
    assert done.ended_on == date(2026, 7, 1)


def test_a_customer_may_give_no_rating(visit, agent):
    assert complete(visit, agent, rating=None, note="不愿评分").rating is None


@pytest.mark.parametrize(
    "heard",
    [
        {"rating": 3},
        {"answers": [Answer("use", "good")]},
        {"note": "只说在忙"},
        {"ticket": NewTicket("repair", "渗油")},
    ],
    ids=lambda heard: next(iter(heard)),
)
def test_any_word_of_the_customer_makes_a_call(visit, agent, heard):
    assert complete(visit, agent, **{"rating": None, **heard}).status == "done"


@pytest.mark.parametrize("empty", [{}, {"note": "  "}, {"answers": [Answer("use", " ")]}])
def test_an_empty_sheet_is_no_call(visit, agent, empty):
    """F6: one key too many does not end a call that nobody has made."""
    with pytest.raises(NothingHeard):
        complete(visit, agent, rating=None, **empty)
    assert Visit.objects.get(pk=visit.pk).status == "planned"


def test_a_problem_becomes_a_ticket_in_the_same_step(visit, agent, south):
    """F9: linked both ways, routed by the place."""
    unit = visit.equipment
    unit.division = DivisionFactory()
    unit.save()
    TerritoryFactory(dealer=south, division=unit.division)
    done = complete(Visit.objects.get(pk=visit.pk), agent, ticket=NewTicket("repair", "动臂油缸渗油"))
    ticket = done.opened_ticket
    assert (ticket.kind, ticket.channel, ticket.description) == ("repair", "visit", "动臂油缸渗油")
    assert (ticket.origin, ticket.equipment, ticket.customer) == (done.number, unit, unit.customer)
    assert (ticket.contact, ticket.opened_by, ticket.opened_at) == (unit.contact, agent, AT)
    assert (ticket.status, ticket.dealer) == ("offered", south)


def test_a_fault_that_returns_names_the_ticket_before_it(agent, north):
    """F5, F9: out of a call after service; the unit may be another dealer's."""
    visit = AfterServiceFactory(ticket__dealer=north, ticket__number="T-2025-00001")
    done = complete(visit, agent, answers=[Answer("result", "bad")], ticket=NewTicket("repair", "又漏了"))
    assert done.opened_ticket.previous == visit.ticket
    assert done.opened_ticket.equipment == visit.equipment


def test_a_call_without_a_unit_opens_its_ticket_by_place(agent, north):
    visit = AfterServiceFactory(ticket__dealer=north, ticket__number="T-2025-00001")
    Ticket.objects.filter(pk=visit.ticket.pk).update(
        equipment=None, place_text="南京市江宁区", serial_number=""
    )
    Visit.objects.filter(pk=visit.pk).update(equipment=None)
    done = complete(Visit.objects.get(pk=visit.pk), agent, ticket=NewTicket("complaint", "态度不好"))
    assert (done.opened_ticket.place_text, done.opened_ticket.equipment) == ("南京市江宁区", None)
    assert done.opened_ticket.product == visit.product


def test_a_refused_ticket_leaves_the_call_as_it_was(visit, agent):
    """One transaction: neither half alone."""
    with pytest.raises(DescriptionMissing):
        complete(visit, agent, ticket=NewTicket("repair", "   "))
    assert Visit.objects.get(pk=visit.pk).status == "planned"
    assert not Ticket.objects.exists()


def test_a_call_is_completed_once(visit, agent):
    """C3."""
    stale = Visit.objects.get(pk=visit.pk)
    complete(visit, agent)
    with pytest.raises(VisitTransitionNotAllowed):
        complete(Visit.objects.get(pk=visit.pk), agent, rating=1)
    with pytest.raises((VisitTransitionNotAllowed, MovedByAnother)) as refused:
        complete(stale, agent, rating=1)
    assert refused.value.status == 409
    assert Visit.objects.get(pk=visit.pk).rating == 4


def test_a_colleagues_call_is_not_completed(visit, agent, other_agent):
    take_visit(visit, actor=other_agent, at=AT)
    with pytest.raises(HeldByColleague):
        complete(visit, agent)  # the row at hand still says that nobody has it
    assert Visit.objects.get(pk=visit.pk).status == "planned"


def test_a_lease_that_ran_out_stops_nobody(visit, agent, other_agent):
    take_visit(visit, actor=other_agent, at=AT - timedelta(minutes=15))
    assert complete(Visit.objects.get(pk=visit.pk), agent).status == "done"


def test_a_customer_who_rings_back_later_is_still_heard(north, agent):
    """An unreachable call can be completed: its reason goes."""
    visit = VisitFactory(equipment__dealer=north, unreachable=True)
    done = complete(visit, agent, rating=5)
    assert (done.status, done.reason, done.rating, done.attempts_made) == ("done", "", 5, 3)


def test_an_answer_to_a_question_just_taken_off_the_sheet_is_kept(visit, agent):
    Question.objects.filter(rule=RuleCode.ONE_WEEK, code="use").update(is_active=False)
    assert complete(visit, agent, answers=[Answer("use", "good")]).answers.count() == 1


def test_a_ticket_that_may_not_be_opened_keeps_the_call_open_too(visit, agent, monkeypatch):
    """One step: both or neither."""
    monkeypatch.setattr(permissions, "may_open_tickets", lambda actor: False)
    with pytest.raises(PermissionDenied):
        complete(visit, agent, ticket=NewTicket("repair", "渗油"))
    visit.refresh_from_db()
    assert (visit.status, visit.events.count()) == ("planned", 0)

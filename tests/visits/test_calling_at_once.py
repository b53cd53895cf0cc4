"""Two agents at the same moment, on real connections: one wins, the other is told (F5, C3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections

from dealers.roles import Role
from records.refusals import Refusal
from tests.factories.dealers import UserFactory
from tests.factories.visits import VisitFactory
from tickets.models import Ticket
from visits.models import Visit, VisitEvent
from visits.services.calling import NewTicket, complete_visit, record_attempt, take_next, take_visit

AT = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
AGENTS = 8
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def agents(db):
    return [UserFactory(username=f"agent-{n}", roles=[Role.AGENT]) for n in range(AGENTS)]


def at_once(agents, act):
    """Let each agent act at the same moment; return what came of it."""
    start = Barrier(len(agents))

    def turn(agent):
        try:
            start.wait()
            return act(agent)
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(agents)) as pool:
        return list(pool.map(turn, agents))


def refusals(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


def test_one_of_eight_agents_gets_the_call(agents):
    visit = VisitFactory()
    outcomes = at_once(agents, lambda agent: take_visit(Visit.objects.get(pk=visit.pk), actor=agent, at=AT))
    assert len(refusals(outcomes)) == AGENTS - 1
    assert {refusal.status for refusal in refusals(outcomes)} == {409}
    assert VisitEvent.objects.filter(verb="take").count() == 1


def test_one_of_eight_completions_counts(agents):
    """C3; a ticket asked for eight times is opened once."""
    visit = VisitFactory()
    row = Visit.objects.with_names().get(pk=visit.pk)
    outcomes = at_once(
        agents,
        lambda agent: complete_visit(
            row, actor=agent, at=AT, rating=5, answers=[], ticket=NewTicket("repair", "渗油")
        ),
    )
    assert len(refusals(outcomes)) == AGENTS - 1
    assert VisitEvent.objects.filter(verb="complete").count() == 1
    assert Ticket.objects.count() == 1


def test_one_of_eight_attempts_at_the_same_moment_counts(agents):
    visit = VisitFactory()
    row = Visit.objects.get(pk=visit.pk)
    at_once(agents, lambda agent: record_attempt(row, actor=agent, at=AT, outcome="no_answer"))
    fresh = Visit.objects.get(pk=visit.pk)
    assert (fresh.attempts_made, fresh.attempts.count()) == (1, 1)


def test_eight_agents_who_ask_for_the_next_call_get_eight(agents):
    for _turn in range(AGENTS):
        VisitFactory()
    outcomes = at_once(
        agents,
        lambda agent: take_next(Visit.objects.in_calling_order().free_for(agent, at=AT), actor=agent, at=AT),
    )
    assert len({visit.pk for visit in outcomes if visit}) == AGENTS


def test_in_turn_the_second_agent_is_refused_too(agent, other_agent):
    """One after the other, with rows read before either acted."""
    visit = VisitFactory()
    rows = [Visit.objects.get(pk=visit.pk) for _turn in range(2)]
    take_visit(rows[0], actor=agent, at=AT)
    with pytest.raises(Refusal):
        take_visit(rows[1], actor=other_agent, at=AT)

"""D15: a finding of the failure analysis becomes a proposal to the maker, with the figures of its day."""

import re
from html import unescape

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dealers.roles import Role
from reports import services
from reports.models import MakerProposal
from reports.proposal_states import (
    TRANSITIONS,
    ProposalStandsOtherwise,
    ProposalStatus,
    ProposalVerb,
    target_of,
    verbs_from,
)
from tests.factories.dealers import UserFactory
from tests.factories.equipment import ProductFactory
from tests.reports.test_failures import DAY, NOW, fault, unit_of
from tickets.services.notes import NoteTooLong

pytestmark = pytest.mark.django_db
S, V = ProposalStatus, ProposalVerb
LIST, API = "/reports/proposals/", "/api/v1/reports/proposals/"
WORDS = {"title": "EX-1 渗漏", "finding": "三台渗漏", "proposal": "改用耐高温密封圈"}


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def specialist(db):
    return UserFactory(username="quality", roles=[Role.QUALITY_SPECIALIST])


@pytest.fixture
def field(db):
    digger = ProductFactory(code="EX-1")
    units = [unit_of(digger, days_ago=200) for _ in range(3)]
    return [fault(unit) for unit in units]


@pytest.fixture
def proposal(manager):
    return services.propose_to_maker(
        actor=manager, at=NOW, query="group_by=part", figures={"failures": 3, "rate": "12.0"}, **WORDS
    )


def propose_url(client):
    shown = client.get("/reports/failures/").content.decode()
    return unescape(re.search(r'href="(/reports/failures/propose/[^"]*)"', shown)[1])


def test_a_group_of_the_analysis_becomes_a_proposal_with_its_figures(field, page, specialist):
    client = page(specialist)
    here = propose_url(client)
    form = client.get(here).context["form"]
    assert "EX-1" in form.initial["title"]
    assert "3" in form.initial["finding"]
    answer = client.post(here, WORDS)
    made = MakerProposal.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.number.startswith("FP-2026-")
    assert (made.proposed_by, made.proposed_at, made.status) == (specialist, NOW, S.PROPOSED)
    assert (made.figures["failures"], made.figures["units"], made.figures["name"]) == (3, 3, "EX-1")
    assert float(made.figures["low"]) < float(made.figures["rate"]) < float(made.figures["high"])
    assert made.figures["rate"] in client.get(made.get_absolute_url()).content.decode()


def test_figures_of_that_day_stay_whatever_fails_later(field, page, specialist):
    client = page(specialist)
    client.post(propose_url(client), WORDS)
    fault(field[0].equipment, at=NOW - 2 * DAY)
    made = MakerProposal.objects.get()
    assert made.figures["failures"] == 3
    assert client.get(f"/reports/failures/?{made.query}").context["failures"] == 4


def test_what_was_put_to_the_maker_never_changes(proposal):
    for change in ({"finding": "别的"}, {"figures": {}}, {"number": "FP-1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MakerProposal.objects.filter(pk=proposal.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.delete()


def test_a_proposal_that_is_not_whole_is_refused_and_loses_nothing(field, page, specialist):
    client = page(specialist)
    answer = client.post(propose_url(client), WORDS | {"proposal": ""})
    assert answer.status_code == 422
    assert "三台渗漏" in answer.content.decode()
    assert not MakerProposal.objects.exists()
    assert client.get("/reports/failures/propose/?of=none-such").status_code == 404


@pytest.mark.parametrize("field_name", list(WORDS))
def test_each_part_is_asked_for(manager, field_name):
    given = WORDS | {field_name: " \n"}
    with pytest.raises(services.ProposalWordsMissing) as refused:
        services.propose_to_maker(actor=manager, at=NOW, query="", figures={}, **given)
    assert refused.value.field == field_name
    with pytest.raises(NoteTooLong):
        services.propose_to_maker(
            actor=manager, at=NOW, query="", figures={}, **WORDS | {field_name: "长" * 2001}
        )


@pytest.mark.parametrize(("verb", "status"), [("take_up", S.TAKEN_UP), ("decline", S.DECLINED)])
def test_the_makers_answer_is_kept(page, manager, proposal, verb, status):
    here = f"{LIST}{proposal.number}/answer/"
    assert page(manager).post(here, {"verb": verb}).status_code == 422
    answer = page(manager).post(here, {"verb": verb, "answer": "下批改用新密封圈", "version": 1})
    assert answer.url == proposal.get_absolute_url()
    kept = MakerProposal.objects.get()
    assert (kept.status, kept.answer, kept.answered_by) == (status, "下批改用新密封圈", manager)
    assert "下批改用新密封圈" in page(manager).get(proposal.get_absolute_url()).content.decode()


def test_who_was_slower_is_told(page, manager, proposal):
    services.answer_proposal(proposal, actor=manager, at=NOW, verb="decline", answer="样本太少")
    sent = {"verb": "take_up", "answer": "已改", "version": 1}
    answer = page(manager).post(f"{LIST}{proposal.number}/answer/", sent)
    assert answer.status_code == 409
    assert "已改" in answer.content.decode()
    again = page(manager).post(f"{LIST}{proposal.number}/answer/", sent | {"version": 2})
    assert again.status_code == 302
    fresh = MakerProposal.objects.get()
    with pytest.raises(ProposalStandsOtherwise):
        services.answer_proposal(fresh, actor=manager, at=NOW, verb="decline", answer="不改了")


def test_the_table_of_answers():
    for verb in V:
        for status in S:
            moves = [move for move in TRANSITIONS if (move.verb, move.source) == (verb, status)]
            if moves:
                assert target_of(verb, status, number="FP-1") is moves[0].target
                assert verb in verbs_from(status)
            else:
                with pytest.raises(ProposalStandsOtherwise):
                    target_of(verb, status, number="FP-1")


@pytest.mark.parametrize("who", ["deputy", "director"])
def test_who_reads_figures_reads_proposals_and_makes_none(page, api, request, proposal, field, who):
    person = request.getfixturevalue(who)
    shown = page(person).get(LIST).content.decode()
    assert proposal.number in shown
    assert "/answer/" not in page(person).get(proposal.get_absolute_url()).content.decode()
    assert "/propose/" not in page(person).get("/reports/failures/").content.decode()
    sent = {"verb": "take_up", "answer": "好"}
    assert page(person).post(f"{LIST}{proposal.number}/answer/", sent).status_code == 403
    assert page(person).get("/reports/failures/propose/?of=EX-1").status_code == 403
    assert api(person).get(API).data["results"][0]["number"] == proposal.number
    with pytest.raises(PermissionDenied):
        services.propose_to_maker(actor=person, at=NOW, query="", figures={}, **WORDS)
    with pytest.raises(PermissionDenied):
        services.answer_proposal(proposal, actor=person, at=NOW, verb="take_up", answer="好")


@pytest.mark.parametrize("who", ["norths_desk", "agent", "dispatcher", "administrator"])
def test_to_others_no_proposal_exists(page, api, request, proposal, who):
    person = request.getfixturevalue(who)
    assert page(person).get(LIST).status_code == 403
    assert api(person).get(f"{API}{proposal.number}/").status_code in {403, 404}
    assert not MakerProposal.objects.visible_to(person).exists()


def test_the_list_is_narrowed_by_status(page, manager, proposal):
    assert proposal.number in page(manager).get(LIST, {"status": "proposed"}).content.decode()
    assert proposal.number not in page(manager).get(LIST, {"status": "declined"}).content.decode()
    assert MakerProposal.objects.unanswered().newest_first().get() == proposal

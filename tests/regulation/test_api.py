"""The regulation through the API: the same steps with the same permissions (K1)."""

import pytest
import time_machine

from regulation.models import RegulationVersion
from regulation.services import levels_of
from tests.factories.dealers import UserFactory
from tests.regulation.drafts import AT, approved, draft, parameters_of, reviewed

pytestmark = pytest.mark.django_db
LIST = "/api/v1/regulation/versions/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def test_the_list_shows_number_status_parameters_and_clauses(api, agent):
    answer = api(agent).get(LIST)
    (first,) = answer.data["results"]
    assert set(answer.data) == {"next", "previous", "results"}
    assert (first["number"], first["status"], first["in_force_from"]) == (1, "in_force", "2026-01-01")
    assert first["parameters"]["satisfaction"]["target"] == 90
    clause = next(one for one in first["clauses"] if one["code"] == "F1")
    assert (clause["name_zh"], clause["name_en"]) == ("首次回访", "First call")
    assert clause["sources"] == ["KR 5.2"]
    assert clause["text_en"].startswith("The first call is made")


def test_who_has_left_reads_no_version(agent):
    assert RegulationVersion.objects.visible_to(agent).exists()
    agent.is_active = False
    assert not RegulationVersion.objects.visible_to(agent).exists()


def test_the_list_takes_the_same_statements_at_one_and_at_fifty_versions(
    api, manager, django_assert_num_queries
):
    client = api(manager)
    assert manager.roles  # read once, kept for the request
    with django_assert_num_queries(3):
        client.get(LIST)
    for _ in range(49):
        draft(manager)
    with django_assert_num_queries(3):
        assert len(client.get(LIST).data["results"]) == 50


def test_the_way_from_draft_to_approval(api, manager, deputy, director):
    made = api(manager).post(LIST, {"in_force_from": "2026-10-01", "reason": "目标"}, format="json")
    assert made.status_code == 201
    assert made["Location"].endswith("/regulation/versions/2/")
    parameters = made.data["parameters"] | {"planning_months": 14}
    clause = {
        "code": "F6",
        "text_zh": "至少 {planning_months} 个月。",
        "text_en": "{planning_months} months.",
    }
    edited = api(manager).post(
        f"{LIST}2/edit/", {"parameters": parameters, "clauses": [clause]}, format="json"
    )
    assert edited.status_code == 200, edited.data
    assert edited.data["parameters"]["planning_months"] == 14
    assert api(deputy).post(f"{LIST}2/review/", {}, format="json").data["status"] == "reviewed"
    done = api(director).post(f"{LIST}2/approve/", {"note": "同意"}, format="json")
    assert (done.status_code, done.data["status"], done.data["approved_by"]) == (200, "scheduled", "director")
    with time_machine.travel("2026-10-02T00:00:00Z", tick=False):
        statuses = [row["status"] for row in api(manager).get(LIST).data["results"]]
    assert statuses == ["in_force", "superseded"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"parameters": {"calls": {}}}, "parameters"),
        ({"in_force_from": "soon"}, "in_force_from"),
        ({"clauses": [{"code": "Z9", "text_zh": "x", "text_en": "x"}]}, "clauses"),
    ],
)
def test_a_refusal_names_the_field(api, manager, body, field):
    draft(manager)
    answer = api(manager).post(f"{LIST}2/edit/", body, format="json")
    assert answer.status_code in {400, 422}
    assert field in answer.data["fields"]
    assert set(answer.data) == {"code", "detail", "fields"}


def test_refusals_of_the_steps(api, manager, deputy, director, agent):
    draft(manager)
    assert api(agent).get(f"{LIST}2/").status_code == 404
    assert (
        api(agent).post(LIST, {"in_force_from": "2026-10-01", "reason": "x"}, format="json").status_code
        == 403
    )
    assert api(manager).post(f"{LIST}2/review/", {}, format="json").status_code == 403
    assert api(director).post(f"{LIST}2/return/", {"note": "x"}, format="json").status_code == 403
    assert api(director).post(f"{LIST}2/approve/", {}, format="json").status_code == 409
    assert api(director).post(f"{LIST}2/return/", {}, format="json").status_code == 400


def test_the_deputy_returns_a_draft(api, manager, deputy):
    draft(manager)
    answer = api(deputy).post(f"{LIST}2/return/", {"note": "目标缺依据"}, format="json")
    assert (answer.status_code, answer.data["status"]) == (200, "draft")


def test_an_idempotent_draft_is_made_once(api, manager):
    body = {"in_force_from": "2026-10-01", "reason": "目标"}
    client = api(manager)
    answers = [client.post(LIST, body, format="json", headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data["number"] == answers[1].data["number"] == 2
    assert RegulationVersion.objects.count() == 2


def test_a_taken_day_is_refused(api, manager, deputy, director):
    approved(manager, deputy, director)
    version = reviewed(manager, deputy)
    answer = api(director).post(f"{LIST}{version.number}/approve/", {}, format="json")
    assert (answer.status_code, answer.data["code"]) == (422, "day_taken")


def test_what_is_left_out_of_an_edit_stays(api, manager):
    version = draft(manager)
    api(manager).post(
        f"{LIST}2/edit/", {"parameters": parameters_of(version, attempts__limit=5)}, format="json"
    )
    answer = api(manager).post(f"{LIST}2/edit/", {"reason": "只改理由"}, format="json")
    assert answer.data["reason"] == "只改理由"
    assert answer.data["parameters"]["attempts"]["limit"] == 5


LEVELS = "/api/v1/service-levels/"


def test_the_levels_in_force_stand_in_their_order(api, agent, django_assert_num_queries):
    """D3: conditions and times as data; the last one takes every other request."""
    client = api(agent)
    assert agent.roles
    with django_assert_num_queries(3):
        rows = client.get(LEVELS).data["results"]
    levels = levels_of(RegulationVersion.objects.get(number=1).pk)
    assert [row["code"] for row in rows] == [level.code for level in levels]
    assert [row["position"] for row in rows] == sorted(row["position"] for row in rows)
    assert {row["version"] for row in rows} == {1}
    assert rows[-1]["conditions"] == {}
    assert rows[0]["targets"]["respond"] == {
        "minutes": levels[0].typed.targets.respond.minutes,
        "basis": levels[0].typed.targets.respond.basis,
    }
    assert client.get(f"{LEVELS}{levels[0].code}/").data == rows[0]


@pytest.mark.parametrize("number", ["7", "x", "-1", "9" * 400, "²"])
def test_a_version_that_is_none_has_no_levels(api, agent, number):
    assert api(agent).get(LEVELS, {"version": number}).status_code == 404


def test_the_levels_of_a_draft_are_its_makers_to_read(api, agent, manager):
    """K1."""
    draft(manager)
    assert {row["version"] for row in api(manager).get(LEVELS, {"version": "2"}).data["results"]} == {2}
    assert api(agent).get(LEVELS, {"version": "2"}).status_code == 404


def test_who_reads_no_regulation_reads_no_levels(api, db):
    assert api(UserFactory(roles=[])).get(LEVELS).status_code == 403

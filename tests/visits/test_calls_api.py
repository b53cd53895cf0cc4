"""Calls for programs: the list with its filters, the verbs, who may what (F1–F3, F5, F7, F9, L2)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.factories.visits import AfterServiceFactory, VisitFactory
from visits.models import Visit

LIST = "/api/v1/visits/"
MON_AM = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(MON_AM, tick=False):
        yield


@pytest.fixture
def visit(north):
    return VisitFactory(equipment__dealer=north)


def verb(visit, name):
    return f"{LIST}{visit.number}/{name}/"


def numbers(answer):
    return [row["number"] for row in answer.json()["results"]]


def test_a_call_says_what_the_interface_promises(api, agent, visit):
    row = api(agent).get(f"{LIST}{visit.number}/").json()
    assert {
        name: row[name] for name in ("number", "rule", "nth", "opens_on", "due_on", "closes_on", "status")
    } == {
        "number": visit.number,
        "rule": "one_week",
        "nth": 1,
        "opens_on": "2026-06-12",
        "due_on": "2026-06-12",
        "closes_on": "2026-06-19",
        "status": "planned",
    }
    assert (row["equipment"], row["dealer"], row["ticket"]) == (visit.equipment.serial_number, "NORTH", None)
    assert (row["taken_by"], row["answers"], row["attempts"]) == (None, [], [])


def test_the_why_names_clause_version_inputs_and_arithmetic(api, agent, visit):
    """K2."""
    why = api(agent).get(f"{LIST}{visit.number}/", headers={"Accept-Language": "en"}).json()["why"]
    assert (why["clause"], why["version"], why["in_force_from"]) == ("F1", 1, "2026-01-01")
    assert why["name"] == "First call"
    assert "from 7 days after the installation" in why["text"]
    assert why["inputs"]["day"] == "2026-06-05"
    assert why["arithmetic"][0] == "2026-06-05 (installed) + 7 days = 2026-06-12 due"
    chinese = api(agent).get(f"{LIST}{visit.number}/", headers={"Accept-Language": "zh-hans"}).json()["why"]
    assert chinese["name"] == "首次回访"
    assert "满 7 天" in chinese["text"]


def test_due_means_open_and_in_its_window(api, agent, north):
    """C2: in the order of calling."""
    late = VisitFactory(equipment__dealer=north, closes_on=date(2026, 6, 14))
    soon = VisitFactory(equipment__dealer=north)
    VisitFactory(equipment__dealer=north, opens_on=date(2026, 6, 16), due_on=date(2026, 6, 16))
    VisitFactory(equipment__dealer=north, done=True)
    client = api(agent)
    assert numbers(client.get(LIST, {"due": "true"})) == [late.number, soon.number]
    assert numbers(client.get(LIST, {"overdue": "true"})) == [late.number]
    assert len(numbers(client.get(LIST, {"due": "false"}))) == 2
    assert len(numbers(client.get(LIST, {"overdue": "false"}))) == 3
    assert client.get(LIST, {"due": "maybe"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "done"}, 1),
        ({"rule": "after_service"}, 1),
        ({"rule": "one_week", "status": "planned"}, 1),
        ({"month": "2026-06"}, 1),
        ({"month": "2026-07"}, 0),
        ({"month": "nonsense"}, 0),
        ({"dealer": "NORTH"}, 3),
        ({"ticket": "T-2026-99999"}, 1),
        ({"equipment": "EX-ONE"}, 1),
        ({"equipment": "EX-NONE"}, 0),
    ],
)
def test_the_list_is_filtered(api, agent, north, query, found):
    VisitFactory(equipment__dealer=north, equipment__serial_number="EX-ONE")
    VisitFactory(equipment__dealer=north, done=True)
    AfterServiceFactory(ticket__dealer=north, ticket__number="T-2026-99999")
    assert len(numbers(api(agent).get(LIST, query))) == found


def test_an_unknown_status_is_named(api, agent):
    answer = api(agent).get(LIST, {"status": "sleeping"})
    assert answer.status_code == 400
    assert "status" in answer.json()["fields"]


def test_taking_shows_an_initial_to_colleagues_and_refuses_them(api, agent, other_agent, visit):
    taken = api(agent).post(verb(visit, "take"))
    assert taken.status_code == 200
    row = taken.json()
    assert (row["taken_by"], row["taken_until"]) == ("小", "2026-06-15T09:45:00+08:00")
    refused = api(other_agent).post(verb(visit, "take"))
    assert (refused.status_code, refused.json()["code"]) == (409, "held_by_colleague")
    assert api(agent).post(verb(visit, "release")).json()["taken_by"] is None
    assert api(other_agent).post(verb(visit, "take")).status_code == 200


def test_an_attempt_is_logged(api, agent, visit):
    answer = api(agent).post(verb(visit, "attempt"), {"outcome": "no_answer"}, format="json")
    assert answer.status_code == 200
    row = answer.json()
    assert [(one["outcome"], one["counts"]) for one in row["attempts"]] == [("no_answer", True)]
    assert row["call_again_at"] == "2026-06-16T14:00:00+08:00"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "outcome"),
        ({"outcome": "asleep"}, 400, "outcome"),
        ({"outcome": "asked_later"}, 422, "call_again_at"),
        ({"outcome": "asked_later", "call_again_at": "2026-06-14T09:00:00+08:00"}, 422, "call_again_at"),
        ({"outcome": "asked_later", "call_again_at": "soon"}, 400, "call_again_at"),
    ],
)
def test_a_wrong_attempt_names_the_field(api, agent, visit, body, status, field):
    answer = api(agent).post(verb(visit, "attempt"), body, format="json")
    assert answer.status_code == status
    assert field in answer.json()["fields"]


def test_a_call_is_completed_with_a_ticket(api, agent, visit):
    """F9, as the interface says it."""
    body = {
        "rating": 2,
        "answers": [{"question": "use", "value": "stopped"}, {"question": "quality", "value": 3}],
        "note": "停机",
        "ticket": {"kind": "repair", "description": "发动机不启动"},
    }
    answer = api(agent).post(verb(visit, "complete"), body, format="json")
    assert answer.status_code == 200, answer.json()
    row = answer.json()
    assert (row["status"], row["rating"], row["note"]) == ("done", 2, "停机")
    assert row["answers"] == [{"question": "use", "value": "stopped"}, {"question": "quality", "value": "3"}]
    assert row["opened_ticket"] == Visit.objects.get(pk=visit.pk).opened_ticket.number
    ticket = api(agent).get(f"/api/v1/tickets/{row['opened_ticket']}/")
    assert ticket.status_code in {200, 404}


def test_a_second_completion_is_a_conflict(api, agent, visit):
    """C3."""
    client = api(agent)
    assert (
        client.post(verb(visit, "complete"), {"rating": None, "note": "不愿评分"}, format="json").status_code
        == 200
    )
    again = client.post(verb(visit, "complete"), {"rating": 1}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
    assert Visit.objects.get(pk=visit.pk).rating is None


def test_one_key_completes_once_and_answers_twice(api, agent, visit):
    """safety.md 14."""
    send = {"path": verb(visit, "complete"), "data": {"rating": 5}, "format": "json"}
    answers = [api(agent).post(**send, headers={"Idempotency-Key": "one"}) for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["number"] == answers[1].json()["number"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"rating": 0}, 400),
        ({"rating": 6}, 400),
        ({"rating": 4.5}, 400),
        ({"rating": 5, "answers": [{"question": "attitude", "value": "5"}]}, 422),
        ({"rating": 5, "answers": [{"question": "use", "value": "so-so"}]}, 422),
        ({"rating": 5, "answers": "use"}, 400),
        ({"rating": 5, "answers": [{"question": "use"}]}, 400),
        ({"rating": 5, "ticket": {"kind": "wish", "description": "x"}}, 400),
        ({"rating": 5, "ticket": {"kind": "repair", "description": ""}}, 400),
        ({"rating": 5, "note": "\x00"}, 400),
        ({"rating": 5, "note": "长" * 2001}, 400),
    ],
)
def test_a_wrong_completion_changes_nothing(api, agent, visit, body, status):
    answer = api(agent).post(verb(visit, "complete"), body, format="json")
    assert answer.status_code == status, answer.json()
    assert answer.json()["detail"]
    assert Visit.objects.get(pk=visit.pk).status == "planned"


@pytest.mark.parametrize("name", ["take", "release", "attempt", "complete"])
def test_a_dealer_never_acts_on_a_call(api, norths_desk, souths_desk, visit, name):
    """L2: 403 for the one who sees it, 404 for the one for whom it does not exist."""
    body = {"rating": 5, "outcome": "no_answer"}
    assert api(norths_desk).post(verb(visit, name), body, format="json").status_code == 403
    assert api(souths_desk).post(verb(visit, name), body, format="json").status_code == 404


def test_a_dealer_reads_score_and_text_of_its_own_calls(api, norths_desk, souths_desk, centres_desk, north):
    done = VisitFactory(equipment__dealer=north, done=True, note="修得快")
    assert api(norths_desk).get(f"{LIST}{done.number}/").json()["note"] == "修得快"
    assert numbers(api(centres_desk).get(LIST)) == [done.number]
    assert numbers(api(souths_desk).get(LIST)) == []


def test_a_dealer_learns_nothing_of_how_its_customers_are_tried(api, agent, norths_desk, visit):
    """L2: who is judged must not know when the customer will be rung again."""
    body = {"outcome": "busy", "note": "内部备注"}
    api(agent).post(verb(visit, "take"), format="json")
    told = api(agent).post(verb(visit, "attempt"), body, format="json").json()
    assert told["attempts"][0]["note"] == "内部备注"
    assert told["call_again_at"]
    api(agent).post(verb(visit, "take"), format="json")
    for seen in (
        api(norths_desk).get(f"{LIST}{visit.number}/").json(),
        api(norths_desk).get(LIST).json()["results"][0],
    ):
        hidden = [seen[name] for name in ("attempts", "call_again_at", "taken_by", "taken_until")]
        assert hidden == [[], None, None, None]
        assert seen["attempts_made"] == 1


def test_a_call_is_put_off_by_a_month_at_most(api, agent, visit):
    """F7, K1: by the version in force on the day of the attempt."""
    for again, status in (("2026-07-15T09:30:00+08:00", 200), ("2099-01-01T09:00:00+08:00", 422)):
        body = {"outcome": "asked_later", "call_again_at": again}
        answer = api(agent).post(verb(visit, "attempt"), body, format="json")
        assert answer.status_code == status
    assert answer.json()["code"] == "call_again_too_late"
    assert "30" in answer.json()["fields"]["call_again_at"][0]


def test_an_engineer_sees_no_calls(api, norths_engineer, visit):
    assert api(norths_engineer.user).get(LIST).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_takes_the_same_statements_at_any_length(
    api, agent, north, count, django_assert_num_queries
):
    for _turn in range(count):
        VisitFactory(equipment__dealer=north)
    client = api(agent)
    agent.rights  # noqa: B018 (fetched once a request by the sign-in)
    with django_assert_num_queries(4):  # calls, answers, attempts, clauses
        assert len(client.get(LIST).json()["results"]) == count

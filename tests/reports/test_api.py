"""The report for programs: figures as numbers, scope, refusals that name what is allowed (J1, J3, L2)."""

from datetime import date

import pytest

from regulation.choices import RuleCode
from tests.factories.dealers import DealerFactory
from tests.factories.equipment import ProductFactory
from tests.factories.visits import VisitFactory
from tests.reports.rated import ended, ended_all, unit_of
from visits.states import VisitStatus

ADDRESS = "/api/v1/reports/satisfaction/"
NOUGHT = {"answers": 0, "planned": 0, "not_reached": 0, "lapsed": 0, "refused": 0, "without_rating": 0}


def test_it_answers_as_one_page_with_its_totals(api, manager, north, south):
    """J1."""
    ended_all(north, [5, 5, 4])
    ended(north, status=VisitStatus.UNREACHABLE)
    ended(south, 3)
    answer = api(manager).get(ADDRESS, {"group_by": "dealer"})
    assert answer.status_code == 200
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "group": "NORTH",
                "group_name": "华东一号经销商",
                "score": 93.3,
                "satisfied_share": 1.0,
                **NOUGHT,
                "answers": 3,
                "planned": 4,
                "not_reached": 1,
            },
            {
                "group": "SOUTH",
                "group_name": "西南三号网点",
                "score": 60.0,
                "satisfied_share": 0.0,
                **NOUGHT,
                "answers": 1,
                "planned": 1,
            },
        ],
        "totals": {
            "score": 85.0,
            "satisfied_share": 0.75,
            **NOUGHT,
            "answers": 4,
            "planned": 5,
            "not_reached": 1,
        },
    }


def test_nobody_answered_is_null_and_not_nought(api, manager, north):
    ended(north, status=VisitStatus.UNREACHABLE)
    row = api(manager).get(ADDRESS).json()["results"][0]
    assert (row["score"], row["satisfied_share"], row["not_reached"]) == (None, None, 1)


@pytest.mark.parametrize(
    ("group_by", "groups"),
    [
        ("dealer", ["NORTH"]),
        ("product", ["EX-215", "LD-50"]),
        ("rule", ["one_week", "annual"]),
        ("month", ["2026-08", "2026-09"]),
    ],
)
def test_it_is_grouped_as_asked(api, manager, north, group_by, groups):
    ended(north, 5, date(2026, 8, 31), unit=unit_of(north, ProductFactory(code="EX-215")))
    ended(north, 4, unit=unit_of(north, ProductFactory(code="LD-50")), rule=RuleCode.ANNUAL)
    answer = api(manager).get(ADDRESS, {"group_by": group_by}).json()
    assert [row["group"] for row in answer["results"]] == groups
    assert answer["totals"]["score"] == 90.0


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ({}, 3),
        ({"month_from": "2026-09"}, 2),
        ({"month_to": "2026-08"}, 1),
        ({"month_from": "2026-08", "month_to": "2026-08"}, 1),
        ({"dealer": "SOUTH"}, 1),
        ({"dealer": "headquarters"}, 0),
        ({"rule": "annual"}, 0),
    ],
)
def test_it_is_filtered_as_asked(api, manager, north, south, query, answers):
    ended(north, 5, date(2026, 8, 31))
    ended(north, 4)
    ended(south, 4)
    assert api(manager).get(ADDRESS, query).json()["totals"]["answers"] == answers


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"group_by": "region"}, "group_by"),
        ({"month_from": "2026-13"}, "month_from"),
        ({"month_to": "yesterday"}, "month_to"),
        ({"month_from": "2026-09", "month_to": "2026-08"}, "month_to"),
        ({"dealer": "NOBODY"}, "dealer"),
        ({"dealer": "\x00"}, "dealer"),
        ({"product": "NOTHING"}, "product"),
        ({"rule": "sometimes"}, "rule"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(api, manager, query, field):
    answer = api(manager).get(ADDRESS, query)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_a_wrong_grouping_is_told_the_allowed_ones(api, manager):
    said = api(manager).get(ADDRESS, {"group_by": "region"}).json()["fields"]["group_by"][0]
    assert all(name in said for name in ("dealer", "product", "rule", "month"))


def test_a_dealer_sees_its_own_calls_and_another_does_not_exist(api, norths_desk, north, south):
    """L2, D3: the other's code is refused as a missing one is."""
    ended(north, 5)
    ended(south, 1)
    answer = api(norths_desk).get(ADDRESS).json()
    assert [row["group"] for row in answer["results"]] == ["NORTH"]
    assert answer["totals"] == {**NOUGHT, "score": 100.0, "satisfied_share": 1.0, "answers": 1, "planned": 1}
    foreign = api(norths_desk).get(ADDRESS, {"dealer": "SOUTH"})
    missing = api(norths_desk).get(ADDRESS, {"dealer": "MISSG"})
    assert (foreign.status_code, missing.status_code) == (400, 400)
    assert foreign.content.replace(b"SOUTH", b"") == missing.content.replace(b"MISSG", b"")


def test_a_centre_sees_itself_and_its_outlets(api, centres_desk, centre, north, south):
    for dealer in (centre, north, south):
        ended(dealer, 5)
    rows = api(centres_desk).get(ADDRESS).json()["results"]
    assert [row["group"] for row in rows] == ["CENTRE", "NORTH"]


def test_who_has_no_right_to_reports_gets_none(api, norths_engineer, agent, north):
    ended(north, 5)
    assert [api(user).get(ADDRESS).status_code for user in (norths_engineer.user, agent)] == [403, 403]


@pytest.mark.parametrize("dealers", [1, 50])
def test_its_statements_are_six_at_1_and_at_50_dealers(api, manager, dealers, django_assert_num_queries):
    """house rule 11: roles, dealers, products, versions, what ended, what was due."""
    unit = None
    for turn in range(dealers):
        dealer = DealerFactory()
        unit = unit or unit_of(dealer)
        VisitFactory(equipment=unit, dealer=dealer, nth=turn + 1, done=True)
    client = api(manager)
    with django_assert_num_queries(6):
        rows = client.get(ADDRESS).json()["results"]
    assert len(rows) == dealers


def test_the_described_answer_is_the_given_one(api, manager, north):
    """The OpenAPI file names each field."""
    ended(north, 5)
    schema = api(manager).get("/api/v1/schema/").json()
    row = schema["components"]["schemas"]["FiguresGroup"]["properties"]
    given = api(manager).get(ADDRESS).json()
    assert set(row) == set(given["results"][0])
    operation = schema["paths"]["/api/v1/reports/satisfaction/"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {
        "group_by",
        "dealer",
        "product",
        "rule",
        "month_from",
        "month_to",
    }

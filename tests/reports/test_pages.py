"""The pages of the report: sentence, figures, ranking, single calls, files, paper, why (J1, J3, K2, L2)."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from regulation.models import RegulationVersion
from reports.figures import Figures
from reports.page import sentence
from tests.factories.equipment import ProductFactory
from tests.factories.visits import AfterServiceFactory
from tests.reports.rated import SEPTEMBER, ended, ended_all, unit_of
from visits.states import VisitStatus

PAGE = "/reports/satisfaction/"
NOW = datetime(2026, 9, 20, 2, tzinfo=UTC)
AUGUST = date(2026, 8, 14)


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def network(north, south):
    """September: North 5 5 5 4 and one not reached, South 2 2; August: North 5 4, South 3."""
    ended_all(north, [5, 5, 5, 4])
    ended(north, status=VisitStatus.UNREACHABLE)
    ended(south, 2, words="等了一天半才到，还没修好。")
    ended(south, 2)
    ended_all(north, [5, 4], AUGUST)
    ended(south, 3, AUGUST)


def shown(response):
    assert response.status_code == 200
    return response.context


def texts(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(response.content.decode())))


def links(response, ending):
    return [
        unescape(found)
        for found in re.findall(r'href="([^"]+)"', response.content.decode())
        if ending in found
    ]


def test_the_page_opens_with_its_conclusion(page, manager, network):
    """J1: 23 ÷ 6 × 20 = 76.7; 12 ÷ 3 × 20 = 80.0 before; without South it would be 95.0."""
    context = shown(page(manager).get(PAGE))
    assert (context["figure"].score, context["figure"].answers) == (Decimal("76.7"), 6)
    said = context["sentence"]
    assert (said["stand"], said["target"], said["direction"], said["moved"]) == (
        "below",
        90,
        "down",
        Decimal("3.3"),
    )
    assert (said["drag"].group.key, said["drag"].by, said["drag"].again) == ("SOUTH", Decimal("18.3"), True)


def test_the_small_figures_count_apart_what_was_not_rated(page, manager, network):
    figures = shown(page(manager).get(PAGE))["figures"]
    assert [figure["count"] for figure in figures] == [6, 2, 1, 0, 0]


def test_the_ranking_shows_both_periods_and_the_focus_falls_on_who_pulls_down(page, manager, network):
    context = shown(page(manager).get(PAGE))
    rows = [(row["key"], row["score"], row["was"], row["current"]) for row in context["ranking"]["rows"]]
    assert rows == [
        ("NORTH", Decimal("95.0"), Decimal("90.0"), False),
        ("SOUTH", Decimal("40.0"), Decimal("60.0"), True),
    ]
    assert [row["words"] for row in context["closer"]["rows"]] == ["", "等了一天半才到，还没修好。"]


def test_a_row_of_the_ranking_brings_its_calls_onto_the_page(page, manager, network):
    client = page(manager)
    address = shown(client.get(PAGE))["ranking"]["rows"][0]["url"]
    closer = shown(client.get(address))["closer"]
    assert (closer["name"], [row["rating"] for row in closer["rows"]]) == ("华东一号经销商", [4, 5, 5, 5])


def test_the_trend_has_twelve_months_and_a_month_without_answers_is_a_gap(page, manager, network):
    context = shown(page(manager).get(PAGE))
    values = [point["y"] for point in context["trend"]["figures"]["values"]]
    assert values == [None] * 10 + [80.0, 76.7]
    assert context["trend"]["figures"]["target"] == [90] * 12
    assert "—" in texts(page(manager).get(PAGE))


def test_headquarters_switches_the_ranking_to_models(page, manager, north, south):
    """J1: by model as by dealer, each figure opening its calls, and the switch outlives another stretch."""
    lift, truck = ProductFactory(code="LIFT-9"), ProductFactory(code="TRUCK-3")
    ended(north, 5, unit=unit_of(north, lift))
    ended(south, 4, unit=unit_of(south, lift))
    ended(south, 2, unit=unit_of(south, truck))
    client = page(manager)
    by_dealer, by_model = shown(client.get(PAGE))["groupings"]
    assert (by_dealer["current"], by_model["current"]) == (True, False)
    context = shown(client.get(by_model["url"]))
    rows = context["ranking"]["rows"]
    assert [(row["key"], row["answers"]) for row in rows] == [("LIFT-9", 2), ("TRUCK-3", 1)]
    assert [len(shown(client.get(row["calls_url"]))["rows"]) for row in rows] == [2, 1]
    assert [row["rating"] for row in shown(client.get(rows[0]["url"]))["closer"]["rows"]] == [4, 5]
    assert all("group_by=product" in span["url"] for span in context["spans"])
    paper = client.get(context["print_url"])
    assert [row["key"] for row in shown(paper)["ranking"]["rows"]] == ["LIFT-9", "TRUCK-3"]
    assert "LIFT-9" in texts(paper)


def test_who_looks_at_one_dealer_has_no_other_to_rank(page, manager, norths_desk, network):
    assert shown(page(manager).get(PAGE, {"dealer": "NORTH"}))["groupings"] == []
    assert shown(page(norths_desk).get(PAGE, {"group_by": "dealer"}))["groupings"] == []


def test_the_key_explains_hollow_dots_where_there_are_any(page, manager, north, network):
    assert shown(page(manager).get(PAGE))["ranking"]["few"] == 10
    RegulationVersion.objects.update(parameters=few_below(1))
    assert shown(page(manager).get(PAGE))["ranking"]["few"] == 0


def few_below(answers):
    parameters = RegulationVersion.objects.get(number=1).parameters
    return parameters | {"satisfaction": parameters["satisfaction"] | {"few_answers_below": answers}}


def test_the_small_curves_share_one_scale(page, manager, network):
    """Their targets then stand at one height."""
    stages = shown(page(manager).get(PAGE))["stages"]
    assert {tuple(stage["figures"]["scale"]) for stage in stages} == {(76.7, 90)}


@pytest.mark.parametrize(("span", "answers", "before"), [("month", 6, 3), ("quarter", 9, 0), ("year", 9, 0)])
def test_each_stretch_has_its_figure_and_the_one_before(page, manager, network, *, span, answers, before):
    context = shown(page(manager).get(PAGE, {"span": span}))
    assert context["figure"].answers == answers
    assert (context["sentence"]["direction"] == "") == (before == 0)


@pytest.mark.parametrize("query", [{}, {"span": "quarter"}, {"dealer": "SOUTH"}, {"rule": "one_week"}])
def test_every_figure_opens_exactly_its_calls(page, manager, network, query):
    """J1, J3: the count in the view beside the list, the rows of the list and the figure are one number."""
    client = page(manager)
    context = shown(client.get(PAGE, query))
    figures = [(one["url"], one["count"]) for one in context["figures"]]
    figures += [(row["calls_url"], row["answers"]) for row in context["ranking"]["rows"]]
    figures += [(stage["url"], stage["answers"]) for stage in context["stages"]]
    figures += [
        (row["url"], row["cells"][-1]) for row in context["trend"]["card"]["rows"] if row["cells"][-1]
    ]
    assert len(figures) >= 8
    for address, count in figures:
        calls = shown(client.get(address))
        assert len(calls["rows"]) == count, address
        views = {view["current"]: view["count"] for view in calls["groups"][0]["views"]}
        assert views[True] == count, address


def test_the_calls_stand_worst_first_with_the_customers_words(page, manager, network):
    response = page(manager).get(f"{PAGE}calls/", {"shown": "completed"})
    ratings = [row["rating"] for row in shown(response)["rows"]]
    assert ratings == [2, 2, 4, 5, 5, 5]
    assert "等了一天半才到，还没修好。" in texts(response)


def test_the_calls_turn_pages_by_key_forth_and_back(page, manager, north, settings):
    settings.PAGE_SIZE = 2
    ended_all(north, [3, 1, 5, 2, 4])
    ended(north, None)
    client = page(manager)
    seen, address = [], f"{PAGE}calls/?shown=completed"
    while address:
        context = shown(client.get(address))
        seen.append([row["rating"] for row in context["rows"]])
        last, address = context, context["next_url"]
    assert seen == [[1, 2], [3, 4], [5, None]]
    back = shown(client.get(last["previous_url"]))
    assert [row["rating"] for row in back["rows"]] == [3, 4]
    assert [row["rating"] for row in shown(client.get(back["previous_url"]))["rows"]] == [1, 2]
    assert shown(client.get(back["previous_url"]))["previous_url"] == ""


@pytest.mark.parametrize("key", ["x", "1.2026-13-01.5", "..", "1.2026-09-15.x", "99999999999.2026-01-01.1"])
def test_a_broken_key_shows_the_first_page(page, manager, north, key):
    ended(north, 5)
    assert len(shown(page(manager).get(f"{PAGE}calls/", {"after": key}))["rows"]) in {0, 1}


def test_a_dealer_sees_its_own_and_no_ranking_of_others(page, norths_desk, network):
    """L2, D3."""
    response = page(norths_desk).get(PAGE)
    context = shown(response)
    assert context["figure"].score == Decimal("95.0")
    assert [row["key"] for row in context["ranking"]["rows"]] != ["NORTH"]
    assert context["ranking"]["title"] not in {"By dealer", "按经销商"}
    assert "西南三号网点" not in response.content.decode()


def test_a_centre_ranks_its_outlets(page, centres_desk, centre, north, network):
    ended(centre, 5)
    rows = shown(page(centres_desk).get(PAGE))["ranking"]["rows"]
    assert [row["key"] for row in rows] == ["CENTRE", "NORTH"]


@pytest.mark.parametrize("name", ["", "calls/", "why/", "print/", "export/", "calls/export/"])
def test_who_may_not_read_reports_is_refused(page, agent, name):
    assert page(agent).get(f"{PAGE}{name}").status_code == 403


@pytest.mark.parametrize(
    "query", [{"month": "2026-13"}, {"dealer": "SOUTH"}, {"rule": "x"}, {"span": "week"}, {"shown": "all"}]
)
@pytest.mark.parametrize("name", ["", "calls/", "why/", "print/", "export/"])
def test_an_address_that_cannot_be_read_is_refused_and_shows_no_figures(
    page, norths_desk, south, *, name, query
):
    """D2: another dealer's code is refused as a missing one is."""
    response = page(norths_desk).get(f"{PAGE}{name}", query)
    assert response.status_code == 422
    assert "西南三号网点" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "label"),
    [({"month": "xxxx"}, "月份"), ({"dealer": "SOUTH"}, "经销商"), ({"rule": "x"}, "阶段")],
)
def test_what_cannot_be_read_is_named_on_a_page_of_the_product(page, norths_desk, south, *, query, label):
    client = page(norths_desk)
    client.cookies["django_language"] = "zh-hans"
    response = client.get(PAGE, query)
    faults = dict(response.context["faults"])
    assert list(faults) == [label]
    body = response.content.decode()
    assert label in body
    assert 'class="shell"' in body
    assert f'href="{PAGE}"' in body


def test_an_empty_report_says_so(page, manager):
    context = shown(page(manager).get(PAGE))
    assert (context["figure"].score, context["sentence"]["stand"]) == (None, "none")
    assert context["ranking"]["rows"] == []
    assert shown(page(manager).get(f"{PAGE}why/"))["why"]["arithmetic"] == []


def test_a_far_month_is_only_empty(page, manager):
    for month in ("2000-01", "2099-12"):
        assert shown(page(manager).get(PAGE, {"month": month, "span": "year"}))["figure"].answers == 0


def test_the_score_can_be_asked_why(page, manager, network):
    """K2: clause, version, inputs, and arithmetic that gives the figure."""
    why = shown(page(manager).get(f"{PAGE}why/"))["why"]
    assert why["clause"]["label"].startswith("J1")
    assert "20" in why["clause"]["text"]
    lines = [(line["term"], line["result"]) for line in why["arithmetic"]]
    assert lines == [("5 × 3 + 4 × 1 + 2 × 2", "23"), ("23 × 20", "460"), ("460 ÷ 6", "76.7")]
    panel = page(manager).get(f"{PAGE}why/", headers={"HX-Request": "true"})
    assert b"<html" not in panel.content


@pytest.mark.parametrize(("language", "name"), [("en", "Satisfaction score"), ("zh-hans", "满意度计算")])
def test_the_clause_of_the_score_is_named_in_the_readers_language(page, manager, *, language, name):
    """L4: on the page, on paper, in the panel."""
    client = page(manager)
    client.cookies["django_language"] = language
    for address in (PAGE, f"{PAGE}print/"):
        assert shown(client.get(address))["why_text"] == name
        assert f"{name}</a>" in client.get(address).content.decode()
    assert shown(client.get(f"{PAGE}why/"))["why"]["clause"]["label"] == f"J1 {name}"


def test_the_why_of_a_month_before_the_first_version_says_so(page, manager):
    client = page(manager)
    client.cookies["django_language"] = "en"
    early, now = (
        shown(client.get(f"{PAGE}why/", {"month": month}))["why"] for month in ("2025-10", "2026-08")
    )
    assert early["version"]["detail"].startswith("No version was in force yet on Oct 31, 2025")
    assert now["version"]["detail"] == "It was in force on Aug 31."


def test_the_paper_shows_the_same_figures(page, manager, network):
    """J3."""
    response = page(manager).get(f"{PAGE}print/")
    assert shown(response)["figure"].score == Decimal("76.7")
    assert "76.7" in texts(response)


@pytest.mark.parametrize(
    ("score", "was", "stand", "direction"),
    [
        (None, None, "none", ""),
        (5, None, "above", ""),
        (4, 5, "below", "down"),
        (5, 4, "above", "up"),
        (4, 4, "below", "same"),
    ],
)
def test_the_sentence_says_where_the_score_stands(*, score, was, stand, direction):
    said = sentence(rated(score), rated(was), target=90)
    assert (said["stand"], said["direction"]) == (stand, direction)


def test_a_score_of_exactly_the_target_is_neither_above_nor_below():
    assert sentence(Figures(answers=2, points=180), Figures(), target=90)["stand"] == "at"


def rated(rating):
    return Figures() if rating is None else Figures(answers=1, rating_sum=rating, points=20 * rating)


@pytest.fixture
def second_version(db):
    first = RegulationVersion.objects.get(number=1)
    rules = {"target": 95, "points_per_rating": 20, "satisfied_from": 4, "few_answers_below": 3}
    return RegulationVersion.objects.create(
        number=2,
        status="approved",
        in_force_from=date(2026, 8, 1),
        parameters=first.parameters | {"satisfaction": rules},
        drafted_at=NOW,
        approved_at=NOW,
    )


def test_the_target_steps_where_the_regulation_changed(page, manager, network, second_version):
    """ui 11: a thin line names the version."""
    figures = shown(page(manager).get(PAGE))["trend"]["figures"]
    assert figures["target"] == [90] * 10 + [95, 95]
    assert figures["few"] == 3
    (line,) = figures["versions"]
    assert line["at"] == figures["x"][10]
    assert all(word in line["text"] for word in ("2", "90", "95"))


def test_a_version_without_the_clause_still_explains_the_arithmetic(page, manager, network, second_version):
    why = shown(page(manager).get(f"{PAGE}why/"))["why"]
    assert why["clause"] == {"label": "J1", "text": "", "url": second_version.get_absolute_url()}
    assert why["arithmetic"][-1]["result"] == "76.7"


def test_calls_without_a_model_have_a_row_that_opens_them(page, manager, north):
    """J1: what headquarters knows no model of is counted too."""
    AfterServiceFactory(
        dealer=north, product=None, status="done", rating=4, ended_on=SEPTEMBER, ended_at=NOW,
        opens_on=SEPTEMBER, due_on=SEPTEMBER, closes_on=SEPTEMBER,
    )  # fmt: skip
    client = page(manager)
    (row,) = shown(client.get(PAGE, {"dealer": "NORTH"}))["ranking"]["rows"]
    assert row["key"] == "none"
    assert len(shown(client.get(row["calls_url"]))["rows"]) == 1


def test_filters_and_stretch_live_in_the_address(page, manager, network):
    """J3: every link keeps the conditions of the page it stands on."""
    response = page(manager).get(PAGE, {"span": "quarter", "month": "2026-08", "dealer": "SOUTH"})
    for address in links(response, f"{PAGE}calls/?"):
        query = parse_qs(urlsplit(address).query)
        assert query["dealer"] == ["SOUTH"], address
        assert query["month"][0][:5] in {"2025-", "2026-"}

"""The list of calls, the record of one, its why, the file, pieces for other pages (K2, L2, C10)."""

import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
import time_machine

from records.models import AuditEntry
from tests.factories.visits import AfterServiceFactory, VisitFactory
from visits.models import Visit
from visits.services.calling import Answer, NewTicket, complete_visit, record_attempt, take_visit

MON_AM = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning_in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(MON_AM, tick=False):
        yield


@pytest.fixture
def visit(north):
    return VisitFactory(equipment__dealer=north)


@pytest.fixture
def done(visit, agent):
    return complete_visit(
        visit,
        actor=agent,
        at=MON_AM,
        rating=4,
        answers=[Answer("use", "minor"), Answer("quality", "5"), Answer("opinions", "多来看看")],
        note="油管渗油",
        ticket=NewTicket("repair", "油管渗油"),
    )


SO_FAR = "/calls/all/?when=so_far"


def body(response):
    return response.content.decode()


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


def listed(response):
    return [row["visit"].number for row in response.context["rows"]]


def test_the_list_shows_calls_newest_window_first(page, agent, north):
    old = VisitFactory(equipment__dealer=north)
    new = VisitFactory(equipment__dealer=north, due_on=date(2026, 6, 18))
    july = {"opens_on": date(2026, 7, 18), "due_on": date(2026, 7, 18), "closes_on": date(2026, 7, 25)}
    ahead = VisitFactory(equipment__dealer=north, **july)
    client = page(agent)
    assert client.get("/calls/all/").url == "?when=so_far"
    assert listed(client.get(SO_FAR)) == [new.number, old.number]
    assert listed(client.get("/calls/all/?when=ever")) == [ahead.number, new.number, old.number]
    assert listed(client.get("/calls/all/?when=ahead")) == [ahead.number]


def test_the_list_is_sorted_as_asked(page, agent, north):
    visits = [VisitFactory(equipment__dealer=north, due_on=date(2026, 6, day)) for day in (14, 12, 13)]
    client = page(agent)
    shown = client.get("/calls/all/?sort=due")
    assert listed(shown) == [visits[1].number, visits[2].number, visits[0].number]
    assert shown.context["heads"]["due"] == {"label": "Due", "url": "?sort=-due", "order": "ascending"}
    assert listed(client.get("/calls/all/?sort=number")) == [visit.number for visit in visits]


def test_a_view_is_saved_under_a_name_and_dropped_again(page, agent, visit):
    """L1."""
    client = page(agent)
    saved = client.post(
        "/views/save/", {"page": "visits:list", "query": "status=planned&rule=one_week", "name": "本周首访"}
    )
    shown = client.get(saved.url)
    assert saved.url == "/calls/all/?status=planned&rule=one_week"
    assert shown.context["current_view"] == "本周首访"
    assert listed(shown) == [visit.number]
    client.post("/views/delete/", {"page": "visits:list", "name": "本周首访"})
    assert client.get(saved.url).context["current_view"] == ""


def test_not_reached_is_a_view_of_the_list(page, agent, visit, north):
    lost = VisitFactory(equipment__dealer=north, unreachable=True)
    shown = page(agent).get("/calls/all/", {"status": "unreachable"})
    assert listed(shown) == [lost.number]
    views = shown.context["groups"][0]["views"]
    assert next(view["label"] for view in views if view["current"]) == "Not reached"


def test_each_condition_can_be_dropped(page, agent, visit):
    shown = page(agent).get("/calls/all/", {"status": "planned", "dealer": "NORTH", "due": "true"})
    tokens = {token["label"]: token for token in shown.context["tokens"]}
    assert tokens["Status"]["value"] == "Planned"
    assert tokens["Status"]["remove_url"] == "?dealer=NORTH&due=true"
    assert tokens["Window"]["value"] == "open now"
    last = page(agent).get("/calls/all/", {"due": "false"}).context["tokens"][0]
    assert (last["value"], last["remove_url"]) == ("not open yet, or the call is over", "?when=ever")


@pytest.mark.parametrize(
    ("language", "name", "choices"),
    [
        ("en", "due", ["Any", "open now", "not open yet, or the call is over"]),
        ("en", "overdue", ["Any", "overdue", "not overdue"]),
        ("zh-hans", "due", ["全部", "已开", "未开或已结束"]),
        ("zh-hans", "overdue", ["全部", "已逾期", "未逾期"]),
    ],
)
def test_a_condition_offers_words_for_the_thing(page, agent, *, language, name, choices):
    client = page(agent)
    client.cookies["django_language"] = language
    field = client.get(SO_FAR).context["filter"].form.fields[name]
    assert [str(label) for _value, label in field.choices] == choices


def test_a_condition_that_can_not_be_read_shows_and_gives_away_nothing(page, manager, visit):
    """C10: a slip of the pen is no wish for everything."""
    client = page(manager)
    shown = client.get("/calls/all/", {"dealer": "NOPE"})
    assert listed(shown) == []
    assert shown.context["filter"].form.errors["dealer"]
    assert client.get("/calls/export/", {"dealer": "NOPE"}).status_code == 422
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_the_list_goes_on_by_key(page, agent, north, settings):
    visits = [
        VisitFactory(equipment__dealer=north, due_on=date(2026, 6, day)) for day in (12, 13, 14, 15, 16)
    ]
    client = page(agent)
    seen, address = [], f"{SO_FAR}&limit=2"
    while address:
        shown = client.get(address)
        seen += listed(shown)
        address = shown.context["next_url"]
    assert seen == [visit.number for visit in reversed(visits)]
    assert client.get("/calls/all/", {"cursor": "nonsense"}).status_code == 302


LIST_STATEMENTS = 9  # session, person; the filter's dealers, the rows, what is kept, three counts, own views


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_takes_the_same_statements_at_any_length(
    page, agent, north, count, django_assert_num_queries
):
    for _turn in range(count):
        VisitFactory(equipment__dealer=north)
    client = page(agent)
    part = {"HX-Request": "true"}  # without the frame, whose badges are other apps'
    client.get(SO_FAR, headers=part)
    with django_assert_num_queries(LIST_STATEMENTS):
        assert len(listed(client.get(SO_FAR, headers=part))) == count


def test_a_dealer_sees_its_own_calls_and_nobody_elses(page, norths_desk, visit, south):
    foreign = VisitFactory(equipment__dealer=south)
    shown = page(norths_desk).get(SO_FAR)
    assert listed(shown) == [visit.number]
    assert foreign.number not in body(shown)
    assert "西南三号网点" not in body(shown)


def test_who_may_see_no_calls_is_told_so(page, norths_engineer, visit):
    client = page(norths_engineer.user)
    assert client.get("/calls/all/").status_code == 403
    assert client.get(f"/calls/{visit.number}/").status_code == 403


# ── the record ──


def test_the_record_of_a_finished_call_says_what_was_said(page, agent, done):
    shown = page(agent).get(f"/calls/{done.number}/")
    text = body(shown)
    assert "Made on Jun 15, rated 4 of 5." in text
    assert "Small problem" in text
    assert "多来看看" in text
    assert done.opened_ticket.number in text
    assert shown.context["history"][0]["text"] == "Completed"


def test_a_dealer_reads_score_and_text_but_not_the_agents_tries(page, norths_desk, agent, visit):
    """L2."""
    record_attempt(visit, actor=agent, at=MON_AM, outcome="no_answer", note="内部备注")
    text = body(page(norths_desk).get(f"/calls/{visit.number}/"))
    assert visit.number in text
    assert "内部备注" not in text
    assert "小陈" not in text
    why = page(norths_desk).get(f"/calls/{visit.number}/why/", {"about": "attempts"})
    assert why.context["why"]["clause"]["label"] == "F1 First call"


def test_a_serving_dealer_sees_of_anothers_unit_what_it_needs(page, souths_desk, north, south):
    """L2: the reduced card."""
    visit = AfterServiceFactory(
        ticket__dealer=south, ticket__equipment__dealer=north, ticket__equipment__project_name="别家工程"
    )
    text = body(page(souths_desk).get(f"/calls/{visit.number}/"))
    assert visit.equipment.serial_number in text
    assert "别家工程" not in text
    assert visit.equipment.get_absolute_url() not in text
    assert "138****5678" not in text


def test_another_dealers_call_does_not_exist(page, souths_desk, visit):
    client = page(souths_desk)
    for address in ("", "why/", "desk/"):
        assert client.get(f"/calls/{visit.number}/{address}").status_code == 404


# ── why ──


def test_the_why_says_clause_version_inputs_and_arithmetic(page, agent, visit):
    """K2."""
    shown = page(agent).get(f"/calls/{visit.number}/why/")
    why = shown.context["why"]
    assert why["conclusion"] == "To be made between Jun 12 and Jun 19, due on Jun 12"
    assert "7 days after the installation" in why["clause"]["text"]
    assert [(line["term"], line["result"]) for line in why["arithmetic"]] == [
        ("2026-06-05 (installed) + 7 days", "2026-06-12 due"),
        ("2026-06-12 same day", "2026-06-12 opens"),
        ("2026-06-12 + 7 days", "2026-06-19 closes"),
    ]
    panel = page(agent).get(f"/calls/{visit.number}/why/", headers={"HX-Request": "true"})
    assert "<html" not in body(panel)


@pytest.mark.parametrize(
    ("language", "window", "attempts", "foreign"),
    [
        ("en", "First call", "Customers not reached", "联系不上"),
        ("zh-hans", "首次回访", "联系不上", "First call"),
    ],
)
def test_the_marks_name_their_clauses_in_the_readers_language(
    page, agent, visit, *, language, window, attempts, foreign
):
    """L4: on the record, on the sheet, in both panels; never by a code that looks like a key."""
    record_attempt(visit, actor=agent, at=MON_AM, outcome="no_answer")
    take_visit(fresh(visit), actor=agent, at=MON_AM)
    client = page(agent)
    client.cookies["django_language"] = language
    for address in ("", "desk/"):
        marks = re.findall(
            r'<a class="why"[^>]*>(?:<i [^>]*></i>)?([^<]*)</a>',
            body(client.get(f"/calls/{visit.number}/{address}")),
        )
        assert marks == [window, attempts], address
    labels = [
        client.get(f"/calls/{visit.number}/why/", query).context["why"]["clause"]["label"]
        for query in ({}, {"about": "attempts"})
    ]
    assert labels == [f"F1 {window}", f"F7 {attempts}"]
    assert foreign not in body(client.get(f"/calls/{visit.number}/why/", {"about": "attempts"}))


def test_the_panel_leads_to_the_clause_in_its_version(page, agent, visit):
    clause = page(agent).get(f"/calls/{visit.number}/why/").context["why"]["clause"]
    assert clause["url"] == "/regulation/1/#F1"


def test_the_why_of_a_day_before_the_first_version_says_that_none_held_then(page, agent, north):
    """K2: the first version is taken for earlier days; a day of another year carries its year."""
    days = {name: date(2025, 10, 30) for name in ("opens_on", "due_on", "closes_on")}
    visit = VisitFactory(equipment__dealer=north, counted_on=date(2025, 10, 23), **days)
    why = page(agent).get(f"/calls/{visit.number}/why/").context["why"]
    assert why["version"]["detail"].startswith("No version was in force yet on Oct 23, 2025")
    assert why["conclusion"] == "To be made on Oct 30, 2025"
    with time_machine.travel(datetime(2025, 11, 3, 1, 30, tzinfo=UTC), tick=False):
        attempts = page(agent).get(f"/calls/{visit.number}/why/", {"about": "attempts"}).context["why"]
    assert attempts["version"]["detail"].startswith("No version was in force yet on Nov 3;")


def test_the_why_of_a_day_of_a_version_says_that_it_held(page, agent, visit):
    why = page(agent).get(f"/calls/{visit.number}/why/").context["why"]
    assert why["version"]["detail"] == "It was in force on Jun 5, the day that counts here."


@pytest.mark.parametrize(
    ("ended", "shown"),
    [({"done": True, "ended_on": date(2026, 6, 13)}, "done"), ({"unreachable": True}, "tone")],
)
def test_the_why_of_a_call_that_is_over_draws_it_as_it_ended(page, agent, north, *, ended, shown):
    """F1: made in time, it never turns red afterwards."""
    visit = VisitFactory(equipment__dealer=north, **ended)
    with time_machine.travel(datetime(2026, 9, 1, 1, 30, tzinfo=UTC), tick=False):
        window = page(agent).get(f"/calls/{visit.number}/why/").context["why"]["window"]
    assert window[shown] == {"done": date(2026, 6, 13), "tone": "hold"}[shown]


def test_the_why_of_working_days_lists_each_day(page, agent, north):
    visit = AfterServiceFactory(ticket__dealer=north)
    lines = page(agent).get(f"/calls/{visit.number}/why/").context["why"]["arithmetic"]
    assert lines[0]["term"].endswith("day 0")
    assert [line["result"] for line in lines] == ["0", "1", "1", "1", "2", "3, closes"]
    assert "day off" in lines[2]["term"]


def test_the_why_of_attempts_says_which_counted(page, agent, visit):
    """F7, K1: the version in force on the day of the attempt."""
    record_attempt(visit, actor=agent, at=MON_AM, outcome="no_answer")
    visit.refresh_from_db()
    record_attempt(visit, actor=agent, at=MON_AM.replace(hour=2), outcome="busy")
    why = page(agent).get(f"/calls/{visit.number}/why/", {"about": "attempts"}).context["why"]
    assert why["conclusion"] == "1 of 3 attempts counts"
    assert [line["note"] for line in why["inputs"]] == [
        "counts",
        "same day as one that counted: does not count",
    ]
    assert "after 3 attempts" in why["clause"]["text"]


# ── the file, the phone ──


def test_the_file_holds_the_list_as_text_and_is_recorded(page, manager, done, north):
    """C10, safety.md I8."""
    VisitFactory(equipment__dealer=north, done=True, note="=HYPERLINK(1)", number="V-2026-900001")
    answer = page(manager).get("/calls/export/", {"status": "done"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    notes = [cell for cell in sheet["P"] if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in notes] == ["s"]
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.actor, entry.object_type) == (manager, "visit")
    assert "1381234" not in str(rows)


def test_who_may_not_export_gets_no_file(page, agent):
    assert page(agent).get("/calls/export/").status_code == 403


def test_showing_a_phone_is_recorded(page, agent, visit):
    """C10."""
    client = page(agent)
    assert "138****5678" in body(client.get(f"/calls/{visit.number}/"))
    shown = client.post(f"/calls/{visit.number}/reveal-phone/", headers={"HX-Request": "true"})
    assert "138 1234 5678" in body(shown)
    assert AuditEntry.objects.get(verb__contains="phone").actor == agent
    without_script = client.post(f"/calls/{visit.number}/reveal-phone/")
    assert "138 1234 5678" in body(without_script)


# ── pieces of other pages ──


def test_a_ticket_shows_its_call_and_the_call_it_came_from(page, agent, north, done):
    after = AfterServiceFactory(ticket__dealer=north, ticket__number="T-2025-00001")
    client = page(agent)
    assert after.number in body(client.get("/calls/for-ticket/T-2025-00001/"))
    assert done.number in body(client.get(f"/calls/for-ticket/{done.opened_ticket.number}/"))


def test_another_dealers_call_after_service_is_not_shown_to_the_units_dealer(page, norths_desk, visit, south):
    """D6: the unit's own dealer does not read what was said of another."""
    foreign = AfterServiceFactory(ticket__dealer=south, ticket__equipment=visit.equipment)
    serial_number = visit.equipment.serial_number
    text = body(page(norths_desk).get(f"/calls/life-lane/{serial_number}/"))
    assert visit.number in text
    assert foreign.number not in text


def test_the_life_lane_is_drawn_on_the_pages_scale(page, agent, visit, north):
    ahead = VisitFactory(
        equipment=visit.equipment,
        rule="annual",
        opens_on=date(2027, 5, 29),
        due_on=date(2027, 6, 5),
        closes_on=date(2027, 6, 12),
    )
    query = {"from": "2026-06-01", "to": "2027-08-01", "today": "2026-06-15", "width": "1320"}
    shown = page(agent).get(f"/calls/life-lane/{visit.equipment.serial_number}/", query)
    marks = shown.context["marks"]
    assert [mark["visit"] for mark in marks] == [visit, ahead]
    assert [mark["is_future"] for mark in marks] == [False, True]
    assert marks[0]["x"] < marks[1]["x"]
    assert 'viewBox="0 0 1320 36"' in body(shown)


def test_a_foreign_unit_has_no_lane(page, souths_desk, visit):
    address = f"/calls/life-lane/{visit.equipment.serial_number}/"
    assert page(souths_desk).get(address).status_code == 404

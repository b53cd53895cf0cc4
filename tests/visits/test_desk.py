"""The call desk: queue, sheet, what an act answers, with and without a script (F1–F3, F5, F7, F9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from regulation.models import RegulationVersion
from tests.factories.dealers import DivisionFactory, TerritoryFactory
from tests.factories.visits import AfterServiceFactory, VisitFactory
from visits.models import Visit
from visits.services.calling import take_visit

MON_AM = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
HTMX = {"HX-Request": "true", "HX-Target": "sheet"}
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
def held(visit, agent):
    return take_visit(visit, actor=agent, at=MON_AM)


def address(visit, verb=""):
    return f"/calls/{visit.number}/{verb}/" if verb else f"/calls/{visit.number}/"


def body(response):
    return response.content.decode()


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


# ── the queue ──


def test_the_queue_is_in_the_order_of_calling_under_its_words(page, agent, north):
    """F5: closes_on, opens_on, number; overdue first."""
    days = {"later": 30, "week": 21, "soon": 17, "today": 15, "over": 14}
    for name, day in days.items():
        closes = date(2026, 7, 30) if name == "later" else date(2026, 6, day)
        VisitFactory(equipment__dealer=north, closes_on=closes, number=f"V-{name}")
    shown = page(agent).get("/calls/")
    groups = [(group["label"], [row["number"] for row in group["rows"]]) for group in shown.context["groups"]]
    assert groups == [
        ("Overdue", ["V-over"]),
        ("Window closes today", ["V-today"]),
        ("Closes within 2 days", ["V-soon"]),
        ("This week", ["V-week"]),
        ("Later", ["V-later"]),
    ]


def test_the_tabs_part_what_is_due_from_what_was_put_off(page, agent, north):
    due = VisitFactory(equipment__dealer=north)
    later = VisitFactory(equipment__dealer=north, call_again_at=MON_AM + timedelta(hours=3))
    lost = VisitFactory(equipment__dealer=north, unreachable=True)
    client = page(agent)
    for tab, visit in {"due": due, "later": later, "not_reached": lost}.items():
        shown = client.get("/calls/", {"tab": tab})
        assert [row["number"] for group in shown.context["groups"] for row in group["rows"]] == [visit.number]
        assert [one["count"] for one in shown.context["tabs"]] == [1, 1, 1]


def test_the_queue_is_filtered_by_stage(page, agent, north):
    VisitFactory(equipment__dealer=north)
    after = AfterServiceFactory(ticket__dealer=north)
    shown = page(agent).get("/calls/", {"stage": "after_service"})
    assert [row["number"] for group in shown.context["groups"] for row in group["rows"]] == [after.number]
    nonsense = page(agent).get("/calls/", {"stage": "<script>", "tab": "x"})
    assert nonsense.status_code == 200


def test_a_colleagues_call_stays_in_its_place_with_the_name(page, agent, other_agent, visit):
    take_visit(visit, actor=other_agent, at=MON_AM)
    row = page(agent).get("/calls/").context["groups"][0]["rows"][0]
    assert row["held_by"] == "小林"


def test_an_empty_queue_is_good_news(page, agent):
    assert "Nothing to call" in body(page(agent).get("/calls/"))


@pytest.mark.parametrize("count", [1, 50])
def test_the_desk_takes_the_same_statements_at_any_length(
    page, agent, north, count, django_assert_num_queries
):
    for _turn in range(count):
        VisitFactory(equipment__dealer=north)
    client = page(agent)
    part = {"HX-Request": "true", "HX-Target": "queue"}  # without the frame, whose badges are other apps'
    client.get("/calls/", headers=part)
    with django_assert_num_queries(QUEUE_STATEMENTS):
        assert (
            sum(len(group["rows"]) for group in client.get("/calls/", headers=part).context["groups"])
            == count
        )


QUEUE_STATEMENTS = 8  # session, person; three tabs, stages, the limit of attempts, the rows


def test_who_only_reads_calls_is_led_to_the_list(page, norths_desk):
    assert page(norths_desk).get("/calls/").url == "/calls/all/"


# ── taking ──


def test_looking_at_a_call_takes_nothing(page, agent, visit):
    """GET never changes state (safety.md, 10)."""
    shown = page(agent).get(address(visit, "desk"))
    assert "Take this call" in body(shown)
    assert fresh(visit).leased_to is None


def test_taking_a_call_opens_its_sheet(page, agent, visit):
    answer = page(agent).post(address(visit, "take"), headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Push-Url"] == f"/calls/{visit.number}/desk/"
    assert f'data-sheet="{visit.number}"' in body(answer)
    assert 'id="context" hx-swap-oob' in body(answer)
    assert fresh(visit).leased_to == agent


def test_without_a_script_taking_leads_to_the_sheet(page, agent, visit):
    client = page(agent)
    answer = client.post(address(visit, "take"))
    assert (answer.status_code, answer.url) == (302, f"/calls/{visit.number}/desk/")
    assert "Finish, next call" in body(client.get(answer.url))


def test_a_colleagues_call_is_refused_with_the_name(page, agent, other_agent, visit):
    take_visit(visit, actor=other_agent, at=MON_AM)
    answer = page(agent).post(address(visit, "take"), headers=HTMX)
    assert answer.status_code == 409
    assert "小林 has taken this call until 09:45" in body(answer)


def test_the_desk_opens_with_the_call_one_is_in(page, agent, held):
    assert f'data-sheet="{held.number}"' in body(page(agent).get("/calls/"))


def test_a_call_is_put_back(page, agent, held):
    page(agent).post(address(held, "release"), headers=HTMX)
    assert fresh(held).leased_to is None


def test_the_lease_is_renewed_and_a_lost_one_is_spoken(page, agent, other_agent, held):
    client = page(agent)
    assert client.post(address(held, "lease")).status_code == 204
    Visit.objects.filter(pk=held.pk).update(leased_to=other_agent)
    lost = client.post(address(held, "lease"))
    assert lost.status_code == 409
    assert "toast" in lost["HX-Trigger"]


# ── the sheet ──


def test_the_sheet_asks_the_questions_of_its_stage(page, agent, held):
    """F1."""
    shown = page(agent).get(address(held, "desk")).context["sheet"]
    assert [question["name"] for question in shown["questions"]] == [
        "q-installation",
        "q-use",
        "rating",
        "q-quality",
        "q-opinions",
    ]
    assert shown["questions"][0]["state"] == "now"


def test_the_strip_says_where_a_ticket_would_go(page, agent, held, south):
    """F9, D4."""
    division = DivisionFactory()
    TerritoryFactory(dealer=south, division=division)
    held.equipment.division = division
    held.equipment.save()
    strip = next(
        q["heard"]
        for q in page(agent).get(address(held, "desk")).context["sheet"]["questions"]
        if "heard" in q
    )
    assert (strip["goes_to"], strip["warranty_tone"]) == ("西南三号网点", "good")


def test_what_is_typed_is_kept(page, agent, held):
    client = page(agent)
    answer = client.post(
        address(held, "draft"), {"rating": "4", "note": "渗油", "q-use": "minor"}, headers=HTMX
    )
    assert "09:30" in body(answer)
    assert fresh(held).draft == {"rating": "4", "note": "渗油", "q-use": "minor"}
    shown = client.get(address(held, "desk"))
    assert "渗油" in body(shown)
    assert shown.context["sheet"]["questions"][2]["value"] == "4"


def test_a_draft_of_a_lost_call_is_refused_aloud(page, agent, other_agent, visit):
    take_visit(visit, actor=other_agent, at=MON_AM)
    answer = page(agent).post(address(visit, "draft"), {"note": "x"}, headers=HTMX)
    assert answer.status_code == 409
    assert "小林" in body(answer)


def test_finishing_loads_the_next_call(page, agent, held, north):
    following = VisitFactory(equipment__dealer=north, closes_on=date(2026, 6, 20))
    sent = {"rating": "5", "q-use": "good", "note": "好"}
    answer = page(agent).post(address(held, "complete"), sent, headers=HTMX)
    assert answer.status_code == 200
    assert fresh(held).rating == 5
    assert f'data-sheet="{following.number}"' in body(answer)
    assert fresh(following).leased_to == agent
    assert f'id="q-{held.number}-state"' in body(answer)  # its row stays where it is
    assert f"{held.number} is finished." in body(answer)


def test_without_a_script_finishing_leads_to_the_next_call(page, agent, held, north):
    following = VisitFactory(equipment__dealer=north, closes_on=date(2026, 6, 20))
    answer = page(agent).post(address(held, "complete"), {"rating": "", "note": "不愿评分"})
    assert (answer.status_code, answer.url) == (302, f"/calls/{following.number}/desk/")
    assert fresh(held).rating is None


def test_the_last_call_leaves_an_empty_sheet(page, agent, held):
    answer = page(agent).post(address(held, "complete"), {"rating": "4"}, headers=HTMX)
    assert answer["HX-Push-Url"] == "/calls/"
    assert "Open a call from the queue" in body(answer)


def test_a_low_rating_without_a_reason_is_asked_about_once(page, agent, held):
    """J1: what made the customer unhappy is the use of the call; nothing typed is lost."""
    client = page(agent)
    sent = {"rating": "3", "q-use": "minor"}
    asked = client.post(address(held, "complete"), sent, headers=HTMX)
    assert asked.status_code == 422
    assert "The rating is low: note why" in body(asked)
    assert fresh(held).status == "planned"
    assert 'name="is_low_meant" value="1"' in body(asked)
    done = client.post(address(held, "complete"), sent | {"is_low_meant": "1"}, headers=HTMX)
    assert done.status_code == 200
    assert fresh(held).rating == 3


@pytest.mark.parametrize("word", [{"note": "等了三天"}, {"rating": "4"}])
def test_a_reason_or_a_good_rating_is_not_asked_about(page, agent, held, word):
    page(agent).post(address(held, "complete"), {"rating": "2"} | word, headers=HTMX)
    assert fresh(held).status == "done"


def test_a_call_not_reached_says_when_it_ended_and_is_late_no_more(page, agent, north):
    lost = VisitFactory(equipment__dealer=north, unreachable=True)
    shown = page(agent).get("/calls/?tab=not_reached").context["groups"][0]["rows"][0]
    assert shown["number"] == lost.number
    assert (shown["window"]["tone"], shown["window"]["text"]) == ("hold", "ended Jun 18")


def test_a_ticket_is_opened_out_of_the_call(page, agent, held):
    """F9."""
    sent = {"rating": "2", "q-use": "minor", "ticket_kind": "repair", "ticket_description": "动臂油缸渗油"}
    answer = page(agent).post(address(held, "complete"), sent, headers=HTMX)
    ticket = fresh(held).opened_ticket
    assert (ticket.kind, ticket.description, ticket.origin) == ("repair", "动臂油缸渗油", held.number)
    assert ticket.number in body(answer)


def test_a_ticket_without_words_is_refused_and_nothing_typed_is_lost(page, agent, held):
    sent = {"rating": "2", "q-use": "minor", "ticket_kind": "repair", "note": "客户很着急"}
    answer = page(agent).post(address(held, "complete"), sent, headers=HTMX)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in body(answer)
    assert "客户很着急" in body(answer)
    assert fresh(held).status == "planned"


def test_an_empty_sheet_is_not_finished(page, agent, held):
    """F6: Ctrl+Enter once more, after the next call has come into the sheet."""
    answer = page(agent).post(address(held, "complete"), {"rating": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert "Nothing is written on this sheet." in body(answer)
    assert fresh(held).status == "planned"


@pytest.mark.parametrize(("satisfied_from", "hint"), [(4, "At 3 or less"), (3, "At 2 or less")])
def test_the_sheet_asks_why_from_the_rating_that_the_regulation_sets(
    page, agent, held, *, satisfied_from, hint
):
    """K1."""
    version = RegulationVersion.objects.get(number=1)
    version.parameters["satisfaction"]["satisfied_from"] = satisfied_from
    version.save()
    assert hint in body(page(agent).get(address(held, "desk")))


def test_a_double_click_completes_once(page, agent, held):
    """C3, safety.md 14: the second press shows the result of the first."""
    client = page(agent)
    sent = {"rating": "5", "idempotency_key": "k1"}
    first, second = (client.post(address(held, "complete"), sent, headers=HTMX) for _turn in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert second["HX-Redirect"] == "/calls/"
    assert fresh(held).events.filter(verb="complete").count() == 1


def test_a_stale_page_is_told_what_happened(page, agent, held):
    Visit.objects.filter(pk=held.pk).update(
        status="refused", reason="customer_refused", ended_at=MON_AM, ended_on=date(2026, 6, 15)
    )
    answer = page(agent).post(address(held, "complete"), {"rating": "5", "note": "我的话"}, headers=HTMX)
    assert answer.status_code == 409
    assert "already" in body(answer)


def test_no_answer_is_logged_and_the_next_call_comes(page, agent, held, north):
    """F7."""
    following = VisitFactory(equipment__dealer=north, closes_on=date(2026, 6, 20))
    answer = page(agent).post(
        address(held, "attempt"), {"outcome": "no_answer", "attempt_note": "语音"}, headers=HTMX
    )
    tried = fresh(held)
    assert (tried.attempts.get().note, tried.attempts_made) == ("语音", 1)
    assert f'data-sheet="{following.number}"' in body(answer)


def test_another_time_by_one_press_or_by_hand(page, agent, north):
    client = page(agent)
    for sent in (
        {"later": "2026-06-16T09:00"},
        {"outcome": "asked_later", "call_again_at": "2026-06-16T09:00"},
    ):
        visit = VisitFactory(equipment__dealer=north)
        client.post(address(visit, "attempt"), sent, headers=HTMX)
        assert fresh(visit).call_again_at == datetime(2026, 6, 16, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("sent", [{}, {"outcome": "asleep"}, {"outcome": "asked_later"}, {"later": "soon"}])
def test_a_wrong_attempt_is_refused_on_the_sheet(page, agent, held, sent):
    answer = page(agent).post(address(held, "attempt"), {**sent, "note": "留着"}, headers=HTMX)
    assert answer.status_code == 422
    assert "留着" in body(answer)
    assert not fresh(held).attempts.exists()


def test_without_a_script_an_attempt_keeps_what_was_typed(page, agent, held):
    page(agent).post(address(held, "attempt"), {"outcome": "busy", "note": "说到一半断了"})
    assert fresh(held).draft == {"note": "说到一半断了"}


@pytest.mark.parametrize("verb", ["take", "release", "lease", "draft", "attempt", "complete"])
def test_a_dealer_never_acts_at_the_desk(page, norths_desk, visit, verb):
    """L2."""
    assert page(norths_desk).post(address(visit, verb), {"outcome": "busy"}).status_code == 403


def test_the_score_beside_a_call_is_the_one_of_the_report(page, agent, visit, north):
    """J1: rounded half up, each rating worth what the version of its day says."""
    for rating in [*[4] * 71, *[5] * 9]:
        VisitFactory(equipment__dealer=north, done=True, rating=rating)
    score = page(agent).get(f"/calls/{visit.number}/desk/").context["beside"]["score"]
    assert (str(score["score"]), score["answers"], score["is_low"]) == ("82.3", 80, True)


def test_a_wrong_number_is_mended_from_the_call_and_leads_back_to_it(page, agent, held):
    """C6: by the key E, while the customer is on the line."""
    client = page(agent)
    shown = client.get(address(held, "desk"))
    link = shown.context["beside"]["correct_url"]
    assert f'href="{link.replace("&", "&amp;")}" data-key="e"' in body(shown)
    unit = held.equipment
    typed = {"name": "新联系人", "phone": "13912345678", "role": "contact", "version": unit.version}
    assert client.post(link, typed).url == address(held, "desk")
    assert fresh(held).contact.name == "新联系人"
    elsewhere = f"/equipment/units/{unit.serial_number}/contact/?back=https://evil.example/"
    unit.refresh_from_db()
    again = client.post(elsewhere, typed | {"name": "又一位", "version": unit.version})
    assert again.url == unit.get_absolute_url()

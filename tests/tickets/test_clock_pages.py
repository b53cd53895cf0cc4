"""Clocks as people and programs see them: on the ticket, in the list, with their why (D3, K2, L2)."""

from datetime import timedelta

import pytest

from regulation.level_words import limit_words
from regulation.models import RegulationVersion
from tests.factories.tickets import OPENED_AT, TicketFactory
from tickets.clock_page import ClockBook, clock_rows, span
from tickets.models import Ticket, TicketOffer
from tickets.services import accept_ticket, assign_ticket, resume_ticket, wait_ticket

pytestmark = pytest.mark.django_db
NINE = OPENED_AT  # Tuesday 15 September 2026, 9:00 in the service region


def hours(count):
    return NINE + timedelta(hours=count)


@pytest.fixture
def offered(north, unit):
    """Offered to North at nine, to be answered by eleven."""
    ticket = TicketFactory(status="offered", dealer=north, equipment=unit)
    TicketOffer.objects.filter(ticket=ticket).update(due_at=hours(2))
    return ticket


@pytest.fixture
def at_work(offered, norths_desk, norths_engineer):
    ticket = accept_ticket(offered, actor=norths_desk, at=hours(1))
    return assign_ticket(ticket, actor=norths_desk, at=hours(1.5), engineer=norths_engineer)


def said(ticket, at):
    rows = clock_rows(ClockBook(Ticket.objects.get(pk=ticket.pk), at=at))
    return {row["kind"]: (row["says"], row["tone"], row["limit"]) for row in rows}


def test_running_clocks_say_what_is_left_in_the_time_that_counts(offered):
    assert said(offered, hours(1)) == {
        "answer": ("剩 1:00", "", "2 工时"),
        "respond": ("剩 1:00", "", "2 工时"),
        "attend": ("剩 17:00", "", "18 工时"),
        "fix": ("剩 26:00", "", "27 工时"),
        "complete": ("剩 44:00", "", "45 工时"),
    }


def test_the_last_part_of_a_clock_is_amber_and_its_end_red(offered):
    assert said(offered, hours(1.6))["respond"] == ("剩 24 分", "warn", "2 工时")
    assert said(offered, hours(2.5))["respond"] == ("超 30 分", "bad", "2 工时")
    assert said(offered, hours(26))["respond"] == ("超 9:00", "bad", "2 工时")  # no night is counted


def test_met_late_and_paused_clocks_say_so(at_work, norths_desk):
    ticket = wait_ticket(at_work, actor=norths_desk, at=hours(3), reason="customer", note="等客户停机")
    found = said(ticket, hours(5))
    assert found["respond"] == ("用时 1:00", "good", "2 工时")
    assert found["attend"] == ("暂停，剩 15:00", "hold", "18 工时")
    resume_ticket(ticket, actor=norths_desk, at=hours(6))
    assert said(ticket, hours(6))["attend"] == ("剩 15:00", "", "18 工时")


@pytest.mark.parametrize(
    ("minutes", "basis", "words"),
    [(120, "working", "2 工时"), (90, "working", "1 时 30 分（工作时间）"), (1440, "calendar", "1 天")],
)
def test_a_promised_time_is_said_with_what_counts(minutes, basis, words):
    assert limit_words(minutes, basis) == words


@pytest.mark.parametrize(
    ("seconds", "basis", "words"),
    [
        (1800, "working", "30 分"),
        (97200, "working", "27:00"),  # working hours have no days of 24
        (97200, "calendar", "1 天 3 时"),
    ],
)
def test_a_span_is_written_in_its_own_time(seconds, basis, words):
    assert span(seconds, basis) == words


def test_the_page_shows_the_clocks_and_opens_their_why(page, norths_desk, at_work, time_machine):
    """K2: clause, version, inputs, arithmetic."""
    wait_ticket(at_work, actor=norths_desk, at=hours(3), reason="customer", note="等客户停机")
    ticket = resume_ticket(Ticket.objects.get(pk=at_work.pk), actor=norths_desk, at=hours(5))
    time_machine.move_to(hours(6), tick=False)
    client = page(norths_desk)
    shown = client.get(f"/tickets/{ticket.number}/").content.decode()
    address = f"/tickets/{ticket.number}/clocks/attend/"
    assert address in shown
    assert "一般报修" in shown
    why = client.get(address)
    assert why.status_code == 200
    text = why.content.decode()
    for part in (
        "第 1 版",
        "一般报修",
        "18 工时",
        "工作日 08:30–17:30",
        "今天 12:00 – 今天 14:00",
        "3:00",
        "15:00",
    ):
        assert part in text, part
    assert client.get(f"/tickets/{ticket.number}/clocks/answer/").status_code == 404
    assert client.get(f"/tickets/{ticket.number}/clocks/nonsense/").status_code == 404


def test_another_dealer_asks_no_clock_why(page, souths_desk, at_work):
    assert page(souths_desk).get(f"/tickets/{at_work.number}/clocks/attend/").status_code == 404


def test_the_api_gives_each_clock_with_its_why(api, norths_desk, at_work):
    given = api(norths_desk).get(f"/api/v1/tickets/{at_work.number}/").json()
    assert (given["priority"], given["level"], given["due_clock"]) == ("normal", "repair", "attend")
    assert set(given["clocks"]) == {"respond", "attend", "fix", "complete"}
    respond = given["clocks"]["respond"]
    assert (respond["target"], respond["basis"], respond["late_minutes"]) == (120, "working", 0)
    assert respond["met_at"] is not None
    assert respond["why"] == {
        "clause": "D3",
        "version": RegulationVersion.objects.get().number,
        "level": "repair",
        "started_at": respond["why"]["started_at"],
    }
    assert given["offers"][0]["due_at"] is not None


def test_the_api_takes_a_priority(api, agent, unit):
    body = {
        "equipment": unit.serial_number,
        "kind": "repair",
        "channel": "hotline",
        "description": "停机",
        "priority": "urgent",
    }
    given = api(agent).post("/api/v1/tickets/", body, format="json").json()
    assert (given["priority"], given["level"]) == ("urgent", "standstill")
    refused = api(agent).post("/api/v1/tickets/", body | {"priority": "at once"}, format="json")
    assert refused.status_code == 400
    assert "priority" in refused.json()["fields"]


def test_the_list_stands_in_the_order_of_what_is_due(page, dispatcher, north, unit, time_machine):
    """Overdue first, then what is due soon; what waits has no due moment and stands last."""
    time_machine.move_to(hours(5), tick=False)
    facts = {"equipment": unit, "dealer": north}
    late = TicketFactory(**facts)
    soon = TicketFactory(**facts, opened_at=hours(4))
    later = TicketFactory(**facts, opened_at=hours(4), kind="consultation")
    paused = TicketFactory(**facts, status="waiting", waiting_from="accepted", wait_reason="customer")
    client = page(dispatcher)
    groups = client.get("/tickets/", {"only": "open", "by": "due"}).context["row_groups"]
    assert [(group["head"], [row["number"] for row in group["rows"]]) for group in groups] == [
        ("已超时", [late.number]),
        ("2 小时内到期", [soon.number]),
        ("以后到期", [later.number]),
        ("计时暂停", [paused.number]),
    ]
    overdue = client.get("/tickets/", {"only": "late", "by": "due"})
    assert [row["number"] for group in overdue.context["row_groups"] for row in group["rows"]] == [
        late.number
    ]
    views = {view["label"]: view["count"] for group in overdue.context["groups"] for view in group["views"]}
    assert views["已超时"] == "1"


def test_an_agent_sets_the_priority_at_intake(page, agent, unit):
    client = page(agent)
    typed = {
        "equipment": unit.serial_number,
        "kind": "repair",
        "channel": "hotline",
        "priority": "urgent",
        "description": "停机",
    }
    client.post("/tickets/new/", typed)
    assert Ticket.objects.get().level == "standstill"

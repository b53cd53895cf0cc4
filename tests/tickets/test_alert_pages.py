"""Where one sees that a time runs out: queue, ticket page, home, why panel, API (D3, D10, K2, L1, L2)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils.translation import override

from dealers.models import Dealer
from tickets import due
from tickets.alert_page import chip
from tickets.models import Ticket, TicketAlert
from tickets.services import (
    accept_ticket,
    offer_ticket,
    promise_answer,
    raise_alerts,
    refuse_ticket,
    wait_ticket,
)
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus


def local(hour, minute=0, day=15):
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture(autouse=True)
def _somebody_stands_at_each_level(norths_desk, centres_desk, manager, dispatcher, souths_desk):
    """A level where nobody is stands in for nobody."""


@pytest.fixture
def unanswered(ticket_in):
    """Offered to North at nine, to be responded to by eleven."""
    return ticket_in(S.OFFERED)


@pytest.fixture
def alerted(unanswered):
    def until(hour, minute=0):
        raise_alerts(local(hour, minute))
        return Ticket.objects.get(pk=unanswered.pk)

    return until


@pytest.fixture
def shown(page):
    """Return what a person reads at an address at a moment."""

    def show(actor, address, moment):
        with time_machine.travel(moment, tick=False):
            response = page(actor).get(address)
        assert response.status_code == 200, address
        return response.content.decode()

    return show


# ── the home page ──


@pytest.mark.parametrize(
    ("hour", "who"),
    [(10.6, "norths_desk"), (11, "norths_desk"), (12, "centres_desk"), (14, "manager")],
)
def test_it_waits_for_the_person_at_whose_level_it_lies(request, alerted, hour, who):
    """L1."""
    moment = local(0) + timedelta(hours=hour)
    raise_alerts(moment)
    alerted(0)
    lies = []
    for name in ("norths_desk", "centres_desk", "manager", "dispatcher", "souths_desk", "agent"):
        actor = request.getfixturevalue(name)
        items = [item for item in due.items(actor, moment) if item.icon in {"alarm", "flame"}]
        assert due.badge(actor, moment) == len(due.items(actor, moment))
        lies += [name] * len(items)
    assert lies == [who]


def test_one_line_a_ticket_that_says_since_when(alerted, norths_desk):
    ticket = alerted(11, 30)
    with override("zh-hans"):
        (item,) = due.items(norths_desk, local(11, 30))
    assert ticket.number in item.title
    assert "“响应”应于 今天 11:00 办到" in item.detail
    assert (item.due, item.tone, item.url) == (local(11), "bad", ticket.get_absolute_url())


def test_a_warning_says_until_when(alerted, norths_desk):
    alerted(10, 40)
    with override("zh-hans"):
        (item,) = due.items(norths_desk, local(10, 40))
    assert "“响应”快到时限：今天 11:00" in item.detail
    assert item.tone == "warn"


def test_a_promised_answer_is_named_where_no_clock_is_late(ticket_in, agent, norths_desk):
    """D10: the time that the alert is about, not the one that is due next."""
    ticket = ticket_in(S.ASSIGNED)
    promise_answer(ticket, actor=agent, at=local(10), until=local(12))
    raise_alerts(local(12))
    with override("zh-hans"):
        (item,) = [one for one in due.items(norths_desk, local(12)) if one.icon == "flame"]
    assert (item.due, item.url) == (local(12), ticket.get_absolute_url())
    assert "答复”应于 今天 12:00 办到" in item.detail


def test_what_headquarters_serves_itself_lies_with_the_dispatcher(ticket_in, dispatcher, norths_desk):
    ticket_in(S.NEW)
    raise_alerts(local(11))
    assert [item.icon for item in due.items(dispatcher, local(11))] == ["flame"]
    assert due.items(norths_desk, local(11)) == []


# ── the queue ──


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(10, 40, "已预警"), (11, 0, "已告警"), (12, 0, "已报中心"), (14, 0, "已报总部")],
)
def test_the_queue_shows_how_far_it_has_gone(shown, alerted, dispatcher, hour, minute, words):
    alerted(hour, minute)
    assert words in shown(dispatcher, "/tickets/?only=open", local(hour, minute))


@pytest.mark.parametrize(("minute", "count"), [(40, 0), (60, 1)])
def test_the_view_of_what_was_escalated(page, alerted, dispatcher, minute, count):
    """A warning is no escalation yet; the badge counts what the view lists."""
    alerted(10 + minute // 60, minute % 60)
    with time_machine.travel(local(12), tick=False):
        response = page(dispatcher).get("/tickets/?only=escalated&by=due")
    rows = [row for group in response.context["row_groups"] for row in group["rows"]]
    assert len(rows) == count
    views = {one["label"]: one for group in response.context["groups"] for one in group["views"]}
    assert views["已升级"]["count"] == str(count)


def test_the_queue_is_narrowed_by_an_alert(page, alerted, dispatcher):
    ticket = alerted(12)
    client = page(dispatcher)
    assert ticket.number in client.get("/tickets/?alert=centre").content.decode()
    assert ticket.number not in client.get("/tickets/?alert=warn&alert=desk").content.decode()


def test_a_centre_sees_its_own_outlets_alone(page, alerted, souths_desk):
    """L2."""
    ticket = alerted(12)
    assert ticket.number not in page(souths_desk).get("/tickets/?only=escalated").content.decode()


# ── the ticket's page ──


def test_the_page_shows_the_chip_at_its_clock_and_each_step_in_the_history(shown, alerted, norths_desk):
    ticket = alerted(10, 40)
    alerted(11)
    said = shown(norths_desk, ticket.get_absolute_url(), local(11, 5))
    assert f"{ticket.get_absolute_url()}alerts/respond-desk/" in said
    assert "已提醒承办方：“响应”快到时限" in said
    assert "已告知承办方：“响应”已超时" in said


def test_what_was_met_has_no_chip_any_more(shown, alerted, dispatcher, norths_desk):
    ticket = alerted(11)
    refused = refuse_ticket(ticket, actor=norths_desk, at=local(11, 10), reason="人手不够")
    wait = f"{refused.get_absolute_url()}alerts/respond-desk/"
    assert wait in shown(dispatcher, refused.get_absolute_url(), local(11, 20))
    accept_ticket(refused, actor=dispatcher, at=local(11, 30))
    assert wait not in shown(dispatcher, refused.get_absolute_url(), local(11, 40))


def test_an_alert_does_not_move_when_a_state_was_reached(shown, alerted, dispatcher):
    ticket = alerted(11)
    said = shown(dispatcher, ticket.get_absolute_url(), local(11, 30))
    path = said[said.index('class="path"') : said.index("</ol>")]
    assert "11:00" not in path


# ── why ──


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("warn", ["剩余多少时提醒承办方", "20 %", "× 80 %", "1:36", "今天 10:36"]),
        ("desk", ["今天 11:00", "2:00"]),
        ("centre", ["计时 60 分钟", "+ 60", "3:00", "今天 12:00"]),
        ("manager", ["计时 120 分钟", "+ 60 + 120", "5:00", "今天 14:00"]),
    ],
)
def test_each_step_says_why(shown, alerted, dispatcher, step, words):
    """K2: clause, version in force at the opening, inputs, arithmetic."""
    ticket = alerted(14)
    said = shown(dispatcher, f"{ticket.get_absolute_url()}alerts/respond-{step}/", local(14, 5))
    for part in ("预警与升级", "第 1 版", "2 工时", *words):
        assert part in said, part


def test_who_stood_in_for_a_missing_level_is_said(shown, alerted, dispatcher, unanswered):
    Dealer.objects.filter(code="NORTH").update(parent=None)
    alerted(12)
    said = shown(dispatcher, f"{unanswered.get_absolute_url()}alerts/respond-manager/", local(12))
    assert "这一级没有人：上级中心" in said
    assert "今天 12:00" in said


def test_pauses_stand_in_the_arithmetic(shown, ticket_in, norths_desk):
    waiting = wait_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=local(16, day=16), reason="customer")
    raise_alerts(local(17, day=16))
    said = shown(norths_desk, f"{waiting.get_absolute_url()}alerts/attend-warn/", local(17, day=16))
    assert "今天 14:24" in said


@pytest.mark.parametrize(
    ("step", "words"),
    [("warn", ["5:00 × 80 %", "4:00", "今天 14:00"]), ("centre", ["今天 15:00 + 60", "今天 16:00"])],
)
def test_a_promised_answer_says_why(shown, ticket_in, agent, step, words):
    """D10."""
    ticket = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=local(10), until=local(15))
    raise_alerts(local(16))
    page = shown(agent, ticket.get_absolute_url(), local(16))
    assert "alerts/promise-centre/" in page
    said = shown(agent, f"{ticket.get_absolute_url()}alerts/promise-{step}/", local(16))
    for part in ("承诺答复", *words):
        assert part in said, part


def test_the_panel_alone_is_swapped_in(page, alerted, dispatcher):
    ticket = alerted(11)
    address = f"{ticket.get_absolute_url()}alerts/respond-desk/"
    assert "<html" not in page(dispatcher).get(address, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("mark", ["respond-manager", "fix-warn", "nonsense", "-"])
def test_what_was_never_said_has_no_why(page, alerted, dispatcher, mark):
    ticket = alerted(11)
    assert page(dispatcher).get(f"{ticket.get_absolute_url()}alerts/{mark}/").status_code == 404


def test_who_is_asked_next_does_not_learn_what_the_one_before_was_told(
    alerted, norths_desk, dispatcher, south, souths_desk
):
    """L2: an alert names who served then."""
    refused = refuse_ticket(alerted(11), actor=norths_desk, at=local(11, 10), reason="人手不够")
    offer_ticket(refused, actor=dispatcher, at=local(11, 20), dealer=south)
    assert not TicketAlert.objects.visible_to(souths_desk).exists()
    assert TicketAlert.objects.visible_to(dispatcher).count() == 2


# ── the API ──


def test_the_api_shows_what_was_said_of_each_clock(api, alerted, dispatcher):
    ticket = alerted(11)
    answer = api(dispatcher).get(f"/api/v1/tickets/{ticket.number}/").json()
    assert (answer["alert"], answer["next_alert_at"]) == ("desk", "2026-09-15T12:00:00+08:00")
    steps = [(one["step"], one["at"][11:16]) for one in answer["clocks"]["respond"]["alerts"]]
    assert steps == [("warn", "10:36"), ("desk", "11:00")]
    assert answer["clocks"]["fix"]["alerts"] == []


def test_the_api_is_narrowed_by_an_alert(api, alerted, dispatcher):
    ticket = alerted(11)
    found = api(dispatcher).get("/api/v1/tickets/", {"alert": "desk"}).json()["results"]
    assert [row["number"] for row in found] == [ticket.number]
    assert api(dispatcher).get("/api/v1/tickets/", {"only": "escalated"}).json()["results"]


def test_no_chip_without_an_alert():
    assert chip("") is None

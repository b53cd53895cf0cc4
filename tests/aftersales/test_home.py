"""Home: what is due from whom, in which order, and the frame around it (L1, L4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from aftersales import home, shell
from dealers.choices import FilingStatus
from dealers.roles import Right, Role
from records.due import DueItem
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.factories.visits import VisitFactory
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)  # a Tuesday, 10 in the morning
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


class Source:
    """One app's `due.py`, with items of a test."""

    __name__ = "of a test"

    def __init__(self, *items):
        self.all = items

    def items(self, actor, at):
        return list(self.all)


def item(title, due, **kwargs):
    return DueItem(icon="tool", title=title, detail="", url="/", button="Do", due=due, **kwargs)


def test_lines_are_grouped_by_how_urgent_they_are(monkeypatch, agent):
    """What waits without a day of its own is neither overdue nor due today."""
    lines = {
        "overdue": item("overdue", date(2026, 9, 14)),
        "over since an hour": item("over since an hour", AT - HOUR, opens=AT - 2 * HOUR),
        "today": item("today", date(2026, 9, 15)),
        "at noon": item("at noon", AT + HOUR, opens=AT - HOUR),
        "waits": item("waits", datetime(2026, 9, 1, tzinfo=UTC)),
        "week": item("week", date(2026, 9, 20)),
        "later": item("later", date(2026, 9, 21)),
    }
    monkeypatch.setattr(home, "SOURCES", (Source(*reversed(lines.values())),))
    with override("en"):
        groups = home.due_groups(agent, AT)
    assert [(group["name"], group["tone"], [row["title"] for row in group["rows"]]) for group in groups] == [
        ("Overdue", "bad", ["overdue", "over since an hour"]),
        ("Due today", "warn", ["at noon", "today"]),
        ("Waiting for a step", "", ["waits"]),
        ("Due this week", "", ["week"]),
        ("Later", "", ["later"]),
    ]
    assert [row["primary"] for group in groups for row in group["rows"]] == [True] + [False] * 6


@pytest.mark.parametrize(("units", "counted", "rest"), [(20, "20", []), (74, "74", ["54 more"])])
def test_what_is_not_listed_is_counted_and_one_click_away(norths_desk, north, units, counted, rest):
    EquipmentFactory.create_batch(units, dealer=north, planned_installation_on=date(2026, 8, 24))
    with override("en"):
        groups = home.due_groups(norths_desk, AT)
    rows = groups[0]["rows"]
    assert home.summary(groups).endswith(f" {counted}")
    assert [row["title"] for row in rows[20:]] == rest
    assert [row["url"] for row in rows[20:]] == ["/equipment/?installed=late&sort=planned"] * len(rest)


def test_the_queues_rest_is_one_line(dispatcher, north):
    TicketFactory.create_batch(14, status=TicketStatus.NEW)
    with override("en"):
        groups = home.due_groups(dispatcher, AT)
    assert groups[0]["count"] == 14
    assert [row["title"] for row in groups[0]["rows"][10:]] == ["4 more"]


def test_a_line_counts_what_it_stands_for(monkeypatch, agent):
    monkeypatch.setattr(home, "SOURCES", (Source(item("calls", date(2026, 9, 15), count=100)),))
    groups = home.due_groups(agent, AT)
    with override("en"):
        assert groups[0]["count"] == 100
        assert home.summary(groups).endswith("99+")


@pytest.mark.parametrize(
    ("given", "window"),
    [
        (
            {"due": date(2026, 9, 18), "opens": date(2026, 9, 11)},
            {"opens": date(2026, 9, 11), "closes": date(2026, 9, 18), "now": date(2026, 9, 15), "tone": ""},
        ),
        (
            {"due": datetime(2026, 9, 15, 4, tzinfo=UTC), "opens": datetime(2026, 9, 15, 1, tzinfo=UTC)},
            {
                "opens": datetime(2026, 9, 15, 1, tzinfo=UTC),
                "closes": datetime(2026, 9, 15, 4, tzinfo=UTC),
                "now": AT,
                "tone": "",
            },
        ),
    ],
)
def test_a_line_with_two_ends_has_its_window(monkeypatch, agent, given, window):
    monkeypatch.setattr(home, "SOURCES", (Source(item("x", **given)),))
    assert home.due_groups(agent, AT)[0]["rows"][0]["window"] == window


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (date(2026, 9, 18), "by Sep 18"),
        (date(2026, 9, 14), ""),
        (datetime(2026, 9, 15, 1, tzinfo=UTC), "since today"),
        (datetime(2026, 9, 14, 1, tzinfo=UTC), "waiting 1 day"),
        (datetime(2026, 9, 10, 1, tzinfo=UTC), "waiting 5 days"),
        (AT, ""),
    ],
)
def test_a_line_without_a_window_says_how_long_it_waits(monkeypatch, agent, due, says):
    monkeypatch.setattr(home, "SOURCES", (Source(item("x", due)),))
    with override("en"):
        assert home.due_groups(agent, AT)[0]["rows"][0]["when"] == says


ROLES = list(Role)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_lands_on_a_home_it_may_open_and_so_are_its_rail_and_acts(page, role, north):
    """L1: those without pages of their own land on an empty home."""
    of_dealer = role in {Role.DEALER_USER, Role.CENTRE_USER, Role.ENGINEER}
    user = UserFactory(roles=[role], dealer=north if of_dealer else None, is_staff=role is Role.ADMINISTRATOR)
    client = page(user)
    answer = client.get("/")
    assert answer.status_code == 200
    for place in [*shell.counted(user, "/")["rail"], *answer.context["actions"]]:
        assert client.get(place["url"], follow=True).status_code == 200, place["url"]


def test_who_holds_no_role_sees_an_empty_home(page):
    answer = page(UserFactory()).get("/")
    assert (answer.status_code, answer.context["groups"], answer.context["actions"]) == (200, [], [])


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("agent", ["home", "tickets:list", "visits:desk", "equipment:units", "regulation:current"]),
        (
            "norths_desk",
            [
                "home",
                "tickets:list",
                "quotes:list",
                "referrals:list",
                "visits:list",
                "equipment:units",
                "parts:list",
                "dealers:list",
                "accounts:list",
                "reports:satisfaction",
                "regulation:current",
            ],
        ),
        ("administrator", ["home", "dealers:list", "regulation:current", "messages:list", "admin:index"]),
    ],
)
def test_the_rail_shows_only_what_the_role_may_open(request, who, names):
    user = request.getfixturevalue(who)
    assert [place["url"] for place in shell.counted(user, "/")["rail"]] == [reverse(name) for name in names]


def test_an_engineer_is_led_to_the_jobs(norths_engineer):
    urls = [place["url"] for place in shell.counted(norths_engineer.user, "/tickets/jobs/")["rail"]]
    assert urls == ["/", reverse("tickets:jobs"), reverse("parts:van"), reverse("regulation:current")]
    assert shell.counted(norths_engineer.user, "/tickets/jobs/")["rail"][1]["current"]


def test_the_rail_of_an_administrator_without_the_admins_gate_has_no_admin():
    user = UserFactory(roles=[Role.ADMINISTRATOR], is_staff=False)
    assert reverse("admin:index") not in [place["url"] for place in shell.counted(user, "/")["rail"]]


def test_a_badge_is_capped_and_equals_what_home_lists(dispatcher, north):
    ServiceStaffFactory.create_batch(3, dealer=north, filing_status=FilingStatus.FILED)
    network = next(
        place for place in shell.counted(dispatcher, "/")["rail"] if place["url"] == reverse("dealers:list")
    )
    listed = sum(group["count"] for group in home.due_groups(dispatcher, AT))
    assert (network["count"], listed) == ("3", 3)
    ServiceStaffFactory.create_batch(100, dealer=north, filing_status=FilingStatus.FILED)
    network = next(
        place for place in shell.counted(dispatcher, "/")["rail"] if place["url"] == reverse("dealers:list")
    )
    assert network["count"] == "99+"


def test_the_rail_is_renewed_alone(page, dispatcher):
    answer = page(dispatcher).get(
        reverse("badges"), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/tickets/?q=x"}
    )
    body = answer.content.decode()
    assert body.lstrip().startswith("<nav")
    assert f'href="{reverse("tickets:list")}" aria-current="page"' in body
    assert "every 60s" in body


def test_a_dealers_home_shows_its_tickets_people_and_score(page, norths_desk, north, south):
    TicketFactory(dealer=north, number="T-2026-00001", description="Boom sinks")
    TicketFactory(dealer=south, number="T-2026-00002")
    ServiceStaffFactory(dealer=north)
    unit = EquipmentFactory(dealer=north, installed=True)
    VisitFactory(equipment=unit, status="done", rating=4, ended_at=AT, ended_on=date(2026, 9, 15))
    answer = page(norths_desk).get("/")
    assert [row["number"] for row in answer.context["tickets"]] == ["T-2026-00001"]
    assert '<div class="cut" title="Boom sinks">Boom sinks</div>' in answer.content.decode()
    assert answer.context["people"] == {"confirmed": 1, "filed": 0, "returned": 0}
    score = answer.context["satisfaction"]
    assert (float(score["score"]), score["answers"], score["target"]) == (80.0, 1, 90)


def test_before_the_first_answer_of_a_month_the_last_one_is_shown(north, norths_desk):
    unit = EquipmentFactory(dealer=north, installed=True)
    assert home.satisfaction(norths_desk, AT)["score"] is None
    VisitFactory(equipment=unit, status="done", rating=5, ended_at=AT, ended_on=date(2026, 8, 20), why={})
    assert home.satisfaction(norths_desk, AT)["month"] == date(2026, 8, 1)


def test_headquarters_and_engineers_have_no_pane_of_a_dealer(agent, director, norths_engineer):
    for actor in (agent, director, norths_engineer.user):
        assert home.satisfaction(actor, AT) is None
        assert home.people(actor) is None
        assert home.recent_tickets(actor, AT) == []


HOMES = {"agent": 10, "norths_desk": 24, "dispatcher": 16, "director": 5, "administrator": 13}


def test_home_takes_the_same_statements_at_one_row_and_at_fifty(
    request, page, north, django_assert_num_queries
):
    """Whoever it is: the rows are made once for all of them."""
    people = {who: request.getfixturevalue(who) for who in HOMES}
    for count in (1, 49):
        rows_of_a_dealer(north, count)
        for who, statements in HOMES.items():
            client = page(people[who])
            client.get("/")
            with django_assert_num_queries(statements, info=f"{who} after {count} more"):
                client.get("/")


def rows_of_a_dealer(dealer, count):
    for status in (TicketStatus.NEW, TicketStatus.OFFERED, TicketStatus.RESOLVED):
        TicketFactory.create_batch(count, dealer=dealer, status=status)
    ServiceStaffFactory.create_batch(count, dealer=dealer, filing_status=FilingStatus.FILED)
    for unit in EquipmentFactory.create_batch(count, dealer=dealer, installed=True):
        VisitFactory(
            equipment=unit, opens_on=date(2026, 9, 14), due_on=date(2026, 9, 14), closes_on=date(2026, 9, 21)
        )
    EquipmentFactory.create_batch(count, dealer=dealer, planned_installation_on=date(2026, 9, 14))


def test_acts_are_at_most_four_and_none_twice(manager):
    found = home.actions(manager)
    assert len(found) == 4
    assert len({act["url"] for act in found}) == 4
    assert manager.may(Right.CALL_CUSTOMERS)


def test_health_says_no_more_than_ok(client):
    """A16."""
    assert client.get("/health/").json() == {"status": "ok"}

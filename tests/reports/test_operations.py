"""The operations report: each figure by the database, and exactly its tickets behind it (J2)."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from records.models import AuditEntry
from regulation.services import load_editions
from reports.operations import Figures, Operations, Where, share
from reports.periods import Period
from tests.factories.dealers import DealerFactory, DivisionFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.cast import closed, opened, resolved
from tickets import measures, services
from tickets.models import Ticket, TicketClock

NOW = datetime(2026, 9, 20, 2, tzinfo=UTC)
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


def report(actor, **where):
    return Operations(Ticket.objects.visible_to(actor), Where(**where), NOW, load_editions())


@pytest.fixture
def month(agent, dispatcher, norths_desk, norths_engineer, south):
    """Tickets of a month: fixed at once, reopened, come back, open, and history out of a file."""
    unit = EquipmentFactory(dealer=norths_desk.dealer, installed=True)
    first = closed(dispatcher, norths_desk, norths_engineer, unit)
    again = resolved(dispatcher, norths_desk, norths_engineer, unit)
    services.reopen_ticket(again, actor=dispatcher, at=NOW, reason="还漏")
    opened(agent)
    Ticket.objects.filter(pk=first.pk).update(opened_at=NOW - timedelta(days=40))
    TicketFactory(channel="import", status="closed", closed_at=NOW, level="", regulation_version=None)
    return first, again


@pytest.mark.parametrize("grouping", ["dealer", "product", "region", "month"])
def test_each_figure_counts_exactly_the_tickets_behind_it(month, manager, page, grouping):
    """The list of tickets, asked by its own filter, holds as many rows as the figure says."""
    for key, figures in report(manager).figures_by(grouping, Period()).items():
        for code, count in figures.counts.items():
            rows = measures.behind(Ticket.objects.all(), code, at=NOW, editions=load_editions())
            groups = {
                "dealer": {"dealer__code": key},
                "product": {"product__code": key},
                "region": {"division__code__startswith": key} if key else {"division__isnull": True},
                "month": {"opened_at__year": key.year, "opened_at__month": key.month}
                if grouping == "month"
                else {},
            }
            assert rows.filter(**groups[grouping]).count() == count, (key, code)


def test_what_is_counted_of_a_period(month, manager):
    figures = sum(report(manager).figures_by("dealer", SEPTEMBER).values(), Figures())
    assert figures.of(measures.OPENED) == 2
    assert figures.of(measures.REOPENED) == 1
    assert figures.of(measures.REPEATED) == 1
    everything = sum(report(manager).figures_by("dealer", Period()).values(), Figures())
    assert everything.of(measures.OPENED) == 3
    assert everything.of(measures.VISITED) == everything.of(measures.FIRST_TIME) == 1
    assert everything.first_time == 100
    assert everything.in_time("respond") is not None


def test_shares_are_of_what_is_judged():
    figures = Figures({"fix_in_time": 2, "fix_late": 1, "fix_running": 9})
    assert (figures.judged("fix"), str(figures.in_time("fix"))) == (3, "66.7")
    assert (figures.in_time("attend"), figures.first_time, share(0, 0)) == (None, None, None)


def test_median_and_nine_tenths_are_those_of_places(manager):
    tickets = [TicketFactory(opened_at=NOW) for _ in range(10)]
    for hours, ticket in enumerate(tickets, start=1):
        met = NOW + timedelta(hours=hours)
        TicketClock.objects.filter(ticket=ticket, kind="respond").update(
            started_at=NOW, met_at=met, stopped_at=None, late_minutes=0
        )
        TicketClock.objects.filter(ticket=ticket).exclude(kind="respond").delete()
    took = report(manager).took(SEPTEMBER)
    assert took == {("respond", "median"): timedelta(hours=5), ("respond", "p90"): timedelta(hours=9)}


def test_the_backlog_is_what_stands_open_by_age(manager):
    for days in (0, 2, 5, 10, 40, 41):
        TicketFactory(opened_at=NOW - timedelta(days=days))
    TicketFactory(opened_at=NOW - timedelta(days=2), status="closed", closed_at=NOW)
    assert list(report(manager).backlog().values()) == [1, 1, 1, 1, 2]


def test_a_dealer_sees_its_own_a_centre_its_outlets(month, norths_desk, souths_desk, centres_desk):
    """L2: nobody counts another dealer's tickets."""
    counts = [
        sum(one.of(measures.OPENED) for one in report(actor).figures_by("dealer", Period()).values())
        for actor in (norths_desk, centres_desk, souths_desk)
    ]
    assert counts == [2, 2, 0]


@pytest.mark.parametrize(
    ("earlier", "later", "is_repeat"),
    [
        ("2026-05-31", "2026-08-31", True),
        ("2026-05-30", "2026-08-31", False),
        ("2026-06-01", "2026-08-31", True),
        ("2026-02-28", "2026-05-31", True),
        ("2026-02-27", "2026-05-31", False),
        ("2026-05-20", "2026-08-19", True),
        ("2026-05-18", "2026-08-19", False),
    ],
)
def test_a_repeat_is_counted_to_the_local_day(earlier, later, is_repeat):
    """D13: three months back, and where that month is shorter its last day."""
    unit = EquipmentFactory(installed=True)
    for day in (earlier, later):
        TicketFactory(equipment=unit, kind="repair", opened_at=datetime.fromisoformat(f"{day}T12:00+08:00"))
    rows = measures.behind(Ticket.objects.all(), measures.REPEATED, at=NOW, editions=load_editions())
    assert rows.count() == is_repeat


PAGE = "/reports/operations/"
LIST = "/api/v1/tickets/"


@pytest.mark.parametrize("group_by", ["dealer", "product", "region", "month"])
def test_each_figure_of_the_page_opens_as_many_tickets(month, manager, page, api, group_by):
    """Each number that is a link says how many rows the list behind it has."""
    browser = page(manager)
    body = browser.get(PAGE, {"span": "year", "group_by": group_by}).content.decode().replace("&amp;", "&")
    links = re.findall(r'<a[^>]* href="/tickets/\?([^"]*figure=[^"]*)"[^>]*>(\d+)</a>', body)
    assert len(links) > 10
    for query, count in links:
        found = api(manager).get(f"{LIST}?{query}&limit=200").data["results"]
        assert len(found) == int(count), query


def test_the_page_says_share_and_target(month, manager, page):
    TicketClock.objects.filter(kind="fix").update(met_at=NOW, stopped_at=None, due_at=NOW, late_minutes=5)
    shown = page(manager).get(PAGE)
    assert shown.context["fixed"] == 0
    assert shown.context["is_low"]
    assert "J2" in shown.content.decode()


def test_the_why_writes_the_arithmetic_out(month, manager, page):
    TicketClock.objects.filter(kind="fix").update(met_at=NOW, stopped_at=None, due_at=NOW, late_minutes=0)
    why = page(manager).get(f"{PAGE}why/").context["why"]
    assert [line["result"] for line in why["arithmetic"]] == ["100.0 %"]
    assert "90" in why["clause"]["text"]
    nothing = page(manager).get(f"{PAGE}why/", {"month": "2020-01"}).context["why"]
    assert nothing["arithmetic"] == []


def test_the_file_holds_a_line_a_group_and_is_recorded(month, manager, page):
    answer = page(manager).get(f"{PAGE}export/", {"span": "year", "group_by": "month"})
    book = load_workbook(io.BytesIO(answer.content)).active
    rows = list(book.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["2026-08", "2026-09", None]
    assert rows[-1][11] == 3
    assert AuditEntry.objects.filter(verb="export", object_type="operations").count() == 1


def test_the_api_gives_the_same_figures(month, manager, api):
    given = (
        api(manager).get("/api/v1/reports/operations/", {"group_by": "month", "month_from": "2026-09"}).data
    )
    (row,) = given["results"]
    assert (row["group"], row["counts"]["opened"], row["counts"]["reopened"]) == ("2026-09", 2, 1)
    assert given["totals"]["counts"]["repeated"] == 1
    assert given["totals"]["in_time"]["fix"] in {None, 100.0, 0.0}
    assert sum(given["backlog"].values()) == 2


@pytest.mark.parametrize(
    "asked", [{"group_by": "engineer"}, {"dealer": "X"}, {"month_from": "2026-09", "month_to": "2026-08"}]
)
def test_what_can_not_be_asked_is_refused(manager, api, page, asked):
    assert api(manager).get("/api/v1/reports/operations/", asked).status_code == 400
    if "month_to" not in asked:
        assert page(manager).get(PAGE, asked).status_code == 422


def test_who_sees_no_tickets_or_reports_sees_none(norths_engineer, agent, api, page, norths_desk):
    for actor in (norths_engineer.user, agent):
        assert page(actor).get(PAGE).status_code == 403
        assert api(actor).get("/api/v1/reports/operations/").status_code == 403
    assert page(norths_desk).get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("group_by", "count"), [("dealer", 18), ("product", 18), ("region", 19), ("month", 18)]
)
def test_the_page_asks_as_many_statements_for_fifty_groups(manager, page, group_by, count):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(PAGE, {"group_by": group_by}).status_code == 200
        return len(asked)

    browser = page(manager)
    TicketFactory(opened_at=NOW, division=DivisionFactory(code="100000", level=1))
    statements()
    assert statements() == count
    for place in range(50):
        division = DivisionFactory(code=f"{place + 11}0000", name=f"省{place}", level=1)
        TicketFactory(opened_at=NOW, dealer=DealerFactory(), product=ProductFactory(), division=division)
    assert statements() == count

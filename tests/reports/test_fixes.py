"""First-time fix in the operations report: each figure opens exactly its tickets (D6, J2, J3)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from reports.fixes import gap_figures
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import FaultClassFactory, TicketFactory
from tickets import fix_measures
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
PAGE = reverse("reports:operations")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def repairs():
    """One that came back after ten days, the one it came back as, one without a class; all of this year."""
    fault, unit = FaultClassFactory(), EquipmentFactory()
    made = [
        TicketFactory(equipment=unit, fault_class=fault, status="resolved", opened_at=NOW - days * day)
        for day in [timedelta(days=1)]
        for days in (60, 50)
    ]
    made.append(TicketFactory(status="resolved", opened_at=NOW - timedelta(days=60)))
    for ticket in made:
        Ticket.objects.filter(pk=ticket.pk).update(resolved_at=ticket.opened_at)
    return made


def test_the_page_shows_each_span_and_opens_its_tickets(repairs, manager, page):
    """D6: 100 % after 7 days, 50 % after 30, none judged after 90."""
    shown = page(manager).get(PAGE, {"span": "year"}).content.decode()
    for said in ("一次修好率", "100.0 %", "50.0 %", "figure=not_held_middle", "figure=fix_not_known"):
        assert said in shown
    listed = page(manager).get(reverse("tickets:list"), {"figure": "not_held_middle"}).content.decode()
    assert [ticket.number in listed for ticket in repairs] == [True, False, False]


def why(client, stand, **asked):
    address = reverse("reports:operations-fix-why", args=[stand])
    return client.get(address, {"span": "year", **asked})


@pytest.mark.parametrize(
    ("stand", "said"),
    [
        ("short", ["100.0 %", "2 ÷ 2 × 100", "12 个月"]),
        ("middle", ["50.0 %", "1 ÷ 2 × 100"]),
        ("long", ["90 天：尚无可计", "还没有一次"]),
    ],
)
def test_each_share_says_why(repairs, manager, page, stand, said):
    """D6, K2: clause, version in force, what counts and what not, the arithmetic of all three spans."""
    shown = why(page(manager), stand).content.decode()
    for one in (*said[:2], "7 天：2 ÷ 2 × 100", "30 天：1 ÷ 2 × 100", "一次修好", "第 1 版", "不计入"):
        assert one in shown


def test_each_input_of_the_why_opens_exactly_its_tickets(repairs, manager, page):
    """D6, K2: as many rows as the figure says, for each span."""
    client, opened = page(manager), set()
    TicketFactory(opened_at=NOW - timedelta(days=20))
    for stand in fix_measures.STANDS:
        inputs = why(client, stand).context["why"]["inputs"]
        first, *places = [one["value"] for one in inputs if not one["label"].startswith("修好满")]
        assert first == sum(places) == 4
        for one in inputs:
            assert bool(one["url"]) is bool(one["value"])
            if one["url"]:
                opened.add(one["url"])
                shown = client.get(one["url"]).content.decode()
                assert sum(ticket.number in shown for ticket in Ticket.objects.all()) == one["value"]
    assert len(opened) > len(fix_measures.STANDS)


def test_the_why_is_asked_by_who_sees_the_report_and_for_a_span_that_is(repairs, manager, norths_desk, page):
    """L2: a dealer's why counts its own tickets alone; a span nobody set is not there."""
    assert why(page(manager), "ever").status_code == 404
    inputs = why(page(norths_desk), "short").context["why"]["inputs"]
    own = Ticket.objects.visible_to(norths_desk).count()
    assert inputs[0]["value"] == own < 3


def test_the_page_leads_to_each_why(repairs, manager, page):
    shown = page(manager).get(PAGE, {"span": "year"}).content.decode()
    for stand in fix_measures.STANDS:
        assert reverse("reports:operations-fix-why", args=[stand]) in shown


def test_the_api_gives_the_same_figures(repairs, manager, api):
    given = api(manager).get("/api/v1/reports/operations/", {"month_from": "2026-01"}).data
    assert given["totals"]["first_time_fix"] == {"short": 100.0, "middle": 50.0, "long": None}
    assert given["totals"]["counts"]["not_judged_long"] == 2
    assert given["repair_gaps"] == {
        "count": 1,
        "median_days": 10.0,
        "within": {"short": 0, "middle": 1, "long": 1},
    }


def test_gaps_are_counted_to_the_last_day_of_a_span():
    days = {"short": 7, "middle": 30, "long": 90}
    found = gap_figures([0, 7, 8, 30, 90, 91], days)
    assert found["within"] == {"short": 2, "middle": 4, "long": 5}
    assert found["median_days"] == 19

"""D16: a region's day is made, follows the facts, is confirmed by its head, and stays as it was confirmed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dealers.models import Dealer, RegionMember
from dealers.regions import DayHasPassed, join_region
from records.invariants import broken
from reports import services
from reports.daily.states import DayConfirmedAlready
from reports.models import DailyReport, DailyReportChange, DailyReportLine
from reports.services.daily_confirming import DayNotOver, DayReadsOtherwise
from tests.reports.daily import DAY, figures, local, planned, region_of, report_of, say, told
from tickets.models import Ticket
from tickets.services.notes import NoteTooLong
from tickets.states import TicketVerb as V

pytestmark = pytest.mark.django_db
NIGHT, MORNING, LATER = local(15, 23, 30), local(16, 9), local(16, 14)


def confirm(report, actor=None, at=MORNING, **more):
    return services.confirm_day(report, actor=actor or report.region.head, at=at, **more)


def test_figures_of_a_day_and_each_opens_its_tickets(east, north, south):
    carried = told(local(14, 9), (V.OFFER, local(14, 9), north), (V.ACCEPT, local(14, 10), north))
    came = told(local(15, 9), (V.OFFER, local(15, 9), north))
    done = told(
        local(14, 11),
        (V.OFFER, local(14, 11), north),
        (V.ACCEPT, local(14, 12), north),
        (V.SOLVE, local(15, 16), north),
    )
    told(local(15, 9), (V.OFFER, local(15, 9), south))
    assert planned(east, NIGHT) == {"before": 2, "came_in": 1, "resolved": 1, "open": 2, "overdue": 1}
    lines = DailyReportLine.objects.filter(report=report_of(east))
    assert {line.ticket for line in lines.behind("open")} == {carried, came}
    assert {line.ticket for line in lines.behind("resolved")} == {done}
    assert lines.behind("no such figure").count() == 3


@pytest.mark.parametrize(
    ("opened_at", "on"),
    [
        (local(14, 23, 59, 59), date(2026, 9, 14)),
        (local(15, 0), DAY),
        (local(15, 23, 59, 59), DAY),
        (local(16, 0), date(2026, 9, 16)),
    ],
)
def test_a_day_runs_from_midnight_to_midnight_local_time(east, north, opened_at, on):
    told(opened_at, (V.OFFER, opened_at, north))
    services.plan_reports(LATER)
    came = DailyReport.objects.filter(lines__entered="came_in")
    assert list(came.values_list("on", flat=True)) == [on]


def test_yesterday_reads_the_same_tomorrow(east, north):
    """Reckoned from the steps, not from how things stand: what happens later changes nothing of it."""
    ticket = told(local(15, 9), (V.OFFER, local(15, 9), north), (V.ACCEPT, local(15, 10), north))
    before = planned(east, MORNING)
    say(ticket, (V.SOLVE, local(17, 9), north), (V.CLOSE, local(17, 10), north))
    DailyReport.objects.update(reckoned_at=None)
    assert planned(east, local(18, 9)) == before == {"came_in": 1, "open": 1}
    assert figures(east, date(2026, 9, 17)) == {"before": 1, "resolved": 1, "closed": 1}


def test_overdue_is_what_was_overdue_then(east, north):
    """A time that runs out after the day, or was met before its end, is not overdue on it."""
    late = told(local(14, 9), (V.OFFER, local(14, 9), north))
    told(local(15, 23), (V.OFFER, local(15, 23), north))
    planned(east, local(20, 9))
    overdue = DailyReportLine.objects.filter(report=report_of(east)).behind("overdue")
    assert [line.ticket for line in overdue] == [late]
    later = DailyReportLine.objects.filter(report=report_of(east, date(2026, 9, 19))).behind("overdue")
    assert later.count() == 2


def test_a_row_for_each_region_and_day_whatever_was_missed(east, west):
    services.plan_reports(local(10, 9))
    services.plan_reports(local(16, 9))
    days = DailyReport.objects.filter(region=east).order_by("on").values_list("on", flat=True)
    assert list(days) == [date(2026, 9, 8) + timedelta(days=n) for n in range(9)]
    assert DailyReport.objects.count() == 18
    assert services.plan_reports(local(16, 9)) == 0
    assert list(broken("D16")) == []


def test_a_region_without_a_dealer_has_no_day(head, db):
    region_of("EMPTY", head=head)
    assert services.plan_reports(MORNING) == 0


def test_a_dealer_that_changes_region_takes_its_work_along_from_a_day_on(east, west, north):
    told(local(14, 9), (V.OFFER, local(14, 9), north))
    with pytest.raises(DayHasPassed):
        join_region(north, west, since=DAY, at=MORNING)
    join_region(north, west, since=date(2026, 9, 16), at=NIGHT)
    services.plan_reports(LATER)
    assert figures(east) == {"before": 1, "open": 1, "overdue": 1}
    on = date(2026, 9, 16)
    assert figures(east, on) == {"before": 1, "handed_on": 1}
    assert figures(west, on) == {"taken_over": 1, "open": 1, "overdue": 1}


def test_a_centre_brings_its_outlets_and_an_outlet_may_leave(east, north, centre):
    assert set(RegionMember.objects.regions_on(DAY).items()) == {(north.pk, east.pk), (centre.pk, east.pk)}
    join_region(north, None, since=date(2026, 9, 16), at=NIGHT)
    assert RegionMember.objects.regions_on(DAY)[north.pk] == east.pk
    assert RegionMember.objects.regions_on(date(2026, 9, 16)) == {north.pk: None, centre.pk: east.pk}


def test_who_belonged_where_never_changes(east):
    row = RegionMember.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionMember.objects.filter(pk=row.pk).update(since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


# ── who sees it ──


@pytest.fixture
def in_the_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.mark.usefixtures("in_the_morning")
def test_a_head_sees_the_dealers_of_the_region_and_no_others(east, west, head, north, centre, south):
    assert set(Dealer.objects.visible_to(head)) == {north, centre}
    assert not head.is_head_office
    theirs, other = told(local(15, 9), (V.OFFER, NIGHT, north)), told(local(15, 9), (V.OFFER, NIGHT, south))
    assert list(Ticket.objects.visible_to(head)) == [theirs]
    services.plan_reports(MORNING)
    assert set(DailyReport.objects.visible_to(head).values_list("region__code", flat=True)) == {"EAST"}
    assert other.dealer == south


@pytest.mark.usefixtures("in_the_morning")
def test_who_gave_the_role_back_sees_nothing_any_more(east, head):
    head.groups.clear()
    fresh = type(head).objects.get(pk=head.pk)
    assert not Dealer.objects.visible_to(fresh).exists()
    assert not DailyReport.objects.visible_to(fresh).exists()


def test_to_dealers_and_blind_roles_no_report_exists(east, norths_desk, manager, dispatcher):
    services.plan_reports(MORNING)
    assert not DailyReport.objects.visible_to(norths_desk).exists()
    assert not DailyReport.objects.visible_to(dispatcher).exists()
    assert DailyReport.objects.visible_to(manager).count() == 9


# ── confirming ──


def test_the_head_confirms_with_a_remark(report, head):
    confirmed = confirm(report, remark=" 等泵的一台周三到货\n")
    assert (confirmed.status, confirmed.confirmed_by, confirmed.confirmed_at) == ("confirmed", head, MORNING)
    assert confirmed.remark == "等泵的一台周三到货"


def test_confirmed_twice_the_second_is_told(report):
    stale = DailyReport.objects.get(pk=report.pk)
    confirm(report, remark="第一次")
    for again in (report, stale):
        with pytest.raises(DayConfirmedAlready):
            confirm(again, remark="第二次", version=stale.version)
    assert DailyReport.objects.get(pk=report.pk).remark == "第一次"


def test_only_its_own_head_confirms(report, west, manager, norths_desk, administrator):
    for stranger in (west.head, manager, norths_desk, administrator):
        with pytest.raises(PermissionDenied):
            confirm(report, stranger)
    report.region.head.groups.clear()
    with pytest.raises(PermissionDenied):
        confirm(report, type(report.region.head).objects.get(pk=report.region.head_id))


@pytest.mark.parametrize("at", [NIGHT, local(15, 23, 59, 59)])
def test_a_day_that_is_not_over_is_refused(report, at):
    with pytest.raises(DayNotOver, match="2026-09-15"):
        confirm(report, at=at)
    assert confirm(report, at=local(16, 0)).is_confirmed


def test_nobody_confirms_figures_they_did_not_see(report, north, head):
    seen = report.version
    say(Ticket.objects.get(), (V.SOLVE, local(15, 18), north))
    with pytest.raises(DayReadsOtherwise):
        confirm(report, version=seen)
    assert figures(report.region) == {"came_in": 1, "resolved": 1}
    assert confirm(report, version=DailyReport.objects.get(pk=report.pk).version).is_confirmed


def test_a_remark_has_an_end(report):
    with pytest.raises(NoteTooLong):
        confirm(report, remark="长" * 1001)
    assert not DailyReport.objects.get(pk=report.pk).is_confirmed


def test_what_was_confirmed_the_database_keeps(report):
    confirm(report, remark="好")
    rows = DailyReport.objects.filter(pk=report.pk)
    for change in (
        {"remark": "别的"},
        {"status": "open", "confirmed_at": None, "confirmed_by": None, "remark": ""},
        {"on": DAY + timedelta(days=30)},
        {"confirmed_at": LATER},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    line = report.lines.get()
    for act in (line.delete, report.delete, lambda: report.lines.update(left="resolved", is_open=False)):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyReportLine.objects.create(
            report=report, ticket=told(local(15, 9)), dealer=line.dealer, kind="repair", is_closed=True
        )


@pytest.mark.parametrize(
    "facts",
    [
        {"is_open": True},
        {"was_open": True},
        {"was_open": True, "entered": "came_in", "is_open": True},
        {"entered": "came_in", "left": "resolved", "is_open": True},
        {"left": "resolved"},
        {"entered": "somehow", "is_open": True},
        {"entered": "came_in", "left": "resolved", "is_overdue": True},
    ],
)
def test_a_line_that_does_not_add_up_is_refused_by_the_database(east, north, facts):
    services.plan_reports(MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyReportLine.objects.create(
            report=report_of(east), ticket=told(local(15, 9)), dealer=north, kind="repair", **facts
        )


# ── told later ──


def test_what_is_told_once_a_day_is_confirmed_stands_beside_it(report, north):
    """A phone without a signal: it was resolved on the day, and told of on the next."""
    confirm(report)
    services.plan_reports(MORNING)
    say(Ticket.objects.get(), (V.SOLVE, local(15, 18), north))
    assert services.plan_reports(LATER) > 0
    assert figures(report.region) == {"came_in": 1, "open": 1}
    change = DailyReportChange.objects.get()
    assert (change.report, change.left, change.is_open, change.found_at) == (report, "resolved", False, LATER)
    assert figures(report.region, date(2026, 9, 16)) == {}
    assert services.plan_reports(LATER + timedelta(minutes=1)) == 0
    assert list(broken("D16")) == []


def test_what_is_told_twice_counts_as_told_last(report, north):
    confirm(report)
    services.plan_reports(MORNING)
    ticket = Ticket.objects.get()
    say(ticket, (V.SOLVE, local(15, 18), north))
    services.plan_reports(LATER)
    say(ticket, (V.REOPEN, local(15, 20), north))
    services.plan_reports(LATER + timedelta(hours=1))
    assert [change.is_open for change in report.changes.in_order()] == [False, True]
    with pytest.raises(IntegrityError), transaction.atomic():
        report.changes.update(is_open=False)


def test_what_is_told_of_an_open_day_changes_it(report, north):
    say(Ticket.objects.get(), (V.SOLVE, local(15, 18), north))
    services.plan_reports(LATER)
    assert figures(report.region) == {"came_in": 1, "resolved": 1}
    assert not DailyReportChange.objects.exists()


def test_what_happens_today_is_nothing_to_yesterday(report, north):
    confirm(report)
    services.plan_reports(MORNING)
    say(Ticket.objects.get(), (V.SOLVE, local(16, 11), north))
    services.plan_reports(LATER)
    assert not DailyReportChange.objects.exists()
    assert figures(report.region, date(2026, 9, 16)) == {"before": 1, "resolved": 1}


def test_the_invariant_sees_what_is_missing_and_what_is_wrong(report, north):
    confirm(report)
    assert list(broken("D16")) == []
    say(Ticket.objects.get(), (V.SOLVE, local(15, 18), north))  # told, and no planner came
    assert "stands otherwise" in str(list(broken("D16")))
    DailyReport.objects.filter(on=date(2026, 9, 12)).delete()
    assert "days are missing" in str(list(broken("D16")))


def test_rows_read_as_people_call_them(report):
    line = report.lines.get()
    assert str(report) == "华东分区 2026-09-15"
    assert str(line) == f"华东分区 2026-09-15 {line.ticket}"
    assert str(RegionMember.objects.order_by("pk").first()) == "华东省服务中心 – 华东分区 2026-09-08"
    change = DailyReportChange(
        report=report, ticket=line.ticket, found_at=datetime(2026, 9, 16, 9, tzinfo=UTC)
    )
    assert str(change).endswith("2026-09-16 09:00")

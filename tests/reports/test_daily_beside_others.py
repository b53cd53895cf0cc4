"""D16: who confirms, recounts or tells of a day at the moment another does: one counts, the other is told."""

import pytest

from dealers.models import Region
from records.invariants import broken
from reports import services
from reports.daily.states import DailyVerb, DayConfirmedAlready
from reports.models import DailyReport, DailyReportChange
from reports.services import daily_confirming, daily_planning, daily_reminding
from reports.services.daily_confirming import DayReadsOtherwise
from tests.reports.daily import figures, local, report_of, say, told
from tickets.models import Ticket
from tickets.states import TicketVerb as V

pytestmark = pytest.mark.django_db
MORNING = local(16, 9)


def move(report, head):
    return daily_confirming._move_report(  # noqa: SLF001 (between the look and the claim there is no other way in)
        report, DailyVerb.CONFIRM, actor=head, at=MORNING, remark=""
    )


def test_a_day_that_changed_between_look_and_claim_is_not_confirmed(report, head):
    """Whoever confirms says yes to figures they saw."""
    DailyReport.objects.filter(pk=report.pk).update(version=report.version + 1)
    with pytest.raises(DayReadsOtherwise):
        move(report, head)
    assert not report_of(report.region).is_confirmed


def test_a_day_that_another_confirmed_meanwhile_says_so(report, head):
    stale = DailyReport.objects.get(pk=report.pk)
    move(report, head)
    with pytest.raises(DayConfirmedAlready):
        move(stale, head)


def test_only_a_confirmed_day_is_recounted(report):
    """The lines of an open one follow the facts themselves: nothing stands beside them."""
    Ticket.objects.all().update(kind="installation")
    assert daily_planning._recount(report, at=MORNING) == 0  # noqa: SLF001 (as above)
    assert not report.changes.exists()


def test_a_ticket_that_a_confirmed_day_no_longer_knows_is_put_beside_it(east, north, head):
    """Resolved the evening before, told once the day was confirmed: it had no part in the day at all."""
    ticket = told(local(14, 9), (V.OFFER, local(14, 9), north), (V.ACCEPT, local(14, 10), north))
    services.plan_reports(MORNING)
    report = services.confirm_day(report_of(east), actor=head, at=MORNING)
    services.plan_reports(MORNING)
    say(ticket, (V.SOLVE, local(14, 18), north))
    assert services.plan_reports(local(16, 14)) > 0
    change = DailyReportChange.objects.get()
    assert (change.report, change.ticket, change.dealer) == (report, ticket, north)
    assert [change.was_open, change.entered, change.left, change.is_open] == [False, "", "", False]
    assert figures(east) == {"before": 1, "open": 1}
    assert daily_planning._recount(report, at=local(16, 15)) == 0  # noqa: SLF001 (as above)
    assert list(broken("D16")) == []


@pytest.mark.parametrize("tell", ["_remind", "_escalate"])
def test_of_two_sweeps_one_tells(report, head, tell):
    """Both read the day as untold; the second finds it told."""
    both = [DailyReport.objects.with_names().get(pk=report.pk) for _ in range(2)]
    act = getattr(daily_reminding, tell)
    assert [act(one, at=local(16, 12)) for one in both] == [1, 0]


def test_who_left_sees_no_region(east, head):
    assert list(Region.objects.visible_to(head)) == [east]
    head.is_active = False
    assert not Region.objects.visible_to(head).exists()

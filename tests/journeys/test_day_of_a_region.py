"""The head of a region checks the days before and confirms them, one after the other (D16)."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from dealers.roles import Role
from records.days import first_moment
from regulation.calendars import local_day
from reports.models import DailyReport
from reports.services import plan_reports
from tests.factories.dealers import UserFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import PHONE, Person, chromium
from tests.reports.daily import region_of
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def come(live_server, monkeypatch):
    """Sign somebody in at a browser of their own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    with chromium() as browser:
        faults = []
        yield lambda name, **look: Person(browser, live_server.url, faults, **look).sign_in(name)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


@pytest.fixture
def region(north):
    """A region that began yesterday, with one ticket that came in and one that was resolved."""
    head = UserFactory(username="region", full_name="梁经理", roles=[Role.REGION_HEAD])
    yesterday = local_day(timezone.now()) - timedelta(days=1)
    region = region_of("EAST", north, head=head, since=yesterday)
    morning = first_moment(yesterday) + timedelta(hours=9)
    for status in (TicketStatus.ACCEPTED, TicketStatus.RESOLVED):
        TicketFactory(dealer=north, status=status, opened_at=morning)
    plan_reports(timezone.now())
    return region


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
def test_the_head_looks_behind_a_figure_and_confirms_the_day(come, region, look):
    report = DailyReport.objects.get(region=region, on=local_day(timezone.now()) - timedelta(days=1))
    here = report.get_absolute_url()
    head = come("region", **look)
    head.open("/")
    head.send(f"main a[href='{here}']")
    assert [item.inner_text() for item in head.find(".daysum a.num").all()] == list("02001001")
    head.send(".daysum a[href='?figure=resolved#tickets']")
    assert head.find("#tickets tbody tr").count() == 1
    head.open(here)
    head.fill(remark="等泵的一台周三到货")
    head.send("#confirm button[data-primary]")
    assert "等泵的一台周三到货" in head.find("aside.aside").inner_text()
    assert head.find("#confirm").count() == 0
    head.open("/reports/daily/")
    assert "已确认" in head.find("main").inner_text()
    head.open(f"{here}why/")
    assert "D16" in head.find("main, .drawer").first.inner_text()
    assert DailyReport.objects.get(pk=report.pk).remark == "等泵的一台周三到货"


def test_the_service_manager_sees_all_regions_and_confirms_none(come, region, south, manager):
    region_of("WEST", south, since=local_day(timezone.now()), name="西南分区")
    plan_reports(timezone.now())
    desk = come(manager.username)
    desk.open("/reports/daily/")
    heads = desk.find("thead").inner_text()
    assert "华东分区" in heads
    assert "西南分区" in heads
    desk.send("tbody td a[href*='figure=came_in']")
    assert desk.find("#confirm").count() == 0

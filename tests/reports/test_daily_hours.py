"""D16: by when a region's day is confirmed, who is reminded of it, and who hears of it after that."""

from datetime import date

import pytest

from records.models import OutboxMessage
from regulation.models import RegulationVersion
from reports import services
from reports.daily.hours import confirm_by, escalated_from
from tests.reports.daily import DAY, local, region_of, report_of

pytestmark = pytest.mark.django_db
NIGHT, MORNING = local(15, 23, 30), local(16, 9)


@pytest.mark.parametrize(
    ("on", "due", "escalated"),
    [
        (date(2026, 9, 15), "2026-09-16 10:00", "2026-09-17 10:00"),
        (date(2026, 9, 11), "2026-09-14 10:00", "2026-09-15 10:00"),  # a Friday
        (date(2026, 9, 12), "2026-09-14 10:00", "2026-09-15 10:00"),  # a Saturday
        (date(2026, 9, 18), "2026-09-20 10:00", "2026-09-21 10:00"),  # before a Sunday that is worked
        (date(2026, 9, 30), "2026-10-08 10:00", "2026-10-09 10:00"),  # before the holidays
    ],
)
def test_a_day_is_confirmed_on_the_next_working_day(db, on, due, escalated):
    assert f"{confirm_by(on):%Y-%m-%d %H:%M}" == due
    assert f"{escalated_from(on):%Y-%m-%d %H:%M}" == escalated


def test_another_hour_of_the_regulation_moves_it(db):
    version = RegulationVersion.objects.get(number=1)
    parameters = version.parameters | {
        "daily_reports": {"confirm_by": "08:30", "escalate_after_working_days": 2}
    }
    RegulationVersion.objects.filter(pk=version.pk).update(parameters=parameters)
    assert f"{confirm_by(DAY):%d %H:%M}" == "16 08:30"
    assert f"{escalated_from(DAY):%d %H:%M}" == "18 08:30"


def letters(code):
    rows = OutboxMessage.objects.filter(template=code, channel="page")
    return sorted(rows.values_list("reader__username", "about"))


@pytest.fixture
def day_alone(head, north):
    """A region that began on the day."""
    region = region_of("EAST", north, head=head, since=DAY)
    services.plan_reports(NIGHT)
    return report_of(region)


def test_the_head_is_reminded_and_after_a_working_day_the_manager_hears_of_it(day_alone, head, manager):
    assert services.remind_heads(local(16, 9, 59)) == 0
    assert services.remind_heads(local(16, 10)) == 1
    assert letters("staff.day_to_confirm") == [("region", "D-EAST.2026-09-15")]
    assert services.remind_heads(local(16, 11)) == 0
    assert services.remind_heads(local(17, 10)) == 1
    assert letters("staff.day_not_confirmed") == [("manager", "D-EAST.2026-09-15")]
    assert services.remind_heads(local(17, 11)) == 0


def test_a_confirmed_day_reminds_nobody(day_alone, head, manager):
    services.confirm_day(day_alone, actor=head, at=MORNING)
    assert services.remind_heads(local(20, 10)) == 0


@pytest.mark.parametrize("change", ["none", "left", "role"])
def test_without_a_head_who_could_act_the_manager_hears_at_once(day_alone, head, manager, change):
    if change == "none":
        day_alone.region.head = None
        day_alone.region.save()
    elif change == "left":
        type(head).objects.filter(pk=head.pk).update(is_active=False)
    else:
        head.groups.clear()
    services.remind_heads(local(16, 10))
    assert letters("staff.day_to_confirm") == []
    assert letters("staff.day_not_confirmed") == [("manager", "D-EAST.2026-09-15")]

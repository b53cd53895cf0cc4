"""D8: by which day a record is back, and what a machine can see of one, by tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from regulation.calendars import WorkCalendar
from tickets.onsite.audit_rules import Facts, findings
from tickets.onsite.back_rules import asked_long_ago, back_by

CALENDAR = WorkCalendar()
T = datetime(2026, 9, 15, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WELL = Facts(
    began_at=T,
    departed_at=T,
    arrived_at=T + 40 * MINUTE,
    recorded_at=T + 100 * MINUTE,
    minutes_travelled=40,
    minutes_worked=60,
    is_signed=True,
)


@pytest.mark.parametrize(
    ("counted_from", "days", "expected"),
    [
        ("2026-09-15", 3, "2026-09-18"),  # Tuesday to Friday
        ("2026-09-17", 3, "2026-09-21"),  # Sunday 20 September is a make-up workday
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-19", 1, "2026-09-20"),  # begun on a Saturday
        ("2026-09-30", 3, "2026-10-10"),  # National Day; Saturday 10 October is worked
        ("2026-12-31", 1, "2027-01-01"),  # a year not published yet counts Monday to Friday
        ("2028-02-28", 1, "2028-02-29"),
        ("2028-02-28", 2, "2028-03-01"),
    ],
)
def test_a_record_is_back_within_working_days_of_the_trip(counted_from, days, expected):
    found = back_by(date.fromisoformat(counted_from), working_days=days, calendar=CALENDAR)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("today", "days", "expected"),
    [
        ("2026-09-16", 1, "2026-09-15"),
        ("2026-09-16", 2, "2026-09-14"),
        ("2026-09-21", 2, "2026-09-19"),  # the make-up Sunday and Monday lie between
        ("2026-10-10", 2, "2026-10-08"),
        ("2026-10-08", 2, "2026-09-29"),  # over National Day
    ],
)
def test_who_was_asked_so_many_working_days_ago_is_asked_again(today, days, expected):
    found = asked_long_ago(date.fromisoformat(today), working_days=days, calendar=CALENDAR)
    assert found == date.fromisoformat(expected)
    assert CALENDAR.working_day_after(found, days) <= date.fromisoformat(today)
    assert CALENDAR.working_day_after(found + timedelta(days=1), days) > date.fromisoformat(today)


def seen(**facts):
    return [(one.code, one.tone) for one in findings(replace(WELL, **facts))]


def test_of_a_record_that_is_well_it_is_said_so():
    assert seen() == [
        ("unchanged", "good"),
        ("photos_there", "good"),
        ("times_fit", "good"),
        ("nothing_charged", "good"),
    ]


@pytest.mark.parametrize(
    ("facts", "code", "tone"),
    [
        ({"is_signed": False}, "unsigned", "bad"),
        ({"differs": ("work_done",)}, "differs", "bad"),
        ({"photos_missing": ("1 × “After”",)}, "photos_missing", "warn"),
        ({"photos_elsewhere": ("S-2026-00007",)}, "photos_elsewhere", "bad"),
        ({"same_time": ("S-2026-00008",)}, "same_time", "bad"),
        ({"minutes_worked": 76}, "worked_longer", "warn"),
        ({"minutes_travelled": 56}, "travelled_longer", "warn"),
        ({"clock_off": timedelta(hours=-1)}, "clock_off", "warn"),
        ({"told_after": timedelta(days=1)}, "told_late", "warn"),
        ({"total": Decimal(427)}, "nothing_agreed", "warn"),
        ({"total": Decimal(427), "is_covered": True}, "charged_in_warranty", "warn"),
        ({"total": Decimal(427), "agreed": Decimal("426.99")}, "more_than_agreed", "bad"),
        ({"total": Decimal(427), "agreed": Decimal(427), "is_covered": True}, "as_agreed", "good"),
        ({"is_covered": True, "parts_left": 2}, "parts_left", "warn"),
    ],
)
def test_what_is_odd_is_named(facts, code, tone):
    assert (code, tone) in seen(**facts)
    assert (code, tone) not in seen()


@pytest.mark.parametrize(
    "facts",
    [
        {"minutes_worked": 75},  # a quarter of an hour is nobody's matter
        {"minutes_worked": None},
        {"recorded_at": None},
        {"arrived_at": None, "minutes_worked": 500},  # carried in: nobody knows since when
        {"minutes_travelled": 55},
        {"minutes_travelled": None},
        {"departed_at": None, "minutes_travelled": 500},
        {"clock_off": timedelta(minutes=59)},
        {"told_after": timedelta(hours=23)},
        {"parts_left": 2},  # out of warranty the old part is the customer's
    ],
)
def test_what_is_nobodys_matter_is_not_named(facts):
    assert seen(**facts) == seen()


def test_a_photo_of_another_record_and_a_lacking_one_are_both_named():
    found = seen(photos_missing=("1",), photos_elsewhere=("S-1",))
    assert ("photos_missing", "warn") in found
    assert ("photos_elsewhere", "bad") in found
    assert ("photos_there", "good") not in found

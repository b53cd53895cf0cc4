"""Quiet hours of customers, in local time, by the version in force (D20)."""

from datetime import UTC, datetime, time

import pytest

from records.models import OutboxMessage
from records.outbox.quiet import quiet_until
from regulation.models import RegulationVersion
from regulation.quiet import quiet_end

EVENING, MORNING = time(21), time(8)


def at(hour, minute=0, day=15):
    """Return a moment by the clock of Shanghai, eight hours ahead."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (at(12, 59), None),  # 20:59
        (at(13), at(0, day=16)),  # 21:00
        (at(16), at(0, day=16)),  # midnight
        (at(23, 59), at(0, day=16)),  # 7:59
        (at(0), None),  # 8:00
    ],
)
def test_a_night_lasts_over_midnight_and_its_end_belongs_to_the_day(moment, ends):
    assert quiet_end(moment, EVENING, MORNING) == ends


@pytest.mark.parametrize(
    ("moment", "ends"), [(at(3, 59), None), (at(4), at(6)), (at(5, 59), at(6)), (at(6), None)]
)
def test_a_midday_rest_lasts_within_the_day(moment, ends):
    assert quiet_end(moment, time(12), time(14)) == ends


@pytest.mark.parametrize("moment", [at(0), at(1), at(13)])
def test_hours_of_no_length_are_none(moment):
    assert quiet_end(moment, time(8), time(8)) is None


@pytest.mark.django_db
def test_the_outbox_asks_the_version_in_force():
    told = OutboxMessage(is_quiet=True)
    assert quiet_until(told, at(13)) == at(0, day=16)
    assert quiet_until(OutboxMessage(), at(13)) is None
    version = RegulationVersion.objects.get()
    messages = {"quiet_from": "22:00", "quiet_until": "07:00"}
    RegulationVersion.objects.update(parameters={**version.parameters, "messages": messages})
    assert quiet_until(told, at(13)) is None
    assert quiet_until(told, at(14)) == at(23)

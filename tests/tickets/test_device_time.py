"""When something counts that a phone tells later, or by a clock that is set wrong (D7)."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets.onsite.device_time import DeviceTime, moment_of

GIVEN = datetime(2026, 9, 15, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)


def at(hour, minute=0, day=15):
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


CASES = [
    # happened, sent, counts at, clock ahead by
    ("at once", at(12), at(12), at(12), timedelta(0)),
    ("two hours without a signal", at(10), at(12), at(10), timedelta(0)),
    ("a slow line is no wrong clock", at(10), at(11, 59), at(10), timedelta(0)),
    ("a clock two days ahead", at(10, day=17), at(12, day=17), at(10), timedelta(days=2)),
    ("a clock two days behind", at(10, day=13), at(12, day=13), at(10), timedelta(days=-2)),
    ("a clock three minutes ahead", at(10, 3), at(12, 3), at(10), timedelta(minutes=3)),
    ("before the work was given", at(22, day=14), at(12), GIVEN, timedelta(0)),
    ("after it was received", at(13), at(12), NOW, timedelta(0)),
    ("without the moment of sending", at(9), None, at(9), timedelta(0)),
    ("ahead, without the moment of sending", at(9, day=17), None, NOW, timedelta(0)),
]


@pytest.mark.parametrize(("case", "happened", "sent", "counts", "ahead"), CASES, ids=[c[0] for c in CASES])
def test_a_moment_counts_as_the_phone_says_with_its_clock_put_right(case, happened, sent, counts, ahead):
    moment = moment_of(DeviceTime(happened, sent), received_at=NOW, not_before=GIVEN)
    assert (moment.at, moment.clock_off, moment.device_at, moment.received_at) == (
        counts,
        ahead,
        happened,
        NOW,
    )


def test_without_a_word_from_the_device_the_server_s_moment_counts():
    assert moment_of(None, received_at=NOW, not_before=NOW) == (NOW, NOW, None, timedelta(0))


def test_work_given_after_it_was_received_counts_when_it_was_received():
    """The clocks of two of our machines may differ: no moment lies ahead of its receipt."""
    moment = moment_of(DeviceTime(at(10)), received_at=NOW, not_before=at(13))
    assert moment.at == NOW


FAR = [datetime(1, 1, 1, tzinfo=UTC), datetime(1960, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("told", [lambda far: (far, None), lambda far: (far, far), lambda far: (at(10), far)])
def test_a_clock_that_nobody_set_says_nothing(told, far):
    """No year is far enough off to break the reckoning, or to be kept."""
    assert moment_of(DeviceTime(*told(far)), received_at=NOW, not_before=GIVEN) == (
        NOW,
        NOW,
        None,
        timedelta(0),
    )


def test_a_phone_that_lost_its_clock_says_1970():
    lost = datetime(1970, 1, 1, 5, tzinfo=UTC)
    moment = moment_of(DeviceTime(lost, lost + timedelta(hours=2)), received_at=NOW, not_before=GIVEN)
    assert moment.at == at(10)

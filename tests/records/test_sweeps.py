"""The sweep: every step in its order, by the clock or by hand, and no step starves another (F6)."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from records import sweeps
from records.tasks import run_sweep

AT = datetime(2026, 6, 15, 0, tzinfo=UTC)


@pytest.fixture
def ran(monkeypatch):
    """Two steps in the place of the product's own; what they were called with."""
    ran = []
    monkeypatch.setattr(sweeps, "_registered", {})
    sweeps.register("late", lambda at: ran.append(("late", at)) or 2, order=20)
    sweeps.register("early", lambda at: ran.append(("early", at)) or 1, order=10)
    return ran


@pytest.mark.parametrize(
    "written", ["2026-06-15T08:00:00", "2026-06-15T08:00", "2026-06-15T00:00:00Z", "2026-06-15T02:00+02:00"]
)
def test_by_hand_it_does_what_is_due_at_the_moment_given(ran, written):
    """Without an offset the moment is the service region's own."""
    out = StringIO()
    call_command("sweep", at=written, stdout=out)
    assert ran == [("early", AT), ("late", AT)]
    assert out.getvalue() == "early: 1\nlate: 2\n"


@pytest.mark.parametrize("written", ["tomorrow", "2026-13-01", "15.6.2026"])
def test_a_moment_that_is_none_is_refused_with_an_example(ran, written):
    with pytest.raises(CommandError, match="such as 2026-09-15T08:00"):
        call_command("sweep", at=written)
    assert ran == []


def test_the_scheduled_job_does_the_same_at_this_moment(ran, time_machine):
    time_machine.move_to(AT, tick=False)
    run_sweep()
    assert ran == [("early", AT), ("late", AT)]
    call_command("sweep", stdout=StringIO())
    assert ran[2:] == ran[:2]


def test_a_step_that_fails_does_not_keep_the_next_from_its_work(ran):
    def fail(at):
        message = "the disk is full"
        raise OSError(message)

    sweeps.register("broken", fail, order=5)
    with pytest.raises(OSError, match="the disk is full"):
        sweeps.sweep(AT)
    assert [name for name, _ in ran] == ["early", "late"]

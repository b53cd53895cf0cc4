"""Web, worker and scheduler live and die together, however their parent goes."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tooling import leash
from tooling.stamps import ROOT

PROGRAM = """
import os, sys
from pathlib import Path
from tooling.supervisor import Part, Supervisor
folder = Path(sys.argv[1])
write = "echo $$ > {}; exec sleep 60"
parts = [
    Part("first", ["sh", "-c", write.format(folder / "first")]),
    Part("second", ["sh", "-c", write.format(folder / "second")]),
]
sys.exit(Supervisor(parts, dict(os.environ), folder).run(when_ready=lambda: True))
"""
PATIENCE = 10.0


def is_alive(pid):
    """Whether the process runs; one that only waits to be collected doesn't."""
    try:
        state = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def supervised(tmp_path):
    """Start a supervisor of two parts; yield it and their process ids."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    supervisor = leash.start([sys.executable, "-c", PROGRAM, tmp_path], env=env, last_signal=signal.SIGKILL)
    files = [tmp_path / "first", tmp_path / "second"]
    assert until(lambda: all(file.exists() and file.read_text().strip() for file in files))
    parts = [int(file.read_text()) for file in files]
    assert all(is_alive(part) for part in parts)
    yield supervisor, parts
    leash.end_session(supervisor, patience=5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_all_and_is_a_clean_end(supervised, number):
    supervisor, parts = supervised
    supervisor.send_signal(number)
    assert supervisor.wait(PATIENCE) == 0
    assert not any(is_alive(part) for part in parts)


def test_no_part_outlives_a_supervisor_that_was_killed(supervised):
    supervisor, parts = supervised
    supervisor.kill()
    assert until(lambda: not any(is_alive(part) for part in parts))


def test_one_part_that_ends_takes_the_others_with_it(supervised):
    supervisor, parts = supervised
    os.kill(parts[0], signal.SIGKILL)
    assert supervisor.wait(PATIENCE) == 1
    assert not any(is_alive(part) for part in parts)

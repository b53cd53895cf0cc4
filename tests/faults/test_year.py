"""A year of killed workers, double sweeps and standstill: nothing missed, nothing doubled (F6, C1–C3)."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path):
    """A database of its own beside the suite's, and the suite's broker in a corner of its own."""
    url = os.environ.get("DATABASE_URL", "")
    variables = {
        **os.environ,
        "AFTERSALES_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "aftersales.settings",
    }
    if os.environ.get("REDIS_URL"):
        variables["REDIS_URL"] = f"{settings.REDIS_URL.rsplit('/', 1)[0].rstrip('/')}/15"
    if not url:
        yield variables
        return
    name = f"faults_{os.getpid()}"
    connection = psycopg2.connect(url)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield {**variables, "DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def play(environment, *, units, kills, worker_kills):
    """Play the year in a process that may fork, and return its last line."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.faults",
            *("--units", str(units), "--kills", str(kills), "--worker-kills", str(worker_kills)),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_a_small_year_of_faults_misses_and_doubles_nothing(environment):
    """F6: 300 units, 20 forked kills, 2 kills of the whole worker."""
    line = play(environment, units=300, kills=20, worker_kills=2)

    assert "20 forked workers killed" in line
    assert line.endswith("0 missed, 0 doubled")


@pytest.mark.faults
def test_a_full_year_of_faults_misses_and_doubles_nothing(environment):
    """F6: 3,000 units, 200 forked kills, 20 kills of the whole worker."""
    line = play(environment, units=3000, kills=200, worker_kills=20)

    assert "200 forked workers killed" in line
    assert "20 whole workers killed" in line
    assert line.endswith("0 missed, 0 doubled")

"""The suite's processes stand side by side: none empties the cache or sweeps the files of another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def setting(name, **given):
    """Return a setting as a process of the suite has it that was started like this."""
    asked = subprocess.run(
        [sys.executable, "-c", f"from tests.settings import {name}; print({name})"],
        cwd=ROOT,
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


@pytest.mark.parametrize(
    ("url", "worker", "expected"),
    [
        ("redis://:word@127.0.0.1:6379/0", "gw3", "redis://:word@127.0.0.1:6379/3"),
        ("redis://127.0.0.1:6379", "gw1", "redis://127.0.0.1:6379/1"),
        ("redis://127.0.0.1:6379/2", "", "redis://127.0.0.1:6379/2"),
    ],
    ids=["beside others", "without a number", "alone"],
)
def test_each_process_has_a_redis_database_of_its_own(tmp_path, url, worker, expected):
    given = {"REDIS_URL": url, "PYTEST_XDIST_WORKER": worker, "AFTERSALES_DATA": str(tmp_path)}
    assert setting("REDIS_URL", **given) == expected


def test_each_process_keeps_its_files_apart(tmp_path):
    """One sweeps what its own rows don't name; of another's rows it knows nothing."""
    places = {
        setting("STORAGES", REDIS_URL="", PYTEST_XDIST_WORKER=worker, AFTERSALES_DATA=str(tmp_path))
        for worker in ("gw0", "gw1", "")
    }
    assert len(places) == 3

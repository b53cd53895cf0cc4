"""The suite's processes stand side by side without emptying each other's cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = "from tests.settings import REDIS_URL; print(REDIS_URL)"


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
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == expected

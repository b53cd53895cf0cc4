"""What is missing is skipped aloud, and fails where it is required."""

import json
import os
import subprocess
import sys

import pytest

from tooling.stamps import ROOT

SUITE = """
import pytest

def test_passes():
    pass

def test_lacks_a_service():
    pytest.skip("missing: a service")

def test_is_skipped_for_another_reason():
    pytest.skip("only on Mondays")
"""


def run_suite(folder, **more):
    (folder / "test_suite.py").write_text(SUITE)
    (folder / "pytest.ini").write_text("[pytest]\n")
    counts = folder / "counts.json"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "AFTERSALES_TEST_COUNTS": str(counts), **more}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tooling.counts", "-p", "no:django", "-n", "2"]
    code = subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True).returncode
    return code, json.loads(counts.read_text())


def test_a_skip_is_counted_with_its_reason(tmp_path):
    code, counts = run_suite(tmp_path, REQUIRE_SERVICES="")
    assert code == 0
    assert counts == {
        "passed": 1,
        "failed": 0,
        "skipped": {"missing: a service": 1, "only on Mondays": 1},
    }


def test_a_required_service_that_is_missing_fails_the_test(tmp_path):
    code, counts = run_suite(tmp_path, REQUIRE_SERVICES="1")
    assert code == pytest.ExitCode.TESTS_FAILED
    assert counts == {"passed": 1, "failed": 1, "skipped": {"only on Mondays": 1}}

"""A test run says in its last lines what ran, what failed and what could not be had."""

import pytest

from tooling.services import Service
from tooling.test import Result, choices, measured, spared, summary, verdict

REDIS = Service("redis://127.0.0.1:1/0", "7.0.15")
POSTGRES = Service("postgres://127.0.0.1:1/x", "15.18")
NO_REDIS = Service(missing="no redis-server")
GOOD = [Result("sqlite", 0, 12, 0, {"missing: chromium": 2}), Result("postgres 15.18", 0, 14)]


@pytest.fixture(autouse=True)
def services_are_optional(monkeypatch):
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)


def test_every_database_and_service_stands_in_the_line():
    line = "sqlite: 12 passed, 2 skipped · postgres 15.18: 14 passed · redis: 7.0.15"
    assert summary(GOOD, POSTGRES, REDIS) == line


def test_what_could_not_be_had_stands_in_the_line():
    line = (
        "sqlite: 12 passed, 2 skipped · postgres: skipped (no PostgreSQL) · redis: skipped (no redis-server)"
    )
    assert summary(GOOD[:1], Service(missing="no PostgreSQL"), NO_REDIS) == line


def test_a_missing_service_counts_as_skipped():
    assert verdict(GOOD, POSTGRES, NO_REDIS) == (26, 0, 3)


def test_a_required_service_that_is_missing_is_a_failure(monkeypatch):
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    assert verdict(GOOD, POSTGRES, NO_REDIS) == (26, 1, 2)


def test_a_run_that_broke_before_its_tests_is_a_failure():
    broken = Result("sqlite", 4)
    assert str(broken) == "sqlite: 0 passed, pytest ended with code 4"
    assert verdict([broken], POSTGRES, REDIS) == (0, 1, 0)


def test_a_selection_that_finds_nothing_on_one_database_is_no_failure():
    assert verdict([Result("sqlite", 5), Result("postgres 15.18", 0, 3)], POSTGRES, REDIS) == (3, 0, 0)


def test_the_long_fault_runs_are_left_out_unless_asked_for():
    assert choices([], faults=False)[2:4] == ["-m", "not faults"]
    assert choices([], faults=True)[2:4] == ["-m", "faults"]
    assert "not faults" not in choices(["-m", "journey"], faults=False)


def test_what_is_the_same_on_either_database_runs_once():
    """Only of the whole suite: who picks tests gets them on both."""
    whole = choices([], faults=False)
    assert spared(whole, [], left="either_database")[2:4] == ["-m", "not faults and not either_database"]
    picked = choices(["-k", "word"], faults=False)
    assert spared(picked, ["-k", "word"], left="unmeasured")[2:4] == ["-m", "not faults"]
    assert spared(choices([], faults=True), [], left="unmeasured") == choices([], faults=True)


def test_a_whole_run_is_measured_and_a_choice_of_tests_is_not():
    assert measured([], faults=False) == ["--cov", "--cov-report="]
    assert measured(["-k", "word"], faults=False) == measured([], faults=True) == []

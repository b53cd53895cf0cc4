"""A pytest plugin: write down how a run ended, and let nothing that is missing pass in silence.

A test skipped with a reason that begins with `missing:` fails when `REQUIRE_SERVICES=1`.
"""

import json
import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

MISSING = "missing:"


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why it was skipped, without pytest's own prefix."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for want of a service into a failure where all services are required."""
    report = yield
    if (
        report.skipped
        and os.environ.get("REQUIRE_SERVICES") == "1"
        and skip_reason(report).startswith(MISSING)
    ):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_SERVICES=1, but {skip_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 (pytest exports no type for it)
    """Write the counts where `tooling.test` asked for them."""
    target = os.environ.get("AFTERSALES_TEST_COUNTS")
    if not target:
        return
    stats = terminalreporter.stats
    skipped = Counter(skip_reason(report) for report in stats.get("skipped", []))
    counts = {
        "passed": len(stats.get("passed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": dict(skipped),
    }
    Path(target).write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")

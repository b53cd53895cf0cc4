"""Run the suite once per database, each a pytest process of its own, and say plainly how it ended."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tooling import leash
from tooling.services import Service, services
from tooling.stamps import ROOT

COVERAGE = ROOT / "var" / "coverage"
LEAST = 95  # percent of lines and branches
# What decides, moves or lets through is covered wholly.
WHOLE = ",".join(
    f"*/{name}"
    for name in (
        *("states.py", "rules.py", "*_rules.py", "schedule.py", "permissions.py", "roles.py", "scoping.py"),
        *("services.py", "services/*.py", "querysets.py", "constraints.py", "idempotency.py", "sweeps.py"),
    )
)
NO_TESTS = 5
MOST_WORKERS = 8


@dataclass(frozen=True)
class Result:
    """How one run ended."""

    name: str
    code: int
    passed: int = 0
    failed: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return self.failed == 0 and self.code in {0, NO_TESTS}

    def __str__(self) -> str:
        parts = [f"{self.passed} passed"]
        if self.failed or not self.is_good:
            parts.append(f"{self.failed} failed" if self.failed else f"pytest ended with code {self.code}")
        if self.skipped:
            parts.append(f"{sum(self.skipped.values())} skipped")
        return f"{self.name}: {', '.join(parts)}"


def choices(arguments: Sequence[str], *, faults: bool) -> list[str]:
    """Return pytest's options: what to run, on how many processes."""
    options = ["-p", "tooling.counts"]
    if "-m" not in arguments:
        options += ["-m", "faults" if faults else "not faults"]
    if faults:
        return [*options, "-p", "no:randomly", "--no-cov", *arguments]
    if not arguments:
        workers = max(2, min(os.cpu_count() or 2, MOST_WORKERS))
        options += ["-n", str(workers), "--dist", "worksteal"]
    return [*options, *arguments]


def spared(options: Sequence[str], arguments: Sequence[str], *, left: str) -> list[str]:
    """Return what one of two runs is asked: of the whole suite, not what is left to the other.

    The run not measured leaves `either_database`: which tests those are is no guess, for `tests/conftest.py`
    marks each of an app that asks for no database; pytest-django refuses it one, and fails the one that comes
    by it on the way. Tests of the tools, of whole processes and of journeys take what the run's surroundings
    give them, and run on both. The measured run leaves `unmeasured`, which would take it longest and tell it
    nothing. The few that say so themselves say why.
    """
    if arguments:
        return [*options]
    return [f"{one} and not {left}" if one == "not faults" else one for one in options]


def measured(arguments: Sequence[str], *, faults: bool) -> list[str]:
    """Return what one of the runs takes on: it costs half as long again, so the other goes without."""
    return [] if arguments or faults else ["--cov", "--cov-report="]


def environment(name: str, folder: Path, *, database: str = "", redis: str = "") -> dict[str, str]:
    """Return the child's environment: these services, and a data folder that nobody will miss."""
    data = folder / name
    data.mkdir()
    given = {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "AFTERSALES_DATA": str(data),
        "AFTERSALES_MODE": "embedded",
        "AFTERSALES_TEST_COUNTS": str(folder / f"{name}.json"),
        "COVERAGE_FILE": str(COVERAGE / f".coverage.{name}"),
    }
    kept = {key: value for key, value in os.environ.items() if key not in given}
    return kept | {key: value for key, value in given.items() if value}


def run_pytest(title: str, options: Sequence[str], env: Mapping[str, str]) -> Result:
    """Run pytest in our own session, so that Ctrl-C reaches it, and read its counts."""
    print(f"\n── {title} ──", flush=True)
    command = [sys.executable, "-m", "pytest", *options]
    child = leash.start(command, env=env, folder=ROOT, session=False)
    try:
        code = child.wait()
    finally:
        if child.poll() is None:
            child.wait()
    counts = Path(env["AFTERSALES_TEST_COUNTS"])
    if not counts.is_file():
        return Result(title, code or 1)
    return Result(title, code, **json.loads(counts.read_text(encoding="utf-8")))


def run_all(arguments: Sequence[str], *, faults: bool, postgres: Service, redis: Service) -> list[Result]:
    """Run on SQLite without Redis, then on PostgreSQL with Redis; the last skips least and is measured."""
    options, measure = choices(arguments, faults=faults), measured(arguments, faults=faults)
    with tempfile.TemporaryDirectory(prefix="aftersales-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        own = spared(options, arguments, left="either_database") if postgres.url else [*options, *measure]
        results = [run_pytest("sqlite", own, environment("sqlite", folder))]
        if postgres.url:
            env = environment("postgres", folder, database=postgres.url, redis=redis.url)
            others = [*spared(options, arguments, left="unmeasured"), *measure]
            results.append(run_pytest(f"postgres {postgres.version}", others, env))
        return results


def report_coverage() -> list[str]:
    """Say what the measured run covered; return what falls short of the house style."""
    files = sorted(str(file) for file in COVERAGE.glob(".coverage.*"))
    if not files:
        return []
    run_coverage("combine", "--quiet", *files)
    run_coverage("html", "--quiet", "-d", str(COVERAGE / "html"))
    total = run_coverage("report", "--format=total")
    print(f"\ncoverage: {total} % ({COVERAGE.relative_to(ROOT)}/html/index.html)")
    short = [f"coverage: {total} % and not {LEAST} %"] if int(total) < LEAST else []
    lines = run_coverage("report", "--skip-covered", "--show-missing", f"--include={WHOLE}").splitlines()
    return short + [
        f"coverage: not whole: {line}" for line in lines if line.partition(" ")[0].endswith(".py")
    ]


def run_coverage(*words: str) -> str:
    """Run coverage on the joined file and return what it said."""
    env = {**os.environ, "COVERAGE_FILE": str(COVERAGE / ".coverage")}
    command = [sys.executable, "-m", "coverage", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def clear_coverage() -> None:
    COVERAGE.mkdir(parents=True, exist_ok=True)
    for old in COVERAGE.glob(".coverage*"):
        old.unlink()


def summary(results: Iterable[Result], postgres: Service, redis: Service) -> str:
    """Return the closing line: each database and each service, run or missing."""
    parts = [str(result) for result in results]
    if postgres.missing:
        parts.append(f"postgres: skipped ({postgres.missing})")
    parts.append(f"redis: skipped ({redis.missing})" if redis.missing else f"redis: {redis.version}")
    return " · ".join(parts)


def verdict(results: Sequence[Result], *services: Service) -> tuple[int, int, int]:
    """Return passed, failed and skipped; a required service that is missing is a failure."""
    missing = sum(1 for service in services if service.missing)
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    broken = sum(1 for result in results if not result.is_good and not result.failed)
    failed = sum(result.failed for result in results) + broken + (missing if required else 0)
    skipped = sum(sum(result.skipped.values()) for result in results) + (0 if required else missing)
    return sum(result.passed for result in results), failed, skipped


def main() -> int:
    """Answer with 0 when everything passed and at least one test ran."""
    parser = argparse.ArgumentParser(prog="tooling.test", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="the long fault runs only")
    known, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    clear_coverage()
    with services() as (postgres, redis):
        results = run_all(arguments, faults=known.faults, postgres=postgres, redis=redis)
    short = report_coverage() if all(result.is_good for result in results) else []
    for reason, count in sorted(item for result in results for item in result.skipped.items()):
        print(f"skipped {count}: {reason}")
    passed, failed, skipped = verdict(results, postgres, redis)
    if not passed and not failed:
        print("No test ran.")
        failed = 1
    print(summary(results, postgres, redis))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    for line in short:
        print(line)
    return 1 if failed or short else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

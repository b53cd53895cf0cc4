"""The static gate: every check in the order of the house style, stopping at the first that fails."""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tooling.stamps import ROOT

BIN = Path(sys.executable).parent
DJANGO = "5.2"


@dataclass(frozen=True)
class Check:
    """One program of the gate; `env` is what it needs beside the environment."""

    name: str
    command: tuple[str | Path, ...]
    env: Mapping[str, str] = field(default_factory=dict)


def templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def production() -> dict[str, str]:
    """Return what production asks for, so that its own settings can be checked; nothing is contacted."""
    password = secrets.token_urlsafe(48)
    return {
        "AFTERSALES_MODE": "production",
        "SECRET_KEY": password,
        "PHONE_KEY": password,
        "ALLOWED_HOSTS": "service.example",
        "DATABASE_URL": f"postgres://aftersales:{password}@127.0.0.1/aftersales",
        "REDIS_URL": f"redis://:{password}@127.0.0.1/0",
    }


def gate() -> list[Check]:
    """Return the checks in their order."""
    python = sys.executable
    pages = templates()
    checks = [
        Check("ruff format", (python, "-m", "ruff", "format", "--check", ".")),
        Check("ruff", (python, "-m", "ruff", "check", ".")),
    ]
    if pages:
        checks += [
            Check("djade", (BIN / "djade", "--check", "--target-version", DJANGO, *pages)),
            Check("djlint", (python, "-m", "djlint", "--lint", "--quiet", "templates")),
        ]
    return [
        *checks,
        Check("import-linter", (BIN / "lint-imports",)),
        Check("mypy", (python, "-m", "mypy")),
        Check("django check", (python, "manage.py", "check", "--fail-level", "WARNING")),
        Check(
            "django check --deploy",
            (python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            production(),
        ),
        Check("migrations", (python, "manage.py", "makemigrations", "--check", "--dry-run")),
        Check("deptry", (python, "-m", "deptry", ".")),
    ]


def house_form() -> list[Check]:
    """Return what puts files into form instead of complaining."""
    python = sys.executable
    fixes = [
        Check("ruff check --fix", (python, "-m", "ruff", "check", "--fix", ".")),
        Check("ruff format", (python, "-m", "ruff", "format", ".")),
    ]
    if pages := templates():
        fixes.append(Check("djade", (BIN / "djade", "--target-version", DJANGO, *pages)))
    return fixes


def passes(check: Check, data: str) -> bool:
    """Run one check; a failed one shows all it said."""
    env = {**os.environ, "AFTERSALES_DATA": data, "DATABASE_URL": "", "REDIS_URL": "", **check.env}
    started = time.monotonic()
    done = subprocess.run(
        [str(word) for word in check.command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    seconds = time.monotonic() - started
    if done.returncode == 0:
        print(f"ok      {check.name} ({seconds:.1f} s)", flush=True)
        return True
    print(done.stdout, done.stderr, sep="", flush=True)
    print(f"FAILED  {check.name}", flush=True)
    return False


def main() -> int:
    """Answer with 0 when every check passed."""
    parser = argparse.ArgumentParser(prog="tooling.check", description=__doc__)
    parser.add_argument("--fix", action="store_true", help="put files into form instead")
    with tempfile.TemporaryDirectory(prefix="aftersales-check-") as data:
        if parser.parse_args().fix:
            return 1 if [fix.name for fix in house_form() if not passes(fix, data)] else 0
        return 0 if all(passes(check, data) for check in gate()) else 1


if __name__ == "__main__":
    sys.exit(main())

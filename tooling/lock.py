"""Pin what the project stands on: hashed locks that name no address."""

import json
import subprocess
import sys
from pathlib import Path

from tooling.setup import VENV, npm
from tooling.stamps import ROOT

REQUIREMENTS = ROOT / "requirements"
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
)


def lock_python(name: str, *options: str) -> None:
    subprocess.run(
        [
            VENV / "bin" / "uv",
            "pip",
            "compile",
            *OPTIONS,
            *options,
            f"{name}.in",
            "--output-file",
            f"{name}.txt",
        ],
        cwd=REQUIREMENTS,
        check=True,
    )


def without_funding(value: object) -> object:
    """Drop what npm records beside the pins: addresses where authors ask for money."""
    if isinstance(value, dict):
        return {key: without_funding(inner) for key, inner in value.items() if key != "funding"}
    return value


def lock_npm(folder: Path = ROOT) -> None:
    program, env = npm()
    subprocess.run([program, "install", "--package-lock-only"], cwd=folder, env=env, check=True)
    lock = folder / "package-lock.json"
    draft = lock.with_suffix(".draft")
    pins = without_funding(json.loads(lock.read_text(encoding="utf-8")))
    draft.write_text(json.dumps(pins, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(lock)


def main() -> None:
    """Keep the pins that still fit; `--upgrade` takes the newest of everything."""
    for name in ("runtime", "dev", "node"):
        lock_python(name, *sys.argv[1:])
    lock_npm()


if __name__ == "__main__":
    main()

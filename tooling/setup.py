"""Set the project up inside its own folder, with nothing but Python 3.11 and pip.

Run by the system's Python, so only the standard library is imported here. Each step is skipped while its
inputs are unchanged; a step that was interrupted is done again.
"""

import argparse
import fcntl
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling import vendor
from tooling.stamps import ROOT, Step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "static_vendor"
NODE_MODULES = ROOT / "node_modules"
OLDEST_NODE = 20


class SetupFailed(Exception):
    """What is missing, and what to do, in one line."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two set-ups in one folder would install over each other."""
    with (ROOT / ".setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is running in this folder; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def call(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the project's folder; its errors are shown, its chatter isn't."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetupFailed(f"Set-up stopped: `{' '.join(words)}` failed.")


def works(*command: str | Path) -> bool:
    """Whether a command ends well."""
    try:
        return (
            subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def make_environment() -> None:
    """Make `.venv`, or take the one that is there; a broken one is made anew."""
    current = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if PYTHON.exists() and works(PYTHON, "-c", current):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed("Python's venv module is incomplete here. Install it: apt-get install python3-venv")
    print("Making .venv …", flush=True)
    call(sys.executable, "-m", "venv", "--clear", VENV)


def install_packages(level: str) -> None:
    """Install the hashed lock of `level`; the development lock holds the runtime one with the same pins."""
    requirements = ROOT / "requirements"
    steps = {
        name: Step(
            VENV / f".lock-{name}", (requirements / f"{name}.txt",), (PYTHON,), str(sys.version_info[:2])
        )
        for name in ("runtime", "dev")
    }
    if steps[level].is_current():
        return
    steps[level].begin()
    print(f"Installing Python packages ({level}) …", flush=True)
    pip_install(requirements / f"{level}.txt")
    steps["runtime"].finish()
    steps[level].finish()


def pip_install(lock: Path) -> None:
    call(
        *(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"),
        *("--require-hashes", "--requirement", lock),
    )


def npm() -> tuple[str, dict[str, str]]:
    """Return an npm that works, and its environment: the system's if Node is new enough, else a wheel's."""
    env = dict(os.environ)
    if shutil.which("npm") and node_version("node") >= OLDEST_NODE:
        return "npm", env
    own = VENV / "bin"
    if node_version(str(own / "node")) < OLDEST_NODE:
        print("Installing Node into .venv (only needed to fetch the front-end files) …", flush=True)
        pip_install(ROOT / "requirements" / "node.txt")
    env["PATH"] = f"{own}{os.pathsep}{env.get('PATH', '')}"
    return str(own / "npm"), env


def node_version(node: str) -> int:
    """Return Node's major version, 0 if there is none."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)", answer)
    return int(found[1]) if found else 0


def fetch_vendor_files() -> None:
    """Fetch the pinned npm packages and copy the named files out of them."""
    inputs = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / "tooling" / "vendor.py")
    step = Step(VENDOR / ".stamp", inputs, vendor.targets(VENDOR))
    if step.is_current():
        return
    step.begin()
    print("Fetching front-end files …", flush=True)
    program, env = npm()
    call(program, "ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error", env=env)
    vendor.copy_files(NODE_MODULES, VENDOR)
    step.finish()


def compile_catalogues() -> None:
    """Compile each changed catalogue; nothing in git is binary."""
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        stamp = VENV / f".catalogue-{source.parent.parent.name}-{source.stem}"
        step = Step(stamp, (source,), (target,))
        if not step.is_current():
            call(PYTHON, "-m", "tooling.catalogues", source)
            step.finish()


def set_up(level: str) -> None:
    """Do whatever of set-up is not done yet."""
    with one_at_a_time():
        make_environment()
        install_packages(level)
        fetch_vendor_files()
        compile_catalogues()


def main() -> int:
    """Answer with 0 when the project can be run."""
    parser = argparse.ArgumentParser(prog="tooling.setup", description=__doc__)
    parser.add_argument("level", choices=("runtime", "dev"))
    level = parser.parse_args().level
    if sys.version_info < (3, 11):  # noqa: UP036 (the one place where an older Python may come by)
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    try:
        set_up(level)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up interrupted; the next run goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

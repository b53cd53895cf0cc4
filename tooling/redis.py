"""A real Redis for as long as a test run needs it, if the machine has one."""

import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tooling import leash
from tooling.ports import free_port

WAIT = 15.0


class NoRedis(Exception):
    """Why there is none, in one line."""


@dataclass(frozen=True)
class Redis:
    """A running server."""

    url: str
    version: str


def version_of(program: str) -> str:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"v=(\S+)", answer)
    return found[1] if found else answer.strip()


def answers(port: int) -> bool:
    """Whether the server takes commands yet."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
        line.sendall(b"PING\r\n")
        return line.recv(16).startswith((b"+PONG", b"-NOAUTH"))
    return False


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and server.poll() is None:
        if answers(port):
            return
        time.sleep(0.02)
    raise NoRedis("redis-server did not start")


@contextmanager
def temporary_redis(password: str = "") -> Iterator[Redis]:
    """Run a server of our own that keeps nothing; it is gone afterwards."""
    program = shutil.which("redis-server")
    if program is None:
        raise NoRedis("no redis-server")
    with tempfile.TemporaryDirectory(prefix="aftersales-redis-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        server = leash.start(
            [
                *(program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder),
                *("--save", "", "--appendonly", "no", "--loglevel", "warning"),
                *(("--requirepass", password) if password else ()),
            ],
            folder=Path(folder),
            last_signal=signal.SIGKILL,
            output=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(server, port)
            credentials = f":{password}@" if password else ""
            yield Redis(f"redis://{credentials}127.0.0.1:{port}/0", version_of(program))
        finally:
            leash.end_session(server, patience=5)

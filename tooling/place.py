"""Where the product runs, as the environment says."""

import fcntl
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tooling.stamps import ROOT

HIGHEST_PORT = 65_535


class CannotStart(Exception):
    """What stands in the way, and what to do, in one line."""


@dataclass(frozen=True)
class Place:
    """Data folder, address, and which of the outer services there are."""

    data: Path
    host: str
    port: int
    mode: str
    database_url: str
    redis_url: str

    @classmethod
    def from_environment(cls) -> "Place":
        env = os.environ
        port = env.get("PORT") or "8000"
        if not port.isdigit() or not 0 < int(port) <= HIGHEST_PORT:
            raise CannotStart(f"PORT is {port!r}; it must be a number from 1 to 65535.")
        return cls(
            data=Path(env.get("AFTERSALES_DATA") or ROOT / "var").resolve(),
            host=env.get("HOST") or "127.0.0.1",
            port=int(port),
            mode=env.get("AFTERSALES_MODE") or "embedded",
            database_url=env.get("DATABASE_URL", ""),
            redis_url=env.get("REDIS_URL", ""),
        )

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 (only shown)
        return f"http://{shown}:{self.port}/"

    @property
    def env(self) -> dict[str, str]:
        return {**os.environ, "AFTERSALES_DATA": str(self.data), "AFTERSALES_MODE": self.mode}

    @property
    def has_demonstration(self) -> bool:
        return self.mode != "production"


def hold(place: Place) -> IO[str]:
    """Claim the data folder for this run; the claim ends with the process."""
    try:
        place.data.mkdir(parents=True, exist_ok=True)
        lock = (place.data / ".running").open("w")
    except OSError as error:
        raise CannotStart(f"The data folder can't be written: {error}. Set AFTERSALES_DATA.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotStart(f"It already runs with the data in {place.data}.") from error
    return lock


def check_port(place: Place) -> None:
    """Say so before anything is started, rather than in the middle of a log."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            raise CannotStart(
                f"Port {place.port} on {place.host} can't be had ({error.strerror}). "
                f"Choose another: PORT={place.port + 1} make run"
            ) from error

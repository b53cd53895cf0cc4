"""Keep several programs running as one: when one ends, or we are asked to stop, all end."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tooling import leash

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Part:
    """One program: `patience` is how long it may take to finish what it is doing."""

    name: str
    command: Sequence[str | Path]
    patience: float = 10.0


@dataclass
class Supervisor:
    """Starts the parts, watches them, ends them together."""

    parts: Sequence[Part]
    env: Mapping[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: bool = False

    def run(self, *, when_ready: Callable[[], bool]) -> int:
        """Run until asked to stop (0) or until a part ends by itself (1)."""
        previous = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            self._start()
            return self._watch(when_ready)
        finally:
            self._stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self) -> None:
        for part in self.parts:
            if self.stopping:
                return
            self.running[part.name] = leash.start(
                part.command, env=self.env, folder=self.folder, last_signal=signal.SIGQUIT
            )

    def _watch(self, when_ready: Callable[[], bool]) -> int:
        ready = False
        while not self.stopping:
            for name, child in self.running.items():
                if child.poll() is not None:
                    print(
                        f"The {name} ended by itself (code {child.returncode}); stopping everything.",
                        flush=True,
                    )
                    return 1
            ready = ready or when_ready()
            time.sleep(0.2)
        return 0

    def _stop(self) -> None:
        """End all parts at the same time, each with its own patience."""
        patience = {part.name: part.patience for part in self.parts}
        threads = [
            threading.Thread(target=leash.end_session, args=(child,), kwargs={"patience": patience[name]})
            for name, child in self.running.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.running.clear()

"""Start a program that ends when its starter does, even by kill -9."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
NOBODY = 65534


def end_with_parent(number: int, parent: int) -> None:
    """Have the kernel send this process a signal when its parent dies (Linux; elsewhere nothing)."""
    if not sys.platform.startswith("linux"):
        return
    if number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)  # a shell's background job inherits SIGQUIT as ignored
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before we had asked
        os.kill(os.getpid(), number)


def leash(number: int) -> Callable[[], None]:
    """Return what the child does before it becomes the program."""
    parent = os.getpid()
    return lambda: end_with_parent(number, parent)


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    last_signal: int = signal.SIGTERM,
    user: int | None = None,
    output: int | None = None,
    session: bool = True,
) -> subprocess.Popen[bytes]:
    """Start `command`, by default in a session of its own; `last_signal` reaches it when we die."""
    return subprocess.Popen(
        [str(part) for part in command],
        env=env,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=session,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        preexec_fn=leash(last_signal),  # noqa: PLW1509 (started before any thread)
    )


def end_session(child: subprocess.Popen[bytes], *, patience: float, number: int = signal.SIGTERM) -> None:
    """Ask the child to stop, wait, then end whatever is left of its session."""
    if child.poll() is None:
        child.send_signal(number)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            print(f"Process {child.pid} did not stop in {patience:.0f} s; ending it.", flush=True)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()

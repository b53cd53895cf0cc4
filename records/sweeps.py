"""The sweep: everything that is due at a moment, done once, by whoever comes first (F6)."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import NamedTuple

type_sweep = Callable[[datetime], int]


class Sweep(NamedTuple):
    order: int
    name: str
    run: type_sweep


_registered: dict[str, Sweep] = {}


def register(name: str, run: type_sweep, *, order: int) -> None:
    """Add a step; steps run in `order`. Each must be idempotent and do all that is due."""
    _registered[name] = Sweep(order, name, run)


def sweep(at: datetime) -> dict[str, int]:
    """Do all that is due at `at`; return how many rows each step changed.

    A step that fails keeps none of the others from their work; what it raised is raised after the last.
    """
    changed: dict[str, int] = {}

    def run(step: Sweep) -> None:
        changed[step.name] = step.run(at)

    with ExitStack() as stack:  # runs the last one added first, and each whatever another one raised
        for step in sorted(_registered.values(), reverse=True):
            stack.callback(run, step)
    return changed

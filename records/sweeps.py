"""The sweep: everything that is due at a moment, done once, by whoever comes first (F6)."""

from collections.abc import Callable
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
    """Do all that is due at `at`; return how many rows each step changed."""
    return {step.name: step.run(at) for step in sorted(_registered.values())}

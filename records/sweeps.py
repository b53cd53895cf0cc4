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
    """Do all that is due at `at`; return how many rows each step changed.

    A step that fails keeps none of the others from their work; what failed is raised at the end, together.
    """
    changed, failed = {}, []
    for step in sorted(_registered.values()):
        try:
            changed[step.name] = step.run(at)
        except Exception as error:  # noqa: BLE001 (whatever it is, the next step is due as well)
            error.add_note(f"in the sweep's step {step.name!r}")
            failed.append(error)
    if failed:
        message = "the sweep could not finish"
        raise ExceptionGroup(message, failed)
    return changed

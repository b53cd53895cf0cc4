"""What of visits is due from a person today (L1)."""

from datetime import datetime
from typing import TYPE_CHECKING

from records.due import DueItem

if TYPE_CHECKING:
    from dealers.models import User


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for the person, most urgent first."""
    return []


def badge(actor: "User", at: datetime) -> int:
    """Return how many things wait for the person, counted up to 100 and no further."""
    return 0

"""One line of a home page: what is due from me, why it matters, its window, one button (L1)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something due from a person; `due` sorts and groups it (today, this week, later)."""

    icon: str  # a Tabler icon's name without the prefix
    title: str
    detail: str
    url: str
    button: str
    due: date | datetime
    opens: date | datetime | None = None
    tone: str = ""  # "", "warn" or "bad": what the words say too
    count: int = 1

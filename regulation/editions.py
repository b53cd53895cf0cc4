"""The approved versions in their order, held in memory: which one was in force on a day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from regulation.parameters import Parameters
from regulation.states import VersionStanding


@dataclass(frozen=True, slots=True)
class Edition:
    """An approved version as rules need it."""

    pk: int
    number: int
    in_force_from: date
    parameters: Parameters


class Editions:
    """All approved versions by the day from which they hold; the first holds for all earlier days."""

    def __init__(self, editions: list[Edition]) -> None:
        self.all = sorted(editions, key=lambda edition: edition.in_force_from)
        self._days = [edition.in_force_from for edition in self.all]

    def in_force(self, on: date) -> Edition:
        """Return the version in force on a day."""
        return self.all[max(bisect_right(self._days, on) - 1, 0)]

    def standing(self, edition: Edition, on: date) -> VersionStanding:
        """Say how an approved version stands on a day."""
        if self.in_force(on).number == edition.number:
            return VersionStanding.IN_FORCE
        return VersionStanding.SCHEDULED if edition.in_force_from > on else VersionStanding.SUPERSEDED

    def before(self, day: date) -> Edition | None:
        """Return the version that one taking effect on `day` follows; none before the first."""
        earlier = [edition for edition in self.all if edition.in_force_from < day]
        return earlier[-1] if earlier else None

"""A unit's warranties as they stand: the rows of its file put before the rules (C4)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from equipment.models import Equipment
from equipment.warranty_rules import Term, Verdict, decide, reckon
from regulation.services import load_editions

if TYPE_CHECKING:
    from equipment.models import Warranty
    from regulation.editions import Edition


@dataclass(frozen=True, slots=True)
class Kept:
    """One warranty of a unit with how long it lasts, and the version of the regulation that says so."""

    warranty: "Warranty"
    term: Term
    edition: "Edition"


class BookOfWarranty:
    """All warranties of one unit; without any term before it is installed."""

    def __init__(self, unit: Equipment) -> None:
        self.unit = unit
        self.readings = sorted(
            (row for row in unit.hour_readings.all() if row.withdrawn_at is None),
            key=lambda row: (row.read_on, row.hours),
        )
        self.repairs = [row.repair() for row in unit.repair_times.all()]
        standing = (row for row in unit.warranties.all() if row.withdrawn_at is None)
        self.rows = sorted(standing, key=lambda row: (row.part, row.replaced_on or date.min))
        self.kept = self._kept()

    @classmethod
    def of(cls, pk: int, *, installed_on: date | None = None) -> Self:
        """Read a unit's warranties whoever's it is, as if installed on a day: to reckon, not to show."""
        unit = Equipment.objects.with_warranty().get(pk=pk)
        unit.installed_on = installed_on or unit.installed_on
        return cls(unit)

    def _kept(self) -> list[Kept]:
        editions, kept = load_editions(), []
        for row in self.rows:
            row.equipment = self.unit
            cover = row.cover()
            if cover is None:
                continue
            edition = editions.in_force(cover.begins_on)
            term = reckon(
                cover,
                repairs=self.repairs,
                readings=[reading.reading() for reading in self.readings],
                repair_over_days=edition.parameters.warranty.repair_over_days,
            )
            kept.append(Kept(row, term, edition))
        return kept

    @property
    def ends_on(self) -> date | None:
        """The last day on which the whole unit is covered; none before the installation."""
        return next((one.term.ends_on for one in self.kept if one.warranty.is_of_whole_unit), None)

    @property
    def hours(self) -> int | None:
        """The operating hours by the latest reading; none where nobody has read the meter."""
        return self.readings[-1].hours if self.readings else None

    def decide_by(self, kept: Kept, *, on: date) -> Verdict:
        """Say what one warranty alone says of a day."""
        return decide([kept.term], on=on, part=kept.term.cover.part)

    def decide(self, *, on: date, part: str) -> Verdict:
        """Say whether the unit or a named part of it is covered on a day."""
        return decide([one.term for one in self.kept], on=on, part=part)

"""A unit's maintenance as it stands: the rows of its file put before the rules (C5)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from equipment.maintenance_rules import Course, Margins, Use, reckon
from equipment.models import Equipment
from regulation.calendars import local_day
from regulation.services import load_editions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equipment.models import Maintenance, MaintenanceDone


@dataclass(frozen=True, slots=True)
class KeptCourse:
    """One maintenance of a unit with what became of it, and what of it was done, the first one first."""

    maintenance: "Maintenance"
    course: Course
    done: "list[MaintenanceDone]"


class BookOfMaintenance:
    """The plan of one unit, or some lines of it; without any course before it is in use."""

    def __init__(self, unit: Equipment, rows: "Iterable[Maintenance] | None" = None) -> None:
        self.unit = unit
        self.editions = load_editions()
        lines = unit.maintenance.prefetch_related("done") if rows is None else rows
        self.rows = sorted(lines, key=lambda row: (not row.is_first, row.code))
        self.use = self._use()
        self.kept = [self._kept(row, self.use) for row in self.rows] if self.use else []

    @classmethod
    def of(cls, pk: int) -> Self:
        """Read a unit's maintenance whoever's it is: to reckon, not to show."""
        return cls.read(Equipment.objects.with_maintenance().get(pk=pk))

    @classmethod
    def read(cls, unit: Equipment) -> Self:
        """Take a unit that was fetched with its maintenance."""
        return cls(unit, unit.maintenance.all())

    def _use(self) -> Use | None:
        """Return since when the unit is in use and its file kept, and what its meter showed."""
        unit = self.unit
        if unit.in_use_from is None or unit.installation_recorded_at is None:
            return None
        standing = (row for row in unit.hour_readings.all() if row.withdrawn_at is None)
        readings = sorted((row.reading() for row in standing), key=lambda row: (row.on, row.hours))
        return Use(unit.in_use_from, local_day(unit.installation_recorded_at), readings)

    def _kept(self, row: "Maintenance", use: Use) -> KeptCourse:
        row.equipment = self.unit
        done = sorted((one for one in row.done.all() if one.withdrawn_at is None), key=_by_day)
        course = reckon(row.line(), use, [one.done_on for one in done], margins_on=self._margins_on)
        return KeptCourse(row, course, done)

    def _margins_on(self, on: date) -> Margins:
        edition = self.editions.in_force(on)
        rules = edition.parameters.maintenance
        return Margins(
            rules.opens_before_days, rules.opens_before_hours, rules.closes_after_days, edition.number
        )


def _by_day(done: "MaintenanceDone") -> date:
    return done.done_on

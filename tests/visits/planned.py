"""Installed units and the calls planned for them."""

from datetime import UTC, date, datetime

from tests.factories.equipment import EquipmentFactory
from visits.models import Visit

AT = datetime(2026, 6, 6, 1, tzinfo=UTC)


def unit(installed_on=date(2026, 6, 5), *, in_use_from=None, recorded_at=None, **facts):
    return EquipmentFactory(
        installed_on=installed_on,
        in_use_from=in_use_from or installed_on,
        installation_recorded_at=recorded_at
        or datetime(installed_on.year, installed_on.month, installed_on.day, 8, tzinfo=UTC),
        **facts,
    )


def rows(**which):
    fields = ("equipment", "ticket", "rule", "nth", "opens_on", "due_on", "closes_on", "status", "counted_on")
    return sorted(Visit.objects.filter(**which).values_list(*fields), key=str)


def windows(equipment):
    return {
        (visit.rule, visit.nth): (visit.opens_on, visit.due_on, visit.closes_on)
        for visit in Visit.objects.filter(equipment=equipment)
    }

"""What a service record replaced gets a warranty of its own at the unit (C4)."""

from datetime import datetime

from equipment.services import ReplacedPart, cover_replaced_parts
from regulation.calendars import local_day
from tickets.choices import RecordLineKind
from tickets.models import RecordLine, ServiceRecord


def cover_parts_of(record: ServiceRecord, *, at: datetime) -> None:
    """Let each replaced part that has a number be covered from the day of the work."""
    lines = RecordLine.objects.filter(record=record, kind=RecordLineKind.REPLACED).exclude(part_number="")
    _keep(record, [ReplacedPart(line.part_number, line.text) for line in lines], at=at)


def uncover_parts_of(record: ServiceRecord, *, at: datetime) -> None:
    """Take the warranties back that a record began which turned out to be invalid (D8)."""
    _keep(record, [], at=at)


def _keep(record: ServiceRecord, parts: list[ReplacedPart], *, at: datetime) -> None:
    unit = record.ticket.equipment
    if unit is not None and record.recorded_at is not None:
        on = local_day(record.recorded_at)
        cover_replaced_parts(unit, record=record.number, on=on, parts=parts, at=at)

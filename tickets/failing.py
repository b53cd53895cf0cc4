"""What counts as a failure of a unit, and the conditions by which failures are told apart (D15).

A report counts by them, a list of tickets shows what was counted: both ask here.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dateutil.relativedelta import relativedelta
from django.db.models import (
    CharField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from tickets.choices import REPAIRS, RecordLineKind
from tickets.models import RecordLine, ServiceRecord
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

# days since the installation, from each of them on up to the next: a month, quarters, years
AGES: Final = (0, 30, 90, 180, 365, 730, 1095, 1825)
SPARES: Final = (RecordLineKind.REPLACED, RecordLineKind.BOUGHT)
LONGEST_MONTH: Final = len("2026-09")
A_MONTH: Final = relativedelta(months=1)


def age_bounds(age: int) -> tuple[int, int | None]:
    """Return from which day since the installation an age lasts until before which; the last one stays."""
    later = AGES[AGES.index(age) + 1 :]
    return age, later[0] if later else None


def failed() -> Q:
    """Return the condition of a failure: a repair, not cancelled, of a unit that was in service by then.

    Repairs out of a file of history count as those of today do.
    """
    in_service = Q(equipment__installed_on__isnull=False, opened_at__date__gte=F("equipment__installed_on"))
    return Q(kind__in=REPAIRS) & ~Q(status=TicketStatus.CANCELLED) & in_service


def at_age(age: int) -> Q:
    """Return the condition that a unit was so old, in local days since its installation."""
    begins, ends = age_bounds(age)
    days = ExpressionWrapper(
        TruncDate("opened_at") - F("equipment__installed_on"), output_field=DurationField()
    )
    since = Q(GreaterThanOrEqual(days, timedelta(days=begins)))
    return since if ends is None else since & Q(LessThan(days, timedelta(days=ends)))


def made_in(month: date) -> Q:
    """Return the condition that a unit left the factory in a month: its batch."""
    return Q(equipment__factory_on__gte=month, equipment__factory_on__lt=month + A_MONTH)


def month_named(written: str) -> date | None:
    """Return the first day of a month written as 2026-09; nothing for anything else."""
    try:
        return date.fromisoformat(f"{written}-01") if len(written) == LONGEST_MONTH else None
    except ValueError:
        return None


def caused_by(code: str) -> Q:
    """Return the condition that an engineer found this cause."""
    return Q(Exists(ServiceRecord.objects.filter(ticket=OuterRef("pk"), cause__code=code)))


def with_part(part: str) -> Q:
    """Return the condition that this part was replaced or bought for it."""
    lines = RecordLine.objects.filter(record__ticket=OuterRef("pk"), kind__in=SPARES)
    return Q(Exists(lines.annotate(part=part_of()).filter(part=part)))


def part_of() -> "Combinable":
    """Return what a part is told apart by: its number, else its name as it was written."""
    return Coalesce(NullIf("part_number", Value("")), "text", output_field=CharField())

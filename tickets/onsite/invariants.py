"""What must hold of service records, asked of the rows themselves (D7, C4)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from equipment.models import Warranty
from tickets.choices import RecordLineKind
from tickets.models import RecordLine
from tickets.onsite.states import RecordStatus


def d7() -> Iterator[str]:
    """D7: each replaced part with a number has a warranty of its own, but for what proved invalid (C4)."""
    replaced = (
        RecordLine.objects.filter(kind=RecordLineKind.REPLACED, record__recorded_at__isnull=False)
        .exclude(part_number="")
        .exclude(record__status__in=(RecordStatus.OPEN, RecordStatus.INVALID))
    )
    covers = Warranty.objects.filter(replaced_on__isnull=False, withdrawn_at__isnull=True)
    its_own = covers.filter(
        part__iexact=OuterRef("part_number"),
        replaced_in=OuterRef("record__number"),
        equipment=OuterRef("record__ticket__equipment"),
    )
    of_a_unit = replaced.filter(record__ticket__equipment__isnull=False)
    for number, part in of_a_unit.filter(~Exists(its_own)).values_list("record__number", "part_number"):
        yield f"record {number} replaced {part}, which has no warranty of its own"
    invalid = RecordLine.objects.filter(
        record__number=OuterRef("replaced_in"), record__status=RecordStatus.INVALID
    )
    for number, part in covers.filter(Exists(invalid)).values_list("replaced_in", "part"):
        yield f"record {number} proved invalid, and {part} is covered by it"

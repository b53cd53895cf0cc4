"""What must hold of diagnoses, asked of the rows themselves (D6)."""

from collections.abc import Iterator

from django.db.models import F, Q

from tickets.models import ServiceRecord


def d6() -> Iterator[str]:
    """D6: the remedy on a record is one of its cause."""
    astray = ServiceRecord.objects.exclude(remedy=None).exclude(
        Q(cause__isnull=False) & Q(remedy__cause=F("cause"))
    )
    for number in astray.values_list("number", flat=True):
        yield f"service record {number} names a remedy of another cause"

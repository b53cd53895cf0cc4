"""What must hold of dealers' accounts, asked of the rows themselves, apart from the services (I11, T3)."""

from collections.abc import Iterator

from django.db.models import F, Q

from dealers.choices import EntryKind
from dealers.models import AccountEntry
from records.invariants import faults_of_numbers
from regulation.calendars import local_day


def i11() -> Iterator[str]:
    """I11: each entry has its number, its day and an approved version; a reversal is one entry's opposite."""
    yield from faults_of_numbers(AccountEntry.objects.all(), "AE")
    reversals = AccountEntry.objects.filter(kind=EntryKind.REVERSAL)
    alike = Q(
        dealer=F("reverses__dealer"),
        account=F("reverses__account"),
        document=F("reverses__document"),
        amount=-F("reverses__amount"),
        pk__gt=F("reverses"),
    ) & ~Q(reverses__kind=EntryKind.REVERSAL)
    for number in reversals.exclude(alike).values_list("number", flat=True):
        yield f"reversal {number} is not the opposite of what it reverses"
    own = reversals.filter(posted_by=F("reverses__posted_by"))
    for number in own.values_list("number", flat=True):
        yield f"reversal {number} is by who caused what it reverses"
    for entry in AccountEntry.objects.select_related("regulation_version").iterator(chunk_size=1000):
        if entry.booked_on != local_day(entry.posted_at):
            yield f"entry {entry.number} is booked on another day than it was posted on"
        if not entry.regulation_version.is_approved:
            yield f"entry {entry.number} is by a version that nobody approved"


CHECKS = {"I11": i11}

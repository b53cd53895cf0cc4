"""Public numbers in series without duplicates (T3)."""

from django.db import IntegrityError, transaction
from django.db.models import F

from records.models import NumberSeries


@transaction.atomic
def take_numbers(prefix: str, *, year: int, count: int = 1, width: int = 5) -> list[str]:
    """Take the next `count` numbers of a series such as T-2026: T-2026-00417, …

    The UPDATE holds the row until the caller's transaction ends, so two writers can't take one number.
    """
    series = NumberSeries.objects.filter(prefix=prefix, year=year)
    if not series.update(last=F("last") + count):
        try:
            with transaction.atomic():
                NumberSeries.objects.create(prefix=prefix, year=year, last=count)
        except IntegrityError:  # another writer made the series first
            series.update(last=F("last") + count)
    last = series.values_list("last", flat=True).get()
    return [f"{prefix}-{year}-{number:0{width}d}" for number in range(last - count + 1, last + 1)]


def take_number(prefix: str, *, year: int, width: int = 5) -> str:
    """Take one number of a series."""
    return take_numbers(prefix, year=year, width=width)[0]

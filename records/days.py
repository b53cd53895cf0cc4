"""Local days as stretches of moments."""

from datetime import date, datetime, time

from django.utils import timezone


def first_moment(day: date) -> datetime:
    """Return when a local day begins: compared with a moment, the index of moments serves."""
    return timezone.make_aware(datetime.combine(day, time.min))

"""How a day stands inside a sentence about a call."""

from datetime import date

from django.utils import dateformat
from django.utils.translation import pgettext

from records.wording import short_day


def plain_day(day: date | None, today: date) -> str:
    """Write a day, with its year where it is not this one; never as “today”, for words stand around it."""
    if day is None or day.year == today.year:
        return short_day(day)
    return dateformat.format(day, pgettext("date format", "M j, Y"))

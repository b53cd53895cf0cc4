"""How months, stretches and figures of a report are written for people, in their language."""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import MINUS, UNKNOWN
from reports.choices import Shown, Span

JANUARY: Final = 1


def month_name(month: date) -> str:
    """Write a month in full: 2026年9月, Sep 2026."""
    return dateformat.format(month, pgettext("month in full", "M Y"))


def short_month(month: date) -> str:
    """Write a month on an axis: 9月, and 2026.1 where a year begins."""
    if month.month == JANUARY:
        return dateformat.format(month, pgettext("January on an axis", "M Y"))
    return dateformat.format(month, pgettext("month on an axis", "M"))


def span_name(span: Span, month: date) -> str:
    """Name the stretch that a month stands for."""
    if span == Span.YEAR:
        return _("12 months to %(month)s") % {"month": month_name(month)}
    if span == Span.QUARTER:
        return _("Q%(quarter)s %(year)s") % {"quarter": (month.month + 2) // 3, "year": month.year}
    return month_name(month)


def short_span(span: Span, month: date) -> str:
    """Name the stretch in few letters, for a button."""
    if span == Span.YEAR:
        return _("12 months")
    if span == Span.QUARTER:
        return _("Q%(quarter)s") % {"quarter": (month.month + 2) // 3}
    return month_name(month)


def before_name(span: Span, start: date) -> str:
    """Name the stretch before, given by its first month, as it stands in a sentence."""
    if span == Span.MONTH:
        return short_month(start)
    return _("the quarter before") if span == Span.QUARTER else _("the 12 months before")


def signed(value: Decimal | None) -> str:
    """Write a change with its sign: +0.8, −0.3."""
    if value is None:
        return UNKNOWN
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    return f"{sign}{abs(value)}"


def shown_name(shown: Shown, satisfied_from: int) -> str:
    """Name a figure; how low is low, the regulation says."""
    if shown == Shown.LOW:
        return _("%(rating)s and below") % {"rating": satisfied_from - 1}
    if shown == Shown.SATISFIED:
        return _("%(rating)s and above") % {"rating": satisfied_from}
    return str(shown.label)


def as_number(value: Decimal | None) -> float | None:
    """Return a figure for a drawing."""
    return None if value is None else float(value)

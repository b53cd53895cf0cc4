"""The links of a report to longer stretches, and to those before and after."""

from datetime import date
from typing import Any, Protocol

from dateutil.relativedelta import relativedelta

from reports import wording
from reports.choices import Span
from reports.periods import MONTHS, Period, first_of


class AsksForStretch(Protocol):
    """What every report's address says."""

    @property
    def span(self) -> Span: ...
    @property
    def month(self) -> date: ...
    @property
    def period(self) -> Period: ...
    def page(self, **changes: Any) -> str: ...


def spans(asked: AsksForStretch) -> list[dict[str, Any]]:
    return [
        {
            "label": wording.short_span(span, asked.month),
            "url": asked.page(span=span),
            "current": span == asked.span,
        }
        for span in Span
    ]


def neighbours(asked: AsksForStretch, today: date, **also: Any) -> dict[str, str]:
    """Return the stretches before and after; none lies in the future. `also` changes with each step."""
    step = relativedelta(months=MONTHS[asked.span])
    this_month = first_of(today)
    is_over = asked.period.end is not None and asked.period.end <= this_month
    return {
        "name": wording.span_name(asked.span, asked.month),
        "before_url": asked.page(month=asked.month - step, **also),
        "after_url": asked.page(month=min(asked.month + step, this_month), **also) if is_over else "",
    }

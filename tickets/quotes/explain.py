"""The why of the last day of a quote: clause, version then in force, inputs, arithmetic (C4, K2)."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulation.calendars import local_day
from regulation.explain import cite_clause
from regulation.names import full_name, value_words
from regulation.services import version_in_force
from tickets.models import Quote

CLAUSE: Final = "C4"
VALID_DAYS: Final = "quotes.valid_days"


def why_until(quote: Quote, *, at: datetime, link: str) -> dict[str, Any] | None:
    """Return what the why panel shows of the last day; nothing of a quote that was never sent."""
    if quote.sent_at is None or quote.valid_until is None:
        return None
    sent_on = local_day(quote.sent_at)
    version = version_in_force(sent_on)
    days = value_words(VALID_DAYS, version.typed.quotes.valid_days)
    return {
        "subject": quote.number,
        "conclusion": _("Quote %(number)s is good until %(day)s, this day included.")
        % {"number": quote.number, "day": quote.valid_until.isoformat()},
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s") % {"parameter": full_name(VALID_DAYS), "value": days},
            "url": version.get_absolute_url(),
        },
        "inputs": [
            {
                "label": pgettext("quote", "Sent"),
                "value": sent_on.isoformat(),
                "url": quote.get_absolute_url(),
                "link_label": quote.number,
            }
        ],
        "window": {"opens": sent_on, "closes": quote.valid_until, "now": local_day(at), "name": _("Quote")},
        "arithmetic": [
            {
                "term": f"{sent_on.isoformat()} + {days}",
                "result": quote.valid_until.isoformat(),
                "total": True,
            }
        ],
        "more": "",
        "link": link,
        "computed": "",
    }

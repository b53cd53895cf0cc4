"""A call's window as the rows of a list or a queue draw it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from regulation.parameters import Parameters
from visits.states import VisitStatus
from visits.wording import plain_day

if TYPE_CHECKING:
    from visits.models import Visit


def row_window(visit: "Visit", today: date, *, rules: Parameters) -> dict[str, Any]:
    """Return the window; time stands still once the call has ended, and red is what closes today."""
    drawn: dict[str, Any] = {
        "opens": visit.opens_on,
        "closes": visit.closes_on,
        "now": today,
        "closing_share": rules.warn_last_share,
    }
    if visit.is_open:
        return {**drawn, "tone": "bad" if visit.closes_on == today else ""}
    ended_on = visit.ended_on or today
    if visit.status == VisitStatus.DONE:
        return {**drawn, "done": ended_on}
    words = _("ended %(day)s") % {"day": plain_day(ended_on, today)}
    return {**drawn, "now": min(ended_on, visit.closes_on), "tone": "hold", "text": words}

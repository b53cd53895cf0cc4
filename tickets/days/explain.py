"""The why of the hour by which a day is closed: clause, version, inputs, arithmetic (D18, K2)."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from regulation.explain import cite_clause
from regulation.names import full_name, value_words
from regulation.services import version_in_force
from tickets.models import DayPlan
from tickets.services import working_time

CLAUSE: Final = "D18"
CLOSE_BY: Final = "day_plans.close_by"


def hours_of_day(plan: DayPlan) -> tuple[datetime, datetime]:
    """Return when the work of a day begins and by when the day is closed, as the version of that day says."""
    version = version_in_force(plan.on)
    zone = timezone.get_default_timezone()
    opens, closes = working_time(version).opens, version.typed.day_plans.close_by
    return tuple(datetime.combine(plan.on, hour, tzinfo=zone) for hour in (opens, closes))  # type: ignore[return-value]  # two of them


def window_of(plan: DayPlan, *, at: datetime) -> dict[str, Any]:
    """Return the window in which a day is worked and closed."""
    opens_at, closes_at = hours_of_day(plan)
    is_late = plan.closed_at is not None and plan.closed_at > closes_at
    window = {"opens": opens_at, "closes": closes_at, "now": at, "done": plan.closed_at}
    return {**window, "name": _("Day plan"), **({"tone": "bad"} if is_late else {})}


def why_closed_by(plan: DayPlan, *, at: datetime, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the hour by which a day is closed."""
    version = version_in_force(plan.on)
    hour = value_words(CLOSE_BY, f"{version.typed.day_plans.close_by:%H:%M}")
    day = plan.on.isoformat()
    return {
        "subject": str(plan),
        "conclusion": _("The day %(day)s is closed by %(hour)s, each open job with its reason.")
        % {"day": day, "hour": hour},
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s") % {"parameter": full_name(CLOSE_BY), "value": hour},
            "url": version.get_absolute_url(),
        },
        "inputs": [{"label": _("Day"), "value": day, "url": plan.get_absolute_url(), "link_label": day}],
        "window": window_of(plan, at=at),
        "arithmetic": [{"term": f"{day} + {hour}", "result": f"{day} {hour}", "total": True}],
        "more": "",
        "link": link,
        "computed": "",
    }

"""What of day plans is due: the own day to be closed, days of one's people without reasons (D18)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dealers.roles import Right
from records.due import DueItem
from records.wording import short_day
from regulation.calendars import local_day
from tickets.days.explain import hours_of_day
from tickets.days.listing import counts_of
from tickets.models import DayPlan

if TYPE_CHECKING:
    from dealers.models import User

ASKED_FOR: Final = timedelta(days=7)
HOURS_BEFORE: Final = timedelta(hours=3)
MOST_SHOWN: Final = 10


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return the evening's own line, and to a desk the days of its people without a reason."""
    today, visible = local_day(at), DayPlan.objects.visible_to(actor)
    found = []
    if actor.may(Right.REPAIR):
        own = visible.of_person(actor).open().on_day(today).with_counts()
        found += [_close(plan) for plan in own if at >= hours_of_day(plan)[1] - HOURS_BEFORE]
    if actor.may(Right.SERVE_AS_DESK) or (actor.is_head_office and actor.may(Right.DISPATCH)):
        silent = visible.of_desk(actor).without_reason().from_day(today - ASKED_FOR).with_counts()
        found += [_ask(plan, at) for plan in silent.order_by("on", "pk")[:MOST_SHOWN]]
    return found


def _close(plan: DayPlan) -> DueItem:
    opens_at, closes_at = hours_of_day(plan)
    left = counts_of(plan)["planned"]
    said = ngettext("%(n)s job is not done yet", "%(n)s jobs are not done yet", left) % {"n": left}
    return DueItem(
        icon="moon",
        title=_("Close your day"),
        detail=said if left else _("All done"),
        url=plan.get_absolute_url(),
        button=_("Close day"),
        opens=opens_at,
        due=closes_at,
    )


def _ask(plan: DayPlan, at: datetime) -> DueItem:
    left = counts_of(plan)["silent"]
    said = ngettext(
        "%(n)s job carried over without a reason", "%(n)s jobs carried over without a reason", left
    )
    return DueItem(
        icon="message-question",
        title=f"{plan.staff.name} · {short_day(plan.on, local_day(at))}",
        detail=said % {"n": left},
        url=plan.get_absolute_url(),
        button=_("Ask why"),
        due=plan.closed_at or at,
        tone="warn",
    )

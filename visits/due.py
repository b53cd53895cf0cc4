"""What of calls is due from a person today (L1)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.due import DueItem
from records.listing import capped_count
from records.wording import capped
from regulation.calendars import local_day
from visits import permissions
from visits.models import Visit
from visits.queue import Queue

if TYPE_CHECKING:
    from dealers.models import User
    from visits.querysets import VisitQuerySet


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return a caller's calls by the end of their window: overdue, closing today, the rest."""
    if not permissions.may_call(actor):
        return []
    today = local_day(at)
    waiting = Visit.objects.visible_to(actor).to_call_now(at=at, on=today)
    parts = [
        ("bad", today - timedelta(days=1), waiting.filter(closes_on__lt=today)),
        ("warn", today, waiting.filter(closes_on=today)),
        ("", today + timedelta(days=1), waiting.filter(closes_on__gt=today)),
    ]
    counted = [(tone, due, capped_count(rows)) for tone, due, rows in parts]
    words = {
        "bad": _("Their window is over: call them first"),
        "warn": _("Their window closes today"),
        "": _("Their window is open"),
    }
    return [
        DueItem(
            icon="phone-outgoing",
            title=ngettext("%(n)s call to make", "%(n)s calls to make", count) % {"n": capped(count)},
            detail=words[tone],
            url=reverse("visits:desk"),
            button=_("Call"),
            due=due,
            tone=tone,
            count=count,
        )
        for tone, due, count in counted
        if count
    ]


def waiting(actor: "User", at: datetime) -> "VisitQuerySet":
    """Return the calls that wait, as the desk's first tab lists them."""
    rows = Visit.objects.visible_to(actor)
    return Queue(actor, at).rows(rows) if permissions.may_call(actor) else rows.none()


def badge(actor: "User", at: datetime) -> int:
    """Return how many calls wait: up to 100 and no further."""
    return capped_count(waiting(actor, at))

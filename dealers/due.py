"""What of the network is due from a person: filings to confirm, or to mend at the dealer (B1)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dealers import permissions
from dealers.models import ServiceStaff
from dealers.roles import Right
from records.due import DueItem

if TYPE_CHECKING:
    from dealers.models import User
    from dealers.querysets import ServiceStaffQuerySet

MOST_COUNTED = 100
NAMES_SHOWN = 3


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for the person, most urgent first."""
    names = list(_waiting(actor).order_by("code").values_list("name", "dealer__code")[:MOST_COUNTED])
    if not names:
        return []
    dealers = {dealer for _name, dealer in names}
    if permissions.may_confirm_filing(actor):
        title = ngettext("%(n)s filing to confirm", "%(n)s filings to confirm", len(names))
        button = _("Look at it")
    else:
        title = ngettext("%(n)s filing was returned", "%(n)s filings were returned", len(names))
        button = _("Correct it")
    one = next(iter(dealers)) if len(dealers) == 1 else None
    return [
        DueItem(
            icon="certificate",
            title=title % {"n": _capped(len(names))},
            detail=_names([name for name, _dealer in names]),
            url=reverse("dealers:detail", args=[one]) if one else reverse("dealers:list"),
            button=button,
            due=at,
            count=len(names),
        )
    ]


def badge(actor: "User", at: datetime) -> int:
    """Return how many filings wait for the person, counted up to 100 and no further."""
    return _waiting(actor)[:MOST_COUNTED].count()


def _waiting(actor: "User") -> "ServiceStaffQuerySet":
    rows = ServiceStaff.objects.visible_to(actor)
    if permissions.may_confirm_filing(actor):
        return rows.to_confirm()
    return rows.returned() if actor.may(Right.SERVE_AS_DESK) else rows.none()


def _names(names: list[str]) -> str:
    shown = _(", ").join(names[:NAMES_SHOWN])
    left = len(names) - NAMES_SHOWN
    return shown if left <= 0 else _("%(names)s and %(n)s more") % {"names": shown, "n": left}


def _capped(count: int) -> str:
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"

"""What of the network is due from a person: filings to confirm or to mend (B1), alerts about phones (E8)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dealers import permissions
from dealers.models import RevealAlert, ServiceStaff, StaffQualification
from dealers.paper_page import reminded_within
from dealers.roles import Right
from records.due import DueItem
from records.listing import capped_count
from records.wording import local_date, short_moment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from dealers.querysets import RevealAlertQuerySet, ServiceStaffQuerySet, StaffQualificationQuerySet

MOST_COUNTED = 100
MOST_ALERTS = 20
NAMES_SHOWN = 3


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for the person, most urgent first."""
    return [*_alerts(actor, at), *_filings(actor, at), *_papers(actor, at)]


def _alerts(actor: "User", at: datetime) -> list[DueItem]:
    """Return who has looked at very many phone numbers within an hour, until somebody asks why (E8)."""
    rows = _open_alerts(actor).with_counts().order_by("raised_at", "pk")
    return [_alert(alert, getattr(alert, "reveals", 0), at) for alert in rows[:MOST_ALERTS]]


def _open_alerts(actor: "User") -> "RevealAlertQuerySet":
    if not permissions.may_watch_reveals(actor):
        return RevealAlert.objects.none()
    return RevealAlert.objects.visible_to(actor).open()


def _alert(alert: RevealAlert, reveals: int, at: datetime) -> DueItem:
    says = ngettext("%(who)s looked at %(n)s phone number", "%(who)s looked at %(n)s phone numbers", reveals)
    return DueItem(
        icon="eye-exclamation",
        title=says % {"who": alert.person, "n": reveals},
        detail=_("since %(moment)s · %(dealer)s")
        % {
            "moment": short_moment(alert.since, local_date(at)),
            "dealer": alert.person.dealer or _("headquarters"),
        },
        url=alert.get_absolute_url(),
        button=_("Ask why"),
        due=alert.raised_at,
        tone="bad",
    )


def _filings(actor: "User", at: datetime) -> list[DueItem]:
    names = list(_to_tend(actor).order_by("code").values_list("name", "dealer__code")[:MOST_COUNTED])
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


def _papers(actor: "User", at: datetime) -> list[DueItem]:
    """Return the papers to confirm, for headquarters, and for a desk those that end or were returned (B3)."""
    rows = _waiting_papers(actor, at).select_related("staff", "qualification").order_by("staff__code", "pk")
    papers = list(rows[:MOST_COUNTED])
    if not papers:
        return []
    if permissions.may_confirm_filing(actor):
        title = ngettext("%(n)s qualification to confirm", "%(n)s qualifications to confirm", len(papers))
        button = _("Look at it")
    else:
        title = ngettext("%(n)s certificate ends", "%(n)s certificates end", len(papers))
        button = _("File it anew")
    who = list(dict.fromkeys(paper.staff.code for paper in papers))
    dealer = papers[0].staff.dealer
    is_one = len(who) == 1
    whole = dealer.get_absolute_url() if dealer else reverse("dealers:list")
    named = [f"{paper.staff} {paper.qualification}" for paper in papers]
    return [
        DueItem(
            icon="certificate",
            title=title % {"n": _capped(len(papers))},
            detail=_names(named),
            url=reverse("dealers:person", args=[who[0]]) if is_one else whole,
            button=button,
            due=at,
            count=len(papers),
        )
    ]


def _waiting_papers(actor: "User", at: datetime) -> "StaffQualificationQuerySet":
    rows = StaffQualification.objects.visible_to(actor)
    if permissions.may_confirm_filing(actor):
        return rows.to_confirm()
    if not actor.may(Right.SERVE_AS_DESK):
        return rows.none()
    today = local_date(at)
    return rows.ending(today, within_days=reminded_within(today))


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of the filings, papers and alerts that wait for the person."""
    others = (_open_alerts(actor).values("pk"), _waiting_papers(actor, at).values("pk"))
    return _to_tend(actor).values("pk").union(*others, all=True)


def badge(actor: "User", at: datetime) -> int:
    """Return how many filings and alerts wait for the person, in one statement, up to 100 and no further."""
    return capped_count(waiting(actor, at))


def _to_tend(actor: "User") -> "ServiceStaffQuerySet":
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

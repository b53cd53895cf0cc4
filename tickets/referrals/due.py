"""What of hard cases is due to technical support: unanswered ones, the one due first at the head (D9, L1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from dealers.roles import Right
from records.due import DueItem
from tickets.models import Referral
from tickets.waiting_page import subject

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User

MOST_SHOWN: Final = 20


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what headquarters is asked and has not answered."""
    due = Referral.objects.visible_to(actor).filter(pk__in=waiting(actor, at))
    rows = due.with_names().order_by("due_at", "pk")[:MOST_SHOWN]
    return [_item(referral, at) for referral in rows]


def _item(referral: Referral, at: datetime) -> DueItem:
    ticket = referral.ticket
    is_late = referral.due_at is not None and referral.due_at < at
    return DueItem(
        icon="arrow-up-right",
        title=f"{referral.number} {subject(ticket)}",
        detail=_("%(dealer)s asks headquarters")
        % {"dealer": ticket.dealer.name if ticket.dealer else _("Headquarters")},
        url=referral.get_absolute_url(),
        button=_("Answer"),
        opens=referral.referred_at,
        due=referral.due_at or referral.drafted_at,
        tone="bad" if is_late else "warn",
    )


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of the referrals that wait for the person."""
    rows = Referral.objects.visible_to(actor).waiting()
    return rows.values("pk") if actor.may(Right.ADVISE) else rows.none()

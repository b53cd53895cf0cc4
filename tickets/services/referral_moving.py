"""The one writer of a referral's status: check, claim, record (D9)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.refusals import MovedByAnother
from tickets.models import Referral
from tickets.referrals.states import ReferralStatus, ReferralVerb, target_of
from tickets.services.holding import hold

if TYPE_CHECKING:
    from tickets.models import Ticket


class ReferralMovedByAnother(MovedByAnother):
    message = _(
        "Somebody else was first: referral %(number)s is now “%(status)s”. Look at it, then decide anew."
    )


def _move_referral(referral: Referral, verb: ReferralVerb, **facts: Any) -> Referral:
    """Check the table, claim the row, write the facts: the only code that moves a referral."""
    hold(referral.ticket)
    source = ReferralStatus(referral.status)
    target = target_of(verb, source, number=referral.number)
    claimed = Referral.objects.filter(pk=referral.pk, status=source, version=referral.version).update(
        status=target, version=F("version") + 1, **facts
    )
    return _read_anew(referral, claimed=claimed)


def claim_draft(referral: Referral, **facts: Any) -> Referral:
    """Write facts of a referral that is being put together; a referred one is frozen."""
    claimed = (
        Referral.objects.drafted()
        .filter(pk=referral.pk, version=referral.version)
        .update(version=F("version") + 1, **facts)
    )
    return _read_anew(referral, claimed=claimed)


def _read_anew(referral: Referral, *, claimed: int) -> Referral:
    referral.refresh_from_db(from_queryset=Referral.objects.with_names())
    if not claimed:
        raise ReferralMovedByAnother(number=referral.number, status=ReferralStatus(referral.status).label)
    return referral


def end_open(ticket: "Ticket", *, at: datetime) -> None:
    """End what is asked of headquarters about a ticket whose work is done, or that nobody needs any more."""
    for referral in ticket.referrals.open():
        _move_referral(referral, ReferralVerb.END, ended_at=at)

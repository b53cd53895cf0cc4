"""What of quotes is due: unanswered ones that end soon, answered ones nobody has taken up (C4, L1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from records.due import DueItem
from records.wording import money
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import Quote
from tickets.quotes.states import QuoteStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User

MOST_SHOWN: Final = 20


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what the customer should be asked about once more, and what they have said since."""
    due = Quote.objects.visible_to(actor).filter(pk__in=waiting(actor, at))
    rows = due.with_names().order_by("remind_on", "pk")
    return [
        _ending(quote) if quote.status == QuoteStatus.SENT else _answered(quote)
        for quote in rows[:MOST_SHOWN]
    ]


def _ending(quote: Quote) -> DueItem:
    return DueItem(
        icon="receipt",
        title=f"{quote.number} {money(quote.total)}",
        detail=_("Nobody has answered this quote yet · %(who)s") % {"who": _who(quote)},
        url=quote.get_absolute_url(),
        button=_("Ask the customer"),
        opens=local_day(quote.sent_at) if quote.sent_at else None,
        due=quote.valid_until or quote.drafted_at,
        tone="warn",
    )


def _answered(quote: Quote) -> DueItem:
    said = {
        QuoteStatus.AGREED.value: _("The customer agrees: go on with the work · %(who)s"),
        QuoteStatus.DECLINED.value: _("The customer declines: call them · %(who)s"),
        QuoteStatus.LAPSED.value: _("Not answered in time: call the customer · %(who)s"),
    }[quote.status]
    return DueItem(
        icon="circle-check" if quote.status == QuoteStatus.AGREED else "phone-calling",
        title=f"{quote.number} {money(quote.total)}",
        detail=said % {"who": _who(quote)},
        url=quote.ticket.get_absolute_url(),
        button=_("Open ticket"),
        due=quote.decided_at or quote.drafted_at,
    )


def _who(quote: Quote) -> str:
    return str(quote.ticket.customer or quote.ticket.contact_name)


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of the quotes that wait for the person."""
    rows = Quote.objects.visible_to(actor).of_desk_or_engineer(actor)
    return rows.waiting(local_day(at)) if permissions.may_see_quotes(actor) else rows.none()

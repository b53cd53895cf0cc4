"""The one writer of a quote's status: check, claim, record (C4)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.refusals import MovedByAnother
from tickets.models import Quote
from tickets.quotes.states import QuoteStatus, QuoteVerb, target_of
from tickets.services.holding import hold

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import Ticket


class QuoteMovedByAnother(MovedByAnother):
    message = _(
        "Somebody else was first: quote %(number)s is now “%(status)s”. Look at it, then decide anew."
    )


def _move_quote(quote: Quote, verb: QuoteVerb, **facts: Any) -> Quote:
    """Check the table, claim the row, write the facts: the only code that moves a quote."""
    hold(quote.ticket)
    source = QuoteStatus(quote.status)
    target = target_of(verb, source, number=quote.number)
    claimed = Quote.objects.filter(pk=quote.pk, status=source, version=quote.version).update(
        status=target, version=F("version") + 1, **facts
    )
    return _read_anew(quote, claimed=claimed)


def claim_draft(quote: Quote, **facts: Any) -> Quote:
    """Write facts of a quote that nobody has sent yet; a sent one is frozen."""
    claimed = (
        Quote.objects.drafted()
        .filter(pk=quote.pk, version=quote.version)
        .update(version=F("version") + 1, **facts)
    )
    return _read_anew(quote, claimed=claimed)


def _read_anew(quote: Quote, *, claimed: int) -> Quote:
    quote.refresh_from_db(from_queryset=Quote.objects.with_names())
    if not claimed:
        raise QuoteMovedByAnother(number=quote.number, status=QuoteStatus(quote.status).label)
    return quote


def withdraw_open(ticket: "Ticket", *, actor: "User | None", at: datetime) -> None:
    """Withdraw what is written or asked of a ticket whose work is done, or that nobody needs any more."""
    for quote in ticket.quotes.open():
        _move_quote(quote, QuoteVerb.WITHDRAW, decided_at=at, decided_by=actor)

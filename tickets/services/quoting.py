"""Quotes written, changed, sent to the customer and withdrawn by who serves the ticket (C4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from equipment.rules import clean_text
from records.numbers import take_number
from records.refusals import Refusal
from records.wording import money
from regulation.calendars import local_day
from regulation.choices import WaitReason
from regulation.services import version_in_force
from tickets import permissions
from tickets.choices import LinkPurpose
from tickets.models import Quote, QuoteLine, Ticket
from tickets.quotes.rules import QuoteItem, item_faults, total_of
from tickets.quotes.states import QuoteStandsOtherwise, QuoteStatus, QuoteVerb
from tickets.services.holding import hold
from tickets.services.links import new_link, type_address
from tickets.services.moving import _move
from tickets.services.notes import LONGEST_WAIT, NoteMissing, checked
from tickets.services.quote_moving import _move_quote, claim_draft
from tickets.services.telling import values_now
from tickets.services.waiting import begin_wait
from tickets.services.writing import tell_customer
from tickets.states import QUOTED_IN, TicketStatus, TicketVerb, TransitionNotAllowed

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_QUOTE_NOTE: Final = 500
SENT_LETTER: Final = "customer.quote"


class QuoteBeingWritten(Refusal):
    code = "quote_being_written"
    status = 409
    message = _("Quote %(number)s of this ticket is being written already. Go on with that one.")


class NothingQuoted(Refusal):
    code = "nothing_quoted"
    message = _("Write at least one line that costs something: nobody has to agree to nothing.")


@transaction.atomic
def draft_quote(
    ticket: Ticket,
    *,
    actor: "User",
    at: datetime,
    items: Sequence[QuoteItem] = (),
    note: str = "",
    reason: str = "",
) -> Quote:
    """Begin to write what the work will cost; one at a time, and only while the work is not done (C4)."""
    ticket = hold(ticket)  # it may have moved on since the page was drawn
    if not permissions.may_quote(actor, ticket):
        raise PermissionDenied
    if ticket.status not in QUOTED_IN:
        raise TransitionNotAllowed(verb=TicketVerb.QUOTE.label, status=TicketStatus(ticket.status).label)
    written = _written(items, note=note, reason=reason)
    if under_way := ticket.quotes.drafted().first():
        raise QuoteBeingWritten(number=under_way.number)
    latest = ticket.quotes.aggregate(latest=Max("ordinal"))["latest"] or 0
    quote = Quote.objects.create(
        number=take_number("QT", year=local_day(at).year),
        ticket=ticket,
        ordinal=latest + 1,
        drafted_at=at,
        drafted_by=actor,
        **written,
    )
    _put_lines(quote, items)
    return quote


@transaction.atomic
def change_quote(
    quote: Quote,
    *,
    actor: "User",
    at: datetime,
    items: Sequence[QuoteItem],
    note: str = "",
    reason: str = "",
) -> Quote:
    """Write a quote anew that is not sent yet; a sent one is frozen, its change is another quote (C4)."""
    _check_may_quote(actor, quote)
    if quote.status != QuoteStatus.DRAFTED:
        raise QuoteStandsOtherwise(number=quote.number, status=QuoteStatus(quote.status).label)
    written = _written(items, note=note, reason=reason)
    changed = claim_draft(quote, drafted_at=at, drafted_by=actor, **written)
    changed.lines.all().delete()
    _put_lines(changed, items)
    return changed


def _check_may_quote(actor: "User", quote: Quote) -> None:
    if not permissions.may_quote(actor, quote.ticket):
        raise PermissionDenied


def _written(items: Sequence[QuoteItem], *, note: str, reason: str) -> dict[str, Any]:
    for fault in item_faults(items):
        raise fault
    return {
        "note": checked(note, field="note", limit=LONGEST_QUOTE_NOTE),
        "reason": checked(reason, field="reason", limit=LONGEST_WAIT),
        "total": total_of(item.amount for item in items),
    }


def _put_lines(quote: Quote, items: Sequence[QuoteItem]) -> None:
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            position=position,
            kind=item.kind,
            text=clean_text(item.text),
            quantity=item.quantity,
            unit=clean_text(item.unit),
            unit_price=item.unit_price,
            amount=item.amount,
        )
        for position, item in enumerate(items, start=1)
    )


@transaction.atomic
def send_quote(quote: Quote, *, actor: "User", at: datetime, address: type_address) -> Quote:
    """Ask the customer: the quote is frozen from now on, an earlier unanswered one withdrawn by it (C4).

    The ticket waits for the answer from where it stands; one that waits for something else goes on doing so.
    """
    _check_may_quote(actor, quote)
    if quote.total <= Decimal(0):
        raise NothingQuoted(field="lines")
    if quote.ticket.is_in_warranty and not quote.reason:
        raise NoteMissing(
            _("The unit is in warranty: write why the customer pays all the same."), field="reason"
        )
    for former in quote.ticket.quotes.sent():
        _move_quote(former, QuoteVerb.WITHDRAW, decided_at=at, decided_by=actor)
    rules = version_in_force(local_day(at)).typed.quotes
    until = local_day(at) + timedelta(days=rules.valid_days)
    sent = _move_quote(
        quote,
        QuoteVerb.SEND,
        sent_at=at,
        sent_by=actor,
        valid_until=until,
        remind_on=until - timedelta(days=rules.remind_before_days),
    )
    ticket = _wait_for_answer(sent, actor=actor, at=at)
    _send_link(sent, ticket, actor=actor, at=at, address=address)
    return sent


def about_quote(quote: Quote) -> str:
    """Return what a step says of a quote: its number and what it comes to."""
    return f"{quote.number} · {money(quote.total)}"


def _wait_for_answer(quote: Quote, *, actor: "User", at: datetime) -> Ticket:
    ticket, about = quote.ticket, about_quote(quote)
    if ticket.status == TicketStatus.WAITING:
        return _move(ticket, TicketVerb.QUOTE, TicketStatus.WAITING, actor=actor, at=at, about=about)
    return begin_wait(ticket, TicketVerb.QUOTE, reason=WaitReason.QUOTE, actor=actor, at=at, about=about)


def _send_link(quote: Quote, ticket: Ticket, *, actor: "User", at: datetime, address: type_address) -> None:
    """Tell the customer with a link to the page on which they answer; `address` makes one of its secret."""
    token = new_link(ticket, purpose=LinkPurpose.PROGRESS, at=at, actor=actor)
    step = ticket.events.in_order().reverse()[0]
    until = quote.valid_until.isoformat() if quote.valid_until else ""
    link = {"link": address(token), "until": until}
    tell_customer(
        ticket,
        SENT_LETTER,
        lambda: values_now(ticket, step) | link,
        key=f"ticket/{step.pk}/customer",
        at=at,
    )


@transaction.atomic
def withdraw_quote(quote: Quote, *, actor: "User", at: datetime) -> Quote:
    """Take a quote back: one that was sent ends the wait for its answer, a draft was nobody's news yet."""
    if not permissions.may_withdraw_quote(actor, quote.ticket):
        raise PermissionDenied
    was_sent = quote.status == QuoteStatus.SENT
    withdrawn = _move_quote(quote, QuoteVerb.WITHDRAW, decided_at=at, decided_by=actor)
    if was_sent:
        _move(
            withdrawn.ticket,
            TicketVerb.WITHDRAW,
            goes_on_to(withdrawn.ticket),
            actor=actor,
            at=at,
            about=about_quote(withdrawn),
        )
    return withdrawn


def goes_on_to(ticket: Ticket) -> TicketStatus:
    """Return where a ticket goes on once its quote is decided; what waits for something else stays (D3)."""
    if ticket.status == TicketStatus.WAITING and ticket.wait_reason == WaitReason.QUOTE:
        return TicketStatus(ticket.waiting_from)
    return TicketStatus(ticket.status)

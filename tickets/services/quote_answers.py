"""The customer's answer to a quote: online, by phone or in writing, or none in time (C4, C9)."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from equipment.rules import clean_text
from records.refusals import MovedByAnother, Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.choices import QuoteAnswered
from tickets.models import CustomerLink, Quote
from tickets.quotes.states import QuoteStandsOtherwise, QuoteStatus, QuoteVerb
from tickets.services.moving import _move
from tickets.services.notes import NoteMissing, NoteTooLong, checked
from tickets.services.opening import LONGEST_NAME
from tickets.services.quote_moving import _move_quote
from tickets.services.quoting import about_quote, goes_on_to
from tickets.states import TicketVerb

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_DECLINED: Final = 300
PUT_DOWN: Final = (QuoteAnswered.PHONE, QuoteAnswered.WRITING)


class WayMissing(Refusal):
    code = "way_missing"
    message = _("Say whether the customer answered by phone or in writing.")


class QuoteRanOut(Refusal):
    code = "quote_ran_out"
    status = 409
    message = _("Quote %(number)s was good until %(day)s. Another one has to be written.")


@transaction.atomic
def agree_to_quote(quote: Quote, *, actor: "User", at: datetime, answered: str, said_by: str) -> Quote:
    """Put down that the customer agreed by phone or in writing, and who of them said so (C4)."""
    facts = _put_down(quote, actor=actor, answered=answered, said_by=said_by)
    return _answer(quote, QuoteVerb.AGREE, at=at, actor=actor, **facts)


@transaction.atomic
def decline_quote(
    quote: Quote, *, actor: "User", at: datetime, answered: str, said_by: str, reason: str
) -> Quote:
    """Put down that the customer said no, and why."""
    facts = _put_down(quote, actor=actor, answered=answered, said_by=said_by)
    return _answer(quote, QuoteVerb.DECLINE, at=at, actor=actor, why=_why(reason), **facts)


@transaction.atomic
def agree_online(quote: Quote, *, link: CustomerLink, at: datetime) -> Quote:
    """Take the customer's own yes, given on the page that a link of this ticket opens (C4, C9)."""
    return _answer(quote, QuoteVerb.AGREE, at=at, link=_of_its_ticket(quote, link))


@transaction.atomic
def decline_online(quote: Quote, *, link: CustomerLink, at: datetime, reason: str) -> Quote:
    """Take the customer's own no, with the reason."""
    return _answer(quote, QuoteVerb.DECLINE, at=at, link=_of_its_ticket(quote, link), why=_why(reason))


def _put_down(quote: Quote, *, actor: "User", answered: str, said_by: str) -> dict[str, Any]:
    if not permissions.may_answer_quote(actor, quote.ticket):
        raise PermissionDenied
    if answered not in PUT_DOWN:
        raise WayMissing(field="answered")
    who = clean_text(said_by)
    if not who:
        raise NoteMissing(_("Write who of the customer's people said so."), field="said_by")
    if len(who) > LONGEST_NAME:
        raise NoteTooLong(count=len(who), limit=LONGEST_NAME, field="said_by")
    return {"answered": answered, "said_by": who}


def _why(reason: str) -> str:
    missing = NoteMissing(_("Write why, in a few words."))
    return checked(reason, field="reason", limit=LONGEST_DECLINED, missing=missing)


def _of_its_ticket(quote: Quote, link: CustomerLink) -> CustomerLink:
    if link.ticket_id != quote.ticket_id:
        raise PermissionDenied
    return link


def _answer(
    quote: Quote,
    verb: QuoteVerb,
    *,
    at: datetime,
    actor: "User | None" = None,
    link: CustomerLink | None = None,
    why: str = "",
    **facts: Any,
) -> Quote:
    """Decide a quote and go on with its ticket, which waits for the answer no longer."""
    if quote.status != QuoteStatus.SENT:
        raise QuoteStandsOtherwise(number=quote.number, status=QuoteStatus(quote.status).label)
    if quote.valid_until is not None and local_day(at) > quote.valid_until:
        raise QuoteRanOut(number=quote.number, day=quote.valid_until.isoformat())
    if link is not None:
        facts = {"answered": QuoteAnswered.LINK, "answered_link": link}
    decided = _move_quote(quote, verb, decided_at=at, decided_by=actor, declined_reason=why, **facts)
    _move(
        decided.ticket,
        TicketVerb(verb.value),
        goes_on_to(decided.ticket),
        actor=actor,
        link=link,
        at=at,
        note=why,
        about=about_quote(decided),
    )
    return decided


def lapse_quotes(at: datetime) -> int:
    """Let each quote go whose last day has passed unanswered; its ticket goes on (C4).

    The step is written for the moment at which the day ended, however late the sweep: clocks lose no minute.
    """
    over = Quote.objects.over(local_day(at)).order_by("valid_until", "pk").values_list("pk", flat=True)
    return sum(_lapse(pk, at=at) for pk in list(over))


def _lapse(pk: int, *, at: datetime) -> int:
    try:
        with transaction.atomic():
            quote = Quote.objects.over(local_day(at)).with_names().filter(pk=pk).first()
            if quote is None or quote.valid_until is None:
                return 0
            last = quote.ticket.events.in_order().reverse()[0]
            midnight = datetime.combine(quote.valid_until + timedelta(days=1), time.min)
            ended_at = max(timezone.make_aware(midnight), last.at)
            lapsed = _move_quote(quote, QuoteVerb.LAPSE, decided_at=ended_at)
            _move(
                lapsed.ticket,
                TicketVerb.EXPIRE,
                goes_on_to(lapsed.ticket),
                actor=None,
                at=ended_at,
                about=about_quote(lapsed),
            )
    except MovedByAnother:
        return 0
    return 1

"""A quote as its page, its ticket's page and its customer's page show it (C4)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from equipment.models import ProductTerms
from records.wording import short_day, short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import Quote, QuoteLine, Ticket
from tickets.quotes.states import QuoteStatus, QuoteVerb, verbs_from
from tickets.services.telling import HEADQUARTERS
from tickets.services.wishing import STOPPED, way_of, why_not_told
from tickets.states import QUOTED_IN
from tickets.ticket_parts import may_have

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from dealers.models import User
    from equipment.models import TermsCharge

S = QuoteStatus
TONES: Final = {
    S.DRAFTED.value: "o",
    S.SENT.value: "warn",
    S.AGREED.value: "good",
    S.DECLINED.value: "bad",
    S.LAPSED.value: "hold",
    S.WITHDRAWN.value: "",
}


def quote_section(ticket: Ticket, *, actor: "User", today: date) -> dict[str, Any]:
    """Return the quotes of a ticket, newest first, and whether the person may write one: one statement."""
    found = Quote.objects.visible_to(actor).filter(ticket=ticket).newest_first()
    rows = list(found) if may_have(ticket, Quote) else []
    may_write = permissions.may_quote(actor, ticket) and ticket.status in QUOTED_IN
    return {
        "quotes": [_line(quote, today) for quote in rows],
        "quote_drafted": next((quote for quote in rows if quote.status == S.DRAFTED), None),
        "may_quote": may_write,
    }


def _line(quote: Quote, today: date) -> dict[str, Any]:
    return {
        "quote": quote,
        "status": quote.get_status_display(),
        "tone": TONES[quote.status],
        "when": short_moment(quote.decided_at or quote.sent_at or quote.drafted_at, today),
        "until": short_day(quote.valid_until, today) if quote.status == S.SENT else "",
    }


def quote_page(quote: Quote, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what the page of one quote says, and what the person may do with it now."""
    today, ticket = local_day(at), quote.ticket
    open_verbs = verbs_from(S(quote.status))
    is_to_send = may_send(quote, actor)
    return {
        "quote": quote,
        "ticket": ticket,
        "lines": list(QuoteLine.objects.visible_to(actor).filter(quote=quote).in_order()),
        "status": quote.get_status_display(),
        "tone": TONES[quote.status],
        "window": _window(quote, today),
        "facts": _facts(quote, today),
        "charges": charges_of(ticket, today=today),
        "is_covered": ticket.is_in_warranty,
        "offered_by": ticket.dealer.name if ticket.dealer else HEADQUARTERS,
        "sees_ticket": permissions.may_see(actor),
        "may_send": is_to_send,
        "kept_back": why_no_letter(quote) if is_to_send else None,
        "may_answer": QuoteVerb.AGREE in open_verbs and permissions.may_answer_quote(actor, ticket),
        "may_withdraw": QuoteVerb.WITHDRAW in open_verbs and permissions.may_withdraw_quote(actor, ticket),
        "may_write_another": quote.status != S.DRAFTED
        and ticket.status in QUOTED_IN
        and permissions.may_quote(actor, ticket),
    }


def may_send(quote: Quote, actor: "User") -> bool:
    """Say whether a person may send a quote as it stands."""
    return QuoteVerb.SEND in verbs_from(S(quote.status)) and permissions.may_quote(actor, quote.ticket)


def why_no_letter(quote: Quote) -> "Promise | None":
    """Say why the customer would get no letter with a quote fetched `with_stop`, if that is so (C4, D20)."""
    if quote.stopped_at is not None:  # type: ignore[attr-defined]  # fetched with it
        return STOPPED
    contact = quote.ticket.contact.current if quote.ticket.contact else None
    way = way_of(contact) if contact else None
    return why_not_told(contact, way) if contact and way else None


def charges_of(ticket: Ticket, *, today: date) -> "list[TermsCharge]":
    """Return what is published for the model, to be read beside what is asked for (C11)."""
    terms = ProductTerms.objects.in_force(ticket.product, on=today) if ticket.product else None
    return list(terms.charges.all()) if terms else []


def _window(quote: Quote, today: date) -> dict[str, Any] | None:
    if quote.sent_at is None or quote.status != S.SENT:
        return None
    return {
        "opens": local_day(quote.sent_at),
        "closes": quote.valid_until,
        "now": today,
        "name": _("Quote"),
    }


def _facts(quote: Quote, today: date) -> list[dict[str, Any]]:
    """Return who did what when, in the order in which it happened."""
    shown = [
        (_("Written"), _moment(quote.drafted_at, quote.drafted_by, today)),
        (pgettext("quote", "Sent"), _moment(quote.sent_at, quote.sent_by, today) if quote.sent_at else ""),
        (quote.get_status_display(), _decided(quote, today)),
        (_("Reason"), quote.declined_reason),
        (_("Why in warranty"), quote.reason),
    ]
    return [{"label": label, "value": value} for label, value in shown if value]


def _moment(at: datetime, who: "User | None", today: date) -> str:
    return f"{short_moment(at, today)} · {who}" if who else short_moment(at, today)


def _decided(quote: Quote, today: date) -> str:
    if quote.decided_at is None:
        return ""
    said = _moment(quote.decided_at, quote.decided_by, today)
    if not quote.answered:
        return said
    how = {"said": said, "way": quote.get_answered_display(), "who": quote.said_by}
    return _("%(said)s; %(way)s, %(who)s") % how if quote.said_by else _("%(said)s; %(way)s") % how


def asked_of_customer(ticket: Ticket, *, at: datetime) -> dict[str, Any] | None:
    """Return the latest quote of a ticket as its customer may read it: nothing of what is being written."""
    quote = ticket.quotes.shown_to_customer().newest_first().first()
    if quote is None:
        return None
    today = local_day(at)
    is_over = quote.valid_until is not None and today > quote.valid_until
    return {
        "quote": quote,
        "lines": list(quote.lines.in_order()),
        "charges": charges_of(ticket, today=today),
        "is_asked": quote.status == S.SENT and not is_over,
        "says": _says(quote, today, is_over=is_over),
        "tone": {S.AGREED.value: "good", S.DECLINED.value: "warn", S.LAPSED.value: "warn"}.get(
            quote.status, ""
        ),
    }


def _says(quote: Quote, today: date, *, is_over: bool) -> str:
    """Say in a sentence how a quote stands to whom it was sent."""
    days = {
        "until": short_day(quote.valid_until, today),
        "day": short_day(quote.decided_at, today) if quote.decided_at else "",
    }
    if is_over and quote.status == S.SENT:
        return _("It was good until %(until)s. Call us if you still want the repair.") % days
    sentences = {
        S.SENT: _("Good until %(until)s"),
        S.AGREED: _("You agreed to it on %(day)s. We go on with the work."),
        S.DECLINED: _("You declined it on %(day)s. We will call you."),
        S.LAPSED: _("It was good until %(until)s. Call us if you still want the repair."),
        S.WITHDRAWN: _("We have withdrawn it: it needs no answer any more."),
    }
    return sentences[S(quote.status)] % days

"""Who is told of a ticket's step, in the transaction of the step (D20)."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dealers.models import User
from dealers.roles import Right
from dealers.telling import News, tell, type_values
from records import outbox
from records.wording import short_moment
from regulation.choices import ClockKind
from tickets.choices import TicketChannel, TicketKind
from tickets.letters import CUSTOMERS, MAINTAINED, PLANNED, STAFF
from tickets.services.writing import tell_customer
from tickets.states import OF_QUOTES, OF_REFERRALS, TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.querysets import UserQuerySet
    from tickets.models import Ticket, TicketEvent

FOR_CUSTOMERS = frozenset(template.code for template in CUSTOMERS)
FOR_STAFF = frozenset(template.code for template in STAFF)
ANSWERS = frozenset({TicketVerb.AGREE, TicketVerb.DECLINE, TicketVerb.EXPIRE})  # what a quote came to
ANSWERS_US = frozenset({TicketVerb.ADVISE}) | ANSWERS
HEADQUARTERS = _("our service department")
A_MACHINE = _("your machine")
STANDS_STILL = _("once the wait ends")


@outbox.together()
def tell_of_step(ticket: "Ticket", event: "TicketEvent", *, at: datetime) -> None:
    """Tell the customer and the staff concerned; history from elsewhere tells nobody.

    The event is the key: told again, nothing is put again.
    """
    if ticket.channel == TicketChannel.IMPORT:
        return
    code = f"customer.{_said_as(ticket, event)}"
    if code in FOR_CUSTOMERS and not _is_acknowledged(ticket, event):
        key = f"ticket/{event.pk}/customer"
        tell_customer(ticket, code, lambda: values_now(ticket, event), key=key, at=at)
    if f"staff.{event.verb}" in FOR_STAFF:
        news = _news(ticket, event, lambda: values_now(ticket, event), at=at)
        tell(news, people=_concerned(ticket, event))


def tell_of_alert(
    ticket: "Ticket", event: "TicketEvent", *, kind: str, due_at: datetime | None, people: list[User]
) -> None:
    """Tell who stands at a level that a time runs out or has passed (D3, D10)."""

    def values() -> dict[str, str]:
        due = short_moment(due_at, None) if due_at else str(STANDS_STILL)
        return values_now(ticket, event) | {"clock": str(ClockKind(kind).label), "due": due}

    tell(_news(ticket, event, values, at=event.at), people=people)


def _news(ticket: "Ticket", event: "TicketEvent", values: type_values, *, at: datetime) -> News:
    code, key = f"staff.{event.verb}", f"ticket/{event.pk}/staff"
    return News(code, values, key=key, about=ticket.number, at=at)


def _is_acknowledged(ticket: "Ticket", event: "TicketEvent") -> bool:
    """Say whether the mail that opened a ticket is answered as such: once an hour, and never to a machine."""
    return event.verb == TicketVerb.OPEN and ticket.channel == TicketChannel.EMAIL


def _said_as(ticket: "Ticket", event: "TicketEvent") -> str:
    """Name a step as customers see it: a trip that ends the fault is the same news as a solution.

    A maintenance has words of its own: nobody asked for what the plan opened, and no fault is gone by it.
    """
    if event.verb == TicketVerb.OPEN and ticket.channel == TicketChannel.PLAN:
        return PLANNED
    if event.verb not in {TicketVerb.RECORD, TicketVerb.SOLVE} or event.target != TicketStatus.RESOLVED:
        return event.verb
    return MAINTAINED if ticket.kind == TicketKind.MAINTENANCE else TicketVerb.SOLVE


def values_now(ticket: "Ticket", event: "TicketEvent") -> dict[str, str]:
    """Return what stands in the places of a text, in the language of the moment."""
    return {
        "number": ticket.number,
        "kind": str(TicketKind(ticket.kind).label),
        "product": ticket.product.name if ticket.product else str(A_MACHINE),
        "place": ticket.place_text,
        "dealer": event.dealer.name if event.dealer else str(HEADQUARTERS),
        "engineer": ticket.engineer.name if ticket.engineer else "",
        "quote": event.about if event.verb in OF_QUOTES else "",
        "referral": event.about if event.verb in OF_REFERRALS else "",
    }


def _concerned(ticket: "Ticket", event: "TicketEvent") -> list[User]:
    """Return who has to act: the desk of who serves, the engineer with an account, or either of them."""
    concerned = []
    if event.verb == TicketVerb.REFER:
        concerned += _support()
    if event.verb == TicketVerb.OFFER or event.verb in ANSWERS_US:
        concerned += _desk(ticket)
    takes_it_on = event.verb in {TicketVerb.ASSIGN, TicketVerb.REOPEN} or event.verb in ANSWERS_US
    if takes_it_on and ticket.engineer and ticket.engineer.user:
        concerned.append(ticket.engineer.user)
    return concerned


def _desk(ticket: "Ticket") -> list[User]:
    if ticket.dealer_id is None:
        return []
    desk = _people().filter(dealer=ticket.dealer_id)
    return [person for person in desk if person.may(Right.SERVE_AS_DESK)]


def _support() -> list[User]:
    return [person for person in _people().filter(dealer__isnull=True) if person.may(Right.ADVISE)]


@cache
def _people() -> "UserQuerySet":
    """Return the question who is to be told, made once."""
    people: UserQuerySet = User.objects.filter(is_active=True).with_standing()
    return people

"""Promised answers: until when the customer hears from us, and whether it was kept (D10)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import Ticket, TicketPromise
from tickets.services.moving import _move
from tickets.services.notes import NoteMissing, checked
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User

LONGEST: Final = timedelta(days=366)


class MomentNotPossible(Refusal):
    code = "moment_not_possible"
    message = _("An answer can't be promised for %(moment)s: choose a time from now on, within a year.")


class NothingPromised(Refusal):
    code = "nothing_promised"
    status = 409
    message = _("No promised answer is open on %(number)s: it has been given already. Reload the page.")


@transaction.atomic
def promise_answer(ticket: Ticket, *, actor: "User", at: datetime, until: datetime, note: str = "") -> Ticket:
    """Promise the customer an answer by a moment; what was promised before is answered by it (D10)."""
    if not permissions.may_promise(actor, ticket):
        raise PermissionDenied
    if not at < until <= at + LONGEST:
        raise MomentNotPossible(moment=short_moment(until, local_day(at)), field="until")
    words = checked(note, field="note")
    moved = _move(
        ticket,
        TicketVerb.PROMISE,
        TicketStatus(ticket.status),
        actor=actor,
        at=at,
        note=words,
        promised_until=until,
    )
    TicketPromise.objects.create(ticket=moved, until=until, made=moved.events.in_order().reverse()[0])
    return moved


@transaction.atomic
def give_answer(ticket: Ticket, *, actor: "User", at: datetime, note: str) -> Ticket:
    """Put down what the customer was told: the promise is kept, or broken and late (D10)."""
    if not permissions.may_answer(actor, ticket):
        raise PermissionDenied
    told = checked(note, field="note", missing=NoteMissing(_("Write what the customer was told.")))
    if ticket.promised_until is None:
        raise NothingPromised(number=ticket.number)
    return _move(ticket, TicketVerb.ANSWER, TicketStatus(ticket.status), actor=actor, at=at, note=told)

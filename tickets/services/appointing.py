"""Agreeing with the customer when somebody comes: agreed, changed, asked once more, called off (D5, D6)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment.rules import clean_text
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.appointment_states import ENDED_BY
from tickets.models import Ticket, TicketAppointment
from tickets.services.engineers import check_engineer
from tickets.services.moving import _move
from tickets.services.notes import LONGEST_WAIT, NoteMissing, NoteTooLong, checked
from tickets.services.opening import LONGEST_NAME
from tickets.states import TicketStatus, TicketVerb
from tickets.window_rules import TripWindow

if TYPE_CHECKING:
    from dealers.models import User

FURTHEST_AHEAD: Final = timedelta(days=366)


class WindowNotPossible(Refusal):
    code = "window_not_possible"
    message = _("A window begins and ends on one day, ends after it begins and is not over yet. Mend it.")


class WindowTooFar(Refusal):
    code = "window_too_far"
    message = _("This is more than a year ahead. Agree on an earlier day.")


class NothingAgreed(Refusal):
    code = "nothing_agreed"
    status = 409
    message = _("No time is agreed for this ticket. Reload the page to see how it stands.")


class ConfirmedAlready(Refusal):
    code = "confirmed_already"
    status = 409
    message = _("The customer was asked once more already.")


@transaction.atomic
def appoint_ticket(
    ticket: Ticket,
    *,
    actor: "User",
    at: datetime,
    begins_at: datetime,
    ends_at: datetime,
    agreed_with: str = "",
    reason: str = "",
    to_bring: str = "",
) -> Ticket:
    """Put down the window agreed with the customer; a new one takes the old one's place, with the reason.

    Who has the ticket must be able to go in that window: certificates valid on the day, nothing else agreed.
    """
    if not permissions.may_appoint(actor, ticket):
        raise PermissionDenied
    _check_window(begins_at, ends_at, at=at)
    who = clean_text(agreed_with) or ticket.contact_name
    if len(who) > LONGEST_NAME:
        raise NoteTooLong(count=len(who), limit=LONGEST_NAME, field="agreed_with")
    earlier = ticket.appointments.agreed().first()
    missing = NoteMissing() if earlier else None
    why = checked(reason, field="reason", limit=LONGEST_WAIT, missing=missing)
    bring = checked(to_bring, field="to_bring", limit=LONGEST_WAIT, missing=None)
    window = TripWindow(begins_at, ends_at)
    if ticket.engineer is not None:
        check_engineer(ticket, ticket.engineer, at=at, window=window, field="begins_at")
    agreed = TicketAppointment(
        ticket=ticket,
        begins_at=begins_at,
        ends_at=ends_at,
        agreed_with=who,
        to_bring=bring,
        made_at=at,
        made_by=actor,
    )
    moved = _stay(ticket, TicketVerb.APPOINT, actor=actor, at=at, note=why, about=agreed.span)
    end_appointment(moved, TicketVerb.APPOINT, at=at, reason=why)
    agreed.save(force_insert=True)
    return moved


def _check_window(begins_at: datetime, ends_at: datetime, *, at: datetime) -> None:
    is_one_day = local_day(begins_at) == local_day(ends_at)
    if begins_at >= ends_at or ends_at <= at or not is_one_day:
        raise WindowNotPossible(field="ends_at")
    if begins_at > at + FURTHEST_AHEAD:
        raise WindowTooFar(field="begins_at")


@transaction.atomic
def confirm_appointment(ticket: Ticket, *, actor: "User", at: datetime) -> Ticket:
    """Put down that the customer was asked once more before somebody leaves (D6)."""
    agreed = _agreed(ticket, actor)
    if agreed.confirmed_at is not None:
        raise ConfirmedAlready
    moved = _stay(ticket, TicketVerb.CONFIRM, actor=actor, at=at, about=agreed.span)
    moved.appointments.agreed().update(confirmed_at=at, confirmed_by=actor)
    return moved


@transaction.atomic
def call_off_appointment(ticket: Ticket, *, actor: "User", at: datetime, reason: str) -> Ticket:
    """Take back the agreed window: nobody comes then."""
    agreed = _agreed(ticket, actor)
    why = checked(reason, field="reason", limit=LONGEST_WAIT, missing=NoteMissing())
    moved = _stay(ticket, TicketVerb.CALL_OFF, actor=actor, at=at, note=why, about=agreed.span)
    end_appointment(moved, TicketVerb.CALL_OFF, at=at, reason=why)
    return moved


def end_appointment(ticket: Ticket, verb: TicketVerb, *, at: datetime, reason: str = "") -> None:
    """End the window that holds, if one does, as the table says of this step."""
    ticket.appointments.agreed().update(state=ENDED_BY[verb], ended_at=at, reason=reason[:LONGEST_WAIT])


def _agreed(ticket: Ticket, actor: "User") -> TicketAppointment:
    if not permissions.may_appoint(actor, ticket):
        raise PermissionDenied
    agreed: TicketAppointment | None = ticket.appointments.agreed().first()
    if agreed is None:
        raise NothingAgreed
    return agreed


def _stay(
    ticket: Ticket, verb: TicketVerb, *, actor: "User", at: datetime, about: str, note: str = ""
) -> Ticket:
    """Record a step that leaves the ticket where it stands; what waits goes on waiting."""
    return _move(
        ticket,
        verb,
        TicketStatus(ticket.status),
        actor=actor,
        at=at,
        note=note,
        about=about,
    )

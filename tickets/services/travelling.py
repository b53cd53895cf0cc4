"""On the way and there: a trip's first steps, told at once or later by a phone without a signal (D7)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.refusals import Refusal
from tickets import permissions
from tickets.models import ServiceRecord, Ticket
from tickets.onsite.device_time import SLOW_LINE, DeviceTime, Moment, moment_of
from tickets.onsite.states import RecordVerb
from tickets.services.holding import hold
from tickets.services.moving import _move, _moved_by_another
from tickets.services.notes import LONGEST_NOTE, checked
from tickets.services.preparing import NotPrepared, missing_for
from tickets.services.record_moving import _move_record, begin_record
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User


class OnTheWayAlready(Refusal):
    code = "on_the_way_already"
    status = 409
    message = gettext_lazy("The trip of %(number)s has begun already. Go on with its record.")


class ThereAlready(Refusal):
    code = "there_already"
    status = 409
    message = gettext_lazy("The arrival of %(number)s is on record already. Go on with the work.")


@transaction.atomic
def depart(
    ticket: Ticket, *, actor: "User", at: datetime, told: DeviceTime | None = None, reason: str = ""
) -> ServiceRecord:
    """Set off to the machine: the record of the trip begins, and the customer hears of it.

    With something missing that must be on hand somebody leaves only with the reason (D6). What a phone
    without a signal tells later has happened: it is kept, with what was missing.
    """
    if not permissions.may_depart(actor, ticket):
        raise PermissionDenied
    if hold(ticket).version != ticket.version:
        raise _moved_by_another(ticket)  # before anything is asked for: the page they hold is an old one
    moment = _moment(ticket, told, at=at)
    missing = "" if trip_of(ticket) else "、".join(missing_for(ticket))
    why = checked(reason, field="reason", limit=LONGEST_NOTE, missing=None)
    if missing and not why and at - moment.at < SLOW_LINE:
        raise NotPrepared(what=missing, field="reason")
    said = _("Left without: %(what)s. %(why)s") % {"what": missing, "why": why} if missing else why
    moved = _move(
        ticket,
        TicketVerb.DEPART,
        TicketStatus(ticket.status),
        actor=actor,
        at=at,
        happened_at=moment.at,
        note=said.strip(),
    )
    if under_way := trip_of(moved):
        raise OnTheWayAlready(number=under_way.number)
    return begin_record(moved, RecordVerb.DEPART, moment=moment, actor=actor, departed_at=moment.at)


@transaction.atomic
def arrive(ticket: Ticket, *, actor: "User", at: datetime, told: DeviceTime | None = None) -> ServiceRecord:
    """Be at the machine: it meets the clock to attend, and ends the wait for the agreed time (D3, D7)."""
    if not permissions.may_arrive(actor, ticket):
        raise PermissionDenied
    under_way = trip_of(ticket)
    moment = _moment(ticket, told, at=at, trip=under_way)
    moved = _move(ticket, TicketVerb.ARRIVE, TicketStatus.ASSIGNED, actor=actor, at=at, happened_at=moment.at)
    if under_way is None:
        return begin_record(moved, RecordVerb.ARRIVE, moment=moment, actor=actor, arrived_at=moment.at)
    if under_way.arrived_at is not None:
        raise ThereAlready(number=under_way.number)
    return _move_record(under_way, RecordVerb.ARRIVE, moment=moment, actor=actor, arrived_at=moment.at)


def trip_of(ticket: Ticket) -> ServiceRecord | None:
    """Return the record of the trip that is under way, if one is."""
    return ServiceRecord.objects.under_way().filter(ticket=ticket).first()


def _moment(
    ticket: Ticket, told: DeviceTime | None, *, at: datetime, trip: ServiceRecord | None = None
) -> Moment:
    """Return when a step of a trip counts: not before the work was given, nor before the step before it."""
    return moment_of(told, received_at=at, not_before=earliest(ticket, trip, at=at) if told else at)


def earliest(ticket: Ticket, trip: ServiceRecord | None, *, at: datetime) -> datetime:
    """Return the moment before which nothing of a trip can have been."""
    began = [trip.began_at, trip.arrived_at or trip.began_at] if trip else []
    given = ticket.events.done().filter(verb__in=[TicketVerb.ASSIGN, TicketVerb.REOPEN]).in_order().last()
    return max([*began, given.at if given else at])

"""What a step of a ticket ends: an open wait, promise, quote, referral, trip, maintenance."""

from typing import TYPE_CHECKING, Any

from regulation.calendars import local_day
from regulation.choices import TimeBasis
from regulation.services import approved_version, version_in_force
from regulation.worktime import MINUTE
from tickets.services.clocks import counted_by
from tickets.services.maintenance_done import follow_maintenance
from tickets.services.quote_moving import withdraw_open
from tickets.services.record_moving import break_off_trip
from tickets.services.referral_moving import end_open
from tickets.states import QUOTED_IN, UNSOLVED, TicketStatus, TicketVerb

if TYPE_CHECKING:
    from tickets.models import Ticket, TicketEvent

# somebody else goes, or nobody has to any more
ENDS_A_TRIP = frozenset({TicketVerb.ASSIGN, TicketVerb.CANCEL, TicketVerb.MERGE})
IN_HAND = frozenset({TicketStatus.ASSIGNED, TicketStatus.WAITING})
LEFT_BEHIND: dict[str, Any] = {"waiting_from": "", "wait_reason": "", "chase_on": None}


def facts_after(ticket: "Ticket", verb: TicketVerb, target: TicketStatus, **changes: Any) -> dict[str, Any]:
    """Return what a step leaves of the facts of a ticket: those of a wait or promise go with it."""
    facts = changes if target == ticket.status else LEFT_BEHIND | changes
    stays = None if ends_promise(verb, target) else ticket.promised_until
    return {"promised_until": stays} | facts


def ends_promise(verb: TicketVerb, target: TicketStatus) -> bool:
    """Say whether a step is the next word to the customer: an answer, another promise, the end (D10)."""
    return verb in {TicketVerb.PROMISE, TicketVerb.ANSWER} or target not in UNSOLVED


def settle(ticket: "Ticket", event: "TicketEvent") -> None:
    """End what a step ends; `ticket` stands as it did before the step."""
    if event.source == TicketStatus.WAITING and event.target != TicketStatus.WAITING:
        ticket.waits.open().update(ended=event)
    if ticket.promised_until is not None and ends_promise(TicketVerb(event.verb), TicketStatus(event.target)):
        _end_promise(ticket, event)
    if event.source in QUOTED_IN and event.target not in QUOTED_IN:
        withdraw_open(ticket, actor=event.actor, at=event.at)
        end_open(ticket, at=event.at)
    follow_maintenance(ticket, event)
    if event.verb in ENDS_A_TRIP and event.source in IN_HAND:
        break_off_trip(ticket, event)


def _end_promise(ticket: "Ticket", event: "TicketEvent") -> None:
    version = approved_version(ticket.regulation_version_id) or version_in_force(local_day(event.at))
    counted = counted_by(version, {TimeBasis.WORKING})[TimeBasis.WORKING]
    for promise in ticket.promises.open():
        promise.ended = event
        promise.late_minutes = counted.seconds_between(promise.until, event.at) // MINUTE
        promise.save(update_fields=["ended", "late_minutes"])

"""Replaying the event log of another system: each event by the desk's own steps, at its own time.

The tickets are headquarters' own and have the channel of imports: nobody is asked to serve them, nobody is
messaged, and no calls follow. Their clocks count from the times in the log, by the level that the regulation
gave on the day of the opening; days before the first version are the first version's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.roles import Right
from records.numbers import take_number
from records.refusals import Refusal
from regulation.calendars import local_day
from regulation.choices import WaitReason
from tickets import log_rules
from tickets.choices import TicketChannel, TicketKind, TicketPriority
from tickets.log_rules import LoggedEvent
from tickets.models import Ticket
from tickets.services.closing import cancel_ticket, close_ticket, reopen_ticket, solve_ticket
from tickets.services.dispatching import accept_ticket
from tickets.services.importing import may_import_history
from tickets.services.moving import _begin
from tickets.services.waiting import resume_ticket, wait_ticket
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment, Product

LONGEST_NOTE: Final = 150  # of what the log says; its line stands behind it
LONGEST_NAME: Final = 40
V = TicketVerb


class EventOutOfOrder(Refusal):
    code = "event_out_of_order"
    message = _("This happened before the last step of the ticket. What has happened can't be changed.")


class ServedByDealer(Refusal):
    code = "served_by_dealer"
    message = _("A dealer serves ticket %(number)s by now. Its next steps are the dealer's.")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a log: which case, what happened, when; and of a case's first line what was asked for."""

    line: int
    case: str
    event: LoggedEvent
    at: datetime
    note: str = ""
    kind: str = TicketKind.REMOTE_SUPPORT
    priority: str = TicketPriority.NORMAL
    description: str = ""
    product_text: str = ""
    unit_text: str = ""
    place_text: str = ""
    equipment: "Equipment | None" = None
    product: "Product | None" = None
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Log:
    """Where events come from and under whose name they are replayed."""

    actor: "User"
    run_id: int
    file_name: str

    def words(self, event: Event) -> str:
        """Return what stands with a step: the log's words, and the line they come from."""
        place = f"{self.file_name[-LONGEST_NAME:]}:{event.line}"
        return f"{event.note} ({place})" if event.note else place


def may_replay(actor: "User") -> bool:
    """Whoever replays a log takes the steps of headquarters' desk."""
    return may_import_history(actor) and actor.may(Right.OPEN_TICKETS) and actor.may(Right.DISPATCH)


def steps_of(event: Event, *, status: TicketStatus | None, moved_at: datetime | None) -> tuple[V, ...]:
    """Return the steps an event asks of a ticket; refuse what comes too late, too early, or to no end."""
    if moved_at is not None and event.at < moved_at:
        raise EventOutOfOrder(field="at")
    return log_rules.steps_for(event.event, status)


@transaction.atomic
def replay_event(event: Event, ticket: Ticket | None, *, log: Log) -> Ticket:
    """Take the steps that an event of a log asks for, at its time; return the ticket as it stands then.

    Without a ticket the event opens one, whatever it is. An event that asks for nothing is refused by name.
    """
    if not may_replay(log.actor):
        raise PermissionDenied
    status = TicketStatus(ticket.status) if ticket else None
    verbs = steps_of(event, status=status, moved_at=ticket.moved_at if ticket else None)
    if ticket is not None and ticket.dealer_id is not None:
        raise ServedByDealer(number=ticket.number)
    if ticket is None:
        ticket, verbs = _open(event, log), verbs[1:]
    for verb in verbs:
        ticket = _TAKES[verb](ticket, actor=log.actor, at=event.at, **_said(verb, log.words(event)))
    return ticket


def _open(event: Event, log: Log) -> Ticket:
    unit = event.equipment
    ticket = Ticket(
        number=take_number("T", year=local_day(event.at).year),
        kind=event.kind,
        channel=TicketChannel.IMPORT,
        priority=event.priority,
        description=event.description,
        equipment=unit,
        product=unit.product if unit else event.product,
        serial_number=unit.serial_number if unit else "",
        product_text=event.product_text,
        unit_text=event.unit_text,
        place_text=event.place_text,
        external_id=event.case,
        import_run_id=log.run_id,
        import_line=event.line,
        import_columns=event.columns,
    )
    return _begin(ticket, actor=log.actor, at=event.at)


_TAKES: Final[Mapping[TicketVerb, Callable[..., Ticket]]] = MappingProxyType(
    {
        V.ACCEPT: accept_ticket,
        V.WAIT: wait_ticket,
        V.RESUME: resume_ticket,
        V.SOLVE: solve_ticket,
        V.REOPEN: reopen_ticket,
        V.CLOSE: close_ticket,
        V.CANCEL: cancel_ticket,
    }
)
_SAID_AS: Final[Mapping[TicketVerb, str]] = MappingProxyType(
    {V.WAIT: "note", V.REOPEN: "reason", V.CANCEL: "reason", V.SOLVE: "note", V.CLOSE: "note"}
)


def _said(verb: TicketVerb, words: str) -> dict[str, Any]:
    """Return what is written with a step, under the name that the step has for it."""
    said = {_SAID_AS[verb]: words} if verb in _SAID_AS else {}
    # what pauses the clocks of another system is a wait for its customer
    return said | {"reason": WaitReason.CUSTOMER} if verb is V.WAIT else said

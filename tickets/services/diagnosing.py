"""What an engineer found: the class of the fault, its cause, the remedy, each of the one before it (D6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from tickets import permissions
from tickets.services.classifying import classify_ticket
from tickets.states import TicketVerb

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import FaultCause, FaultClass, FaultRemedy, ServiceRecord, Ticket


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found on a trip; without a class it is that of the ticket, or else of the cause."""

    fault_class: "FaultClass | None" = None
    cause: "FaultCause | None" = None
    remedy: "FaultRemedy | None" = None

    @property
    def facts(self) -> dict[str, Any]:
        return {"cause": self.cause, "remedy": self.remedy}


class CauseOfAnotherFault(Refusal):
    code = "cause_of_another_fault"
    message = _("“%(cause)s” is no cause of this fault. Choose the class of the fault first, then its cause.")


class RemedyOfAnotherCause(Refusal):
    code = "remedy_of_another_cause"
    message = _("“%(remedy)s” is no remedy of this cause. Choose the cause first, then its remedy.")


def check_diagnosis(ticket: "Ticket", record: "ServiceRecord | None", found: Diagnosis) -> None:
    """Refuse a cause of another fault than the ticket's or the record's own, a remedy of another cause."""
    cause, remedy = found.cause, found.remedy
    if cause is not None:
        known = {found.fault_class.pk} if found.fault_class else faults_of(ticket, record)
        if known and cause.fault_class_id not in known:
            raise CauseOfAnotherFault(cause=cause.name, field="cause")
    if remedy is not None and remedy.cause_id != (cause.pk if cause else None):
        raise RemedyOfAnotherCause(remedy=remedy.name, field="remedy")


def faults_of(ticket: "Ticket", record: "ServiceRecord | None") -> set[int]:
    """Return the classes that a cause may be of: the ticket's, and that found on this trip before."""
    found = {ticket.fault_class_id}
    if record is not None and record.cause is not None:
        found.add(record.cause.fault_class_id)
    return {pk for pk in found if pk is not None}


def settle_class(
    ticket: "Ticket", found: Diagnosis, *, actor: "User", at: datetime, happened_at: datetime | None = None
) -> None:
    """Let the ticket have the class that was diagnosed, as a step of its own: who found it, and when (L3)."""
    diagnosed = found.fault_class
    if diagnosed is None and found.cause is not None and ticket.fault_class_id is None:
        diagnosed = found.cause.fault_class
    if diagnosed is not None and diagnosed.pk != ticket.fault_class_id:
        classify_ticket(ticket, actor=actor, at=at, fault_class=diagnosed, happened_at=happened_at)


def settle_class_later(ticket: "Ticket", found: Diagnosis, *, actor: "User", at: datetime) -> None:
    """Let a ticket without a class have that of a record rewritten later, while it can still be moved."""
    is_open = TicketVerb.CLASSIFY in permissions.allowed_verbs(actor, ticket)
    if is_open and ticket.fault_class_id is None:
        settle_class(ticket, Diagnosis(cause=found.cause), actor=actor, at=at)

"""What people do to tickets, by subject."""

from tickets.services.closing import cancel_ticket, close_ticket, reopen_ticket, solve_ticket
from tickets.services.dispatching import (
    AlreadyAssigned,
    DealerNotServing,
    accept_ticket,
    assign_ticket,
    lapse_offers,
    offer_by_territory,
    offer_ticket,
    refuse_ticket,
)
from tickets.services.engineers import Desk, EngineerNotPossible, can_go
from tickets.services.files import TooManyFiles, add_files, attach_file
from tickets.services.moving import TicketMovedByAnother
from tickets.services.notes import NoteMissing, NoteTooLong
from tickets.services.opening import (
    ChannelNotPossible,
    ContactMissing,
    DescriptionMissing,
    Intake,
    MachineMissing,
    PreviousOfAnotherUnit,
    PreviousStillOpen,
    intake_faults,
    open_ticket,
)
from tickets.services.repairing import (
    MinutesNotPossible,
    WorkMissing,
    record_service,
    resume_ticket,
    wait_ticket,
)

__all__ = [
    "AlreadyAssigned",
    "ChannelNotPossible",
    "ContactMissing",
    "DealerNotServing",
    "DescriptionMissing",
    "Desk",
    "EngineerNotPossible",
    "Intake",
    "MachineMissing",
    "MinutesNotPossible",
    "NoteMissing",
    "NoteTooLong",
    "PreviousOfAnotherUnit",
    "PreviousStillOpen",
    "TicketMovedByAnother",
    "TooManyFiles",
    "WorkMissing",
    "accept_ticket",
    "add_files",
    "assign_ticket",
    "attach_file",
    "can_go",
    "cancel_ticket",
    "close_ticket",
    "intake_faults",
    "lapse_offers",
    "offer_by_territory",
    "offer_ticket",
    "open_ticket",
    "record_service",
    "refuse_ticket",
    "reopen_ticket",
    "resume_ticket",
    "solve_ticket",
    "wait_ticket",
]

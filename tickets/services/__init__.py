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
from tickets.services.mail_decisions import MailDecided, MailHasNoSender, drop_mail, place_mail
from tickets.services.mails import Came, take_mail
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
from tickets.services.prioritising import SamePriority, set_priority
from tickets.services.repairing import (
    MinutesNotPossible,
    WorkMissing,
    record_service,
    resume_ticket,
    wait_ticket,
)
from tickets.services.replies import NoAddress, reply_by_mail
from tickets.services.together import NobodyServesThere, Outcome, each, offer_to_next

__all__ = [
    "AlreadyAssigned",
    "Came",
    "ChannelNotPossible",
    "ContactMissing",
    "DealerNotServing",
    "DescriptionMissing",
    "Desk",
    "EngineerNotPossible",
    "Intake",
    "MachineMissing",
    "MailDecided",
    "MailHasNoSender",
    "MinutesNotPossible",
    "NoAddress",
    "NobodyServesThere",
    "NoteMissing",
    "NoteTooLong",
    "Outcome",
    "PreviousOfAnotherUnit",
    "PreviousStillOpen",
    "SamePriority",
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
    "drop_mail",
    "each",
    "intake_faults",
    "lapse_offers",
    "offer_by_territory",
    "offer_ticket",
    "offer_to_next",
    "open_ticket",
    "place_mail",
    "record_service",
    "refuse_ticket",
    "reopen_ticket",
    "reply_by_mail",
    "resume_ticket",
    "set_priority",
    "solve_ticket",
    "take_mail",
    "wait_ticket",
]

"""What people do to tickets, by subject."""

from tickets.services.alerting import raise_alerts
from tickets.services.appointing import (
    ConfirmedAlready,
    NothingAgreed,
    WindowNotPossible,
    WindowTooFar,
    appoint_ticket,
    call_off_appointment,
    confirm_appointment,
)
from tickets.services.clocks import working_time
from tickets.services.closing import cancel_ticket, close_ticket, reopen_ticket, solve_ticket
from tickets.services.dispatching import (
    AlreadyAssigned,
    DealerNotServing,
    ServedByTerritory,
    accept_ticket,
    assign_ticket,
    lapse_offers,
    offer_by_territory,
    offer_ticket,
    refuse_ticket,
)
from tickets.services.engineers import Desk, EngineerNotPossible, can_go, window_ahead
from tickets.services.files import TooManyFiles, add_files, attach_file
from tickets.services.linking import (
    AlreadyLinked,
    AnotherMachine,
    MergedElsewhere,
    SameTicket,
    link_tickets,
    merge_ticket,
)
from tickets.services.mail_decisions import MailDecided, MailHasNoSender, drop_mail, place_mail
from tickets.services.mails import Came, take_mail
from tickets.services.maintaining import open_maintenance
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
from tickets.services.promising import MomentNotPossible, NothingPromised, give_answer, promise_answer
from tickets.services.quote_answers import (
    QuoteRanOut,
    WayMissing,
    agree_online,
    agree_to_quote,
    decline_online,
    decline_quote,
    lapse_quotes,
)
from tickets.services.quote_moving import QuoteMovedByAnother
from tickets.services.quoting import (
    NothingQuoted,
    QuoteBeingWritten,
    change_quote,
    draft_quote,
    send_quote,
    withdraw_quote,
)
from tickets.services.reckoning import count_touched, reckon_anew
from tickets.services.repairing import (
    MinutesNotPossible,
    WorkMissing,
    record_service,
)
from tickets.services.replies import NoAddress, reply_by_mail
from tickets.services.serving_any import (
    NothingCovered,
    PlaceMissing,
    TooManyChecks,
    covered_faults,
    covered_unit,
    open_in_warranty,
)
from tickets.services.together import NobodyServesThere, Outcome, each, offer_to_next
from tickets.services.waiting import (
    DayMissing,
    DayNotPossible,
    chase_ticket,
    end_waits,
    resume_ticket,
    wait_ticket,
)

__all__ = [
    "AlreadyAssigned",
    "AlreadyLinked",
    "AnotherMachine",
    "Came",
    "ChannelNotPossible",
    "ConfirmedAlready",
    "ContactMissing",
    "DayMissing",
    "DayNotPossible",
    "DealerNotServing",
    "DescriptionMissing",
    "Desk",
    "EngineerNotPossible",
    "Intake",
    "MachineMissing",
    "MailDecided",
    "MailHasNoSender",
    "MergedElsewhere",
    "MinutesNotPossible",
    "MomentNotPossible",
    "NoAddress",
    "NobodyServesThere",
    "NoteMissing",
    "NoteTooLong",
    "NothingAgreed",
    "NothingCovered",
    "NothingPromised",
    "NothingQuoted",
    "Outcome",
    "PlaceMissing",
    "PreviousOfAnotherUnit",
    "PreviousStillOpen",
    "QuoteBeingWritten",
    "QuoteMovedByAnother",
    "QuoteRanOut",
    "SamePriority",
    "SameTicket",
    "ServedByTerritory",
    "TicketMovedByAnother",
    "TooManyChecks",
    "TooManyFiles",
    "WayMissing",
    "WindowNotPossible",
    "WindowTooFar",
    "WorkMissing",
    "accept_ticket",
    "add_files",
    "agree_online",
    "agree_to_quote",
    "appoint_ticket",
    "assign_ticket",
    "attach_file",
    "call_off_appointment",
    "can_go",
    "cancel_ticket",
    "change_quote",
    "chase_ticket",
    "close_ticket",
    "confirm_appointment",
    "count_touched",
    "covered_faults",
    "covered_unit",
    "decline_online",
    "decline_quote",
    "draft_quote",
    "drop_mail",
    "each",
    "end_waits",
    "give_answer",
    "intake_faults",
    "lapse_offers",
    "lapse_quotes",
    "link_tickets",
    "merge_ticket",
    "offer_by_territory",
    "offer_ticket",
    "offer_to_next",
    "open_in_warranty",
    "open_maintenance",
    "open_ticket",
    "place_mail",
    "promise_answer",
    "raise_alerts",
    "reckon_anew",
    "record_service",
    "refuse_ticket",
    "reopen_ticket",
    "reply_by_mail",
    "resume_ticket",
    "send_quote",
    "set_priority",
    "solve_ticket",
    "take_mail",
    "wait_ticket",
    "window_ahead",
    "withdraw_quote",
    "working_time",
]

"""Tickets with their offers, assignments, service records and history."""

from tickets.models.alerts import TicketAlert
from tickets.models.appointments import TicketAppointment
from tickets.models.clocks import TicketClock
from tickets.models.customers import CustomerLink, CustomerRating, PhoneCode
from tickets.models.days import DayPlan, DayPlanEvent, DayPlanItem
from tickets.models.fault_classes import FaultCause, FaultClass, FaultRemedy
from tickets.models.feeds import CalendarFeed
from tickets.models.files import TicketFile
from tickets.models.mails import IncomingMail, MailDecision, TicketReply
from tickets.models.maintenance import MaintenanceTurn
from tickets.models.needs import ServiceNeed
from tickets.models.preparation import PreparationItem
from tickets.models.quotes import Quote, QuoteLine
from tickets.models.reckoning import Reckoning
from tickets.models.records import (
    RecordEvent,
    RecordLine,
    RecordPhoto,
    RecordReading,
    ServiceRecord,
)
from tickets.models.referrals import Referral
from tickets.models.serving import TicketAssignment, TicketOffer
from tickets.models.signing import SignedRecord
from tickets.models.ticket import Ticket, TicketEvent
from tickets.models.waiting import TicketLink, TicketPromise, TicketWait
from tickets.models.wishes import ContactChoice, TicketStop

__all__ = [
    "CalendarFeed",
    "ContactChoice",
    "CustomerLink",
    "CustomerRating",
    "DayPlan",
    "DayPlanEvent",
    "DayPlanItem",
    "FaultCause",
    "FaultClass",
    "FaultRemedy",
    "IncomingMail",
    "MailDecision",
    "MaintenanceTurn",
    "PhoneCode",
    "PreparationItem",
    "Quote",
    "QuoteLine",
    "Reckoning",
    "RecordEvent",
    "RecordLine",
    "RecordPhoto",
    "RecordReading",
    "Referral",
    "ServiceNeed",
    "ServiceRecord",
    "SignedRecord",
    "Ticket",
    "TicketAlert",
    "TicketAppointment",
    "TicketAssignment",
    "TicketClock",
    "TicketEvent",
    "TicketFile",
    "TicketLink",
    "TicketOffer",
    "TicketPromise",
    "TicketReply",
    "TicketStop",
    "TicketWait",
]

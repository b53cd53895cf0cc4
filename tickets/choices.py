"""Closed sets of tickets: kinds, channels, results (D1, D2)."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TicketKind(models.TextChoices):
    """What is asked for (D2)."""

    INSTALLATION_GUIDANCE = "installation_guidance", _("Installation guidance")
    INSTALLATION = "installation", _("Installation")
    REPAIR = "repair", _("Repair on site")
    CARRY_IN_REPAIR = "carry_in_repair", _("Carry-in repair")
    REMOTE_SUPPORT = "remote_support", _("Remote support")
    MAINTENANCE = "maintenance", _("Maintenance")
    CONSULTATION = "consultation", _("Consultation")
    OPERATOR_TRAINING = "operator_training", _("Operator training")
    UPGRADE = "upgrade", _("System upgrade")
    INSPECTION = "inspection", _("Inspection")
    COMPLAINT = "complaint", _("Complaint")
    QUALITY_PROBLEM = "quality_problem", _("Major quality problem")
    SAFETY_INCIDENT = "safety_incident", _("Safety incident")
    RETURN_OR_EXCHANGE = "return_or_exchange", _("Return or exchange")


# Two of these at one unit close together are a repeat repair (D13); how close, the regulation says.
REPAIRS: Final = (TicketKind.REPAIR, TicketKind.CARRY_IN_REPAIR, TicketKind.REMOTE_SUPPORT)

# nobody has to travel for these
AT_THE_BENCH: Final = (TicketKind.CARRY_IN_REPAIR, TicketKind.REMOTE_SUPPORT, TicketKind.CONSULTATION)

# The record of these shows the machine before and after (D7).
PHOTOGRAPHED: Final = (
    TicketKind.REPAIR,
    TicketKind.CARRY_IN_REPAIR,
    TicketKind.INSTALLATION,
    TicketKind.MAINTENANCE,
)


class TicketChannel(models.TextChoices):
    """How the request reached us (D1).

    `visit` is a call of ours, `plan` a maintenance that came due, `import` a file of history.
    """

    HOTLINE = "hotline", _("Hotline")
    DEALER = "dealer", _("Dealer online")
    QR = "qr", _("QR code")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    WALK_IN = "walk_in", _("Walk-in")
    SOCIAL = "social", _("Social account")
    VISIT = "visit", _("Our call")
    PLAN = "plan", _("Maintenance plan")
    IMPORT = "import", _("Import")


class PreparationKind(models.TextChoices):
    """What an item of a preparation is (D6); in the order in which a list shows them."""

    CHECK = "check", pgettext_lazy("preparation", "Check")
    PART = "part", pgettext_lazy("preparation", "Part")
    TOOL = "tool", pgettext_lazy("preparation", "Tool")


class TicketPriority(models.TextChoices):
    """How much the customer suffers while nothing is done (D3)."""

    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


class AlertStep(models.TextChoices):
    """How far it has gone with a time that runs out, in the order of the steps (D3, D10)."""

    WARN = "warn", pgettext_lazy("alert", "Warned")
    DESK = "desk", pgettext_lazy("alert", "Overdue")
    CENTRE = "centre", pgettext_lazy("alert", "Escalated to the centre")
    MANAGER = "manager", pgettext_lazy("alert", "Escalated to the manager")


class Chased(models.TextChoices):
    """Who is asked again while a ticket waits (D3)."""

    CUSTOMER = "customer", pgettext_lazy("asked again", "the customer")
    PARTS = "parts", pgettext_lazy("asked again", "whoever sends the part")
    SUPPORT = "support", pgettext_lazy("asked again", "technical support at headquarters")
    OTHERS = "others", pgettext_lazy("asked again", "who does the other work")
    NOBODY = "nobody", pgettext_lazy("asked again", "nobody")


class RecordResult(models.TextChoices):
    """How a trip ended (D7)."""

    FIXED = "fixed", _("Fixed")
    TEMPORARY = "temporary", _("Fixed for the time being")
    NOT_FIXED = "not_fixed", _("Not fixed")


class RecordLineKind(models.TextChoices):
    """What one line of a service record is about (D7)."""

    REPLACED = "replaced", pgettext_lazy("line of a record", "Replaced")
    BOUGHT = "bought", pgettext_lazy("line of a record", "Bought on the spot")
    NEEDED = "needed", pgettext_lazy("line of a record", "Still needed")
    LABOUR = "labour", pgettext_lazy("line of a record", "Labour")
    TRAVEL = "travel", pgettext_lazy("line of a record", "Travel")
    OTHER = "other", pgettext_lazy("line of a record", "Other")


class OldPart(models.TextChoices):
    """Where a replaced part is now (D7, E5)."""

    BROUGHT_BACK = "brought_back", pgettext_lazy("old part", "Brought back")
    LEFT = "left", pgettext_lazy("old part", "Left with the customer")


class PhotoStep(models.TextChoices):
    """When a photo of a record was taken (D7)."""

    BEFORE = "before", pgettext_lazy("photo", "Before")
    DURING = "during", pgettext_lazy("photo", "During the work")
    AFTER = "after", pgettext_lazy("photo", "After")


class SignerRole(models.TextChoices):
    """What somebody who signs is to the machine (C6, D7)."""

    OWNER = "owner", pgettext_lazy("signs as", "Owner")
    CONTACT = "contact", pgettext_lazy("signs as", "Contact")
    OPERATOR = "operator", pgettext_lazy("signs as", "Operator")
    OTHER = "other", pgettext_lazy("signs as", "Somebody else there")


class FileSource(models.TextChoices):
    """Who put a file with a ticket."""

    STAFF = "staff", pgettext_lazy("who sent a file", "Staff")
    CUSTOMER = "customer", pgettext_lazy("who sent a file", "Customer")
    EMAIL = "email", pgettext_lazy("who sent a file", "Customer by e-mail")


class MailOutcome(models.TextChoices):
    """What became of a mail when it was taken."""

    OPENED = "opened", pgettext_lazy("mail", "Ticket opened")
    ADDED = "added", pgettext_lazy("mail", "Added to its ticket")
    BOUNCED = "bounced", pgettext_lazy("mail", "Not delivered")
    IGNORED = "ignored", pgettext_lazy("mail", "Let be")
    ASIDE = "aside", pgettext_lazy("mail", "Set aside for a person")


class OfferAnswer(models.TextChoices):
    PENDING = "pending", _("Not answered")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", pgettext_lazy("step of a ticket", "Refused")
    LAPSED = "lapsed", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LinkPurpose(models.TextChoices):
    """What one link of a customer is for; under another purpose it opens nothing (B2)."""

    PROGRESS = "progress", _("Progress")
    STOP = "stop", _("No more messages")
    NUMBER = "number", _("Number confirmed")


class MachineState(models.TextChoices):
    """What a customer says of the machine when reporting a fault."""

    WORKS = "works", _("It works")
    LIMPS = "limps", _("It just about works")
    STANDS = "stands", _("It stands still")


class Symptom(models.TextChoices):
    """What is commonly wrong, to be pressed instead of typed."""

    LEAK = "leak", _("Leaks")
    NOISE = "noise", _("Strange noise")
    WEAK = "weak", _("No power")
    HOT = "hot", _("Too hot")
    ALARM = "alarm", _("Shows an alarm")
    OTHER = "other", _("Something else")


class AppointmentState(models.TextChoices):
    """What became of a time agreed with the customer (D5)."""

    AGREED = "agreed", _("Agreed")
    CHANGED = "changed", _("Changed")
    CALLED_OFF = "called_off", _("Called off")
    KEPT = "kept", _("Kept")


class HelpKind(models.TextChoices):
    """How headquarters helps with a hard case (D9)."""

    REMOTE = "remote", pgettext_lazy("help of headquarters", "Remotely")
    ON_SITE = "on_site", pgettext_lazy("help of headquarters", "Advice on site")
    REPAIR = "repair", pgettext_lazy("help of headquarters", "Repair by headquarters' engineer")


IN_PERSON: Final = (HelpKind.ON_SITE, HelpKind.REPAIR)  # takes days


class Charging(models.TextChoices):
    """What the regulation says of the price of headquarters' help (D9, I11)."""

    CHARGED = "charged", pgettext_lazy("charging of help", "Charged to the dealer")
    FREE = "free", pgettext_lazy("charging of help", "Free of charge by the tariff")
    OUTSIDE = "outside", pgettext_lazy("charging of help", "Not charged: outside the dealer's territory")
    OWN = "own", pgettext_lazy("charging of help", "Not charged: headquarters serves it itself")
    EXCLUDED = "excluded", pgettext_lazy("charging of help", "Not charged: headquarters' own matter")


class QuoteLineKind(models.TextChoices):
    """What a customer pays for outside the warranty (C4)."""

    LABOUR = "labour", pgettext_lazy("line of a quote", "Labour")
    PART = "part", pgettext_lazy("line of a quote", "Part")
    TRAVEL = "travel", pgettext_lazy("line of a quote", "Travel")
    OTHER = "other", pgettext_lazy("line of a quote", "Other")


class QuoteAnswered(models.TextChoices):
    """By which way the customer answered a quote (C4)."""

    LINK = "link", pgettext_lazy("quote answered", "online, by the link")
    PHONE = "phone", pgettext_lazy("quote answered", "by phone")
    WRITING = "writing", pgettext_lazy("quote answered", "in writing")

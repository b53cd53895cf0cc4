"""What customers and staff are told of a ticket: kinds of messages, placeholders, words (D20)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.letters import Template
from tickets.states import TicketVerb as V

type_words = str | Promise
_KNOWN: Final = {
    "number": _("number of the ticket"),
    "product": _("machine"),
    "dealer": _("who serves"),
    "engineer": _("the engineer"),
}
_SUBJECT: Final = _("Your request {number}")


def _customer(code: str, label: type_words, text: type_words) -> Template:
    return Template(f"customer.{code}", label, _KNOWN, _SUBJECT, text)


def _staff(code: str, label: type_words, text: type_words) -> Template:
    subject = pgettext_lazy("to staff", "Ticket {number}")
    known = {**_KNOWN, "place": _("where the machine stands"), "kind": _("what is asked for")}
    return Template(f"staff.{code}", label, known, subject, text, is_for_staff=True)


CUSTOMERS: Final = (
    _customer(
        V.OPEN,
        _("Customer: ticket opened"),
        _("We have your request {number} about {product}. We will tell you of each step."),
    ),
    _customer(
        V.ACCEPT,
        _("Customer: ticket accepted"),
        _("{dealer} sees to your request {number} and will send an engineer."),
    ),
    _customer(
        V.ASSIGN,
        _("Customer: engineer assigned"),
        _("{engineer} of {dealer} sees to your request {number} and will call you about the time."),
    ),
    _customer(
        V.WAIT,
        _("Customer: ticket waits"),
        _("Your request {number} has to wait. We will tell you when it goes on."),
    ),
    _customer(V.RESUME, _("Customer: ticket goes on"), _("Your request {number} goes on.")),
    _customer(
        V.RECORD,
        _("Customer: trip made, fault not gone"),
        _("Our engineer has been to see {product}; the fault is not gone yet. Request {number} goes on."),
    ),
    _customer(
        V.SOLVE,
        _("Customer: fault gone"),
        _("The fault of {product} is gone; request {number} is done. If it comes back, call us at once."),
    ),
    _customer(
        V.CLOSE,
        _("Customer: ticket closed"),
        _("Your request {number} is closed. We will call to ask how you found our service."),
    ),
    _customer(
        V.REOPEN,
        _("Customer: ticket reopened"),
        _("Your request {number} is open again. {dealer} sees to it."),
    ),
    _customer(
        V.CANCEL,
        _("Customer: ticket cancelled"),
        _("Your request {number} was cancelled. If you still need us, call us at any time."),
    ),
)
STAFF: Final = (
    _staff(V.OPEN, _("Staff: ticket opened"), _("New: {kind}, {product}, {place}. {number}")),
    _staff(
        V.OFFER,
        _("Staff: ticket offered"),
        _("{number} is offered to {dealer}: {kind}, {product}, {place}. Accept or refuse it in time."),
    ),
    _staff(V.REFUSE, _("Staff: offer refused"), _("An offer of {number} was refused: {product}, {place}.")),
    _staff(
        V.LAPSE,
        _("Staff: offer not answered"),
        _("An offer of {number} was not answered: {product}, {place}."),
    ),
    _staff(
        V.ASSIGN,
        _("Staff: ticket assigned"),
        _("{number} is {engineer}'s: {kind}, {product}, {place}. Call the customer about the time."),
    ),
    _staff(V.REOPEN, _("Staff: ticket reopened"), _("{number} is open again: {product}, {place}.")),
    _staff(V.CANCEL, _("Staff: ticket cancelled"), _("{number} was cancelled: {product}, {place}.")),
)

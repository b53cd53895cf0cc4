"""What customers and staff are told of a ticket: kinds of messages, placeholders, words (D20)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.choices import NoticeGroup
from records.letters import Template
from tickets.states import TicketVerb as V

type_words = str | Promise
_KNOWN: Final = {
    "number": _("number of the ticket"),
    "product": _("machine"),
    "dealer": _("who serves"),
    "engineer": _("the engineer"),
}
_OF_QUOTES: Final = {"quote": _("number and total of the quote")}
_OF_REFERRALS: Final = {"referral": _("number of the referral")}
_WITH_LINK: Final = {"link": _("the customer's link"), "until": _("last day on which the quote is good")}
_OF_A_TIME: Final = {"clock": _("what was promised"), "due": _("until when")}
# steps of a maintenance: nobody has asked for it, and no fault is gone by it
PLANNED: Final = "planned"
MAINTAINED: Final = "maintained"
_SUBJECT: Final = _("Your request {number}")


def _customer(code: str, label: type_words, text: type_words, **more: type_words) -> Template:
    return Template(f"customer.{code}", label, {**_KNOWN, **more}, _SUBJECT, text)


def _staff(
    code: str, label: type_words, text: type_words, *, group: str = "", **more: type_words
) -> Template:
    subject = pgettext_lazy("to staff", "Ticket {number}")
    known = {**_KNOWN, "place": _("where the machine stands"), "kind": _("what is asked for"), **more}
    return Template(f"staff.{code}", label, known, subject, text, is_for_staff=True, group=group)


CUSTOMERS: Final = (
    _customer(
        V.OPEN,
        _("Customer: ticket opened"),
        _("We have your request {number} about {product}. We will tell you of each step."),
    ),
    _customer(
        PLANNED,
        _("Customer: maintenance is due"),
        _(
            "{product} is due for maintenance, as planned. It has the number {number}; we will call you "
            "about a day."
        ),
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
    _customer(
        V.DEPART,
        _("Customer: engineer on the way"),
        _("{engineer} of {dealer} is on the way to you about your request {number}."),
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
        MAINTAINED,
        _("Customer: maintenance done"),
        _(
            "The maintenance of {product} is done; request {number} is finished. Call us if anything is "
            "not right."
        ),
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
    _customer(
        V.AGREE,
        _("Customer: quote agreed to"),
        _("You have agreed to quote {quote} for your request {number}. We go on with the work."),
        **_OF_QUOTES,
    ),
    _customer(
        V.DECLINE,
        _("Customer: quote declined"),
        _("You have declined quote {quote} for your request {number}. We will call you about what follows."),
        **_OF_QUOTES,
    ),
    _customer(
        V.WITHDRAW,
        _("Customer: quote withdrawn"),
        _("We have withdrawn quote {quote} for your request {number}: it needs no answer any more."),
        **_OF_QUOTES,
    ),
    _customer(
        V.EXPIRE,
        _("Customer: quote not answered in time"),
        _("Quote {quote} for your request {number} is no longer good. Call us if you still want the repair."),
        **_OF_QUOTES,
    ),
)
# not told by the step alone: the link is made where it is sent
QUOTE_SENT: Final = _customer(
    V.QUOTE,
    _("Customer: quote sent"),
    _("For your request {number} we ask you to agree to {quote} by {until}: {link}"),
    **_OF_QUOTES,
    **_WITH_LINK,
)
# not of a step either: it asks, once, whoever holds a number that somebody typed at the code on a machine
NUMBER_TYPED: Final = Template(
    "customer.number",
    _("Customer: is this your number?"),
    {
        "number": _KNOWN["number"],
        "product": _KNOWN["product"],
        "link": _("where the holder confirms the number"),
    },
    _SUBJECT,
    _("Request {number} about {product} names your phone. To hear of it by SMS: {link} Not you? Do nothing."),
)
RECORD_RETURNED: Final = "staff.record_returned"
RECORDS_OVERDUE: Final = "staff.records_overdue"
RECORDS: Final = (
    Template(
        RECORD_RETURNED,
        _("Staff: service record returned"),
        {
            "record": _("number of the record"),
            "number": _("number of the ticket"),
            "reason": _("why it was returned"),
            "day": _("last day"),
        },
        pgettext_lazy("to staff", "Service record {record} is returned"),
        _("Record {record} of {number} is returned: {reason} Mend it and have it signed by {day}."),
        is_for_staff=True,
        group=NoticeGroup.RECORDS,
    ),
    Template(
        RECORDS_OVERDUE,
        _("Staff: service records not back"),
        {
            "dealer": _("who serves"),
            "count": _("how many records"),
            "record": _("the one that is late longest"),
            "day": _("its last day"),
        },
        pgettext_lazy("to staff", "Service records of {dealer} are not back"),
        _("Not back in time at {dealer}: {count}. Latest of them {record}, due {day}. Finish and sign them."),
        is_for_staff=True,
        group=NoticeGroup.RECORDS,
    ),
)
STAFF: Final = (
    _staff(V.OPEN, _("Staff: ticket opened"), _("New: {kind}, {product}, {place}. {number}")),
    _staff(
        V.OFFER,
        _("Staff: ticket offered"),
        _("{number} is offered to {dealer}: {kind}, {product}, {place}. Accept or refuse it in time."),
        group=NoticeGroup.OFFERED,
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
        group=NoticeGroup.ASSIGNED,
    ),
    _staff(
        V.REOPEN,
        _("Staff: ticket reopened"),
        _("{number} is open again: {product}, {place}."),
        group=NoticeGroup.ASSIGNED,
    ),
    _staff(
        V.WARN,
        _("Staff: a time runs out"),
        _("{number}: “{clock}” is due {due}. {kind}, {product}, {place}."),
        group=NoticeGroup.TIMES,
        **_OF_A_TIME,
    ),
    _staff(
        V.ESCALATE,
        _("Staff: a time has passed"),
        _("{number}: “{clock}” was due {due} and is not done. {dealer} serves: {kind}, {product}, {place}."),
        group=NoticeGroup.ESCALATED,
        **_OF_A_TIME,
    ),
    _staff(V.CANCEL, _("Staff: ticket cancelled"), _("{number} was cancelled: {product}, {place}.")),
    _staff(
        V.AGREE,
        _("Staff: quote agreed to"),
        _("The customer agrees to {quote}: go on with {number}, {product}, {place}."),
        group=NoticeGroup.ANSWERED,
        **_OF_QUOTES,
    ),
    _staff(
        V.DECLINE,
        _("Staff: quote declined"),
        _("The customer declines {quote}: call about {number}, {product}, {place}."),
        group=NoticeGroup.ANSWERED,
        **_OF_QUOTES,
    ),
    _staff(
        V.REFER,
        _("Staff: hard case referred to headquarters"),
        _("{dealer} asks about {number} ({referral}): {kind}, {product}, {place}. Answer it in time."),
        group=NoticeGroup.ASSIGNED,
        **_OF_REFERRALS,
    ),
    _staff(
        V.ADVISE,
        _("Staff: headquarters has answered"),
        _("Headquarters has answered {referral} about {number}: {product}, {place}."),
        group=NoticeGroup.ANSWERED,
        **_OF_REFERRALS,
    ),
    _staff(
        "referral_overdue",
        _("Staff: headquarters' answer is overdue"),
        _("{referral} about {number} was due {due} and is not answered: {dealer}, {product}, {place}."),
        group=NoticeGroup.ESCALATED,
        **_OF_REFERRALS,
        due=_("until when"),
    ),
    _staff(
        V.EXPIRE,
        _("Staff: quote not answered in time"),
        _("{quote} was not answered in time: call about {number}, {product}, {place}."),
        group=NoticeGroup.ANSWERED,
        **_OF_QUOTES,
    ),
)

"""What is written to a customer by mail, by a person or to say that a mail has arrived (D1, D20)."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from records import outbox
from records.choices import MessageChannel
from records.refusals import Refusal
from records.sealing import seal
from tickets import permissions
from tickets.models import IncomingMail, Ticket, TicketReply
from tickets.services.notes import NoteMissing, checked
from tickets.services.writing import new_stop

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_SUBJECT: Final = 150
LONGEST_REPLY: Final = 5000
CUSTOMERS_LANGUAGE: Final = "zh-hans"


class NoAddress(Refusal):
    code = "no_address"
    message = gettext_lazy("No e-mail address is known of this contact. Call instead.")


@transaction.atomic
def reply_by_mail(ticket: Ticket, *, actor: "User", at: datetime, subject: str, text: str) -> TicketReply:
    """Write to the contact of a ticket; the answer to it finds the ticket by itself."""
    if not permissions.may_write(actor, ticket):
        raise PermissionDenied
    line = " ".join(checked(subject, field="subject", limit=LONGEST_SUBJECT, missing=NoteMissing()).split())
    words = checked(text, field="text", limit=LONGEST_REPLY, missing=NoteMissing())
    last = ticket.mails.order_by("-pk").first()
    return _write(ticket, last, actor=actor, at=at, subject=line, text=words)


def acknowledge(ticket: Ticket, mail: IncomingMail, *, at: datetime) -> TicketReply:
    """Tell who wrote that the mail has arrived, and under which number."""
    with override(CUSTOMERS_LANGUAGE):
        text = _(
            "We have received your mail and opened the service ticket %(number)s. We will be in touch with "
            "you. If you write again about it, answer this mail: it reaches whoever works on it."
        ) % {"number": ticket.number}
        subject = mail.subject or _("Your mail to our service")
    return _write(ticket, mail, actor=None, at=at, subject=f"Re: {subject}"[:LONGEST_SUBJECT], text=text)


def _write(
    ticket: Ticket,
    answered: IncomingMail | None,
    *,
    actor: "User | None",
    at: datetime,
    subject: str,
    text: str,
) -> TicketReply:
    contact = ticket.contact.current if ticket.contact else None
    if contact is None or not contact.email:
        raise NoAddress(field="text")
    line = subject if ticket.number in subject else f"[{ticket.number}] {subject}"
    headers = {} if actor else {"Auto-Submitted": "auto-replied"}
    if answered is not None:
        headers |= {"In-Reply-To": answered.message_id, "References": answered.message_id}
    stop = None if actor else new_stop(ticket, at=at)  # whom a person writes to has asked that person
    message = outbox.put(
        # random: its Message-ID comes from the key, and who names that belongs to the ticket
        f"mail:{ticket.number}:{secrets.token_hex(16)}",
        channel=MessageChannel.EMAIL,
        to=contact.email,
        text=f"{text}\n\n{stop.said(CUSTOMERS_LANGUAGE)}" if stop else text,
        at=at,
        subject=line,
        about=ticket.number,
        headers=headers,
        unsubscribe=stop.one_click if stop else "",
    )
    return TicketReply.objects.create(
        ticket=ticket,
        message=message,
        at=at,
        by=actor,
        sealed_subject=seal(line),
        sealed_text=seal(text),
    )

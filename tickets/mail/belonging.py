"""Which ticket a mail belongs to: the one it answers, or the one its subject names to its contact (D1)."""

import re
from typing import Final

from records.models import OutboxMessage
from tickets.mail.reading import ReadMail
from tickets.models import IncomingMail, Ticket, TicketReply

NUMBER: Final = re.compile(r"\bT-\d{4}-\d{5,9}\b")


def message_returned(read: ReadMail) -> OutboxMessage | None:
    """Return the message of ours whose delivery a report says failed."""
    return OutboxMessage.objects.identified(read.bounced).order_by("-pk").first()


def ticket_meant(read: ReadMail, *, sender_hash: str) -> Ticket | None:
    """Return the ticket a mail answers; a number in the subject counts only from who wrote before of it.

    The Message-IDs of what we wrote by mail can't be guessed: who names one has had it. Those of the sender's
    own mails can be, so they count for the sender alone.
    """
    ours = TicketReply.objects.filter(message__in=OutboxMessage.objects.identified(read.references))
    answered = ours.select_related("ticket").order_by("-pk").first()
    if answered is not None:
        return answered.ticket
    return _own_mail(read, sender_hash) or _named(read, sender_hash)


def _own_mail(read: ReadMail, sender_hash: str) -> Ticket | None:
    theirs = IncomingMail.objects.filter(
        message_id__in=read.references, sender_hash=sender_hash, ticket__isnull=False
    )
    mail = theirs.select_related("ticket").order_by("-pk").first()
    return mail.ticket if mail else None


def _named(read: ReadMail, sender_hash: str) -> Ticket | None:
    for number in NUMBER.findall(read.subject)[:3]:
        ticket = Ticket.objects.filter(number=number).select_related("contact__replaced_by").first()
        if ticket and ticket.contact and ticket.contact.current.email_hash == sender_hash:
            return ticket
    return None

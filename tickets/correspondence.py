"""Mails of a ticket in the order in which they were written, with files, faults and how ours fared (D1)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.choices import FileKind
from records.states import MessageStatus
from records.wording import short_moment
from tickets import permissions
from tickets.choices import MailOutcome
from tickets.forms import ReplyForm
from tickets.models import IncomingMail, Ticket, TicketFile, TicketReply
from tickets.ticket_parts import may_have

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dealers.models import User
    from records.models import OutboxMessage

TONES = {MessageStatus.SENT: "good", MessageStatus.PARKED: "bad", MessageStatus.DROPPED: "bad"}


def correspondence(
    ticket: Ticket,
    written: "Iterable[OutboxMessage]",
    files: "Iterable[TicketFile]",
    *,
    actor: "User",
    today: date,
    sent: ReplyForm | None = None,
) -> dict[str, Any]:
    """Return what was written to and fro, and the form by which headquarters answers."""
    rows = IncomingMail.objects.visible_to(actor).filter(ticket=ticket).in_order()
    mails = list(rows) if may_have(ticket, IncomingMail) else []
    by_mail = _files_by_mail(files)
    returned = {mail.returned_id for mail in mails if mail.outcome == MailOutcome.BOUNCED}
    lines = [
        (mail.taken_at, _came(mail, by_mail.get(mail.pk, []), today))
        for mail in mails
        if mail.outcome != MailOutcome.BOUNCED
    ]
    replies = [(message.reply, message) for message in written if hasattr(message, "reply")]
    lines += [(reply.at, _went(reply, message, returned=returned, today=today)) for reply, message in replies]
    may_write = permissions.may_write(actor, ticket) and bool(ticket.contact and ticket.contact.masked_email)
    subject = mails[-1].subject if mails else ""
    return {
        "mails": [line for _at, line in sorted(lines, key=lambda pair: pair[0])],
        "reply_form": (sent or ReplyForm(initial={"subject": f"Re: {subject}" if subject else ""}))
        if may_write
        else None,
    }


def _files_by_mail(files: "Iterable[TicketFile]") -> dict[int | None, list[dict[str, str]]]:
    found: dict[int | None, list[dict[str, str]]] = {}
    for row in files:
        icon = "photo" if row.file.kind is FileKind.IMAGE else "paperclip"
        line = {"name": row.file.name, "url": row.get_absolute_url(), "icon": icon}
        found.setdefault(row.mail_id, []).append(line)
    return found


def _came(mail: IncomingMail, files: list[dict[str, str]], today: date) -> dict[str, Any]:
    return {
        "icon": "mail-down",
        "who": mail.sender_name or mail.masked_sender,
        "address": mail.masked_sender,
        "at": short_moment(mail.taken_at, today),
        "subject": mail.subject,
        "text": mail.text,
        "folded": mail.folded,
        "files": files,
        "faults": mail.faults,
    }


def _went(
    reply: TicketReply, message: "OutboxMessage", *, returned: "Collection[int | None]", today: date
) -> dict[str, Any]:
    is_returned = message.pk in returned
    return {
        "icon": "mail-up",
        "who": str(reply.by) if reply.by else _("by itself"),
        "address": message.masked_to,
        "at": short_moment(reply.at, today),
        "subject": reply.subject,
        "text": reply.text,
        "state": _("Did not arrive: the address refused it")
        if is_returned
        else MessageStatus(message.status).label,
        "tone": "bad" if is_returned else TONES.get(MessageStatus(message.status), "warn"),
    }

"""Customers' mails: each taken once, opened as a ticket or put with the one it answers (D1)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment import emails
from equipment.services import find_or_add_writer
from records.audit import record_audit
from records.choices import AuditVerb
from records.files.keeping import FileHostile, SentFile, keep_file
from records.refusals import Refusal
from records.sealing import seal
from records.sentences import in_code, kept_values
from tickets.choices import FileSource, MailOutcome, TicketChannel, TicketKind
from tickets.mail.belonging import message_returned, ticket_meant
from tickets.mail.reading import ReadMail
from tickets.models import IncomingMail, Ticket
from tickets.services.files import attach_file
from tickets.services.notes import LONGEST_DESCRIPTION
from tickets.services.opening import Intake, open_ticket
from tickets.services.replies import acknowledge
from tickets.states import FINAL

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from equipment.models import CustomerContact
    from records.models import StoredFile

MOST_FILES: Final = 20
ONE_ANSWER_IN: Final = timedelta(hours=1)
LONGEST_KEPT_TEXT: Final = 20_000
TOO_LARGE: Final = _("The mail is too large: only its head was read.")
NO_SENDER: Final = _("The mail names no sender that could be answered.")
NO_TEXT: Final = _("Nothing to read was found in the mail.")
OUR_OWN: Final = _("It came from our own address.")
A_MACHINE: Final = _("A machine wrote it.")
MORE_FILES: Final = _("%(count)s more files were not kept: a mail brings at most %(limit)s.")


@dataclass(frozen=True, slots=True)
class Came:
    """Where a mail lay in which mailbox; of one that is too large only the head came."""

    mailbox: str
    uid_validity: int
    uid: int
    is_whole: bool = True


@transaction.atomic
def take_mail(read: ReadMail, *, came: Came, at: datetime) -> IncomingMail | None:
    """Take a mail in: open a ticket, add to one, or put down why neither; nothing if it was taken before.

    Its row is the mark, and stands or falls with what the mail brings about.
    """
    if IncomingMail.objects.filter(mailbox=came.mailbox, message_id=read.message_id).exists():
        return None
    address = _address(read.sender)
    mail = _row(read, address, came=came, at=at)
    if _is_ours(address):
        return _put_down(mail, MailOutcome.IGNORED, reason=OUR_OWN)
    if read.is_bounce:
        mail.returned = message_returned(read)
        mail.ticket = Ticket.objects.filter(number=mail.returned.about).first() if mail.returned else None
        return _put_down(mail, MailOutcome.BOUNCED)
    if read.is_automatic:
        return _put_down(mail, MailOutcome.IGNORED, reason=A_MACHINE)
    unplaceable = _unplaceable(read, address, came)
    if unplaceable is not None:
        return _put_down(mail, MailOutcome.ASIDE, reason=unplaceable)
    return _placed(mail, read, address, at=at)


def _address(written: str) -> str:
    try:
        return emails.normalise(written)
    except emails.EmailNotValid:
        return ""


def _is_ours(address: str) -> bool:
    mailbox = unquote(urlsplit(settings.MAILBOX_URL).username or "")
    return bool(address) and address in {
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower(),
        mailbox.lower(),
    }


def _unplaceable(read: ReadMail, address: str, came: Came) -> "Promise | None":
    if not came.is_whole:
        return TOO_LARGE
    if not address:
        return NO_SENDER
    return None if read.text or read.attachments else NO_TEXT


def _row(read: ReadMail, address: str, *, came: Came, at: datetime) -> IncomingMail:
    return IncomingMail(
        code=secrets.token_hex(16),
        mailbox=came.mailbox,
        message_id=read.message_id,
        uid_validity=came.uid_validity,
        uid=came.uid,
        taken_at=at,
        masked_sender=emails.mask(address) if address else "",
        sender_hash=emails.address_hash(address) if address else "",
        sealed_sender=_sealed(address),
        sealed_name=_sealed(read.sender_name),
        sealed_subject=_sealed(read.subject),
        sealed_text=_sealed(read.text[:LONGEST_KEPT_TEXT]),
        sealed_folded=_sealed(read.folded[:LONGEST_KEPT_TEXT]),
    )


def _sealed(text: str) -> str:
    return seal(text) if text else ""


def _put_down(mail: IncomingMail, outcome: MailOutcome, *, reason: "str | Promise" = "") -> IncomingMail:
    mail.outcome, mail.reason = outcome, in_code(reason)
    mail.save(force_insert=True)
    return mail


def _placed(mail: IncomingMail, read: ReadMail, address: str, *, at: datetime) -> IncomingMail:
    """Put a mail with the ticket it answers; one that has ended is followed by a new one."""
    meant = ticket_meant(read, sender_hash=mail.sender_hash)
    is_new = meant is None or meant.status in FINAL
    writer = find_or_add_writer(name=read.sender_name or emails.mask(address), address=address, at=at)
    if meant is None or is_new:
        ticket = open_ticket(actor=None, at=at, intake=_intake(read, writer, meant))
    else:
        ticket = meant
    mail.ticket = ticket
    mail.is_acknowledged = is_new and not _answered_lately(mail, at=at)
    kept, mail.refused_files = _files(read, at=at)
    _put_down(mail, MailOutcome.OPENED if is_new else MailOutcome.ADDED)
    for file in kept:
        attach_file(ticket, actor=None, at=at, file=file, source=FileSource.EMAIL, mail=mail)
    if mail.is_acknowledged:
        acknowledge(ticket, mail, at=at)
    return mail


def _intake(read: ReadMail, writer: "CustomerContact", previous: Ticket | None) -> Intake:
    said = [part for part in (read.subject, read.text) if part]
    return Intake(
        kind=TicketKind.REPAIR,
        channel=TicketChannel.EMAIL,
        description="\n".join(said)[:LONGEST_DESCRIPTION] or str(read.attachments[0].name),
        contact_name="",
        contact_phone="",
        contact=writer,
        equipment=previous.equipment if previous else None,
        previous=previous,
    )


def _answered_lately(mail: IncomingMail, *, at: datetime) -> bool:
    """Say whether this sender was told within the hour: two machines would write each other for ever."""
    told = IncomingMail.objects.filter(sender_hash=mail.sender_hash, is_acknowledged=True)
    return told.filter(taken_at__gt=at - ONE_ANSWER_IN).exists()


def _files(read: ReadMail, *, at: datetime) -> tuple[list["StoredFile"], list[Mapping[str, Any]]]:
    """Keep what a mail brings, and say of the rest why not: the mail comes in all the same (H)."""
    kept: list[StoredFile] = []
    faults: list[Mapping[str, Any]] = []
    for one in read.attachments[:MOST_FILES]:
        try:
            kept.append(keep_file(SentFile(BytesIO(one.content), one.name), actor=None, at=at))
        except Refusal as refusal:
            faults.append({"text": in_code(refusal.text), "values": kept_values(refusal.values, clean=str)})
            if isinstance(refusal, FileHostile):
                record_audit(actor=None, at=at, verb=AuditVerb.FILE_HOSTILE, object_type="incoming_mail")
    more = len(read.attachments) - MOST_FILES + read.left_out
    if more > 0:
        faults.append({"text": in_code(MORE_FILES), "values": {"count": more, "limit": MOST_FILES}})
    return kept, faults

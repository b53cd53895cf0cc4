"""What a person makes of a mail that could not be placed: a ticket, or nothing with the reason (D1)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from equipment.services import find_or_add_writer
from records.refusals import MovedByAnother, Refusal
from tickets import permissions
from tickets.choices import TicketChannel, TicketKind
from tickets.models import IncomingMail, MailDecision, Ticket
from tickets.services.notes import LONGEST_REFUSAL, NoteMissing, checked
from tickets.services.opening import Intake, open_ticket

if TYPE_CHECKING:
    from dealers.models import User


class MailHasNoSender(Refusal):
    code = "mail_has_no_sender"
    message = _("This mail names nobody who could be answered. Drop it, or open a ticket by the phone.")


class MailDecided(MovedByAnother):
    message = _("Somebody else was first: this mail is dealt with. Reload the page.")


@transaction.atomic
def place_mail(mail: IncomingMail, *, actor: "User", at: datetime, description: str) -> Ticket:
    """Open a ticket out of a mail, in the words of whoever has read it."""
    if not permissions.may_place_mails(actor):
        raise PermissionDenied
    if not mail.sender:
        raise MailHasNoSender(field="description")
    writer = find_or_add_writer(name=mail.sender_name or mail.masked_sender, address=mail.sender, at=at)
    ticket = open_ticket(
        actor=actor,
        at=at,
        intake=Intake(
            kind=TicketKind.REPAIR,
            channel=TicketChannel.EMAIL,
            description=description,
            contact_name="",
            contact_phone="",
            contact=writer,
        ),
    )
    _decide(mail, actor=actor, at=at, ticket=ticket)
    return ticket


@transaction.atomic
def drop_mail(mail: IncomingMail, *, actor: "User", at: datetime, reason: str) -> None:
    """Let a mail be, with the reason, so that nobody looks at it again."""
    if not permissions.may_place_mails(actor):
        raise PermissionDenied
    why = checked(reason, field="reason", limit=LONGEST_REFUSAL, missing=NoteMissing())
    _decide(mail, actor=actor, at=at, reason=why)


def _decide(
    mail: IncomingMail, *, actor: "User", at: datetime, ticket: Ticket | None = None, reason: str = ""
) -> None:
    try:
        with transaction.atomic():
            MailDecision.objects.create(mail=mail, at=at, by=actor, ticket=ticket, reason=reason)
    except IntegrityError:
        raise MailDecided from None

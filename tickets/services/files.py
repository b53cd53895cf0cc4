"""Files added to a ticket by who serves it, by the customer or out of a mail (D1, D7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.files.keeping import ANY_FILE, keep_file
from records.refusals import Refusal
from tickets import permissions
from tickets.choices import FileSource
from tickets.models import Ticket, TicketFile

if TYPE_CHECKING:
    from dealers.models import User
    from records.files.keeping import SentFile
    from records.models import StoredFile
    from tickets.models import IncomingMail

MOST_FILES: Final = 200


class TooManyFiles(Refusal):
    code = "too_many_files"
    message = _("A ticket holds at most %(limit)s files. Add what is missing to another one.")


@transaction.atomic
def attach_file(
    ticket: Ticket,
    *,
    actor: "User | None",
    at: datetime,
    file: "StoredFile",
    source: FileSource,
    is_shown_to_customer: bool = False,
    mail: "IncomingMail | None" = None,
) -> TicketFile:
    """Put a kept file with a ticket; no actor means that the customer sent it, who sees it again."""
    if actor is not None and not permissions.may_attach(actor, ticket):
        raise PermissionDenied
    if ticket.files.count() >= MOST_FILES:
        raise TooManyFiles(limit=MOST_FILES, field="file")
    return TicketFile.objects.create(
        ticket=ticket,
        file=file,
        at=at,
        by=actor,
        dealer_id=actor.dealer_id if actor else None,
        source=source,
        mail=mail,
        is_shown_to_customer=is_shown_to_customer or actor is None,
    )


@transaction.atomic
def add_files(
    ticket: Ticket, *, actor: "User", at: datetime, sent: Sequence["SentFile"], is_shown_to_customer: bool
) -> list[TicketFile]:
    """Keep what a person of the staff adds to a ticket, all of it or, where one file is refused, none."""
    if not permissions.may_attach(actor, ticket):
        raise PermissionDenied
    kept = [keep_file(one, actor=actor, at=at, allowed=ANY_FILE) for one in sent]
    return [
        attach_file(
            ticket,
            actor=actor,
            at=at,
            file=file,
            source=FileSource.STAFF,
            is_shown_to_customer=is_shown_to_customer,
        )
        for file in kept
    ]

"""The files of a ticket as its page shows them: pictures and sounds in place, the rest to take away (D1)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.template.defaultfilters import filesizeformat

from records.choices import FileKind
from records.wording import short_moment
from tickets import permissions
from tickets.choices import FileSource
from tickets.forms import FilesForm
from tickets.models import Ticket, TicketFile
from tickets.ticket_parts import may_have

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealers.models import User

ICONS: Final = {FileKind.PDF: "file-type-pdf", FileKind.OTHER: "file"}


def files_of(ticket: Ticket, actor: "User") -> list[TicketFile]:
    """Return the files of a ticket that are the person's to see, also those that came with its mails."""
    if not may_have(ticket, TicketFile):
        return []
    rows = TicketFile.objects.visible_to(actor).filter(ticket=ticket).in_order().select_related("file", "by")
    for row in rows:
        row.ticket = ticket  # its address names it
    return list(rows)


def file_section(
    ticket: Ticket,
    files: "Iterable[TicketFile]",
    *,
    actor: "User",
    today: date,
    sent: FilesForm | None = None,
) -> dict[str, Any]:
    """Return the files as they are shown, and the form by which more are added, if the person may."""
    may_attach = permissions.may_attach(actor, ticket)
    return {
        "files": [_line(row, today) for row in files],
        "file_form": (sent or FilesForm()) if may_attach else None,
    }


def _line(row: TicketFile, today: date) -> dict[str, Any]:
    return {
        "name": row.file.name,
        "url": row.get_absolute_url(),
        "size": filesizeformat(row.file.size),
        "at": short_moment(row.at, today),
        "who": str(row.by or FileSource(row.source).label),
        "is_picture": row.file.kind is FileKind.IMAGE,
        "is_sound": row.file.kind is FileKind.AUDIO,
        "icon": ICONS.get(row.file.kind, "file"),
        "is_shown": row.is_shown_to_customer and row.by is not None,
    }

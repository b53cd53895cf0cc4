"""A step's message to the customer: by the way and in the language they chose; a mail has its stop (D20)."""

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from equipment.choices import ToldBy
from records import letters, outbox
from records.choices import MessageChannel
from tickets.choices import LinkPurpose
from tickets.services.links import new_link
from tickets.services.wishing import way_of, why_not_told

if TYPE_CHECKING:
    from dealers.telling import type_values
    from tickets.models import Ticket

MACHINE_WROTE: Final = "auto-generated"


class Stop(NamedTuple):
    """How a mail can be the last one: a page with a button, one click in the reader's program (RFC 8058)."""

    page: str
    one_click: str

    def said(self, language: str) -> str:
        with override(language):
            return _("No more messages about this request: %(link)s") % {"link": self.page}


def new_stop(ticket: "Ticket", *, at: datetime) -> Stop:
    """Make the random link of one mail that ends the messages of its ticket."""
    token = new_link(ticket, purpose=LinkPurpose.STOP, at=at, actor=None)
    page, one_click = (reverse(name, args=[token]) for name in ("customer:stop", "stop"))
    return Stop(f"{settings.SITE_ADDRESS}{page}", f"{settings.SITE_ADDRESS}{one_click}")


def tell_customer(ticket: "Ticket", code: str, values: "type_values", *, key: str, at: datetime) -> None:
    """Write to the contact of a ticket; why somebody is not written to is kept."""
    contact = ticket.contact.current if ticket.contact else None
    way = way_of(contact) if contact else None
    if contact is None or way is None:
        return
    language = contact.language or settings.LANGUAGE_CODE
    if why := why_not_told(contact, way):
        masked = contact.kept_phone or contact.masked_email
        skipped = outbox.not_wished(key, template=code, to=masked, about=ticket.number, at=at, why=why)
        outbox.put_all([skipped])
        return
    with override(language):
        letter = letters.write(code, values(), language=language)
    is_mail = way is ToldBy.EMAIL
    stop = new_stop(ticket, at=at) if is_mail else None
    message = outbox.draft(
        key,
        channel=MessageChannel(way.value),
        to=contact.email if is_mail else contact.phone,
        text=f"{letter.text}\n\n{stop.said(language)}" if stop else letter.text,
        subject=letter.subject if is_mail else "",
        headers={"Auto-Submitted": MACHINE_WROTE} if is_mail else {},
        unsubscribe=stop.one_click if stop else "",
        template=letter.template,
        language=language,
        about=ticket.number,
        quiet=True,
        at=at,
    )
    outbox.put_all([message])

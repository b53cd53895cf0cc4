"""Numbers typed at the code on a machine: asked once whose they are, confirmed by who holds them."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from equipment.choices import ToldBy
from equipment.models import CustomerContact
from records import letters, outbox
from records.choices import MessageChannel
from records.phone_numbers import is_mobile
from regulation.calendars import local_day
from tickets.choices import LinkPurpose
from tickets.letters import NUMBER_TYPED
from tickets.models import ContactChoice, CustomerLink, Ticket
from tickets.services.links import new_link
from tickets.services.telling import A_MACHINE

LANGUAGE: Final = settings.LANGUAGE_CODE


def ask_holder(ticket: Ticket, *, at: datetime) -> None:
    """Ask by one SMS whether the number of a report is its holder's (safety.md, B).

    The key makes it one a number and calendar month, whatever machine it is typed at: more would be what
    somebody wants who types a stranger's number.
    """
    contact = ticket.contact
    if contact is None or not contact.is_unconfirmed or not is_mobile(contact.phone):
        return
    token = new_link(ticket, purpose=LinkPurpose.NUMBER, at=at, actor=None)
    with override(LANGUAGE):
        values = {
            "number": ticket.number,
            "product": ticket.product.name if ticket.product else str(A_MACHINE),
            "link": f"{settings.SITE_ADDRESS}{reverse('customer:number', args=[token])}",
        }
        letter = letters.write(NUMBER_TYPED.code, values, language=LANGUAGE)
    outbox.put(
        f"number/{contact.phone_hash}/{local_day(at):%Y-%m}",
        channel=MessageChannel.SMS,
        to=contact.phone,
        text=letter.text,
        template=letter.template,
        language=LANGUAGE,
        about=ticket.number,
        quiet=True,
        at=at,
    )


@transaction.atomic
def confirm_number(link: CustomerLink, *, at: datetime) -> int:
    """Write by SMS to who holds the number from now on, at each customer whose machines it was typed for."""
    number = link.ticket.contact.phone_hash if link.ticket.contact else ""
    typed = CustomerContact.objects.filter(phone_hash=number, is_unconfirmed=True)
    chosen = [
        ContactChoice(contact=contact, told_by=ToldBy.SMS, language=LANGUAGE, at=at, link=link)
        for contact in typed.select_for_update()
    ]
    ContactChoice.objects.bulk_create(chosen)
    return typed.update(is_unconfirmed=False)

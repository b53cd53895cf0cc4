"""What customers choose by their links: way and language of messages, none of this ticket any more (D20)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dealers.models.telling import LANGUAGES
from equipment.choices import ToldBy
from equipment.models import CustomerContact
from records.phone_numbers import is_mobile
from records.refusals import Refusal
from tickets.models import ContactChoice, CustomerLink, Ticket, TicketStop

if TYPE_CHECKING:
    from records.models import OutboxMessage

STOPPED = _("The customer stopped the messages of this ticket.")
PAGE_ONLY = _("The customer chose to look at the page only.")
UNCONFIRMED = _("The number was typed at the code on the machine, and its holder has not confirmed it.")


class WayNotPossible(Refusal):
    code = "way_not_possible"
    message = _("We can't reach you this way. Press another one.")


class LanguageNotPossible(Refusal):
    code = "language_not_possible"
    message = _("We write in Chinese or English. Press one of them.")


def ways_open_to(contact: CustomerContact) -> list[ToldBy]:
    """Return by which ways a contact can be told: what is on file, and the page always."""
    on_file = {
        ToldBy.SMS: bool(contact.phone_cipher) and is_mobile(contact.phone),
        ToldBy.EMAIL: bool(contact.email_cipher),
        ToldBy.PAGE: True,
    }
    return [way for way, is_open in on_file.items() if is_open]


def way_of(contact: CustomerContact) -> ToldBy | None:
    """Return how a contact is told: as they chose, else by SMS, else by mail; nothing if none reaches."""
    ways = ways_open_to(contact)
    if contact.told_by in ways:
        return ToldBy(contact.told_by)
    return ways[0] if ways[0] is not ToldBy.PAGE else None


def why_not_told(contact: CustomerContact, way: ToldBy) -> Promise | None:
    """Say why a contact is not written to of a step: they chose the page, or the number may be anybody's."""
    if way is ToldBy.PAGE:
        return PAGE_ONLY
    return UNCONFIRMED if way is ToldBy.SMS and contact.is_unconfirmed else None


@transaction.atomic
def choose_way(link: CustomerLink, *, at: datetime, told_by: str, language: str) -> ContactChoice:
    """Keep how the contact of a ticket wants to be told from now on, of this and of later requests."""
    contact = link.ticket.contact.current if link.ticket.contact else None
    if contact is None or told_by not in ways_open_to(contact):
        raise WayNotPossible(field="told_by")
    if language not in dict(LANGUAGES):
        raise LanguageNotPossible(field="language")
    CustomerContact.objects.filter(pk=contact.pk).update(told_by=told_by, language=language)
    return ContactChoice.objects.create(contact=contact, told_by=told_by, language=language, at=at, link=link)


@transaction.atomic
def stop_telling(link: CustomerLink, *, at: datetime) -> TicketStop:
    """Send no more messages of a ticket; stopped again, nothing changes.

    What waits in the outbox is judged when it is due, so a message already handed over may still arrive.
    """
    stop = TicketStop.objects.of(link.ticket)
    if stop is not None:
        return stop
    try:
        with transaction.atomic():
            return TicketStop.objects.create(ticket=link.ticket, at=at, link=link)
    except IntegrityError:  # stopped by another click at this moment
        return TicketStop.objects.in_force().get(ticket=link.ticket)


@transaction.atomic
def start_telling(link: CustomerLink, *, at: datetime) -> int:
    """Send messages of a ticket again; return how many stops it ended."""
    stops = TicketStop.objects.in_force().filter(ticket=link.ticket)
    return stops.update(ended_at=at, ended_link=link)


def why_kept_back(message: "OutboxMessage") -> Promise | None:
    """Say why a step's message to a customer is not wished any more, as it stands when it is due.

    One-time codes, links and what a person writes are no such messages: somebody asked for them.
    """
    return why_not_wished(message.about) if message.template.startswith("customer.") else None


def why_not_wished(number: str) -> Promise | None:
    """Say why the customer of a ticket does not wish to get what its steps tell, if that is so (D20)."""
    stops = TicketStop.objects.in_force().filter(ticket=OuterRef("pk"))
    wishes = (
        Ticket.objects.filter(number=number)
        .annotate(is_stopped=Exists(stops))
        .values_list(
            "is_stopped", "contact__told_by", "contact__replaced_by", "contact__replaced_by__told_by"
        )
    )
    is_stopped, first, replaced, current = wishes.first() or (False, "", None, "")
    if is_stopped:
        return STOPPED
    return PAGE_ONLY if (current if replaced else first) == ToldBy.PAGE else None

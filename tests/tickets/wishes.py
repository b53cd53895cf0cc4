"""A ticket whose contact can be told by SMS and by mail, and what they chose."""

import re

from equipment.models import CustomerContact
from records.models import OutboxMessage
from records.sealing import seal
from tests.factories.equipment import EquipmentFactory
from tests.tickets.cast import NOW, opened
from tests.tickets.customers import link_of
from tickets import services
from tickets.models import Ticket
from tickets.services.wishing import choose_way

ADDRESS = "lin@example.com"


def reachable(dispatcher):
    """Open a ticket whose contact has mobile and e-mail."""
    unit = EquipmentFactory()
    CustomerContact.objects.filter(pk=unit.contact.pk).update(email_cipher=seal(ADDRESS), email_hash="x")
    unit.refresh_from_db()
    return opened(dispatcher, unit)


def body(response):
    return response.content.decode()


def solved(ticket, actor, at=NOW):
    services.solve_ticket(Ticket.objects.get(pk=ticket.pk), actor=actor, at=at, note="好了")
    return told(ticket)[-1]


def told(ticket):
    return list(OutboxMessage.objects.of(ticket.number).filter(template__startswith="customer."))


def choose(ticket, told_by, language="zh-hans"):
    return choose_way(link_of(ticket), at=NOW, told_by=told_by, language=language)


def stop_link(message):
    """Return the addresses of a mail's stop: the page in its text, the one click in its head."""
    return re.search(r"https://service\.example(/s/\S+)", message.text)[1], message.unsubscribe

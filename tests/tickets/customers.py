"""Customers' links made and codes read, for the tests of their pages."""

import re
from datetime import UTC, datetime

from equipment.services import print_labels
from records.models import OutboxMessage
from records.sealing import unseal
from tickets.choices import LinkPurpose
from tickets.services.links import find_link, new_link

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)


def coded(unit, actor):
    """Return the secret of the code on a unit."""
    return print_labels([unit], actor=actor, at=NOW)[0].token


def linked(ticket, *, at=NOW):
    """Return the secret of a link to a ticket's progress."""
    return new_link(ticket, purpose=LinkPurpose.PROGRESS, at=at, actor=None)


def link_of(ticket, *, at=NOW):
    return find_link(linked(ticket, at=at), purpose=LinkPurpose.PROGRESS)


def codes_and_links_sent():
    """Return the messages with a code or a link; what tells of the steps of a ticket is left out."""
    return OutboxMessage.objects.filter(key__regex="^(phone-code|link):").order_by("pk")


def last_sms():
    """Return recipient and text of the code or link that was sent last."""
    message = codes_and_links_sent().last()
    return unseal(message.sealed_to), unseal(message.sealed_text)


def digits_sent():
    return re.search(r"[0-9]{6}", last_sms()[1])[0]

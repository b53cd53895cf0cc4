"""Links of customers to their ticket: made, sent by SMS, found again by their hash, revoked (D1)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.choices import MessageChannel
from records.links import new_token, token_hash
from records.outbox import put
from records.phone_numbers import is_mobile
from records.refusals import Refusal
from tickets import permissions
from tickets.choices import LinkPurpose
from tickets.models import CustomerLink, Ticket

if TYPE_CHECKING:
    from dealers.models import User

LINK_LASTS: Final = timedelta(days=90)
type_address = Callable[[str], str]


class NoMobile(Refusal):
    code = "no_mobile"
    message = gettext_lazy(
        "The contact of this ticket has no mobile number, so no SMS can go there. Copy the link."
    )


@transaction.atomic
def make_link(ticket: Ticket, *, actor: "User", at: datetime) -> str:
    """Return a new link's secret: it is shown once, only its hash is kept (D1)."""
    if not permissions.may_send_link(actor, ticket, at):
        raise PermissionDenied
    return new_link(ticket, purpose=LinkPurpose.PROGRESS, at=at, actor=actor)


def new_link(
    ticket: Ticket, *, purpose: LinkPurpose, at: datetime, actor: "User | None", until: datetime | None = None
) -> str:
    """Make a link as part of a step that says who may; no actor means that the customer's own step did."""
    token = new_token()
    CustomerLink.objects.create(
        ticket=ticket,
        purpose=purpose,
        token_hash=token_hash(token, purpose=purpose),
        made_at=at,
        made_by=actor,
        expires_at=until or at + LINK_LASTS,
    )
    return token


@transaction.atomic
def send_link(ticket: Ticket, *, actor: "User", at: datetime, address: type_address) -> None:
    """Send the customer a link to the ticket's progress; `address` makes one of its secret (D20)."""
    if not permissions.may_send_link(actor, ticket, at):
        raise PermissionDenied
    to = mobile_of(ticket)
    link = address(new_link(ticket, purpose=LinkPurpose.PROGRESS, at=at, actor=actor))
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Your service request %(number)s: see how it stands at %(link)s") % {
            "number": ticket.number,
            "link": link,
        }
    key = f"link:{ticket.number}:{at.timestamp()}"
    put(key, channel=MessageChannel.SMS, to=to, text=text, at=at, about=ticket.number)


def mobile_of(ticket: Ticket) -> str:
    """Return the mobile number of whom a ticket's messages go to."""
    phone = ticket.contact.current.phone if ticket.contact else ""
    if not phone or not is_mobile(phone):
        raise NoMobile
    return phone


@transaction.atomic
def revoke_links(ticket: Ticket, *, actor: "User", at: datetime) -> int:
    """End all links of a ticket at once; return how many there were."""
    if not permissions.may_send_link(actor, ticket, at):
        raise PermissionDenied
    return CustomerLink.objects.valid(at).filter(ticket=ticket).update(revoked_at=at, revoked_by=actor)


def find_link(token: str, *, purpose: LinkPurpose) -> CustomerLink | None:
    """Return the link of a secret for this purpose, ended or not: the one public way to it."""
    rows = CustomerLink.objects.filter(token_hash=token_hash(token, purpose=purpose), purpose=purpose)
    return rows.select_related("ticket__product", "ticket__equipment__contact", "ticket__contact").first()


def is_in_force(link: CustomerLink, *, at: datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at

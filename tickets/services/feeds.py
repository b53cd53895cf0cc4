"""The address of an engineer's calendar: made, found again by its hash, revoked (D5, safety.md 10)."""

import secrets
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dealers.models import User
from dealers.services import holder_mark
from records.links import new_token, token_hash
from tickets import permissions
from tickets.models import CalendarFeed

PURPOSE: Final = "calendar"


@transaction.atomic
def make_feed(*, actor: User, at: datetime) -> str:
    """Return the secret of a new address: shown once, its hash kept; an earlier one ends with it."""
    if not permissions.may_subscribe(actor):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=actor.pk)  # two presses at once: one after the other
    revoke_feed(actor=actor, at=at)
    token = new_token()
    CalendarFeed.objects.create(
        user=actor,
        token_hash=token_hash(token, purpose=PURPOSE),
        holder_mark=holder_mark(actor),
        made_at=at,
    )
    return token


@transaction.atomic
def revoke_feed(*, actor: User, at: datetime) -> int:
    """End the person's address at once; return how many there were."""
    return CalendarFeed.objects.of(actor).open().update(revoked_at=at)


def holder_of_feed(token: str) -> User | None:
    """Return whose calendar an address opens: the one public way to it.

    None where it was revoked, where password or dealer changed since, and where the person left or repairs
    nothing any more.
    """
    rows = CalendarFeed.objects.open().filter(token_hash=token_hash(token, purpose=PURPOSE))
    feed = rows.select_related("user__staff").first()
    if feed is None or not secrets.compare_digest(feed.holder_mark, holder_mark(feed.user)):
        return None
    staff = getattr(feed.user, "staff", None)
    serves = staff is None or staff.is_active
    return feed.user if serves and permissions.may_subscribe(feed.user) else None

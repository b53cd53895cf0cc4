"""The one writer of the audit: reveals, exports and refusals (C10)."""

from datetime import datetime
from typing import TYPE_CHECKING

from records.links import redacted
from records.models import AuditEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def record_audit(
    *,
    actor: "AbstractBaseUser | None",
    at: datetime,
    verb: str,
    object_type: str = "",
    object_ref: str = "",
    reason: str = "",
    path: str = "",
) -> None:
    """Write who did what to which record; never a personal value, never a customer's link."""
    AuditEntry.objects.create(
        actor_id=actor.pk if actor else None,
        at=at,
        verb=verb,
        object_type=object_type,
        object_ref=object_ref[:80],
        reason=reason[:200],
        path=redacted(path)[:200],
    )

"""A harmful file is told to the audit, once what refused it is rolled back (safety.md, H14)."""

from typing import TYPE_CHECKING

from django.utils import timezone

from records.audit import record_audit
from records.choices import AuditVerb
from records.files.keeping import FileHostile

if TYPE_CHECKING:
    from django.http import HttpRequest

    from records.refusals import Refusal


def audit_hostile(refusal: "Refusal", *, request: "HttpRequest") -> None:
    """Record that somebody sent a harmful file; any other refusal is none of the audit's business."""
    if isinstance(refusal, FileHostile):
        actor = request.user if request.user.is_authenticated else None
        record_audit(actor=actor, at=timezone.now(), verb=AuditVerb.FILE_HOSTILE, path=request.path)

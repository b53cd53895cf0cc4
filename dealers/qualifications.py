"""What is done about skills and certificates: filed by the dealer, confirmed or returned (B1, B3)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers import permissions
from dealers.choices import FilingStatus
from dealers.models import Qualification, ServiceStaff, StaffQualification
from dealers.services import FilingMoved, ReasonNeeded
from records.audit import record_audit
from records.choices import AuditVerb, FileKind
from records.files.keeping import keep_file
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User
    from records.files.keeping import SentFile
    from records.models import StoredFile

LONGEST_NUMBER = 40
PICTURES_AND_PDF: Final = frozenset({FileKind.IMAGE, FileKind.PDF})


class PaperWaits(Refusal):
    code = "paper_waits"
    status = 409
    message = _("%(name)s waits for headquarters already. Wait for its word before filing it again.")


class PaperReturned(Refusal):
    code = "paper_returned"
    status = 409
    message = _("%(name)s was returned. File it again below, with the scan.")


class SkillHeld(Refusal):
    code = "skill_held"
    status = 409
    message = _("%(name)s is confirmed already: there is nothing to file.")


class CertificateNotWhole(Refusal):
    code = "certificate_not_whole"
    message = _("A certificate has a number and the two days between which it is valid. Write all three.")


class ValidityNotPossible(Refusal):
    code = "validity_not_possible"
    message = _("A certificate ends after it begins. Mend one of the two days.")


@transaction.atomic
def file_qualification(
    staff: ServiceStaff,
    *,
    actor: "User",
    at: datetime,
    qualification: Qualification,
    certificate_number: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    scan: "SentFile | None" = None,
) -> StaffQualification:
    """File a person's skill or certificate, which counts once headquarters has confirmed it (B1)."""
    if not permissions.may_file_papers(actor, staff):
        raise PermissionDenied
    rows = StaffQualification.objects.filter(staff=staff, qualification=qualification)
    if rows.filter(filing_status=FilingStatus.FILED).exists():
        raise PaperWaits(name=qualification.name, field="qualification")
    number = certificate_number.strip()
    if not qualification.is_certificate:
        if rows.confirmed().exists():
            raise SkillHeld(name=qualification.name, field="qualification")
        number, valid_from, valid_until = "", None, None
    elif not number or valid_from is None or valid_until is None:
        raise CertificateNotWhole(field="certificate_number")
    elif valid_until < valid_from:
        raise ValidityNotPossible(field="valid_until")
    paper = StaffQualification(
        staff=staff,
        qualification=qualification,
        certificate_number=number,
        valid_from=valid_from,
        valid_until=valid_until,
        scan=_kept(scan, actor=actor, at=at) if scan else None,
        filed_at=at,
        filed_by=actor,
    )
    paper._history_user, paper._history_date = actor, at  # type: ignore[attr-defined]  # noqa: SLF001 (the package's documented way)
    paper.save(force_insert=True)
    return paper


@transaction.atomic
def attach_scan(
    paper: StaffQualification, *, actor: "User", at: datetime, scan: "SentFile"
) -> StaffQualification:
    """Put the scan of a paper with it; what headquarters has confirmed it looks at again (B1).

    The scan before stays named by the history.
    """
    if not permissions.may_file_papers(actor, paper.staff):
        raise PermissionDenied
    waiting = StaffQualification.objects.filter(
        staff=paper.staff, qualification=paper.qualification, filing_status=FilingStatus.FILED
    )
    if waiting.exclude(pk=paper.pk).exists():
        raise PaperWaits(name=paper.qualification.name, field="scan")
    if paper.filing_status == FilingStatus.RETURNED:
        raise PaperReturned(name=paper.qualification.name, field="scan")
    return _move(paper, FilingStatus.FILED, actor=actor, at=at, scan=_kept(scan, actor=actor, at=at))


def _kept(scan: "SentFile", *, actor: "User", at: datetime) -> "StoredFile":
    return keep_file(scan, actor=actor, at=at, allowed=PICTURES_AND_PDF)


@transaction.atomic
def open_scan(paper: StaffQualification, *, actor: "User", at: datetime) -> "StoredFile":
    """Return the scan of a paper; who opened it is recorded (C10)."""
    if paper.scan is None or not permissions.may_open_scan(actor, paper.staff):
        raise PermissionDenied
    record_audit(
        actor=actor,
        at=at,
        verb=AuditVerb.SCAN_OPENED,
        object_type="staff",
        object_ref=f"{paper.staff.code} {paper.qualification.code}",
    )
    return paper.scan


def confirm_qualification(
    paper: StaffQualification, *, actor: "User", at: datetime, seen: str | None = None
) -> StaffQualification:
    """Confirm what was filed: from now on it counts when somebody is sent.

    `seen` is the code of the scan that was looked at, empty for none: one that took its place since was not.
    """
    if seen is not None and seen != (paper.scan.code if paper.scan else ""):
        raise FilingMoved
    return _decide(paper, FilingStatus.CONFIRMED, actor=actor, at=at, reason="")


def return_qualification(
    paper: StaffQualification, *, actor: "User", at: datetime, reason: str
) -> StaffQualification:
    """Send a paper back to the dealer, or withdraw its confirmation, with the reason."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    return _decide(paper, FilingStatus.RETURNED, actor=actor, at=at, reason=reason.strip())


@transaction.atomic
def _decide(
    paper: StaffQualification, target: FilingStatus, *, actor: "User", at: datetime, reason: str
) -> StaffQualification:
    """Take headquarters' word on what is filed, or its word back on what it has confirmed."""
    if not permissions.may_confirm_filing(actor):
        raise PermissionDenied
    source = paper.filing_status
    is_open = source == FilingStatus.FILED or (source, target) == (
        FilingStatus.CONFIRMED,
        FilingStatus.RETURNED,
    )
    if not is_open:
        raise FilingMoved
    return _move(paper, target, actor=actor, at=at, reason=reason)


def _move(
    paper: StaffQualification,
    target: FilingStatus,
    *,
    actor: "User",
    at: datetime,
    reason: str = "",
    **changes: "StoredFile",
) -> StaffQualification:
    """Claim and record: the only code that moves a paper; its history says who, when and why (L3)."""
    rows = StaffQualification.objects.filter(
        pk=paper.pk, filing_status=paper.filing_status, scan=paper.scan_id
    )
    if not rows.update(filing_status=target, **changes):
        raise FilingMoved
    fresh = StaffQualification.objects.select_related("staff", "qualification").get(pk=paper.pk)
    StaffQualification.history.bulk_history_create(
        [fresh], update=True, default_user=actor, default_change_reason=reason, default_date=at
    )
    return fresh

"""What is done about skills and certificates: filed by the dealer, confirmed or returned (B1, B3)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers import permissions
from dealers.choices import FilingStatus
from dealers.models import Qualification, ServiceStaff, StaffQualification
from dealers.services import FilingMoved, ReasonNeeded
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_NUMBER = 40


class PaperWaits(Refusal):
    code = "paper_waits"
    status = 409
    message = _("%(name)s waits for headquarters already. Wait for its word before filing it again.")


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
        filed_at=at,
        filed_by=actor,
    )
    paper._history_user, paper._history_date = actor, at  # type: ignore[attr-defined]  # noqa: SLF001 (the package's documented way)
    paper.save(force_insert=True)
    return paper


def confirm_qualification(paper: StaffQualification, *, actor: "User", at: datetime) -> StaffQualification:
    """Confirm what was filed: from now on it counts when somebody is sent."""
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
    """Claim and record: the only code that moves a paper; its history says who, when and why (L3)."""
    if not permissions.may_confirm_filing(actor):
        raise PermissionDenied
    source = paper.filing_status
    is_open = source == FilingStatus.FILED or (source, target) == (
        FilingStatus.CONFIRMED,
        FilingStatus.RETURNED,
    )
    rows = StaffQualification.objects.filter(pk=paper.pk, filing_status=source)
    if not is_open or not rows.update(filing_status=target):
        raise FilingMoved
    fresh = StaffQualification.objects.select_related("staff", "qualification").get(pk=paper.pk)
    StaffQualification.history.bulk_history_create(
        [fresh], update=True, default_user=actor, default_change_reason=reason, default_date=at
    )
    return fresh

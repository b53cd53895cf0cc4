"""The page of one service person: what they can do, which papers they hold, and until when (B1, B3)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dealers import permissions, qualifications
from dealers.forms import QualificationFiledForm, ReturnForm
from dealers.models import ServiceStaff, StaffQualification
from dealers.paper_page import paper_rows
from dealers.requests import ActorRequest
from records.idempotency import once
from records.refusals import Refusal

UNPROCESSABLE = 422
LONGEST_CODE = 20


@require_GET
def person(request: ActorRequest, code: str) -> HttpResponse:
    """Show a person's skills and certificates, each with its window."""
    return _page(request, _staff(request, code))


def _staff(request: ActorRequest, code: str) -> ServiceStaff:
    rows = ServiceStaff.objects.visible_to(request.user).select_related("dealer", "user")
    staff: ServiceStaff = get_object_or_404(rows, code=code)
    if not permissions.may_see_network(request.user):
        raise PermissionDenied
    return staff


def _paper(request: ActorRequest, code: str, qualification: str) -> StaffQualification:
    """Return the person's paper of a kind that was filed last: the one that waits, or the one in force."""
    staff = _staff(request, code)
    rows = StaffQualification.objects.visible_to(request.user).filter(staff=staff).newest_first()
    found = rows.filter(qualification__code=qualification).first()
    return found or get_object_or_404(rows.none())


def _page(
    request: ActorRequest,
    staff: ServiceStaff,
    *,
    form: QualificationFiledForm | None = None,
    return_form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = request.user, timezone.now()
    rows = StaffQualification.objects.visible_to(actor).filter(staff=staff).newest_first()
    may_file = staff.is_active and permissions.may_file_papers(actor, staff)
    shown: dict[str, Any] = {
        "staff": staff,
        "papers": paper_rows(rows, at=at),
        "may_confirm": staff.is_active and permissions.may_confirm_filing(actor),
        "form": form or (QualificationFiledForm(actor=actor) if may_file else None),
        "return_form": return_form or ReturnForm(),
        "returning": request.GET.get("return", "")[:LONGEST_CODE],
    }
    return render(request, "dealers/person.html", shown, status=status)


@require_POST
def file(request: ActorRequest, code: str) -> HttpResponse:
    """File a skill or a certificate for a person."""
    staff, form = _staff(request, code), QualificationFiledForm(request.POST, actor=request.user)
    if not form.is_valid():
        return _page(request, staff, form=form, status=UNPROCESSABLE)
    try:
        return _file(request, staff, form, at=timezone.now())
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, staff, form=form, status=refusal.status)


@once
def _file(
    request: ActorRequest, staff: ServiceStaff, form: QualificationFiledForm, *, at: datetime
) -> HttpResponse:
    filed = qualifications.file_qualification(staff, actor=request.user, at=at, **form.cleaned_data)
    messages.success(
        request, _("%(name)s is filed: headquarters looks at it") % {"name": filed.qualification}
    )
    return redirect("dealers:person", staff.code)


@require_POST
def confirm(request: ActorRequest, code: str, qualification: str) -> HttpResponse:
    """Confirm the paper that waits."""
    paper = _paper(request, code, qualification)
    try:
        return _confirm(request, paper, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, paper, refusal)


@once
def _confirm(request: ActorRequest, paper: StaffQualification, *, at: datetime) -> HttpResponse:
    qualifications.confirm_qualification(paper, actor=request.user, at=at)
    messages.success(request, _("%(name)s is confirmed") % {"name": paper.qualification})
    return redirect("dealers:person", paper.staff.code)


@require_POST
def return_(request: ActorRequest, code: str, qualification: str) -> HttpResponse:
    """Send a paper back, or withdraw its confirmation, with what is missing."""
    paper, form = _paper(request, code, qualification), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, _staff(request, code), return_form=form, status=UNPROCESSABLE)
    try:
        return _return(request, paper, form, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, paper, refusal)


@once
def _return(
    request: ActorRequest, paper: StaffQualification, form: ReturnForm, *, at: datetime
) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    qualifications.return_qualification(paper, actor=request.user, at=at, reason=reason)
    messages.success(request, _("%(name)s is returned") % {"name": paper.qualification})
    return redirect("dealers:person", paper.staff.code)


def _refused(request: ActorRequest, paper: StaffQualification, refusal: Refusal) -> HttpResponse:
    """Show the person's page as it stands now, with why nothing was done."""
    messages.error(request, str(refusal))
    return _page(request, _staff(request, paper.staff.code), status=refusal.status)

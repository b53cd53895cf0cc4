"""The page of one service person: what they can do, which papers they hold, and until when (B1, B3)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from dealers import permissions, qualifications
from dealers.forms import QualificationFiledForm, ReturnForm, ScanForm
from dealers.models import ServiceStaff, StaffQualification
from dealers.paper_page import paper_rows
from dealers.requests import ActorRequest
from records.files.hostile import audit_hostile
from records.files.serving import file_response
from records.idempotency import once
from records.refusals import Refusal
from records.uploads import UploadCutOff, is_cut_off

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
    scan_form: ScanForm | None = None,
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
        "may_open": permissions.may_open_scan(actor, staff),
        "may_file": may_file,
        "scan_form": scan_form or ScanForm(),
        "scanning": request.GET.get("scan", "")[:LONGEST_CODE],
    }
    return render(request, "dealers/person.html", shown, status=status)


@require_POST
def file(request: ActorRequest, code: str) -> HttpResponse:
    """File a skill or a certificate for a person."""
    staff = _staff(request, code)
    form = QualificationFiledForm(request.POST, request.FILES, actor=request.user)
    if not _is_whole(request, form):
        return _page(request, staff, form=form, status=UNPROCESSABLE)
    try:
        return _file(request, staff, form, at=timezone.now())
    except Refusal as refusal:
        _put_refusal(request, form, refusal)
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


def _is_whole(request: ActorRequest, form: Form) -> bool:
    """Judge what was typed; of a file that was cut off on its way nothing is kept."""
    if is_cut_off(request):
        form.add_error("scan", str(UploadCutOff()))
    return form.is_valid()


def _put_refusal(request: ActorRequest, form: Form, refusal: Refusal) -> None:
    """Show why at the field it is about: whatever is wrong with a file is wrong with the scan."""
    field = "scan" if refusal.field == "file" else refusal.field
    audit_hostile(refusal, request=request)
    form.add_error(field if field in form.fields else None, str(refusal))


@require_POST
def attach(request: ActorRequest, code: str, qualification: str) -> HttpResponse:
    """Put a scan with a paper that is filed; one that was confirmed is looked at again."""
    paper, form = _paper(request, code, qualification), ScanForm(request.POST, request.FILES)
    status = UNPROCESSABLE
    if _is_whole(request, form):
        try:
            return _attach(request, paper, form, at=timezone.now())
        except Refusal as refusal:
            _put_refusal(request, form, refusal)
            status = refusal.status
    return _page(request, _staff(request, code), scan_form=form, status=status)


@once
def _attach(
    request: ActorRequest, paper: StaffQualification, form: ScanForm, *, at: datetime
) -> HttpResponse:
    qualifications.attach_scan(paper, actor=request.user, at=at, **form.cleaned_data)
    said = _("The scan of %(name)s is filed: headquarters looks at it") % {"name": paper.qualification}
    messages.success(request, said)
    return redirect("dealers:person", paper.staff.code)


@require_safe
def scan(request: ActorRequest, code: str, file: str) -> HttpResponseBase:
    """Give away the scan of a paper, one filed before as well (D8)."""
    staff = _staff(request, code)
    rows = StaffQualification.objects.visible_to(request.user).filter(staff=staff).newest_first()
    paper = get_object_or_404(rows.select_related("staff"), scan__code=file)
    return file_response(qualifications.open_scan(paper, actor=request.user, at=timezone.now()))


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
    seen = request.POST.get("scan", "")
    qualifications.confirm_qualification(paper, actor=request.user, at=at, seen=seen)
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

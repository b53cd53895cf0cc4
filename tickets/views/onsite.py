"""A record while it is being written: drafts kept by themselves, photos, changes after signing (D7)."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from equipment.forms import refuse as put_refusal
from records.files.hostile import audit_hostile
from records.files.serving import file_response
from records.idempotency import once
from records.refusals import Refusal
from tickets import permissions, services
from tickets.models import RecordPhoto, ServiceRecord
from tickets.onsite.device_forms import PhotosForm
from tickets.onsite.forms import RecordForm, blank_sheet
from tickets.onsite.page import photo_section, writing_page
from tickets.onsite.states import RecordStatus
from tickets.views.requests import require
from tickets.views.trips import ADD, DRAW, REMOVE, redrawn, sent_sheet

if TYPE_CHECKING:
    from dealers.requests import ActorRequest


def visible_record(request: "ActorRequest", number: str) -> ServiceRecord:
    """Return a record: 404 where it is missing or another dealer's, 403 where the role sees none."""
    rows: Any = ServiceRecord.objects.visible_to(request.user).with_names()
    record: ServiceRecord = get_object_or_404(rows, number=number)
    require(allowed=permissions.may_see(request.user))
    return record


def own_record(request: "ActorRequest", number: str) -> ServiceRecord:
    """Return a record to whoever was there: 403 for everybody else who sees it."""
    record = visible_record(request, number)
    require(allowed=permissions.may_write_record(request.user, record))
    return record


@require_http_methods(["GET", "POST"])
@once
def write(request: "ActorRequest", number: str) -> HttpResponse:
    """Write anew what was opened to be changed; the first writing has its page below the ticket."""
    record = own_record(request, number)
    ticket = record.ticket
    if record.recorded_at is None or record.status != RecordStatus.OPEN:
        return redirect("onsite:detail", number)
    if request.method == "GET":
        form = RecordForm(ticket=ticket, actor=request.user, record=record)
        return writing_page(request, ticket, record, sheet=blank_sheet(form, record))
    if request.POST.get("press", "").startswith((ADD, REMOVE, DRAW)):
        return writing_page(request, ticket, record, sheet=redrawn(request, ticket, record))
    sheet, status = sent_sheet(request, ticket, record), 422
    if sheet.is_valid():
        try:
            services.rewrite_record(record, actor=request.user, at=timezone.now(), **sheet.typed())
        except Refusal as refusal:
            put_refusal(sheet.form, refusal)
            status = refusal.status
        else:
            return redirect("onsite:sign", number)
    return writing_page(request, ticket, record, sheet=sheet, status=status)


@require_POST
def draft(request: "ActorRequest", number: str) -> HttpResponse:
    """Keep what is typed so far and say when; what can't be kept yet is said and stays on the screen."""
    record = own_record(request, number)
    sheet = sent_sheet(request, record.ticket, record)
    for name in ("work_done", "minutes_worked", "result"):
        if name in sheet.form.fields:
            sheet.form.fields[name].required = False
    said = _("Not saved yet: a line is not complete")
    if sheet.is_valid():
        try:
            services.draft_record(record, actor=request.user, **sheet.typed())
        except Refusal as refusal:
            said = str(refusal)
        else:
            return render(request, "tickets/onsite/_saved.html", {"at": timezone.now(), "is_saved": True})
    return render(request, "tickets/onsite/_saved.html", {"said": said})


@require_POST
def photos(request: "ActorRequest", number: str) -> HttpResponse:
    """Add photos straight from the camera; where one is refused none is kept, and what it was is said."""
    record = own_record(request, number)
    form, status = PhotosForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            return _add(request, record, form)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
            audit_hostile(refusal, request=request)
    return _photos(request, record, form=form, status=status)


@once
def _add(request: "ActorRequest", record: ServiceRecord, form: PhotosForm) -> HttpResponse:
    services.add_photos(
        record,
        actor=request.user,
        at=timezone.now(),
        sent=form.cleaned_data["photos"],
        step=form.cleaned_data["step"],
        told=form.told,
    )
    return _photos(request, record)


def _photos(
    request: "ActorRequest", record: ServiceRecord, *, form: PhotosForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the photos again: the section alone to a script, else the page they stand on."""
    if request.htmx:
        shown = photo_section(record, actor=request.user, at=timezone.now(), sent=form)
        return render(request, "tickets/onsite/_photos.html", shown, status=status)
    if form is None:
        return redirect(_writing_address(record))
    sheet = blank_sheet(RecordForm(ticket=record.ticket, actor=request.user, record=record), record)
    return writing_page(request, record.ticket, record, sheet=sheet, photos_form=form, status=status)


def _writing_address(record: ServiceRecord) -> Any:  # noqa: ANN401 (an address, or what makes one)
    if record.recorded_at is None:
        return redirect("tickets:record", record.ticket.number).url + "#photos"
    return redirect("onsite:write", record.number).url + "#photos"


@require_POST
@once
def remove_photo(request: "ActorRequest", number: str, code: str) -> HttpResponse:
    record = own_record(request, number)
    services.remove_photo(record, actor=request.user, code=code)
    return _photos(request, record)


@require_safe
def photo(request: "ActorRequest", number: str, code: str) -> HttpResponseBase:
    """Give one photo away; that of a record out of sight does not exist."""
    record = visible_record(request, number)
    rows: Any = RecordPhoto.objects.visible_to(request.user).filter(record=record).in_order()
    found: RecordPhoto = get_object_or_404(rows, file__code=code)
    return file_response(found.file)

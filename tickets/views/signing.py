"""What the customer reads and signs, and the signed record as its readers see it (D7)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from equipment.forms import refuse as put_refusal
from equipment.labels import symbol_of
from records.audit import record_audit
from records.idempotency import once
from records.paper import paper_font, pdf_response, picture_on_paper
from records.refusals import Refusal
from tickets import permissions, services
from tickets.onsite.audit_forms import AuditForm, first_choice, possible
from tickets.onsite.audit_page import seen_of
from tickets.onsite.checking import code_of
from tickets.onsite.device_forms import AmendForm, SignForm, UnsignedForm
from tickets.onsite.page import content_of, lacking_words, record_page
from tickets.onsite.sheet import sheet_page
from tickets.onsite.states import RecordStatus
from tickets.views.onsite import own_record, visible_record

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.models import ServiceRecord


@require_http_methods(["GET", "POST"])
@once
def sign(request: "ActorRequest", number: str) -> HttpResponse:
    """Let the customer read what was done and sign it on the phone."""
    record = own_record(request, number)
    if request.method == "GET":
        if record.status != RecordStatus.WRITTEN:
            return redirect("onsite:detail", number)
        return _sign_page(request, record)
    form, status = SignForm(request.POST), 422
    if form.is_valid():
        record.version = form.cleaned_data["version"] or record.version
        try:
            services.sign_record(
                record, actor=request.user, at=timezone.now(), signature=form.signature, told=form.told
            )
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("%(number)s is signed") % {"number": number})
            return redirect("onsite:detail", number)
    return _sign_page(request, record, form=form, status=status)


@require_POST
@once
def leave(request: "ActorRequest", number: str) -> HttpResponse:
    """Put down why nobody signs; the customer may sign later."""
    record, form = own_record(request, number), UnsignedForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            services.leave_unsigned(record, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("%(number)s is saved without a signature") % {"number": number})
            return redirect("tickets:jobs")
    return _sign_page(request, record, unsigned=form, status=status)


def _sign_page(
    request: "ActorRequest",
    record: "ServiceRecord",
    *,
    form: SignForm | None = None,
    unsigned: UnsignedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    initial = {"name": record.ticket.contact_name, "place": record.ticket.place_text}
    shown = content_of(record, actor=request.user) | {
        "form": form or SignForm(initial=initial | {"version": record.version}),
        "unsigned_form": unsigned or UnsignedForm(initial={"reason": record.unsigned_because}),
        "lacking": lacking_words(services.photos_missing(record, at=at)),
    }
    return render(request, "tickets/onsite/sign.html", shown, status=status)


@require_POST
@once
def amend(request: "ActorRequest", number: str) -> HttpResponse:
    """Open a written record to be changed: it will have to be signed again."""
    record, form = own_record(request, number), AmendForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            services.amend_record(record, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            return redirect("onsite:write", number)
    return record_response(request, record, amend_form=form, status=status)


@require_GET
def detail(request: "ActorRequest", number: str) -> HttpResponse:
    """Show a record: what was done, who signed it, and that it is unchanged since."""
    return record_response(request, visible_record(request, number))


def record_response(
    request: "ActorRequest",
    record: "ServiceRecord",
    *,
    amend_form: AmendForm | None = None,
    audit_form: AuditForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of a record, with the forms of the steps that were refused, if one was."""
    shown = record_page(record, actor=request.user, at=timezone.now())
    shown["amend_form"] = amend_form or AmendForm()
    if permissions.may_audit(request.user, record) and possible(record):
        shown["seen"] = seen_of(record, actor=request.user, at=timezone.now())
        shown["audit_form"] = audit_form or AuditForm(
            initial=first_choice(record, shown["seen"]) | {"version": record.version}, record=record
        )
    _add_codes(request, shown)
    shown["makes_pdf"] = bool(paper_font())
    return render(request, "tickets/onsite/detail.html", shown, status=status)


def _add_codes(request: "ActorRequest", shown: dict[str, Any]) -> None:
    """Put with each signed version the code by which anybody checks it."""
    for version in shown["versions"]:
        path = reverse("customer:check", args=[code_of(version["signed"])])
        version["check_url"] = request.build_absolute_uri(path)
        version["symbol"] = symbol_of(version["check_url"])


@require_GET
def sheet(request: "ActorRequest", number: str) -> HttpResponse:
    """Give a record away as PDF; who took it is recorded (D7, J3)."""
    record, at = visible_record(request, number), timezone.now()
    if not paper_font():
        messages.error(request, _("This server can't make a PDF. Print the page instead."))
        return redirect("onsite:detail", number)
    shown = sheet_page(record, actor=request.user, at=at)
    _add_codes(request, shown)
    sources = [(one, picture_on_paper(one.file)) for one in shown["photos"]]
    shown["pictures"] = [
        {"source": source, "step": one.get_step_display(), "at": one.taken_at}
        for one, source in sources
        if source
    ]
    record_audit(
        actor=request.user, at=at, verb="export", object_type="record", object_ref=record.number, reason="PDF"
    )
    return pdf_response(
        request, "tickets/onsite/sheet.html", shown, style="css/sheet.css", name=record.number
    )

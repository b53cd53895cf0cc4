"""Files of a ticket: added by who serves it, given to who may see the ticket (D1, safety.md D8, H)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dealers.requests import ActorRequest
from equipment.forms import refuse as put_refusal
from records.files.hostile import audit_hostile
from records.files.serving import file_response
from records.idempotency import once
from records.refusals import Refusal
from records.uploads import is_cut_off
from tickets import permissions
from tickets.forms import FilesForm
from tickets.models import TicketFile
from tickets.querysets import is_engineer_only
from tickets.services import add_files
from tickets.views.jobs import job_page
from tickets.views.requests import require, visible_ticket
from tickets.views.ticket import ticket_page

if TYPE_CHECKING:
    from tickets.models import Ticket


@require_http_methods(["GET", "POST"])
def files(request: ActorRequest, number: str) -> HttpResponse:
    """Add files to a ticket; where one is refused none is kept, and what it was is said."""
    ticket = visible_ticket(request, number)
    address = _page_of(request, ticket)
    if request.method == "GET":
        return redirect(address)
    require(allowed=permissions.may_attach(request.user, ticket))
    form = FilesForm(request.POST, request.FILES, is_cut_off=is_cut_off(request))
    status = 422
    if form.is_valid():
        try:
            return _add(request, ticket, form, address=address)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
            audit_hostile(refusal, request=request)
    page = job_page if is_engineer_only(request.user) else ticket_page
    return page(request, ticket, file_form=form, status=status)


@once
def _add(request: ActorRequest, ticket: "Ticket", form: FilesForm, *, address: str) -> HttpResponse:
    added = add_files(ticket, actor=request.user, at=timezone.now(), **form.typed())
    said = ngettext("%(count)s file is added", "%(count)s files are added", len(added))
    messages.success(request, said % {"count": len(added)})
    return redirect(address)


def _page_of(request: ActorRequest, ticket: "Ticket") -> str:
    shown: Any = (
        redirect("tickets:job", ticket.number) if is_engineer_only(request.user) else redirect(ticket)
    )
    return f"{shown.url}#files"


@require_safe
def file(request: ActorRequest, number: str, code: str) -> HttpResponseBase:
    """Give one file away; that of a ticket out of sight does not exist (D8)."""
    ticket = visible_ticket(request, number)
    rows: Any = TicketFile.objects.visible_to(request.user).filter(ticket=ticket).select_related("file")
    found: TicketFile = get_object_or_404(rows, file__code=code)
    return file_response(found.file, asked=request.headers.get("Range", ""))

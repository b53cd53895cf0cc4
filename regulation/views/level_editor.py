"""The editor of service levels: rows move and nothing typed is lost, then all are saved (D3, K1)."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from records.idempotency import once
from records.refusals import Refusal
from regulation import permissions, reading, services
from regulation.calendars import local_day
from regulation.conditions import registered
from regulation.forms import LevelForms, SeenForm, rearranged, sent_levels, written_levels
from regulation.models import RegulationVersion
from regulation.views.requests import (
    CONFLICT,
    actor_of,
    as_seen,
    moved_meanwhile,
    stamp_of,
    visible_version,
)

SHORTEST = 2  # of a text that suggestions are looked for by


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the levels of a draft; what was pressed says whether rows only move, or all are saved."""
    version = visible_version(request, number)
    if not permissions.may_draft(actor_of(request)):
        raise PermissionDenied
    stood = written_levels(version.levels.in_order())
    if request.method == "GET":
        if not version.is_draft:
            return redirect(version)
        return _page(request, version, LevelForms(stood, actor=actor_of(request), stood=stood))
    typed = sent_levels(request.POST)
    if moved := rearranged(typed, request.POST.get("press", "")):
        rows, at = moved
        return _page(
            request, version, LevelForms(rows, actor=actor_of(request), stood=stood, at=at), at_row=at
        )
    return _saved_or_refused(request, version, LevelForms(typed, actor=actor_of(request), stood=stood))


def _saved_or_refused(request: HttpRequest, version: RegulationVersion, levels: LevelForms) -> HttpResponse:
    seen, status = SeenForm(request.POST), 422
    if seen.is_valid() and levels.is_valid():
        try:
            return _save(
                request, version, levels=levels, seen=seen.cleaned_data["version"], at=timezone.now()
            )
        except services.LevelsNotValid as refusal:
            for words in levels.refuse(refusal):
                seen.add_error(None, words)
        except Refusal as refusal:
            seen.add_error(None, str(refusal))
            status = refusal.status
    if seen.has_error("version"):
        seen.add_error(None, services.MOVED)
    return _page(request, version, levels, seen=seen, status=status)


@once
def _save(
    request: HttpRequest, version: RegulationVersion, *, levels: LevelForms, seen: int, at: datetime
) -> HttpResponse:
    services.change_levels(as_seen(version, seen), actor=actor_of(request), at=at, levels=levels.drafts())
    messages.success(request, _("Service levels saved"))
    return redirect("regulation:changes", number=version.number)


def _page(
    request: HttpRequest,
    version: RegulationVersion,
    levels: LevelForms,
    *,
    seen: SeenForm | None = None,
    at_row: int = -1,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    shown = {
        "version": version,
        "levels": levels,
        "may_try": permissions.may_try_levels(actor_of(request)),
        "most": services.MOST_LEVELS,
        "at_row": at_row,
        "pressed": request.POST.get("press", "").partition("-")[0],
        "seen": seen,
        "moved": moved_meanwhile(request, version, at=at) if status == CONFLICT else [],
        "stamp": stamp_of(request, version, status=status),
        "returned": reading.returned_words(version, on=local_day(at)),
    }
    return render(request, "regulation/levels_edit.html", shown, status=status)


@require_GET
def codes(request: HttpRequest, condition: str) -> HttpResponse:
    """Suggest codes for a text that is being written: a model, a customer, a place."""
    if not permissions.may_draft(actor_of(request)):
        raise PermissionDenied
    offered = registered()[condition].offered if condition in registered() else None
    if offered is None:
        raise Http404
    text = str(next(iter(request.GET.values()), "")).strip()
    found = offered(text, actor_of(request)) if len(text) >= SHORTEST else {}
    return render(request, "regulation/levels_edit.html#codes", {"found": found})

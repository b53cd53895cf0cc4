"""Pages of the regulation: to read it, to compare versions, to draft, review and approve them (K1, K2)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from records.idempotency import once
from records.kept import held
from records.refusals import Refusal
from regulation import permissions, reading, services
from regulation.calendars import local_day
from regulation.explain import explain_clause, parameter_history
from regulation.forms import DecisionForm, DraftForm, VersionForm
from regulation.level_changes import level_changes
from regulation.level_words import LevelChanges
from regulation.models import Clause, RegulationVersion
from regulation.names import full_name
from regulation.views.requests import (
    CONFLICT,
    actor_of,
    as_seen,
    moved_meanwhile,
    stamp_of,
    story_of,
    visible_version,
)

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.editions import Edition

type_step = Callable[..., RegulationVersion]


@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """Show the version in force today."""
    today = local_day(timezone.now())
    return detail(request, services.load_editions().in_force(today).number)


@require_GET
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version as a document, and what the person may decide about it."""
    return _page(request, visible_version(request, number), at=timezone.now())


@require_GET
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version with all that differs from the one before it."""
    return _page(request, visible_version(request, number), at=timezone.now(), comparing=True)


@held()
def _page(
    request: HttpRequest,
    version: RegulationVersion,
    *,
    at: datetime,
    comparing: bool = False,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, today, editions = actor_of(request), local_day(at), services.load_editions()
    before = editions.before(version.in_force_from)
    old_clauses = _old_clauses(before.number) if comparing and before else None
    sign = reading.standing_sign(version, editions, on=today)
    shown = {
        "version": version,
        "sign": sign,
        "before": before,
        "comparing": comparing,
        "in_force": editions.in_force(today).number,
        "drafts": _drafts(actor),
        "said_once": version.reason if version.is_approved else "",  # else it stands beside the steps
        "steps": [] if version.is_approved else reading.steps(version, sign, on=today),
        "returned": reading.returned_words(version, on=today),
        "history": story_of(request, version, at=at),
        "form": form or DecisionForm(initial={"version": version.version}),
        "note_id": "id_note",
        "levels": _compared_levels(actor, version, before) if comparing and before else [],
        **_decisions(actor, version),
        **reading.document(version, before=before, old_clauses=old_clauses),
    }
    return render(request, "regulation/detail.html", shown, status=status)


def _compared_levels(actor: "User", version: RegulationVersion, before: "Edition") -> list[dict[str, Any]]:
    """Return the service levels that differ from the version before."""
    old, new = services.levels_of(before.pk), tuple(version.levels.in_order())
    known = {level.code: level.name for level in (*old, *new)}
    return LevelChanges([level_changes(old, new)], actor=actor, known=known).compared()


def _drafts(actor: "User") -> list[int]:
    """List the numbers of the versions in preparation that the person may see."""
    rows = RegulationVersion.objects.visible_to(actor).in_preparation().newest_first()
    return list(rows.values_list("number", flat=True)[:3])


def _decisions(actor: "User", version: RegulationVersion) -> dict[str, bool]:
    """Say which steps are open to the person."""
    return {
        "may_edit": version.is_draft and permissions.may_draft(actor),
        "may_review": version.is_draft and permissions.may_review(actor, version),
        "may_return": not version.is_approved and permissions.may_return(actor, version),
        "may_approve": version.status == "reviewed" and permissions.may_approve(actor, version),
        "may_draft": permissions.may_draft(actor),
    }


def _old_clauses(number: int) -> dict[str, Clause]:
    clauses = RegulationVersion.objects.get(number=number).clauses.all()
    return {clause.code: clause for clause in clauses}


@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """List all versions, the newest first."""
    if not permissions.may_read(actor_of(request)):
        raise PermissionDenied
    today, editions = local_day(timezone.now()), services.load_editions()
    found = RegulationVersion.objects.visible_to(actor_of(request)).with_people().newest_first()
    rows = [
        {"version": version, "sign": reading.standing_sign(version, editions, on=today)} for version in found
    ]
    return render(
        request,
        "regulation/versions.html",
        {"rows": rows, "may_draft": permissions.may_draft(actor_of(request))},
    )


@require_GET
def clause(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Explain a clause: its text, its version, each number now and before (K2)."""
    version, editions = visible_version(request, number), services.load_editions()
    explained = explain_clause(version, code, editions=editions)
    if explained is None:
        raise Http404
    paths = [parameter["path"] for parameter in explained["parameters"]]
    asked = request.GET.get("parameter", "")
    path = asked if asked in paths else ""
    shown = {
        "version": version,
        "explained": explained,
        "sign": reading.standing_sign(version, editions, on=local_day(timezone.now())),
        "path": path,
        "asked": next((one for one in explained["parameters"] if one["path"] == path), None),
        "parameter": full_name(path) if path else "",
        "rows": parameter_history(path, editions) if path else [],
        "link": request.get_full_path(),
    }
    template = "regulation/clause.html#panel" if getattr(request, "htmx", False) else "regulation/clause.html"
    return render(request, template, shown)


# ── to draft ──


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Ask from which day a new version is to hold, and why; then open it for changes."""
    if not permissions.may_draft(actor_of(request)):
        raise PermissionDenied
    at = timezone.now()
    form = DraftForm(request.POST or None, today=local_day(at))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _draft(request, form=form, at=at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    shown = {"form": form, "drafts": _drafts(actor_of(request))}
    return render(request, "regulation/draft.html", shown, status=status)


@once
def _draft(request: HttpRequest, *, form: DraftForm, at: datetime) -> HttpResponse:
    version = services.draft_version(actor=actor_of(request), at=at, **form.cleaned_data)
    return redirect("regulation:edit", number=version.number)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the parameters, the clauses, the day and the reason of a draft."""
    version, at = visible_version(request, number), timezone.now()
    if not permissions.may_draft(actor_of(request)):
        raise PermissionDenied
    if request.method == "GET" and version.status != "draft":
        return redirect(version)
    form = VersionForm(request.POST or None, draft=version, today=local_day(at))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _edit(request, version, form=form, at=at)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
    shown = {
        "form": form,
        "version": version,
        "stamp": stamp_of(request, version, status=status),
        "moved": moved_meanwhile(request, version, at=at) if status == CONFLICT else [],
        "returned": reading.returned_words(version, on=local_day(at)),
    }
    return render(request, "regulation/edit.html", shown, status=status)


@once
def _edit(
    request: HttpRequest, version: RegulationVersion, *, form: VersionForm, at: datetime
) -> HttpResponse:
    services.edit_version(
        as_seen(version, form.cleaned_data["version"]),
        actor=actor_of(request),
        at=at,
        parameters=form.parameters(),
        in_force_from=form.cleaned_data["in_force_from"],
        reason=form.cleaned_data["reason"],
        clauses=form.texts(),
    )
    messages.success(request, _("Draft saved"))
    return redirect("regulation:changes", number=version.number)


# ── to decide ──


@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Pass a draft on to the general manager."""
    said = _("Reviewed: the general manager decides")
    return _decide(request, number, step=services.review_version, said=said)


@require_POST
def return_(request: HttpRequest, number: int) -> HttpResponse:
    """Send a version back with the reason."""
    return _decide(request, number, step=services.return_version, said=_("Returned to the drafter"))


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a version for its day."""
    return _decide(request, number, step=services.approve_version, said=_("Approved: it holds from its day"))


def _decide(request: HttpRequest, number: int, *, step: type_step, said: str) -> HttpResponse:
    version, at = visible_version(request, number), timezone.now()
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, version, at=at, form=form, status=422)
    try:
        return _step(request, version, form=form, at=at, step=step, said=said)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, visible_version(request, number), at=at, form=form, status=refusal.status)


@once
def _step(
    request: HttpRequest,
    version: RegulationVersion,
    *,
    form: DecisionForm,
    at: datetime,
    step: type_step,
    said: str,
) -> HttpResponse:
    seen = as_seen(version, form.cleaned_data["version"])
    step(seen, actor=actor_of(request), at=at, note=form.cleaned_data["note"])
    messages.success(request, said)
    return redirect(version)

"""Importing a file: send it, say its columns, try it, import it, see what became of each row."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from records import import_page
from records.choices import ImportRunStatus
from records.exports import excel_response
from records.forms import ColumnsForm, EncodingForm, UploadForm
from records.idempotency import once
from records.imports import refused_file, runs
from records.imports.mapping import MappingNotComplete
from records.imports.registry import importer_of, importers_for
from records.models import ImportRun
from records.refusals import Refusal
from records.tasks import run_import
from records.uploads import is_cut_off

if TYPE_CHECKING:
    from dealers.models import User


def _actor(request: HttpRequest) -> "User":
    return cast("User", request.user)


def _run(request: HttpRequest, code: str) -> ImportRun:
    """Return the person's own run: another's does not exist (D18)."""
    run = get_object_or_404(ImportRun.objects.visible_to(_actor(request)), code=code)
    if not importer_of(run.kind).may_import(request.user):
        raise PermissionDenied
    return run


def _ring(run: ImportRun) -> None:
    """Ring the worker once the row stands; should nobody hear it, the sweep does."""
    transaction.on_commit(partial(run_import.delay, run_id=run.pk), robust=True)


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """List the files a person has sent."""
    importers = importers_for(_actor(request))
    if not importers:
        raise PermissionDenied
    mine = ImportRun.objects.visible_to(_actor(request)).newest_first()[: import_page.MOST_RUNS]
    return render(request, "records/imports.html", {"rows": [import_page.row(run) for run in mine]})


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take in a file; one that was imported before is recognised."""
    importers = importers_for(_actor(request))
    if not importers:
        raise PermissionDenied
    kinds = [(importer.kind, importer.label) for importer in importers]
    chosen = {"kind": request.GET.get("kind") or kinds[0][0]}
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        kinds=kinds,
        is_cut_off=is_cut_off(request),
        initial=chosen,
    )
    status, earlier = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _receive(request, form)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
                status, earlier = refusal.status, getattr(refusal, "run", None)
    context = {"form": form, "importers": importers, "earlier": earlier, "steps": import_page.steps(None)}
    return render(request, "records/import_new.html", context, status=status)


@once
def _receive(request: HttpRequest, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    run = runs.receive_file(
        actor=_actor(request),
        at=timezone.now(),
        kind=form.cleaned_data["kind"],
        file=file,
        name=file.name or "",
    )
    return redirect("records:import-run" if run.rows_read else "records:import-map", run.code)


@require_http_methods(["GET", "POST"])
def import_map(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which column fills which field; sending it begins the trial."""
    run = _run(request, code)
    if not ImportRun.objects.visible_to(_actor(request)).waiting().filter(pk=run.pk).exists():
        return redirect("records:import-run", run.code)
    own = importer_of(run.kind).fields(request.user)
    posted = import_page.posted_columns(request.POST, own) if request.method == "POST" else None
    try:
        look = runs.look_into(run, actor=_actor(request), chosen=posted)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("records:imports")
    form = ColumnsForm(request.POST or None, own=own, look=look)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not form.asks_anew():
            try:
                return _try(request, run, form)
            except MappingNotComplete as refusal:
                form.refuse(refusal)
    context = {
        "run": run,
        "look": look,
        "form": form,
        "asks_anew": status != 200 and form.is_valid(),  # noqa: PLR2004 (the HTTP status)
        "encoding": EncodingForm(initial={"encoding": run.encoding}) if run.encoding else None,
        "before": import_page.taken_before(run),
        "preview": import_page.preview(look),
        "steps": import_page.steps(run, current=import_page.COLUMNS),
    }
    return render(request, "records/import_map.html", context, status=status)


@once
def _try(request: HttpRequest, run: ImportRun, form: ColumnsForm) -> HttpResponse:
    runs.begin_trial(run, actor=_actor(request), at=timezone.now(), mapping=form.column_map())
    _ring(run)
    return redirect("records:import-run", run.code)


@require_GET
def import_sample(request: HttpRequest, code: str) -> HttpResponse:
    """Show what stands in a column that was just chosen."""
    run = _run(request, code)
    look = runs.look_into(run, actor=_actor(request))
    column = next((value for key, value in request.GET.items() if key.startswith("column-")), "")
    sample = look.sample_of(column) if column in look.header else ""
    return render(request, "records/import_map.html#sample", {"sample": sample})


@require_POST
def import_encoding(request: HttpRequest, code: str) -> HttpResponse:
    """Read a CSV file in another encoding."""
    run = _run(request, code)
    form = EncodingForm(request.POST)
    if form.is_valid():
        try:
            runs.read_as(run, encoding=form.cleaned_data["encoding"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("records:import-map", run.code)


@require_GET
def import_run(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a file has come, and what became of its rows."""
    run = _run(request, code)
    if run.status == ImportRunStatus.MAPPING:
        return redirect("records:import-map", run.code)
    template = "records/import_run.html#run" if getattr(request, "htmx", False) else "records/import_run.html"
    return render(request, template, _context(request, run))


def _context(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    labels = {field.code: field.label for field in importer_of(run.kind).fields(request.user)}
    return {
        "run": run,
        "importer": importer_of(run.kind),
        "says": import_page.headline(run),
        "before": import_page.taken_before(run),
        "figures": import_page.figures(run),
        "refused": import_page.refused(run, labels),
        "without_effect": import_page.without_effect(run, labels),
        "steps": import_page.steps(run),
        "list_url": import_page.list_of(run),
        "is_running": run.status == ImportRunStatus.RUNNING,
        "is_trial_done": run.is_dry_run and run.status == ImportRunStatus.DONE,
        "can_continue": run.status in runs.STOPPED and not run.is_dry_run and bool(run.stored_name),
        "can_map": run.is_dry_run and run.status != ImportRunStatus.RUNNING,
    }


@require_POST
def import_start(request: HttpRequest, code: str) -> HttpResponse:
    """Import what the trial has shown."""
    run = _run(request, code)

    @once
    def start(request: HttpRequest) -> HttpResponse:
        runs.begin_import(run, actor=_actor(request), at=timezone.now())
        _ring(run)
        return redirect("records:import-run", run.code)

    return _moved(request, run, start)


@require_POST
def import_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Stop between two chunks."""
    run = _run(request, code)

    @once
    def cancel(_request: HttpRequest) -> HttpResponse:
        runs.cancel_run(run, at=timezone.now())
        return redirect("records:import-run", run.code)

    return _moved(request, run, cancel)


@require_POST
def import_continue(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with a stopped import."""
    run = _run(request, code)

    @once
    def go_on(request: HttpRequest) -> HttpResponse:
        runs.continue_run(run, actor=_actor(request))
        _ring(run)
        return redirect("records:import-run", run.code)

    return _moved(request, run, go_on)


@require_POST
def import_discard(request: HttpRequest, code: str) -> HttpResponse:
    """Drop a file that was never imported."""
    run = _run(request, code)

    @once
    def discard(request: HttpRequest) -> HttpResponse:
        runs.discard_run(run)
        messages.success(request, _("File dropped"))
        return redirect("records:imports")

    return _moved(request, run, discard)


def _moved(request: HttpRequest, run: ImportRun, act: Any) -> HttpResponse:  # noqa: ANN401 (whatever the registered kind brings)
    """Do it; where the run has moved on meanwhile, say so and show where it stands."""
    try:
        return cast("HttpResponse", act(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("records:import-run", run.code)


@require_GET
def import_refused(request: HttpRequest, code: str) -> HttpResponse:
    """Give the rows that were not taken as an Excel file: line, fields, reasons and their cells (C1)."""
    run = _run(request, code)
    labels = {field.code: field.label for field in importer_of(run.kind).fields(request.user)}
    return excel_response(
        actor=_actor(request),
        at=timezone.now(),
        name=" ".join([_("Refused rows"), run.file_name])[:80],
        header=refused_file.header_of(run),
        rows=refused_file.rows_of(run, labels),
        object_type="import",
    )

"""The call desk: the queue, the sheet of one call, what stands beside it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from visits import context, permissions, queue, sheet
from visits.models import Visit
from visits.queue import Queue
from visits.views.requests import visit_to_call

if TYPE_CHECKING:
    from django.forms import BaseForm

    from visits.querysets import VisitQuerySet


@require_GET
def desk(request: ActorRequest) -> HttpResponse:
    """Show the queue; who only reads calls is led to their list."""
    if not permissions.may_call(request.user):
        return redirect("visits:list")
    at = timezone.now()
    asked = Queue.asked(request.GET, actor=request.user, at=at)
    if request.htmx.target == "queue":
        return render(request, "visits/_queue.html", queue_pane(asked))
    if request.htmx.target == "tally":
        return render(request, "visits/_tally.html", {"tally": queue.tally(asked, _rows(asked))})
    held = Visit.objects.visible_to(request.user).held_by(request.user, at=at).with_names()
    return desk_page(request, asked, None if "list" in request.GET else held.first())


@require_GET
def desk_call(request: ActorRequest, number: str) -> HttpResponse:
    """Show one call in the sheet; taking it is a button, for looking changes nothing."""
    visit = visit_to_call(request, number)
    asked = Queue.asked(request.GET, actor=request.user, at=timezone.now())
    return desk_page(request, asked, visit)


def desk_page(
    request: ActorRequest,
    asked: Queue,
    visit: Visit | None,
    *,
    status: int = 200,
    left: Visit | None = None,
    **shown: Any,
) -> HttpResponse:
    """Render the desk with a call in its sheet: the whole page, or for a script what changed.

    `left` is the call just dealt with: its row stays where it is, so nothing jumps under the pointer.
    """
    panes = {
        "queue": asked,
        "today": asked.today,
        "sheet": None,
        "beside": None,
        "tally": queue.tally(asked, _rows(asked)),
    }
    if visit is not None:
        panes |= sheet_panes(visit, asked, **shown)
    if request.htmx:
        panes["left"] = left
        panes["tabs"] = queue.tabs(asked, _rows(asked))
        response = render(request, "visits/_answer.html", panes, status=status)
        response["HX-Push-Url"] = asked.address(visit.number if visit else "")
        return response
    panes |= queue_pane(asked, current=visit.number if visit else "")
    return render(request, "visits/desk.html", panes, status=status)


def sheet_panes(
    visit: Visit,
    asked: Queue,
    *,
    typed: Mapping[str, str] | None = None,
    form: "BaseForm | None" = None,
    phone: str = "",
    said: str = "",
) -> dict[str, Any]:
    """Return what the sheet and the context pane show of a call."""
    shown = sheet.sheet(visit, actor=asked.actor, at=asked.at, typed=typed, form=form)
    beside = context.beside(visit, actor=asked.actor, at=asked.at, phone=phone)
    return {"sheet": {**shown, "said": said}, "beside": beside}


def queue_pane(asked: Queue, *, current: str = "") -> dict[str, Any]:
    """Return what the queue shows."""
    rows = _rows(asked)
    return {
        "queue": asked,
        "tabs": queue.tabs(asked, rows),
        "stages": queue.stages(asked, rows),
        **queue.groups(asked, rows, current=current),
    }


def _rows(asked: Queue) -> "VisitQuerySet":
    return Visit.objects.visible_to(asked.actor)


def after_post(request: ActorRequest, asked: Queue, visit: Visit | None, **shown: Any) -> HttpResponse:
    """Answer an act: a script gets the changed panes, a plain form is led to the desk."""
    if request.htmx:
        return desk_page(request, asked, visit, **shown)
    return HttpResponseRedirect(asked.address(visit.number if visit else ""))

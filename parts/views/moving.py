"""One page for each verb of stock; what was typed stays when it is refused (E2, E10)."""

import uuid
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parts.models import Part, StockPlace
from parts.move_forms import LINES, MoveForm
from parts.on_the_way import Sending, sendings
from parts.services import Told
from parts.verbs import BY_SLUG, Verb
from parts.views.requests import frame, is_driver_alone, require
from records.idempotency import once
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.forms.rows import RowSet

BLANK: Final = 3
ADD, REMOVE = "add", "remove-"
MOST_OFFERED: Final = 300  # parts offered while one types; every other is found by its code or name


@require_http_methods(["GET", "POST"])
def move(request: "ActorRequest", verb: str) -> HttpResponse:
    """Draw the form of a verb, redraw its lines, or post what was typed."""
    asked = BY_SLUG.get(verb)
    if asked is None:
        raise Http404
    require(allowed=asked.may(request.user))
    pressed = request.POST.get("press", "")
    if request.method == "POST" and (pressed == ADD or pressed.startswith(REMOVE)):
        row = pressed.removeprefix(REMOVE)
        without = int(row) if row.isdecimal() else None
        lines = LINES.redrawn(request.POST, without=without, more=BLANK if pressed == ADD else 0)
        typed = {name: request.POST.get(name, "") for name in asked.form.base_fields}
        return _page(request, asked, form=asked.form(actor=request.user, initial=typed), lines=lines)
    if request.method == "POST":
        return _post(request, asked)
    return _blank(request, asked)


def _blank(request: "ActorRequest", asked: Verb) -> HttpResponse:
    """Draw a form with what the address names: a part, or a sending that has arrived."""
    sending = _sending(request) if asked.slug == "receive" else None
    known, initial = [], {}
    if sending is not None:
        initial = {"transit": sending.transit.code, "document": sending.act.number}
        known = [
            {"part": one.part.code, "quantity": one.quantity, "serials": " ".join(one.serials)}
            for one in sending.awaited
        ]
    elif code := request.GET.get("part", ""):
        known = [{"part": code, "quantity": request.GET.get("quantity", "1")}]
    initial |= {name: request.GET[name] for name in asked.form.base_fields if name in request.GET}
    form = asked.form(actor=request.user, initial=initial)
    return _page(request, asked, form=form, lines=LINES.blank(known, more=0 if known else BLANK))


def _sending(request: "ActorRequest") -> Sending | None:
    """Return the sending an address names; none where it has arrived or is not the person's."""
    number = request.GET.get("of", "")
    return next((one for one in sendings(request.user) if one.act.number == number), None)


@once
def _post(request: "ActorRequest", asked: Verb) -> HttpResponse:
    form, lines, status = asked.form(request.POST, actor=request.user), LINES.sent(request.POST), 422
    if form.is_valid() and lines.is_valid():
        at = timezone.now()
        told = Told(
            actor=request.user,
            key=uuid.uuid4().hex,
            at=at,
            posted_at=at,
            document=form.cleaned_data["document"].strip(),
            reason=form.cleaned_data.get("reason", ""),
        )
        try:
            made = form.post(lines.items(), told)
        except Refusal as refusal:
            _put(refusal, form, lines)
            status = refusal.status
        else:
            said = _("%(number)s is posted: %(kind)s")
            messages.success(request, said % {"number": made.number, "kind": made.get_kind_display()})
            return redirect("parts:van" if is_driver_alone(request.user) else made)
    return _page(request, asked, form=form, lines=lines, status=status)


def _put(refusal: Refusal, form: MoveForm, lines: "RowSet") -> None:
    """Put a refusal beside what it is about: the line of its part, else a field, else the whole."""
    part = refusal.values.get("part")
    for line in lines.forms:
        if line.has_changed() and part is not None and line.cleaned_data.get("part") == part:
            line.add_error(refusal.field if refusal.field in line.fields else "part", str(refusal))
            return
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _page(
    request: "ActorRequest", asked: Verb, *, form: MoveForm, lines: "RowSet", status: int = 200
) -> HttpResponse:
    actor = request.user
    places = StockPlace.objects.visible_to(actor).holding()
    parts = Part.objects.visible_to(actor)
    offered = parts.active() if asked.slug in {"buy", "put-right"} else parts.kept_at(places)
    shown: dict[str, Any] = {
        "verb": asked,
        "form": form,
        "lines": lines,
        "offered": offered.order_by("code")[:MOST_OFFERED],
        "sendings": sendings(actor) if asked.slug == "receive" else [],
        "page_frame": "phone.html" if is_driver_alone(actor) else "base.html",
    }
    return render(request, "parts/move.html", shown | frame(actor, "move"), status=status)

"""What is done in a call: take it, keep it, write it down, finish it, try again."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from dealers.requests import ActorRequest
from equipment.services import reveal_phone as reveal_number
from records.idempotency import once
from records.refusals import Refusal
from records.wording import short_moment
from visits import permissions
from visits.forms import AttemptForm, DraftForm, SheetForm
from visits.models import Question, Visit
from visits.queue import Queue, rules_of
from visits.services.calling import (
    Answer,
    NewTicket,
    complete_visit,
    record_attempt,
    release_visit,
    renew_lease,
    save_draft,
    take_next,
    take_visit,
)
from visits.views.calls import record_page
from visits.views.desk import after_post, desk_page
from visits.views.requests import visible_visit, visit_to_call

if TYPE_CHECKING:
    from django.forms import BaseForm

HIDDEN: Final = frozenset({"csrfmiddlewaretoken", "idempotency_key"})


@require_POST
@once
def take(request: ActorRequest, number: str) -> HttpResponse:
    """Take a call and open its sheet; what was taken before goes back to the queue."""
    visit = visit_to_call(request, number)
    asked = _asked(request)
    try:
        taken = take_visit(visit, actor=request.user, at=asked.at, leave_others=True)
    except Refusal as refusal:
        return desk_page(request, asked, visit, status=refusal.status, said=str(refusal))
    return after_post(request, asked, taken)


@require_POST
@once
def release(request: ActorRequest, number: str) -> HttpResponse:
    """Give the call back to the queue."""
    visit = visit_to_call(request, number)
    asked = _asked(request)
    _keep_typed(request, visit, at=asked.at)
    release_visit(visit, actor=request.user, at=asked.at)
    return after_post(request, asked, None)


@require_POST
def lease(request: ActorRequest, number: str) -> HttpResponse:
    """Keep a call while its sheet is open."""
    visit = visit_to_call(request, number)
    try:
        renew_lease(visit, actor=request.user, at=timezone.now())
    except Refusal as refusal:
        return _spoken(refusal)
    return HttpResponse(status=204)


@require_POST
def draft(request: ActorRequest, number: str) -> HttpResponse:
    """Keep what is typed so far, and say when."""
    visit = visit_to_call(request, number)
    at = timezone.now()
    form = DraftForm(request.POST, questions=Question.objects.of_rule(visit.rule))
    if not form.is_valid():
        return render(request, "visits/_saved.html", {"problem": _("too long to be kept")}, status=422)
    try:
        kept = save_draft(visit, actor=request.user, at=at, draft=form.draft)
    except Refusal as refusal:
        return render(request, "visits/_saved.html", {"problem": str(refusal)}, status=refusal.status)
    if request.htmx:
        return render(request, "visits/_saved.html", {"saved_at": kept.draft_saved_at})
    return after_post(request, _asked(request), kept)


@require_POST
@once
def complete(request: ActorRequest, number: str) -> HttpResponse:
    """Finish the call, open the ticket asked for, and go on with the next call."""
    visit = visit_to_call(request, number)
    asked = _asked(request)
    satisfied_from = rules_of(asked.today).satisfaction.satisfied_from
    questions = Question.objects.of_rule(visit.rule)
    form = SheetForm(request.POST, questions=questions, satisfied_from=satisfied_from)
    if not form.is_valid():
        return _sheet_again(request, asked, visit, form=form, status=422)
    try:
        done = complete_visit(
            visit,
            actor=request.user,
            at=asked.at,
            rating=form.cleaned_data["rating"],
            answers=[Answer(code, value) for code, value in form.answers],
            note=form.cleaned_data["note"],
            ticket=form.ticket(NewTicket),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _sheet_again(request, asked, visit, form=form, status=refusal.status)
    said = _("%(number)s is finished.") % {"number": done.number}
    if done.opened_ticket is not None:
        said = _("%(number)s is finished, %(ticket)s is open.") % {
            "number": done.number,
            "ticket": done.opened_ticket.number,
        }
    return _go_on(request, asked, done, said=said)


@require_POST
@once
def attempt(request: ActorRequest, number: str) -> HttpResponse:
    """Log a try without a talk and go on with the next call."""
    visit = visit_to_call(request, number)
    asked = _asked(request)
    _keep_typed(request, visit, at=asked.at)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _sheet_again(request, asked, visit, form=form, status=422)
    try:
        tried = record_attempt(
            visit,
            actor=request.user,
            at=asked.at,
            outcome=form.cleaned_data["outcome"],
            call_again_at=form.cleaned_data["call_again_at"],
            note=form.cleaned_data["attempt_note"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _sheet_again(request, asked, visit, form=form, status=refusal.status)
    return _go_on(request, asked, tried, said=_said_of_attempt(tried, asked))


@require_POST
def reveal_phone(request: ActorRequest, number: str) -> HttpResponse:
    """Show the whole number of the contact; that it was shown is recorded (C10)."""
    visit = visible_visit(request, number)
    if visit.contact is None or not permissions.may_reveal_phone(request.user):
        raise PermissionDenied
    at = timezone.now()
    phone = reveal_number(visit.contact, actor=request.user, at=at, reason=visit.number)
    if request.htmx:
        return render(request, "visits/_phone.html", {"visit": visit, "phone": phone})
    if permissions.may_call(request.user):
        return desk_page(request, _asked(request), visit, phone=phone)
    return record_page(request, visit, at=at, phone=phone)


# ── how an act is answered ──


def _asked(request: ActorRequest) -> Queue:
    return Queue.asked(request.GET, actor=request.user, at=timezone.now())


def _go_on(request: ActorRequest, asked: Queue, left: Visit, *, said: str) -> HttpResponse:
    """Take the next call of the queue into the sheet; the one just left keeps its row and says so."""
    messages.success(request, said)
    free = asked.next_calls(Visit.objects.visible_to(request.user), after=left)
    following = take_next(free, actor=request.user, at=asked.at)
    return after_post(request, asked, following, left=left)


def _sheet_again(
    request: ActorRequest, asked: Queue, visit: Visit, *, form: "BaseForm", status: int
) -> HttpResponse:
    """Show the sheet with what is wrong; nothing typed is lost."""
    typed = {name: value for name, value in request.POST.items() if name not in HIDDEN}
    return desk_page(request, asked, visit, status=status, typed=typed, form=form)


def _said_of_attempt(tried: Visit, asked: Queue) -> str:
    if tried.call_again_at is not None:
        moment = short_moment(tried.call_again_at, asked.today)
        return _("%(number)s: noted, ring again %(moment)s.") % {"number": tried.number, "moment": moment}
    return _("%(number)s: noted as “%(status)s”.") % {
        "number": tried.number,
        "status": tried.get_status_display(),
    }


def _keep_typed(request: ActorRequest, visit: Visit, *, at: datetime) -> None:
    """Keep what a form without a script carries: a script has kept it already."""
    form = DraftForm(request.POST, questions=Question.objects.of_rule(visit.rule))
    if request.htmx or not form.is_valid() or not visit.is_held_by(request.user, at=at):
        return
    save_draft(visit, actor=request.user, at=at, draft=form.draft)


def _spoken(refusal: Refusal) -> HttpResponse:
    """Answer a request that swaps nothing: the refusal is spoken as a toast."""
    response = HttpResponse(status=refusal.status)
    return trigger_client_event(response, "toast", {"text": str(refusal), "tone": "bad"})

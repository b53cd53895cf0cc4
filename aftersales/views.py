"""The home page, the rail's counts, signing in and out, one's own account, and the health page."""

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftersales import home as today
from aftersales.search import SearchForm, exact, results
from aftersales.shell import counted
from aftersales.unit_story import story
from dealers.forms import SignInForm
from dealers.services import end_tokens
from equipment.views.rows import visible_unit
from regulation.calendars import local_day
from tickets.permissions import may_subscribe

if TYPE_CHECKING:
    from dealers.models import User


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in with the company's or the dealer's account."""

    template_name = "dealers/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """End the session."""


class PasswordChange(PasswordChangeView):
    """Change one's own password; it ends the person's other sessions and API tokens (G1)."""

    template_name = "aftersales/password_change.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        answer = super().form_valid(form)
        end_tokens(cast("User", self.request.user))
        messages.success(self.request, _("Password changed; your other devices are signed out"))
        return answer


@require_safe
def unit_story(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Show all that happened to a unit and is planned for it, or one sort of it."""
    actor = cast("User", request.user)
    unit = visible_unit(request, serial_number)
    shown = story(unit, actor=actor, at=timezone.now(), of=request.GET.get("of", ""))
    template = "aftersales/unit_story.html"
    return render(request, f"{template}#story" if request.headers.get("HX-Request") else template, shown)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is due from the person today."""
    actor, at = cast("User", request.user), timezone.now()
    groups = today.due_groups(actor, at)
    context = {
        "groups": groups,
        "summary": today.summary(groups),
        "actions": today.actions(actor),
        "today": local_day(at),
        "place": actor.dealer or "",
        "tickets": today.recent_tickets(actor, at),
        "satisfaction": today.satisfaction(actor, at),
        "people": today.people(actor),
    }
    return render(request, "aftersales/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Answer the search of the top bar: what bears the number itself, else what holds the text."""
    actor, form = cast("User", request.user), SearchForm(request.POST or None)
    if not form.is_valid():
        return render(request, "aftersales/search.html")
    text = form.cleaned_data["q"]
    if url := exact(actor, text):
        return redirect(url)
    found = results(request, actor, text, at=timezone.now())
    return render(request, "aftersales/search.html", {"search_text": text, **found})


@require_safe
def badges(request: HttpRequest) -> HttpResponse:
    """Answer the rail and the bell anew, for the poll of their counts each minute."""
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path or request.path
    return render(request, "components/badges.html", counted(cast("User", request.user), path))


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, with which roles, and how many programs hold a token."""
    actor = cast("User", request.user)
    shown = {"tokens": actor.api_tokens.count(), "may_subscribe": may_subscribe(actor)}
    return render(request, "aftersales/account.html", shown)


@require_POST
def end_programs(request: HttpRequest) -> HttpResponse:
    """End every API token of the person."""
    end_tokens(cast("User", request.user))
    messages.success(request, _("No program holds a token of yours any more"))
    return redirect("account")


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers and reaches its database; nothing else."""
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})

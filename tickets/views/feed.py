"""An engineer's calendar for their own phone: the address made and revoked, and the file it opens (D5)."""

import hashlib
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dealers.lockout import client_address
from dealers.requests import ActorRequest
from records.limits import is_within
from records.links import token_hash
from tickets import permissions
from tickets.calendar_feed import calendar_of
from tickets.models import CalendarFeed
from tickets.services.feeds import holder_of_feed, make_feed, revoke_feed
from tickets.views.customer_frame import A_MINUTE, HEADERS, LOOKS, record_wrong_link
from tickets.views.requests import require

if TYPE_CHECKING:
    from datetime import datetime

LOOKS_AT_A_FEED: Final = 20  # of one address in a minute; programs ask a few times an hour
TOO_MANY_REQUESTS: Final = 429


@require_http_methods(["GET", "POST"])
def subscription(request: ActorRequest) -> HttpResponse:
    """Show whether the person has an address; make a new one, shown once, or end it."""
    require(allowed=permissions.may_subscribe(request.user))
    at, pressed = timezone.now(), request.POST.get("press", "")
    link = _address(request, make_feed(actor=request.user, at=at)) if pressed == "make" else ""
    if pressed == "revoke":
        revoke_feed(actor=request.user, at=at)
        messages.success(request, _("The address opens nothing any more"))
        return redirect("account")
    shown = {"feed": CalendarFeed.objects.of(request.user).open().first(), "link": link}
    part = "tickets/subscription.html#subscription" if request.htmx else "tickets/subscription.html"
    return render(request, part, shown)


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("customer:calendar", args=[token]))


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program: the file, or that it has not changed; 404 to whatever opens nothing."""
    at = timezone.now()
    response = _too_many() if _asks_too_often(request, token) else _file(request, token, at=at)
    for name, value in HEADERS.items():
        response.setdefault(name, value)
    return response


def _asks_too_often(request: HttpRequest, token: str) -> bool:
    link = token_hash(token, purpose="limit")
    within = is_within(f"feed:{client_address(request)}", most=LOOKS, seconds=A_MINUTE)
    return not (within and is_within(f"feed:{link}", most=LOOKS_AT_A_FEED, seconds=A_MINUTE))


def _too_many() -> HttpResponse:
    return HttpResponse(status=TOO_MANY_REQUESTS, headers={"Retry-After": str(A_MINUTE)})


def _file(request: HttpRequest, token: str, *, at: "datetime") -> HttpResponse:
    holder = holder_of_feed(token)
    if holder is None:
        record_wrong_link(request)
        return HttpResponseNotFound()
    with translation.override(settings.LANGUAGE_CODE):
        body = calendar_of(holder, at=at, absolute=request.build_absolute_uri)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Cache-Control"] = "private, no-cache"
    return answer

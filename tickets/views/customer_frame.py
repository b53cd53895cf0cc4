"""What every page that customers open without an account has: limits, headers, one answer to a wrong link."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from dealers.lockout import client_address
from records.audit import record_audit
from records.limits import is_within
from records.links import token_hash

if TYPE_CHECKING:
    from equipment.models import Equipment

type_page = Callable[..., HttpResponseBase]

A_MINUTE: Final = 60
TEN_MINUTES: Final = 600
LOOKS: Final = 240  # of an address in a minute: many phones share one address of their network
LOOKS_AT_A_LINK: Final = 60
POSTS: Final = 30  # of an address in ten minutes
POSTS_TO_A_LINK: Final = 20
WRONG_LINKS: Final = 20  # of an address in ten minutes, recorded one by one
HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class Door(NamedTuple):
    """From where a one-time code is asked for: the code on a unit, or the link to one of its repairs."""

    code: str  # the first word of its addresses
    back: str  # the page that it leads back to
    unit: "Callable[[str], Equipment]"


class LinkExpired(Exception):
    """The link was ours and has ended: its page says so and shows nothing (B3)."""


def customer_page(view: type_page) -> type_page:
    """For pages under a public link: no sign-in, limits, one answer to whatever opens nothing (B2–B6)."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.public_link = token_hash(token, purpose="request")  # type: ignore[attr-defined]  # read by `once`
        if not _is_welcome(request, token):
            response: HttpResponseBase = _too_many(request)
        else:
            try:
                response = view(request, token, *args, **kwargs)
            except Http404:
                response = _nothing_here(request)
            except LinkExpired:
                response = _expired(request)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return login_not_required(wrapped)


def _is_welcome(request: HttpRequest, token: str) -> bool:
    """Count the request against its address and its link; a wrong link counts as any other."""
    address, link = client_address(request), token_hash(token, purpose="limit")
    if request.method == "POST":
        return is_within(f"customer-post:{address}", most=POSTS, seconds=TEN_MINUTES) and is_within(
            f"customer-post:{link}", most=POSTS_TO_A_LINK, seconds=TEN_MINUTES
        )
    return is_within(f"customer:{address}", most=LOOKS, seconds=A_MINUTE) and is_within(
        f"customer:{link}", most=LOOKS_AT_A_LINK, seconds=A_MINUTE
    )


def _nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer a link that opens nothing, whatever is wrong with it, and record it (B2)."""
    record_wrong_link(request)
    title, text = (
        _("This link opens nothing"),
        _("It may be mistyped, or a new label was stuck on. Scan the code on the machine again, or call us."),
    )
    return _message(request, title=title, text=text, icon="qrcode-off", status=404)


def record_wrong_link(request: HttpRequest) -> None:
    """Record that a public link was none: one by one, up to what an address does by mistake (B2)."""
    if is_within(f"customer-wrong:{client_address(request)}", most=WRONG_LINKS, seconds=TEN_MINUTES):
        record_audit(
            actor=None,
            at=timezone.now(),
            verb="link_refused",
            reason=request.method or "",
            path=request.path,
        )


def _expired(request: HttpRequest) -> HttpResponse:
    title, text = (
        _("This link has ended"),
        _("Scan the code on the machine to see how things stand, or call us."),
    )
    return _message(request, title=title, text=text, icon="clock-off", status=410)


def _too_many(request: HttpRequest) -> HttpResponse:
    title, text = _("One moment, please"), _("Too much was sent at once. Wait a few minutes, or call us.")
    response = _message(request, title=title, text=text, icon="hourglass", status=429)
    response["Retry-After"] = str(TEN_MINUTES)
    return response


def _message(request: HttpRequest, *, status: int, **said: str) -> HttpResponse:
    return render(
        request, "tickets/customer/message.html", said | {"hotline": settings.HOTLINE}, status=status
    )

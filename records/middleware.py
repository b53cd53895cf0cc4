"""What every page gets: no caching of private pages, refusals as pages, refused addresses in the audit."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from records.audit import record_audit
from records.constraints import refusal_of
from records.kept import held
from records.links import redacted
from records.refusals import Refusal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

type_respond = Callable[[HttpRequest], HttpResponse]
REFUSALS_A_MINUTE = 60
NUL = "\x00"
PROGRAMS = "/api/"
REFUSED = frozenset({403, 404})
READ_ONLY = frozenset({"GET", "HEAD"})


class ReadableRequestMiddleware:
    """Refuses a request that holds a NUL: PostgreSQL can't keep one or look for one, nobody types one (A17).

    Of a program's request only the address is read here: its serializers name the field of its body.
    """

    def __init__(self, get_response: type_respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL not in request.path and NUL not in unquote(request.META.get("QUERY_STRING", "")):
            return self.get_response(request)
        if not request.path.startswith(PROGRAMS):
            return render(request, "400.html", status=400)
        said = _("This address can't be read.")
        fields = {name: [said] for name, value in request.GET.items() if NUL in f"{name}{value}"}
        return JsonResponse({"code": "not_valid", "detail": said, "fields": fields}, status=400)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(PROGRAMS):
            return None
        sent = (text for name, values in request.POST.lists() for text in (name, *values))
        return render(request, "400.html", status=400) if any(NUL in text for text in sent) else None


class RequestLogMiddleware(RequestMiddleware):
    """Logs each request by method and path: no phone number searched for, no link (safety.md, 16)."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {redacted(request.path)}"


class PrivatePagesMiddleware:
    """Signed-in pages are never kept by a browser or a proxy (safety.md, G7, D17)."""

    def __init__(self, get_response: type_respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class OneStandingMiddleware:
    """What a page is made of stands still while it is made, and is asked about once (`records.kept`)."""

    def __init__(self, get_response: type_respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READ_ONLY:
            return self.get_response(request)
        with held():
            return self.get_response(request)


class RefusalMiddleware:
    """Answers a refusal that no view took up, and records each refused address of a signed-in user."""

    def __init__(self, get_response: type_respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REFUSED and request.user.is_authenticated:
            audit_refused_address(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IntegrityError):
            exception = refusal_of(exception) or exception
        if not isinstance(exception, Refusal):
            return None
        template = "409.html" if exception.status == 409 else "422.html"  # noqa: PLR2004 (the HTTP status)
        return render(request, template, {"refusal": str(exception)}, status=exception.status)


def audit_refused_address(request: HttpRequest, status: int) -> None:
    """Record that an address was refused, foreign or missing alike, at most 60 a minute (safety.md, 15)."""
    at = timezone.now()
    key = f"refused:{request.user.pk}:{at:%Y%m%d%H%M}"
    cache.add(key, 0, timeout=90)
    if cache.incr(key) > REFUSALS_A_MINUTE:
        return
    verb = "refused_missing" if status == 404 else "refused_forbidden"  # noqa: PLR2004 (the HTTP status)
    record_audit(
        actor=cast("AbstractBaseUser", request.user),
        at=at,
        verb=verb,
        reason=request.method or "",
        path=request.path,
    )

"""How a locked account is answered: the same whether the account exists or not (safety.md, A2)."""

import math
from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_failure_limit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from records.audit import record_audit

TOO_MANY = 429
API = "/api/"


def locked_out(request: HttpRequest, *_given: Any) -> HttpResponse:
    """Answer a locked sign-in, in the language of who asks: a page for people, JSON for programs."""
    _note(request, timezone.now())
    wait = get_cool_off(request)
    minutes = math.ceil(wait.total_seconds() / 60) if wait else 0
    if request.path.startswith(API):
        detail = _("Too many attempts. The account is locked for %(n)s minutes.") % {"n": minutes}
        body = {"code": "locked_out", "detail": detail, "fields": {}}
        answer: HttpResponse = JsonResponse(body, status=TOO_MANY)
    else:
        answer = render(request, "429.html", {"minutes": minutes}, status=TOO_MANY)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def _note(request: HttpRequest, at: datetime) -> None:
    """Record it, once a minute for an address; the name typed may be a password, so it is left out."""
    if cache.add(f"locked:{request.META.get('REMOTE_ADDR', '')}:{at:%Y%m%d%H%M}", 1, timeout=90):
        record_audit(actor=None, at=at, verb="locked_out", path=request.path)


def tries_left(request: HttpRequest, username: str) -> int:
    """Say how many more wrong passwords an account bears before it is locked."""
    credentials = {"username": username}
    failures = AxesProxyHandler.get_failures(request, credentials)
    return max(int(get_failure_limit(request, credentials)) - int(failures), 0)

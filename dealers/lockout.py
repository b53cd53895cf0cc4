"""Who waits at the doors: an account after a few wrong passwords, an address after many (safety.md, A4)."""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_failure_limit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from redis import RedisError
from rest_framework.throttling import BaseThrottle

from records.audit import record_audit

log = logging.getLogger(__name__)
TOO_MANY: Final = 429
API: Final = "/api/"
# Trying a few passwords on each of many accounts locks none of them: failures of an address are counted too.
ADDRESS_FAILURES: Final = 60
COUNTED_FOR: Final = timedelta(hours=1)
KEPT_WAITING: Final = timedelta(minutes=10)
ONE_HOUSE: Final = 64  # bits of an IPv6 address that one subscriber holds


def client_address(request: HttpRequest) -> str | None:
    """Return the address of who asks, as the throttles of the API read it.

    A forwarded address is anybody's claim but for those that our own proxies wrote: TRUSTED_PROXIES.
    """
    written = BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # it reads META alone
    return _readable(written) or _readable(request.META.get("REMOTE_ADDR"))


def _readable(written: str | None) -> str | None:
    """Return an address as the database keeps it, without the zone of a link; nothing where it is none."""
    try:
        return str(ip_address((written or "").partition("%")[0]))
    except ValueError:
        return None


class Doorkeeper(AxesDatabaseHandler):  # type: ignore[misc]  # untyped package
    """Locks an account for an address after ten failures, and keeps an address waiting after sixty."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return seconds_to_wait(request) > 0 or super().is_locked(request, credentials)

    def user_login_failed(
        self,
        sender: object,
        credentials: dict[str, Any],
        request: Any = None,  # noqa: ANN401 (axes hangs its findings on the request)
        **kwargs: Any,
    ) -> None:
        if request is not None and seconds_to_wait(request):
            request.axes_locked_out, request.axes_credentials = True, credentials
            return
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is None or _was_locked(request, credentials):
            return  # refused unseen: no password was tried
        if _count_failure(request):
            request.axes_locked_out, request.axes_credentials = True, credentials


def _was_locked(request: Any, credentials: dict[str, Any]) -> bool:  # noqa: ANN401 (as above)
    return int(request.axes_failures_since_start or 0) > int(get_failure_limit(request, credentials))


def _count_failure(request: HttpRequest) -> bool:
    """Count a failure of an address; say whether it waits from now on. Afterwards counting begins anew."""
    counted, waits = _keys(request)
    with _while_the_cache_answers():
        cache.add(counted, 0, timeout=COUNTED_FOR.total_seconds())
        if cache.incr(counted) >= ADDRESS_FAILURES:
            until = timezone.now() + KEPT_WAITING
            cache.set(waits, until.timestamp(), timeout=KEPT_WAITING.total_seconds())
            cache.delete(counted)
            return True
    return False


def seconds_to_wait(request: HttpRequest) -> int:
    """Return how long nobody signs in from the address of a request; 0 where it is not kept waiting."""
    with _while_the_cache_answers():
        until: float = cache.get(_keys(request)[1], 0)
        return max(math.ceil(until - timezone.now().timestamp()), 0)
    return 0


@contextmanager
def _while_the_cache_answers() -> Iterator[None]:
    """Let people in while Redis is down: accounts are locked in the database all the same."""
    try:
        yield
    except RedisError:
        log.warning("Failures by address are not counted: the cache does not answer.")


def _keys(request: HttpRequest) -> tuple[str, str]:
    """Return where the failures of an address are counted, and until when it waits."""
    house = _house(client_address(request) or "")
    return f"sign-in-failures:{house}", f"sign-in-waits:{house}"


def _house(address: str) -> str:
    """Return whom an address stands for: one subscriber holds many addresses of IPv6."""
    return str(ip_network((address, ONE_HOUSE), strict=False)) if ":" in address else address


def locked_out(request: HttpRequest, *_given: Any) -> HttpResponse:
    """Answer a locked sign-in, in the language of who asks: a page for people, JSON for programs."""
    _note(request, timezone.now())
    wait = seconds_to_wait(request)
    answer = _answer_address(request, wait) if wait else _answer_account(request)
    answer.status_code = TOO_MANY
    return answer


def _answer_address(request: HttpRequest, wait: int) -> HttpResponse:
    minutes = math.ceil(wait / 60)
    detail = _(
        "Too many sign-ins failed from this address. Wait %(n)s minutes, or sign in from another network:"
        " your account is not locked by this."
    ) % {"n": minutes}
    if request.path.startswith(API):
        answer: HttpResponse = JsonResponse({"code": "address_waits", "detail": detail, "fields": {}})
    else:
        answer = render(request, "dealers/address_waits.html", {"said": detail})
    answer["Retry-After"] = str(wait)
    return answer


def _answer_account(request: HttpRequest) -> HttpResponse:
    wait = get_cool_off(request)
    minutes = math.ceil(wait.total_seconds() / 60) if wait else 0
    if request.path.startswith(API):
        detail = _("Too many attempts. The account is locked for %(n)s minutes.") % {"n": minutes}
        answer: HttpResponse = JsonResponse({"code": "locked_out", "detail": detail, "fields": {}})
    else:
        answer = render(request, "429.html", {"minutes": minutes})
    answer["Retry-After"] = str(minutes * 60)
    return answer


def _note(request: HttpRequest, at: datetime) -> None:
    """Record it, once a minute for an address; the name typed may be a password, so it is left out."""
    is_first = True
    with _while_the_cache_answers():
        is_first = cache.add(f"locked:{client_address(request)}:{at:%Y%m%d%H%M}", 1, timeout=90)
    if is_first:
        record_audit(actor=None, at=at, verb="locked_out", path=request.path)


def tries_left(request: HttpRequest, username: str) -> int:
    """Say how many more wrong passwords an account bears before it is locked."""
    credentials = {"username": username}
    failures = AxesProxyHandler.get_failures(request, credentials)
    return max(int(get_failure_limit(request, credentials)) - int(failures), 0)

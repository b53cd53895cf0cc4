"""One request, one effect: a key is claimed in the effect's own transaction (safety.md, 14)."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from records.links import redacted
from records.models import IdempotencyKey
from records.refusals import Refusal
from records.sealing import seal, unseal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

R = TypeVar("R", bound=HttpResponseBase)
KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 80
FIRST_REFUSAL = 400


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    message = _("This key was used for another request. Send this one with a key of its own.")


class KeyTooLong(Refusal):
    code = "idempotency_key_too_long"
    message = _("An idempotency key has at most 80 characters.")


def _once(
    request: HttpRequest, key: str, *, body: bytes, act: Callable[[], R], place: Callable[[R], str]
) -> R | IdempotencyKey:
    """Act and keep where the result stands; a second request waits for the first to end and gets its row.

    The key is claimed by the transaction's first statement, so a claim that fails takes nothing back with it.
    """
    claim, is_claimed = _claim(request, key, body), False
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
            is_claimed = True
            response = act()
            _keep_or_free(claim, response.status_code, place(response))
            return response
    except IntegrityError:
        if is_claimed:
            raise
    row = IdempotencyKey.objects.get(user=claim.user_id, link=claim.link, key=key)
    if (row.method, row.path, row.body_hash) != (claim.method, claim.path, claim.body_hash):
        raise KeyReused
    return row


def _claim(request: HttpRequest, key: str, body: bytes) -> IdempotencyKey:
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise KeyTooLong
    method, path = request.method or "", redacted(request.path)[:300]
    link: str = getattr(request, "public_link", "")  # whoever is signed in acts as the customer there
    whose: dict[str, Any] = {"link": link} if link else {"user_id": request.user.pk}
    return IdempotencyKey(
        **whose,
        key=key,
        method=method,
        path=path,
        body_hash=hashlib.sha256(body).hexdigest(),
        created_at=timezone.now(),
    )


def _keep_or_free(row: IdempotencyKey, status: int, location: str) -> None:
    """Keep where the result stands; a refusal frees the key with everything else."""
    if status >= FIRST_REFUSAL:
        transaction.set_rollback(True)
        return
    kept = seal(location) if row.link and location else location[:300]
    IdempotencyKey.objects.filter(pk=row.pk).update(status=status, location=kept)


class IdempotentPosts:
    """For API views: a POST with the header `Idempotency-Key` takes effect once.

    The answer carries `Location`, the address of the result; a repeated request gets it rendered anew.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]  # the stubs can't know
        key = request.headers.get("Idempotency-Key", "")
        if request.method == "POST" and key and request.user.is_authenticated:
            handler = self.post  # type: ignore[has-type]  # the stubs can't know
            self.post = lambda *a, **k: self._once(handler, key, *a, **k)

    def _once(
        self, handler: Callable[..., Response], key: str, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        body = _body_as_sent(request._request)  # noqa: SLF001 (read before parsing)
        done = _once(
            request,
            key,
            body=body,
            act=lambda: handler(request, *args, **kwargs),
            place=lambda response: response.headers.get("Location", ""),
        )
        return _rendered_anew(request, done) if isinstance(done, IdempotencyKey) else done


def _rendered_anew(request: Request, row: IdempotencyKey) -> HttpResponseBase:
    """Answer a repeated request with the result as it stands now."""
    if not row.location:
        return Response(status=row.status)
    path = urlsplit(row.location).path
    again = request._request.__class__.__new__(request._request.__class__)  # noqa: SLF001 (Django and its kin have no public way)
    again.__dict__.update(request._request.__dict__)  # noqa: SLF001 (Django and its kin have no public way)
    again.method, again.path, again.path_info = "GET", path, path
    match = resolve(path)
    again.resolver_match = match
    response: HttpResponseBase = match.func(again, *match.args, **match.kwargs)
    response.status_code = row.status
    response["Location"] = row.location
    return response


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For page views: a form with a hidden `idempotency_key` takes effect once, then shows its result."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("idempotency_key", "") if request.method == "POST" else ""
        if not key:
            return view(request, *args, **kwargs)
        done = _once(
            request,
            key,
            body=_form_body(request),
            act=lambda: view(request, *args, **kwargs),
            place=lambda response: _result_of(request, response),
        )
        if not isinstance(done, IdempotencyKey):
            return done
        location = unseal(done.location) if done.link else done.location
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": location})
        return HttpResponseRedirect(location)

    return wrapped


def _body_as_sent(request: HttpRequest) -> bytes:
    """Return the bytes of a body; one with files is never read into memory whole."""
    return _form_body(request) if request.content_type == "multipart/form-data" else request.body


def _form_body(request: HttpRequest) -> bytes:
    """Return fields and files in a fixed order; the CSRF token differs from page to page."""
    fields = sorted(
        (name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken"
    )
    files = sorted(
        (name, [(file.name, _digest(file)) for file in request.FILES.getlist(name)]) for name in request.FILES
    )
    return repr((fields, files)).encode()


def _digest(file: "UploadedFile[Any]") -> str:
    """Return the digest of an uploaded file's bytes, and leave it as it came."""
    digest = hashlib.sha256()
    for block in file.chunks():
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()


def _result_of(request: HttpRequest, response: HttpResponse) -> str:
    for header in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url"):
        if response.has_header(header):
            return str(response[header])
    return urlsplit(request.headers.get("HX-Current-URL", "")).path or request.path


def forget_old_keys(at: datetime) -> int:
    """Drop keys older than a day."""
    return IdempotencyKey.objects.expired(at, after=KEPT_FOR).delete()[0]

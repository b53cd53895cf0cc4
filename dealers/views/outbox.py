"""The outbox as headquarters sees it: what is stuck first, tried again or dropped there; as a file (D20)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast

from django.contrib import messages as toasts
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from dealers import message_list, permissions, tending
from dealers.filters import MessageFilter
from records.exports import excel_response
from records.idempotency import once
from records.listing import (
    PLACE_IN_LIST,
    current_own_view,
    found_rows,
    rows_to_export,
    tokens,
    without,
)
from records.models import OutboxMessage, SavedView
from records.pagination import KeysetPagination
from records.refusals import Refusal
from records.states import MessageStatus
from records.wording import local_date

if TYPE_CHECKING:
    from dealers.models import User

FIRST_VIEW: Final = f"status={MessageStatus.PARKED}"


def _tender(request: HttpRequest) -> "User":
    actor = cast("User", request.user)
    if not permissions.may_tend_messages(actor):
        raise PermissionDenied
    return actor


@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """List messages, filtered, one page by key; what is stuck stands first."""
    if not request.GET:
        request.GET = QueryDict(FIRST_VIEW)  # as if asked for
    return _list(request)


def _list(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor, at = _tender(request), timezone.now()
    rows = OutboxMessage.objects.visible_to(actor)
    found = MessageFilter(request.GET, queryset=rows, request=request)
    pages: Any = KeysetPagination()
    pages.ordering = message_list.ORDERING
    try:
        listed = pages.paginate_queryset(found_rows(found, rows), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark that is none: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    panes = message_list.views(request, actor=actor, rows=rows, saved=SavedView.objects.visible_to(actor))
    shown = {
        "rows": [message_list.row(message, actor=actor, at=at) for message in listed or []],
        "filter": found,
        "tokens": tokens(found, request),
        "groups": panes,
        "current_view": current_own_view(panes),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "query": without(request, *PLACE_IN_LIST),
        "refusal": refusal,
        "may_export": permissions.may_export_messages(actor),
        "is_stuck": without(request, *PLACE_IN_LIST) == FIRST_VIEW,
    }
    return render(request, "dealers/messages.html", shown, status=refusal.status if refusal else 200)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file, recipients masked, and record it (C10, J3)."""
    actor, at = _tender(request), timezone.now()
    if not permissions.may_export_messages(actor):
        raise PermissionDenied
    rows = OutboxMessage.objects.visible_to(actor)
    found = MessageFilter(request.GET, queryset=rows, request=request)
    return excel_response(
        actor=actor,
        at=at,
        name=f"{_('Messages')} {local_date(at)}",
        header=message_list.export_header(),
        rows=message_list.export_rows(rows_to_export(found, rows).order_by(*message_list.ORDERING)),
        object_type="message",
    )


@require_POST
def retry(request: HttpRequest, code: str) -> HttpResponse:
    """Send a stuck message once more."""
    return _tend(request, code, act=tending.retry_message, says=_("The message is sent again"))


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Let a message be, with the reason."""
    reason = request.POST.get("reason", "")
    return _tend(request, code, act=tending.drop_message, says=_("The message is dropped"), reason=reason)


def _tend(
    request: HttpRequest, code: str, *, act: Callable[..., OutboxMessage], says: str, **values: str
) -> HttpResponse:
    actor = cast("User", request.user)
    message = get_object_or_404(OutboxMessage.objects.visible_to(actor).coded(code))

    @once
    def tended(request: HttpRequest) -> HttpResponse:
        act(message, actor=actor, at=timezone.now(), **values)
        toasts.success(request, says)
        return redirect("messages:list")

    try:
        return tended(request)
    except Refusal as refusal:
        request.GET = QueryDict(FIRST_VIEW)  # as if asked for
        return _list(request, refusal=refusal)

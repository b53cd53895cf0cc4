"""The outbox as headquarters sees it: what is stuck first, tried again or dropped there (D20)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from django.contrib import messages as toasts
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dealers import permissions, tending
from records import letters
from records.idempotency import once
from records.listing import capped_count
from records.models import OutboxMessage
from records.refusals import Refusal
from records.states import MessageStatus
from records.wording import capped, local_date, short_moment

if TYPE_CHECKING:
    from dealers.models import User

MOST_SHOWN: Final = 100
OPEN: Final = (MessageStatus.PARKED, MessageStatus.WAITING)
TONES: Final = {
    MessageStatus.PARKED: "bad",
    MessageStatus.WAITING: "warn",
    MessageStatus.SENT: "good",
    MessageStatus.DROPPED: "",
}


@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """List messages in one state, those that are stuck unless another is asked for."""
    return _list(request)


def _list(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor, at = cast("User", request.user), timezone.now()
    if not permissions.may_tend_messages(actor):
        raise PermissionDenied
    rows = OutboxMessage.objects.visible_to(actor)
    asked = request.GET.get("status", "")
    status = MessageStatus(asked) if asked in MessageStatus.values else MessageStatus.PARKED
    found = rows.filter(status=status).order_by("-created_at", "-pk")[:MOST_SHOWN]
    shown = {
        "status": status,
        "states": [
            {
                "label": one.label,
                "query": f"?status={one.value}",
                "current": one is status,
                "count": capped(capped_count(rows.filter(status=one))) if one in OPEN else "",
            }
            for one in TONES
        ],
        "rows": [_row(message, at) for message in found],
        "refusal": refusal,
        "may_retry": status is MessageStatus.PARKED,
        "may_drop": status in OPEN,
        "is_stuck": status is MessageStatus.PARKED,
    }
    return render(request, "dealers/messages.html", shown, status=refusal.status if refusal else 200)


def _row(message: OutboxMessage, at: datetime) -> dict[str, Any]:
    status, today = MessageStatus(message.status), local_date(at)
    return {
        "message": message,
        "what": letters.label_of(message.template) if message.template else "",
        "status": status.label,
        "tone": TONES[status],
        "created": short_moment(message.created_at, today),
        "next": short_moment(message.next_try_at, today) if status is MessageStatus.WAITING else "",
        "fault": message.fault,
    }


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
        return _list(request, refusal=refusal)

"""What a person was told on their page: the bell, read one by one or all at once (D20)."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from dealers.choices import NoticeGroup
from dealers.message_list import PAGES
from dealers.requests import ActorRequest
from records import letters, outbox
from records.models import OutboxMessage
from records.wording import short_moment

MOST_SHOWN: Final = 100  # the newest; what is older than a month is forgotten anyway


@require_safe
def notices(request: ActorRequest) -> HttpResponse:
    """List what is new and what was read, the newest first; looking marks nothing."""
    rows = OutboxMessage.objects.known_to(request.user).order_by("-created_at", "-pk")[:MOST_SHOWN]
    today = localdate()
    shown = [
        {
            "notice": notice,
            "what": _what(notice),
            "at": short_moment(notice.created_at, today),
            "is_new": notice.read_at is None,
        }
        for notice in rows
    ]
    return render(
        request,
        "dealers/notices.html",
        {"notices": shown, "news": sum(row["is_new"] for row in shown), "most": MOST_SHOWN},
    )


def _what(notice: OutboxMessage) -> str:
    """Name the events that a notice is of, as in the choice of ways."""
    group = letters.group_of(notice.template)
    return str(NoticeGroup(group).label) if group else letters.label_of(notice.template)


@require_POST
def open_notice(request: ActorRequest, code: str) -> HttpResponse:
    """Mark one as read and go to what it is about."""
    notice = get_object_or_404(OutboxMessage.objects.known_to(request.user).coded(code))
    outbox.read(OutboxMessage.objects.known_to(request.user).filter(pk=notice.pk), at=timezone.now())
    return redirect(f"{PAGES[notice.about[:2]][1]}:detail", notice.about)


@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark all as read."""
    outbox.read(OutboxMessage.objects.known_to(request.user), at=timezone.now())
    return redirect("notices:list")

"""Who asks, and the one version they may read; what others did to it meanwhile."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from records.refusals import MovedByAnother
from regulation import permissions, reading, services
from regulation.calendars import local_day
from regulation.models import RegulationVersion

if TYPE_CHECKING:
    from dealers.models import User

CONFLICT = 409


def actor_of(request: HttpRequest) -> "User":
    return cast("User", request.user)


def visible_version(request: HttpRequest, number: int) -> RegulationVersion:
    """Return a version that the person may read, or 404; 403 where they may read none."""
    if not permissions.may_read(actor_of(request)):
        raise PermissionDenied
    rows = RegulationVersion.objects.visible_to(actor_of(request)).with_people().with_story()
    return get_object_or_404(rows, number=number)


def as_seen(version: RegulationVersion, seen: int) -> RegulationVersion:
    """Refuse where the version has moved on since the person looked at it (safety.md, 30)."""
    if version.version != seen:
        raise MovedByAnother(services.MOVED)
    return version


def stamp_of(request: HttpRequest, version: RegulationVersion, *, status: int) -> str:
    """Return how a page shows the version as seen: what others did is seen once the page has told of it."""
    sent = request.POST.get("version", "")
    return sent if sent.isdecimal() and status != CONFLICT else str(version.version)


def story_of(request: HttpRequest, version: RegulationVersion, *, at: datetime) -> list[dict[str, str]]:
    """Return what happened to a version, the newest first, in the reader's words."""
    is_reordered = any("level_order" in event.changes for event in version.story)
    rows = version.levels.in_order() if is_reordered else ()
    names = {level.code: level.name for level in rows}
    return reading.history(version.story, on=local_day(at), actor=actor_of(request), level_names=names)


def moved_meanwhile(
    request: HttpRequest, version: RegulationVersion, *, at: datetime
) -> list[dict[str, str]]:
    """Say what somebody else did to the version meanwhile: the newest two steps."""
    return story_of(request, visible_version(request, version.number), at=at)[:2]

"""What of the regulation is due from a person: to finish, to review, to approve, to review again (K1)."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from records.due import DueItem
from regulation import permissions
from regulation.calendars import local_day
from regulation.models import RegulationVersion
from regulation.states import VersionStatus

if TYPE_CHECKING:
    from dealers.models import User

AHEAD: Final = timedelta(days=30)
SOON: Final = timedelta(days=7)
MOST: Final = 100


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for the person, most urgent first."""
    if not actor.sees_regulation_drafts:
        return []
    today = local_day(at)
    waiting = RegulationVersion.objects.visible_to(actor).in_preparation().with_story()
    waiting = waiting.order_by("in_force_from", "number")
    found = [item for version in waiting[:MOST] if (item := _step(version, actor, today=today))]
    return [*found, *_again(actor, today=today)]


def badge(actor: "User", at: datetime) -> int:
    """Return how many things wait for the person, counted up to 100 and no further."""
    return min(len(items(actor, at)), MOST)


def _step(version: RegulationVersion, actor: "User", *, today: date) -> DueItem | None:
    """Return the step that waits for the person: approval comes before the version's day."""
    names, detail = {"version": version}, version.reason
    if version.status == VersionStatus.REVIEWED and permissions.may_approve(actor, version):
        title, button, url = (
            _("%(version)s waits for approval") % names,
            _("Decide"),
            version.get_absolute_url(),
        )
    elif version.is_draft and permissions.may_review(actor, version) and version.returned is None:
        title, button, url = (
            _("%(version)s waits for review") % names,
            _("Review"),
            version.get_absolute_url(),
        )
    elif version.is_draft and version.drafted_by_id == actor.pk:
        title, button = _("%(version)s is your draft") % names, _("Edit draft")
        url = reverse("regulation:edit", args=[version.number])
        if version.returned is not None:
            title, detail = _("%(version)s was returned to you") % names, version.returned.note
    else:
        return None
    last = version.in_force_from - timedelta(days=1)
    return DueItem(
        icon="section-sign",
        title=title,
        detail=detail,
        url=url,
        button=button,
        due=last,
        opens=min(local_day(version.drafted_at), last),
        tone="bad" if last < today else ("warn" if last - today <= SOON else ""),
    )


def _again(actor: "User", *, today: date) -> list[DueItem]:
    """Remind the drafters that the version in force is to be reviewed again."""
    if not permissions.may_draft(actor):
        return []
    version = RegulationVersion.objects.in_force(today).get()
    if version.review_due_on is None or version.review_due_on - AHEAD > today:
        return []
    return [
        DueItem(
            icon="section-sign",
            title=_("%(version)s is to be reviewed again") % {"version": version},
            detail=_("Draft the next version, with the same numbers if they hold"),
            url=reverse("regulation:current"),
            button=_("Read it"),
            due=version.review_due_on,
            opens=version.review_due_on - AHEAD,
            tone="warn",
        )
    ]

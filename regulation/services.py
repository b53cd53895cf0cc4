"""What people do to the regulation, and which version holds on a day."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from records.refusals import MovedByAnother, Refusal
from regulation import permissions
from regulation.calendars import WorkCalendar, local_day
from regulation.editions import Editions
from regulation.models import Clause, RegulationVersion, SpecialDay, VersionEvent
from regulation.parameters import Parameters
from regulation.states import TRANSITIONS, VersionStatus, VersionVerb

if TYPE_CHECKING:
    from dealers.models import User


class VersionTransitionNotAllowed(Refusal):
    code = "transition_not_allowed"
    message = _(
        "A version that is “%(status)s” can't be changed this way. Reload the page to see where it stands."
    )


class ParametersNotValid(Refusal):
    code = "parameters_not_valid"


class TooEarly(Refusal):
    code = "too_early"
    message = _("A version takes effect after the day it is approved. Choose a day after %(day)s.")


def load_editions() -> Editions:
    """Load all approved versions once, for work that asks for many days."""
    return Editions([version.edition for version in RegulationVersion.objects.approved()])


def version_in_force(on: date) -> RegulationVersion:
    """Return the version in force on a day."""
    return RegulationVersion.objects.get(pk=load_editions().in_force(on).pk)


def work_calendar() -> WorkCalendar:
    """Return the working calendar with the days administrators entered."""
    return WorkCalendar(dict(SpecialDay.objects.values_list("day", "is_workday")))


@transaction.atomic
def draft_version(*, actor: "User", at: datetime, in_force_from: date, reason: str) -> RegulationVersion:
    """Start the next version as a copy of the latest one, to be changed and sent to review (K1)."""
    if not permissions.may_draft(actor):
        raise PermissionDenied
    latest = RegulationVersion.objects.approved().order_by("-in_force_from")[0]
    number = RegulationVersion.objects.aggregate(last=Max("number"))["last"] + 1
    version = RegulationVersion.objects.create(
        number=number,
        in_force_from=in_force_from,
        parameters=latest.parameters,
        reason=reason,
        drafted_by=actor,
        drafted_at=at,
    )
    Clause.objects.bulk_create([_copy_of(clause, version) for clause in latest.clauses.in_order()])
    _record(version, VersionVerb.DRAFT, actor=actor, at=at, note=reason)
    return version


def _copy_of(clause: Clause, version: RegulationVersion) -> Clause:
    return Clause(
        regulation_version=version,
        code=clause.code,
        short_name=clause.short_name,
        position=clause.position,
        chapter_zh=clause.chapter_zh,
        chapter_en=clause.chapter_en,
        text_zh=clause.text_zh,
        text_en=clause.text_en,
    )


@transaction.atomic
def edit_version(
    version: RegulationVersion,
    *,
    actor: "User",
    at: datetime,
    parameters: dict[str, Any],
    in_force_from: date,
    reason: str,
    clauses: dict[str, tuple[str, str]] | None = None,
) -> RegulationVersion:
    """Change a draft: its parameters, its day, and the clauses given as code → (Chinese, English)."""
    if not permissions.may_draft(actor):
        raise PermissionDenied
    checked = check_parameters(parameters)
    version = _move(
        version,
        VersionVerb.EDIT,
        actor=actor,
        at=at,
        note=reason,
        parameters=checked.model_dump(mode="json"),
        in_force_from=in_force_from,
        reason=reason,
    )
    for code, (text_zh, text_en) in (clauses or {}).items():
        version.clauses.filter(code=code).update(text_zh=text_zh, text_en=text_en)
    return version


def check_parameters(parameters: dict[str, Any]) -> Parameters:
    """Return the parameters typed, or refuse and name each wrong one."""
    try:
        return Parameters.model_validate(parameters)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ParametersNotValid(
            _("These parameters can't be used: %(wrong)s. Mend them and save again."), wrong=wrong
        ) from error


@transaction.atomic
def review_version(
    version: RegulationVersion, *, actor: "User", at: datetime, note: str = ""
) -> RegulationVersion:
    """Pass a draft on to the general manager."""
    if not permissions.may_review(actor, version):
        raise PermissionDenied
    return _move(
        version, VersionVerb.REVIEW, actor=actor, at=at, note=note, reviewed_by=actor, reviewed_at=at
    )


@transaction.atomic
def return_version(
    version: RegulationVersion, *, actor: "User", at: datetime, note: str
) -> RegulationVersion:
    """Send a reviewed version back to its drafter with the reason."""
    if not permissions.may_return(actor):
        raise PermissionDenied
    return _move(
        version, VersionVerb.RETURN, actor=actor, at=at, note=note, reviewed_by=None, reviewed_at=None
    )


@transaction.atomic
def approve_version(
    version: RegulationVersion, *, actor: "User", at: datetime, note: str = ""
) -> RegulationVersion:
    """Approve a reviewed version: it takes effect on its day, which lies after today (K1)."""
    if not permissions.may_approve(actor, version):
        raise PermissionDenied
    today = local_day(at)
    if version.in_force_from <= today:
        raise TooEarly(day=today, field="in_force_from")
    return _move(
        version, VersionVerb.APPROVE, actor=actor, at=at, note=note, approved_by=actor, approved_at=at
    )


def _move(
    version: RegulationVersion, verb: VersionVerb, *, actor: "User", at: datetime, note: str, **changes: Any
) -> RegulationVersion:
    """Check, claim, record: the only code that writes a version's status."""
    sources, target = TRANSITIONS[verb]
    if version.status not in sources:
        raise VersionTransitionNotAllowed(status=VersionStatus(version.status).label)
    claimed = RegulationVersion.objects.filter(
        pk=version.pk, status=version.status, version=version.version
    ).update(status=target, version=F("version") + 1, **changes)
    if not claimed:
        raise MovedByAnother(
            _("Somebody else changed this version first. Reload the page to see what they did.")
        )
    _record(version, verb, actor=actor, at=at, note=note)
    return RegulationVersion.objects.get(pk=version.pk)


def _record(version: RegulationVersion, verb: VersionVerb, *, actor: "User", at: datetime, note: str) -> None:
    VersionEvent.objects.create(regulation_version=version, at=at, actor=actor, verb=verb, note=note)

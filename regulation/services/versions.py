"""What people do to the regulation, and which version holds on a day."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from records.kept import held, kept
from records.refusals import MovedByAnother, Refusal
from regulation import permissions
from regulation.calendars import WorkCalendar, local_day
from regulation.clauses import changed, unknown_paths
from regulation.editions import Editions
from regulation.models import Clause, RegulationVersion, ServiceLevel, SpecialDay, VersionEvent
from regulation.names import fault_words, full_name, listed
from regulation.parameters import Parameters
from regulation.states import TRANSITIONS, VersionStatus, VersionVerb

if TYPE_CHECKING:
    from dealers.models import User


class VersionTransitionNotAllowed(Refusal):
    code = "transition_not_allowed"
    status = 409
    message = _(
        "A version that is “%(status)s” can't be changed this way. Reload the page to see where it stands."
    )


class ParametersNotValid(Refusal):
    """`faults` says of each wrong parameter, by its path, what is wrong."""

    code = "parameters_not_valid"
    message = _("These parameters can't be used: %(wrong)s. Mend them and save again.")

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        wrong = listed(
            gettext("%(name)s (%(path)s) – %(fault)s")
            % {"name": full_name(path), "path": path, "fault": text}
            for path, text in faults.items()
        )
        super().__init__(wrong=wrong, field="parameters")


class ClauseNotValid(Refusal):
    code = "clause_not_valid"
    message = _("Clause %(clause)s: %(wrong)s. Mend its text and save again.")


class ReasonNeeded(Refusal):
    code = "reason_needed"
    message = _("Say why: whoever reads the history later asks for it.")


class TooEarly(Refusal):
    code = "too_early"
    message = _("A version takes effect after the day it is approved. Choose a day after %(day)s.")


class DayTaken(Refusal):
    code = "day_taken"
    message = _("Another approved version takes effect on %(day)s. Return this one and choose another day.")


VERSIONS = "regulation_regulationversion"
MOVED = _("Somebody else changed this version first. Reload the page to see what they did.")


@kept(VERSIONS)
def _approved() -> dict[int, RegulationVersion]:
    return {version.pk: version for version in RegulationVersion.objects.approved()}


@kept(VERSIONS)
def load_editions() -> Editions:
    """Load all approved versions once, for work that asks for many days."""
    return Editions([version.edition for version in _approved().values()])


def approved_version(pk: int | None) -> RegulationVersion | None:
    """Return an approved version by its key, as a row that it ruled names it; nothing for a row without."""
    return None if pk is None else _approved()[pk]


def version_in_force(on: date) -> RegulationVersion:
    """Return the version in force on a day."""
    with held():
        return _approved()[load_editions().in_force(on).pk]


@kept("regulation_specialday")
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
    try:
        with transaction.atomic():
            version = RegulationVersion.objects.create(
                number=number,
                in_force_from=in_force_from,
                parameters=latest.typed.model_dump(mode="json"),
                reason=reason,
                drafted_by=actor,
                drafted_at=at,
            )
    except IntegrityError:  # somebody else took the number first
        raise MovedByAnother(MOVED) from None
    Clause.objects.bulk_create([_copy_of(clause, version) for clause in latest.clauses.in_order()])
    levels = [_level_copy(level, version) for level in latest.levels.in_order()]
    ServiceLevel.objects.bulk_create(levels)
    _record(version, VersionVerb.DRAFT, actor=actor, at=at, note=reason)
    return version


def _copy_of(clause: Clause, version: RegulationVersion) -> Clause:
    return Clause(
        regulation_version=version,
        code=clause.code,
        name_zh=clause.name_zh,
        name_en=clause.name_en,
        sources=clause.sources,
        position=clause.position,
        chapter_zh=clause.chapter_zh,
        chapter_en=clause.chapter_en,
        text_zh=clause.text_zh,
        text_en=clause.text_en,
    )


def _level_copy(level: ServiceLevel, version: RegulationVersion) -> ServiceLevel:
    return ServiceLevel(
        regulation_version=version,
        position=level.position,
        code=level.code,
        name_zh=level.name_zh,
        name_en=level.name_en,
        conditions=level.conditions,
        targets=level.targets,
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
    checked = check_parameters(parameters).model_dump(mode="json")
    reworded = _reworded(version, clauses or {}, checked)
    changes = {path: list(pair) for path, pair in changed(version.parameters, checked).items()}
    if in_force_from != version.in_force_from:
        changes["in_force_from"] = [version.in_force_from.isoformat(), in_force_from.isoformat()]
    version = _move(
        version,
        VersionVerb.EDIT,
        actor=actor,
        at=at,
        note=reason,
        recorded=changes | {"clauses": [clause.code for clause in reworded]},
        parameters=checked,
        in_force_from=in_force_from,
        reason=reason,
    )
    Clause.objects.bulk_update(reworded, ["text_zh", "text_en"])
    return version


def _reworded(
    version: RegulationVersion, clauses: dict[str, tuple[str, str]], parameters: dict[str, Any]
) -> list[Clause]:
    """Return the clauses whose text changes, or refuse one that is unknown, empty or names no parameter."""
    found = {clause.code: clause for clause in version.clauses.all()}
    new = []
    for code, (text_zh, text_en) in clauses.items():
        if code not in found:
            raise ClauseNotValid(clause=code, wrong=_("this version has no such clause"), field="clauses")
        check_clause(code, text_zh, parameters)
        check_clause(code, text_en, parameters)
        clause = found[code]
        if (clause.text_zh, clause.text_en) != (text_zh, text_en):
            clause.text_zh, clause.text_en = text_zh, text_en
            new.append(clause)
    return new


def check_clause(code: str, text: str, parameters: dict[str, Any]) -> None:
    """Refuse an empty text, and one that names a parameter which does not exist."""
    if not text.strip():
        raise ClauseNotValid(clause=code, wrong=_("the text is empty in one language"), field="clauses")
    for path in unknown_paths(text, parameters):
        wrong = _("there is no parameter {%(path)s}") % {"path": path}
        raise ClauseNotValid(clause=code, wrong=wrong, field="clauses")


def check_parameters(parameters: dict[str, Any]) -> Parameters:
    """Return the parameters typed, or refuse and name each wrong one."""
    try:
        return Parameters.model_validate(parameters)
    except ValidationError as error:
        faults = {
            ".".join(str(step) for step in fault["loc"]) or "parameters": fault_words(fault)
            for fault in error.errors()
        }
        raise ParametersNotValid(faults) from error


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
    """Send a draft or a reviewed version back to its drafter with the reason."""
    if not permissions.may_return(actor, version):
        raise PermissionDenied
    if not note.strip():
        raise ReasonNeeded(field="note")
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
    review_due_on = version.in_force_from + relativedelta(months=version.typed.review_after_months)
    changes: dict[str, Any] = {"approved_by": actor, "approved_at": at, "review_due_on": review_due_on}
    try:
        with transaction.atomic():
            return _move(version, VersionVerb.APPROVE, actor=actor, at=at, note=note, **changes)
    except IntegrityError:  # the day stands under a unique constraint
        raise DayTaken(day=version.in_force_from, field="in_force_from") from None


def _move(
    version: RegulationVersion,
    verb: VersionVerb,
    *,
    actor: "User",
    at: datetime,
    note: str,
    recorded: dict[str, Any] | None = None,
    **changes: Any,
) -> RegulationVersion:
    """Check, claim, record: the only code that writes a version's status."""
    sources, target = TRANSITIONS[verb]
    if version.status not in sources:
        raise VersionTransitionNotAllowed(status=VersionStatus(version.status).label)
    claimed = RegulationVersion.objects.filter(
        pk=version.pk, status=version.status, version=version.version
    ).update(status=target, version=F("version") + 1, **changes)
    if not claimed:
        raise MovedByAnother(MOVED)
    _record(version, verb, actor=actor, at=at, note=note, changes=recorded)
    return RegulationVersion.objects.get(pk=version.pk)


def _record(
    version: RegulationVersion,
    verb: VersionVerb,
    *,
    actor: "User",
    at: datetime,
    note: str,
    changes: dict[str, Any] | None = None,
) -> None:
    VersionEvent.objects.create(
        regulation_version=version, at=at, actor=actor, verb=verb, note=note, changes=changes or {}
    )

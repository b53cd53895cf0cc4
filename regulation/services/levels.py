"""The service levels of a version: their order, their conditions, their times (D3, K1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from records.kept import kept
from records.refusals import Refusal
from regulation import permissions
from regulation.levels import Conditions, Level, Targets, order_fault
from regulation.models import RegulationVersion, ServiceLevel
from regulation.names import fault_words, listed
from regulation.services.versions import _move
from regulation.states import VersionVerb

if TYPE_CHECKING:
    from dealers.models import User


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """A level as somebody wrote it, before it is checked."""

    code: str
    name_zh: str
    name_en: str
    targets: Mapping[str, Any]
    conditions: Mapping[str, Any] = field(default_factory=dict)


class LevelsNotValid(Refusal):
    """`faults` says of each wrong level, by its place from 0, what is wrong; of the whole list at -1."""

    code = "levels_not_valid"
    message = gettext_lazy("These service levels can't be used: %(wrong)s. Mend them and save again.")

    def __init__(self, faults: dict[int, list[str]]) -> None:
        self.faults = faults
        wrong = listed(
            said if place < 0 else _("no. %(place)s: %(fault)s") % {"place": place + 1, "fault": said}
            for place, words in sorted(faults.items())
            for said in words
        )
        super().__init__(wrong=wrong, field="levels")


@transaction.atomic
def change_levels(
    version: RegulationVersion, *, actor: "User", at: datetime, levels: Sequence[LevelDraft]
) -> RegulationVersion:
    """Write the levels of a draft anew, in the order given; the history names those that changed."""
    if not permissions.may_draft(actor):
        raise PermissionDenied
    rows = check_levels(levels)
    before = {row.code: row for row in version.levels.in_order()}
    touched = [row.code for row in rows if not _equal(row, before.get(row.code))]
    gone = [code for code in before if code not in {row.code for row in rows}]
    version = _move(
        version,
        VersionVerb.EDIT,
        actor=actor,
        at=at,
        note=version.reason,
        recorded={"levels": touched + gone},
    )
    version.levels.all().delete()
    for row in rows:
        row.regulation_version = version
    ServiceLevel.objects.bulk_create(rows)
    return version


def check_levels(levels: Sequence[LevelDraft]) -> list[ServiceLevel]:
    """Return the levels as rows in their order, or refuse and say of each what is wrong."""
    faults: dict[int, list[str]] = {}
    rows: list[ServiceLevel] = []
    typed: list[Level] = []
    for place, draft in enumerate(levels):
        words = _faults_of(draft, {row.code for row in rows})
        try:
            conditions = Conditions.model_validate(draft.conditions)
            targets = Targets.model_validate(draft.targets)
        except ValidationError as error:
            words += [fault_words(fault) for fault in error.errors()]
        else:
            typed.append(Level(draft.code, conditions, targets))
            rows.append(_row(draft, place + 1, conditions=conditions, targets=targets))
        if words:
            faults[place] = words
    if not faults and order_fault(typed):
        faults[-1] = [_("the last level, and only the last, is for every request that no other one takes")]
    if faults:
        raise LevelsNotValid(faults)
    return rows


def _faults_of(draft: LevelDraft, taken: set[str]) -> list[str]:
    words = []
    if not draft.name_zh.strip() or not draft.name_en.strip():
        words.append(_("a name is needed in both languages"))
    if draft.code in taken:
        words.append(_("the code %(code)s stands twice") % {"code": draft.code})
    return words


def _row(draft: LevelDraft, position: int, *, conditions: Conditions, targets: Targets) -> ServiceLevel:
    return ServiceLevel(
        position=position,
        code=draft.code,
        name_zh=draft.name_zh.strip(),
        name_en=draft.name_en.strip(),
        conditions=conditions.model_dump(mode="json", exclude_defaults=True),
        targets=targets.model_dump(mode="json", exclude_none=True),
    )


def _equal(row: ServiceLevel, other: ServiceLevel | None) -> bool:
    if other is None:
        return False
    names = ("position", "name_zh", "name_en", "conditions", "targets")
    return all(getattr(row, name) == getattr(other, name) for name in names)


@kept("regulation_servicelevel")
def levels_of(version_pk: int) -> tuple[ServiceLevel, ...]:
    """Return the levels of a version in their order."""
    return tuple(ServiceLevel.objects.filter(regulation_version=version_pk).in_order())


def level_of(version_pk: int, code: str) -> ServiceLevel:
    """Return one level of a version by its code."""
    return next(level for level in levels_of(version_pk) if level.code == code)

"""The service levels of a version: their order, their conditions, their times (D3, K1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as FieldsNotValid
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError

from records.kept import kept
from records.refusals import Refusal
from regulation import permissions
from regulation.conditions import faults_of
from regulation.level_changes import level_changes
from regulation.levels import Conditions, Targets, order_fault
from regulation.models import RegulationVersion, ServiceLevel
from regulation.names import fault_words, listed
from regulation.services.versions import _move
from regulation.states import VersionVerb

if TYPE_CHECKING:
    from dealers.models import User

T = TypeVar("T", bound=BaseModel)
MOST_LEVELS: Final = 20  # read one after another for each ticket, by people as well

_NAMED: Final = {
    "code": gettext_lazy("a code is needed, of at most 20 letters, digits, hyphens and underscores"),
    "name_zh": gettext_lazy("a name in Chinese is needed, of at most 20 characters"),
    "name_en": gettext_lazy("a name in English is needed, of at most 40 characters"),
}


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """A level as somebody wrote it, before it is checked."""

    code: str
    name_zh: str
    name_en: str
    targets: Mapping[str, Any]
    conditions: Mapping[str, Any] = field(default_factory=dict)


class LevelFault(NamedTuple):
    """What is wrong with one level, by its place from 0 (of the whole list: -1), and in which field of it."""

    place: int
    field: str
    words: str


class LevelsNotValid(Refusal):
    code = "levels_not_valid"
    message = gettext_lazy("These service levels can't be used: %(wrong)s. Mend them and save again.")

    def __init__(self, faults: Sequence[LevelFault]) -> None:
        self.faults = faults
        wrong = listed(
            fault.words
            if fault.place < 0
            else _("no. %(place)s: %(fault)s") % {"place": fault.place + 1, "fault": fault.words}
            for fault in sorted(faults, key=lambda fault: fault.place)
        )
        super().__init__(wrong=wrong, field="levels")


@transaction.atomic
def change_levels(
    version: RegulationVersion, *, actor: "User", at: datetime, levels: Sequence[LevelDraft]
) -> RegulationVersion:
    """Write the levels of a draft anew, in the order given; the history keeps what changed (D3, K1)."""
    if not permissions.may_draft(actor):
        raise PermissionDenied
    rows = check_levels(levels, actor=actor)
    changes = level_changes(list(version.levels.in_order()), rows)
    version = _move(version, VersionVerb.EDIT, actor=actor, at=at, note=version.reason, recorded=changes)
    version.levels.all().delete()
    for row in rows:
        row.regulation_version = version
    ServiceLevel.objects.bulk_create(rows)
    return version


def check_levels(levels: Sequence[LevelDraft], *, actor: "User") -> list[ServiceLevel]:
    """Return the levels as rows in their order, or refuse and say of each field what is wrong."""
    if len(levels) > MOST_LEVELS:
        raise LevelsNotValid([LevelFault(-1, "", _("at most %(most)s levels") % {"most": MOST_LEVELS})])
    rows = [_Row(place, draft) for place, draft in enumerate(levels)]
    faults = [*_written_faults(rows), *_unknown_faults(rows, actor)]
    if not faults and order_fault([row.level.typed for row in rows]):
        words = _("the last level, and only the last, is for every request that no other one takes")
        faults = [LevelFault(-1, "", words)]
    if faults:
        raise LevelsNotValid(faults)
    return [row.level for row in rows]


class _Row:
    """A level as written, read as far as it can be: what can't be read is at fault and left out."""

    def __init__(self, place: int, draft: LevelDraft) -> None:
        self.place = place
        self.faults: list[LevelFault] = []
        self.conditions = self._read(Conditions, draft.conditions)
        targets = self._read(Targets, draft.targets)
        self.level = ServiceLevel(
            position=place + 1,
            code=draft.code,
            name_zh=draft.name_zh.strip(),
            name_en=draft.name_en.strip(),
            conditions=self.conditions.model_dump(mode="json", exclude_defaults=True),
            targets=targets.model_dump(mode="json", exclude_none=True),
        )
        self._read_names()

    def _read(self, schema: type[T], written: Mapping[str, Any]) -> T:
        try:
            return schema.model_validate(written)
        except ValidationError as error:
            self.faults += [
                LevelFault(self.place, str(next(iter(fault["loc"]), "")), fault_words(fault))
                for fault in error.errors()
            ]
        return schema.model_construct()

    def _read_names(self) -> None:
        try:
            self.level.clean_fields(exclude=["regulation_version", "conditions", "targets"])
        except FieldsNotValid as error:
            self.faults += [LevelFault(self.place, name, str(_NAMED[name])) for name in error.message_dict]


def _written_faults(rows: Sequence[_Row]) -> Iterator[LevelFault]:
    """Yield what each level has at fault by itself, and codes that stand twice."""
    taken: set[str] = set()
    for row in rows:
        yield from row.faults
        if row.level.code in taken:
            yield LevelFault(
                row.place, "code", _("the code %(code)s stands twice") % {"code": row.level.code}
            )
        taken.add(row.level.code)


def _unknown_faults(rows: Sequence[_Row], actor: "User") -> Iterator[LevelFault]:
    """Yield each code of a condition that stands for nothing."""
    unknown = faults_of([row.conditions for row in rows], actor)
    for row, by_condition in zip(rows, unknown, strict=True):
        for name, words in by_condition.items():
            yield from (LevelFault(row.place, name, said) for said in words)


@kept("regulation_servicelevel")
def levels_of(version_pk: int) -> tuple[ServiceLevel, ...]:
    """Return the levels of a version in their order."""
    return tuple(ServiceLevel.objects.filter(regulation_version=version_pk).in_order())


def level_of(version_pk: int, code: str) -> ServiceLevel:
    """Return one level of a version by its code."""
    return next(level for level in levels_of(version_pk) if level.code == code)

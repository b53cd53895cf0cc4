"""Service levels in the reader's words: which requests each is for, which times it promises (D3, K1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import duration
from regulation.choices import ClockKind, TimeBasis
from regulation.clauses import difference
from regulation.conditions import names_of, registered, type_names
from regulation.levels import Conditions, Target, Targets
from regulation.models import ServiceLevel

if TYPE_CHECKING:
    from dealers.models import User

CLOCKS: Final = tuple(ClockKind(name) for name in Targets.model_fields)
NO_TIME: Final = "–"


def limit_words(minutes: int, basis: str) -> str:
    """Write a promised time: 30 min, 8 working hours."""
    if basis == TimeBasis.CALENDAR:
        return duration(minutes)
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(span)s of working time") % {"span": duration(timedelta(minutes=minutes))}
    return _("%(n)s working hours") % {"n": hours}


def requests_words(conditions: Sequence[Conditions], actor: "User") -> list[str]:
    """Say of each level in one sentence which requests it is for."""
    names = names_of(conditions, actor)
    return [sentence_of(one, names) for one in conditions]


def sentence_of(conditions: Conditions, names: Mapping[str, type_names]) -> str:
    """Say which requests a level with some conditions is for."""
    if conditions.are_none:
        return _("All other requests")
    phrases = [
        str(condition.phrase) % {"names": _either([names[field].get(code, code) for code in codes])}
        for field, condition in registered().items()
        if (codes := getattr(conditions, field))
    ]
    return str(capfirst(pgettext("between conditions", ", ").join(phrases)))


def _either(names: Sequence[str]) -> str:
    """Write alternatives: A, B or C."""
    if len(names) == 1:
        return names[0]
    others = pgettext("between the items of a list", ", ").join(names[:-1])
    return _("%(others)s or %(last)s") % {"others": others, "last": names[-1]}


def time_words(target: Target | None) -> str:
    return limit_words(target.minutes, target.basis) if target is not None else NO_TIME


def heads() -> list[str]:
    """Name the times that a level may promise."""
    return [str(kind.label) for kind in CLOCKS]


def table(levels: "Iterable[ServiceLevel]", actor: "User") -> list[dict[str, Any]]:
    """Return the levels in their order: name, for which requests, and the time of each clock."""
    rows = list(levels)
    said = requests_words([row.typed.conditions for row in rows], actor)
    return [
        {
            "position": row.position,
            "name": row.name,
            "code": row.code,
            "requests": requests,
            "times": [time_words(row.typed.targets.of(kind)) for kind in CLOCKS],
        }
        for row, requests in zip(rows, said, strict=True)
    ]


class LevelChanges:
    """What differs between two orders of levels (`level_changes`), in words; several are read at once."""

    def __init__(
        self, changes: Iterable[Mapping[str, Any]], *, actor: "User", known: Mapping[str, str]
    ) -> None:
        """Take the changes with who reads them, and what levels that stayed as they were are called."""
        self.changes = list(changes)
        written = [
            one for changed in self.changes for pair in _pairs(changed).values() for one in pair if one
        ]
        self.names = names_of([one.typed.conditions for one in written], actor)
        self.known = dict(known) | {one.code: one.name for one in written}

    def lines(self) -> list[list[str]]:
        """Say of each change what it did, in a line a level."""
        return [self._lines_of(changed) for changed in self.changes]

    def _lines_of(self, changed: Mapping[str, Any]) -> list[str]:
        lines = [self._line(*pair) for pair in _pairs(changed).values()]
        if "level_order" in changed:
            before, after = map(self._order_words, changed["level_order"])
            words = _("order of the service levels %(before)s → %(after)s")
            lines.append(words % {"before": before, "after": after})
        return lines

    def _line(self, before: "ServiceLevel | None", after: "ServiceLevel | None") -> str:
        old, new = self._parts(before), self._parts(after)
        if after is None:
            return _("without service level %(name)s") % {"name": before.name if before else ""}
        if before is None:
            return _("new service level %(name)s") % {"name": after.name}
        differing = [
            _("%(name)s %(before)s → %(after)s") % {"name": name, "before": old[name], "after": new[name]}
            for name in new
            if old[name] != new[name]
        ]
        return _("service level %(name)s: %(changes)s") % {
            "name": after.name,
            "changes": pgettext("between the items of a list", ", ").join(differing),
        }

    def compared(self) -> list[dict[str, Any]]:
        """Return the levels of the only change that differ: old words struck out, new ones marked."""
        (changed,) = self.changes
        rows = [
            {"name": self.known[code], "code": code, "parts": self._compared(*pair)}
            for code, pair in _pairs(changed).items()
        ]
        if "level_order" in changed:
            before, after = map(self._order_words, changed["level_order"])
            rows.append(
                {
                    "name": _("Order"),
                    "code": "",
                    "parts": [{"name": "", "stretches": difference(before, after)}],
                }
            )
        return rows

    def _compared(self, before: "ServiceLevel | None", after: "ServiceLevel | None") -> list[dict[str, Any]]:
        old, new = self._parts(before), self._parts(after)
        return [
            {"name": name, "stretches": difference(old.get(name, ""), new.get(name, ""))}
            for name in (new or old)
            if old.get(name) != new.get(name)
        ]

    def _parts(self, level: "ServiceLevel | None") -> dict[str, str]:
        """Return what is written of a level by what each part is called; nothing of none."""
        if level is None:
            return {}
        return {
            str(_("Name in Chinese")): level.name_zh,
            str(_("Name in English")): level.name_en,
            str(_("For which requests")): sentence_of(level.typed.conditions, self.names),
            **{str(kind.label): time_words(level.typed.targets.of(kind)) for kind in CLOCKS},
        }

    def _order_words(self, codes: Sequence[str]) -> str:
        return pgettext("between the items of a list", ", ").join(
            self.known.get(code, code) for code in codes
        )


def _pairs(changed: Mapping[str, Any]) -> "dict[str, tuple[ServiceLevel | None, ServiceLevel | None]]":
    """Return code → the level before and after, as far as there was and is one."""
    return {
        code: (_level(code, before), _level(code, after))
        for code, (before, after) in changed.get("levels", {}).items()
    }


def _level(code: str, written: Mapping[str, Any] | None) -> "ServiceLevel | None":
    return ServiceLevel(code=code, **written) if written else None

"""What differs between two orders of service levels. Pure (K1)."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regulation.models import ServiceLevel

WRITTEN: Final = ("name_zh", "name_en", "conditions", "targets")


def as_written(level: "ServiceLevel") -> dict[str, Any]:
    """Return what people write of a level, its place in the order apart."""
    return {name: getattr(level, name) for name in WRITTEN}


def level_changes(before: "Sequence[ServiceLevel]", after: "Sequence[ServiceLevel]") -> dict[str, Any]:
    """Return code → [before, after] of each level that differs, and the two orders where they do."""
    old = {level.code: as_written(level) for level in before}
    new = {level.code: as_written(level) for level in after}
    changes: dict[str, Any] = {}
    levels = {
        code: [old.get(code), new.get(code)]
        for code in dict.fromkeys([*new, *old])
        if old.get(code) != new.get(code)
    }
    if levels:
        changes["levels"] = levels
    if [*old] != [*new]:
        changes["level_order"] = [[*old], [*new]]
    return changes

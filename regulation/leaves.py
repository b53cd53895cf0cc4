"""Every parameter as one typed leaf of the schema of `Parameters`: what a form can ask for. Pure (K1)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from regulation.parameters import Parameters

CALLS = "calls."
AFTER_SERVICE = "calls.after_service."
WORKING_DAYS = "closes_after_working_days"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One parameter: its dotted path, its type, and the ends between which it must lie."""

    path: str
    kind: str  # integer, number, boolean, choice or string, which is a time of day
    least: float | None = None
    most: float | None = None
    is_optional: bool = False
    choices: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


@lru_cache(maxsize=1)
def leaves() -> tuple[Leaf, ...]:
    """List all parameters in the order of the schema, groups one after the other."""
    schema = Parameters.model_json_schema()
    return tuple(_walk(schema, schema.get("$defs", {}), ""))


def _walk(node: dict[str, Any], named: dict[str, Any], prefix: str) -> list[Leaf]:
    found: list[Leaf] = []
    for name, part in node.get("properties", {}).items():
        shape = _resolved(part, named)
        if "properties" in shape:
            found += _walk(shape, named, f"{prefix}{name}.")
        elif not _is_fixed(f"{prefix}{name}"):
            found.append(_leaf(f"{prefix}{name}", shape, named))
    return found


def _is_fixed(path: str) -> bool:
    """Say whether a value belongs to how a rule works and not to its numbers (see `CallRules`)."""
    if path.startswith(AFTER_SERVICE):
        return not path.endswith(WORKING_DAYS)
    return path.startswith(CALLS) and path.endswith((WORKING_DAYS, ".clause"))


def _resolved(part: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference to the schema it names."""
    reference = part.get("$ref") or (part.get("allOf") or [{}])[0].get("$ref", "")
    target: dict[str, Any] = named[reference.rpartition("/")[2]] if reference else part
    return target


def _leaf(path: str, shape: dict[str, Any], named: dict[str, Any]) -> Leaf:
    options = [_resolved(option, named) for option in shape.get("anyOf", [])]
    is_optional = any(option.get("type") == "null" for option in options)
    real = next((option for option in options if option.get("type") != "null"), shape)
    return Leaf(
        path=path,
        kind="choice" if "enum" in real else real["type"],
        least=real.get("minimum", real.get("exclusiveMinimum")),
        most=real.get("maximum", real.get("exclusiveMaximum")),
        is_optional=is_optional,
        choices=tuple(real.get("enum", ())),
    )

"""What the conditions of service levels may name: the apps that own it say what each code stands for (D3).

The regulation knows no models, kinds or places of others, so each owner registers what is its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from regulation.levels import Conditions

if TYPE_CHECKING:
    from django.db.models import Choices
    from django_stubs_ext import StrOrPromise

    from dealers.models import User

MOST_OFFERED: Final = 12
type_names = Mapping[str, str]
type_named = Callable[[Sequence[str], "User"], type_names]
type_offered = Callable[[str, "User"], type_names]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: how it is called and read, and what its codes stand for."""

    label: "StrOrPromise"
    phrase: "StrOrPromise"  # within a sentence, with %(names)s
    unknown: "StrOrPromise"  # what to do about a code that stands for nothing, with %(code)s
    named: type_named  # what codes are called, as far as the reader may know it; the others are left out
    offered: type_offered | None = None  # codes that a text may mean, for what is too much to show whole
    choices: "type[Choices] | None" = None  # the whole of a closed set


_registered: dict[str, Condition] = {}


def register(conditions: Mapping[str, Condition]) -> None:
    """Say what some fields of `Conditions` may name; their owner calls this once."""
    _registered.update(conditions)


def registered() -> dict[str, Condition]:
    """Return what a level may ask for, in the order in which it is read."""
    return {field: _registered[field] for field in Conditions.model_fields}


def of_choices(
    choices: "type[Choices]", *, label: "StrOrPromise", phrase: "StrOrPromise", unknown: "StrOrPromise"
) -> Condition:
    """Return the condition of a closed set; within a sentence its names are written small."""
    known = {str(value): text for value, text in choices.choices}

    def named(codes: Sequence[str], _actor: "User") -> type_names:
        return {code: str(known[code]).lower() for code in codes if code in known}

    return Condition(label=label, phrase=phrase, unknown=unknown, named=named, choices=choices)


def names_of(conditions: Iterable[Conditions], actor: "User") -> Mapping[str, type_names]:
    """Return by condition what the codes of some levels are called, each owner being asked once."""
    asked = list(conditions)
    found: dict[str, type_names] = {}
    for field, condition in registered().items():
        codes = sorted({code for one in asked for code in getattr(one, field)})
        found[field] = condition.named(codes, actor) if codes else {}
    return found


def faults_of(conditions: Iterable[Conditions], actor: "User") -> list[dict[str, list[str]]]:
    """Say of each level, by condition, which codes stand for nothing, and what to do."""
    asked = list(conditions)
    names = names_of(asked, actor)
    return [
        {field: words for field in Conditions.model_fields if (words := _unknown(field, one, names))}
        for one in asked
    ]


def _unknown(field: str, conditions: Conditions, names: Mapping[str, type_names]) -> list[str]:
    codes = getattr(conditions, field)
    words = str(_registered[field].unknown)
    return [words % {"code": code} for code in codes if code not in names[field]]

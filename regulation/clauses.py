"""Clause text with its parameters filled in, and what differs between two versions of it. Pure (K1, K2)."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

PLACE: Final = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)*)\}")
_WORDS: Final = re.compile(r"\{[^{}]*\}|[A-Za-z0-9]+|\s+|.", re.DOTALL)
SAME, OLD, NEW = "same", "old", "new"


class Part(NamedTuple):
    """A stretch of plain words, or the value of the parameter `path`."""

    text: str
    path: str = ""


class Stretch(NamedTuple):
    """A stretch of text that stayed (`same`), went (`old`) or came (`new`)."""

    kind: str
    text: str


def flatten(parameters: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested parameters as dotted path → value, in their order."""
    flat: dict[str, Any] = {}
    for name, value in parameters.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return dotted path → value as nested parameters: the reverse of `flatten`."""
    parameters: dict[str, Any] = {}
    for path, value in flat.items():
        *above, name = path.split(".")
        place = parameters
        for step in above:
            place = place.setdefault(step, {})
        place[name] = value
    return parameters


def paths_in(text: str) -> list[str]:
    """List the parameters that a clause's text names, each once, in their order."""
    return list(dict.fromkeys(PLACE.findall(text)))


def unknown_paths(text: str, parameters: Mapping[str, Any]) -> list[str]:
    """List the names in braces that stand for no parameter."""
    known = flatten(parameters)
    return [path for path in re.findall(r"\{([^{}]*)\}", text) if path not in known]


def parts(text: str, parameters: Mapping[str, Any]) -> list[Part]:
    """Split a clause's text into words and parameter values; a name of no parameter stays as written."""
    values = flatten(parameters)
    found: list[Part] = []
    end = 0
    for match in PLACE.finditer(text):
        if match[1] not in values:
            continue
        found.append(Part(text[end : match.start()]))
        found.append(Part(written(values[match[1]]), match[1]))
        end = match.end()
    found.append(Part(text[end:]))
    return [part for part in found if part.text]


def render(text: str, parameters: Mapping[str, Any]) -> str:
    """Return a clause's text as people read it, with the values in place of the names."""
    return "".join(part.text for part in parts(text, parameters))


def written(value: object) -> str:
    """Write a parameter's value the same in every language; what it counts stands in the clause."""
    if value is None:
        return "—"
    return f"{value:g}" if isinstance(value, float) else str(value)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return path → (before, after) of each parameter that differs; one that was not there was none."""
    old, new = flatten(before), flatten(after)
    return {
        path: (old.get(path), new.get(path))
        for path in dict.fromkeys([*new, *old])
        if old.get(path) != new.get(path)
    }


def difference(before: str, after: str) -> list[Stretch]:
    """Compare two texts word by word, in Chinese sign by sign."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    stretches: list[Stretch] = []
    for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            stretches.append(Stretch(SAME, "".join(old[a:b])))
            continue
        stretches += [Stretch(OLD, "".join(old[a:b]))] if a < b else []
        stretches += [Stretch(NEW, "".join(new[c:d]))] if c < d else []
    return stretches

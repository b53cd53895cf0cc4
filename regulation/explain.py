"""What a clause said in a version: its text, its numbers now and before, who approved it (K2)."""

from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from regulation.calendars import local_day
from regulation.clauses import Part, flatten, parts, paths_in, render
from regulation.names import full_name, leaf_name, value_words
from regulation.services import load_editions
from regulation.sources import source_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from regulation.editions import Edition, Editions
    from regulation.models import Clause, RegulationVersion


class ParameterExplained(TypedDict):
    """One number of a clause, with what it was in the version before."""

    path: str
    name: str
    full_name: str
    value: str
    before: str
    is_changed: bool


class ClauseExplained(TypedDict):
    """What the why panel needs to know of a clause; `text` is plain, `parts` tells words from numbers."""

    code: str
    name: str
    source: str
    text: str
    parts: list[Part]
    version: int
    in_force_from: date
    approved: str
    parameters: list[ParameterExplained]
    version_before: int | None
    url: str


def explain_clause(
    version: "RegulationVersion", code: str, *, editions: "Editions | None" = None
) -> ClauseExplained | None:
    """Explain a clause of a version in the reader's language; none where the version has no such clause."""
    clause = version.clauses.filter(code=code).first()
    if clause is None:
        return None
    before = (editions or load_editions()).before(version.in_force_from)
    values = version.typed.model_dump(mode="json")
    found = parts(clause.text, values)
    return {
        "code": clause.code,
        "name": str(clause),
        "source": source_words(clause.sources),
        "text": "".join(part.text for part in found),
        "parts": found,
        "version": version.number,
        "in_force_from": version.in_force_from,
        "approved": approved_words(version),
        "parameters": explain_parameters(paths_in(clause.text), values, before=before),
        "version_before": before.number if before else None,
        "url": reverse("regulation:clause", args=[version.number, clause.code]),
    }


def cite_clause(version: "RegulationVersion", clause: "Clause | None", code: str) -> dict[str, str]:
    """Return what a why panel quotes: the clause's name, its text with its numbers, where it stands.

    A figure may be older than the clause it names: then only the code is known.
    """
    if clause is None:
        return {"label": code, "text": "", "url": version.get_absolute_url()}
    return {
        "label": str(clause),
        "text": render(clause.text, version.parameters),
        "url": f"{version.get_absolute_url()}#{clause.code}",
    }


def explain_parameters(
    paths: "Iterable[str]", values: "Mapping[str, Any]", *, before: "Edition | None"
) -> list[ParameterExplained]:
    """Return the named parameters with their values, and what they were in the version before."""
    now = flatten(values)
    old = flatten(before.parameters.model_dump(mode="json")) if before else now
    return [
        {
            "path": path,
            "name": leaf_name(path),
            "full_name": full_name(path),
            "value": value_words(path, now[path]),
            "before": value_words(path, old.get(path)),
            "is_changed": now[path] != old.get(path),
        }
        for path in paths
        if path in now
    ]


def approved_words(version: "RegulationVersion") -> str:
    """Say who approved a version, and when."""
    if not version.is_approved or version.approved_at is None:
        return _("not approved yet")
    day = local_day(version.approved_at).isoformat()
    if version.approved_by is None:
        return _("approved on %(day)s") % {"day": day}
    return _("approved by %(who)s on %(day)s") % {"who": version.approved_by, "day": day}


def parameter_history(path: str, editions: "Editions") -> list[dict[str, Any]]:
    """List what a parameter was in each approved version, the newest first."""
    known = [(edition, flatten(edition.parameters.model_dump(mode="json"))) for edition in editions.all]
    rows = [
        {
            "number": edition.number,
            "in_force_from": edition.in_force_from,
            "value": value_words(path, values.get(path)),
            "url": reverse("regulation:detail", args=[edition.number]),
        }
        for edition, values in known
    ]
    return rows[::-1]

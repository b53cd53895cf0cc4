"""A version as its readers see it: chapters, clauses with their numbers, its standing, its history."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import short_moment
from regulation.clauses import changed, difference, parts, paths_in, render
from regulation.explain import approved_words, explain_parameters
from regulation.leaves import leaves
from regulation.level_words import LevelChanges
from regulation.names import full_name, listed, value_words
from regulation.states import VersionStanding, VersionStatus, VersionVerb

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.clauses import Part
    from regulation.editions import Edition, Editions
    from regulation.explain import ParameterExplained
    from regulation.models import Clause, RegulationVersion, VersionEvent

S = VersionStanding
TONES: Final = {
    S.DRAFT: "info",
    S.REVIEWED: "warn",
    S.SCHEDULED: "brand",
    S.IN_FORCE: "good",
    S.SUPERSEDED: "",
}
ICONS: Final = {
    S.DRAFT: "pencil",
    S.REVIEWED: "user-check",
    S.SCHEDULED: "calendar-event",
    S.IN_FORCE: "rosette-discount-check",
    S.SUPERSEDED: "history",
}
V = VersionVerb
VERB_ICONS: Final = {
    V.DRAFT: "pencil-plus",
    V.EDIT: "pencil",
    V.REVIEW: "user-check",
    V.RETURN: "arrow-back-up",
    V.APPROVE: "rosette-discount-check",
}


def document(
    version: "RegulationVersion",
    *,
    before: "Edition | None",
    old_clauses: "Mapping[str, Clause] | None" = None,
) -> dict[str, Any]:
    """Return the chapters of a version; with `old_clauses`, by their code, each clause says what changed."""
    values = version.typed.model_dump(mode="json")
    old = before.parameters.model_dump(mode="json") if before else values
    clauses = list(version.clauses.in_order())
    fresh = changed(old, values)
    rows = [_row(clause, version, values, before=before, fresh=fresh) for clause in clauses]
    if old_clauses is not None:
        _compare(rows, old_clauses, old=old, values=values)
        rows = [row for row in rows if row["is_changed"]]
    named = {path for clause in clauses for path in paths_in(clause.text)}
    unnamed = [leaf.path for leaf in leaves() if leaf.path not in named]
    others = explain_parameters(unnamed, values, before=before)
    return {
        "chapters": _chapters(rows),
        "others": [
            other
            for other in others
            if other["is_changed"] or (old_clauses is None and not _is_unused(other))
        ],
        "changes": len(fresh),
    }


def _is_unused(number: "ParameterExplained") -> bool:
    """Say whether a number is a distance that its rule does not use, such as 0 years."""
    return number["path"].startswith("calls.") and number["value"].startswith("0 ")


def _row(
    clause: "Clause",
    version: "RegulationVersion",
    values: dict[str, Any],
    *,
    before: "Edition | None",
    fresh: Mapping[str, Any],
) -> dict[str, Any]:
    address = reverse("regulation:clause", args=[version.number, clause.code])
    shown = [
        {
            "text": part.text,
            "url": f"{address}?parameter={part.path}" if part.path else "",
            "name": full_name(part.path) if part.path else "",
            "label": _spoken(part, is_new=part.path in fresh) if part.path else "",
            "is_new": part.path in fresh,
        }
        for part in parts(clause.text, values)
    ]
    numbers = explain_parameters(paths_in(clause.text), values, before=before)
    return {
        "clause": clause,
        "url": address,
        "parts": shown,
        "numbers": numbers,
        "is_changed": any(number["is_changed"] for number in numbers),
        "stretches": [],
        "foreign": [],
    }


def _spoken(part: "Part", *, is_new: bool) -> str:
    """Say a number of the text with its name, for whoever hears the clause."""
    words = _("%(value)s, %(name)s, changed in this version") if is_new else _("%(value)s, %(name)s")
    return words % {"value": part.text, "name": full_name(part.path)}


def _compare(
    rows: list[dict[str, Any]],
    old_clauses: "Mapping[str, Clause]",
    *,
    old: dict[str, Any],
    values: dict[str, Any],
) -> None:
    """Mark what of each clause differs from the version before, in the reader's language and in the other.

    Who approves a version approves both texts: a wording changed in one of them alone must not slip past.
    """
    for row in rows:
        clause, earlier = row["clause"], old_clauses.get(row["clause"].code)
        text, was = render(clause.text, values), render(earlier.text, old) if earlier else ""
        foreign_was = earlier.foreign_text if earlier else ""
        if text != was:
            row["stretches"] = difference(was, text)
        if clause.foreign_text != foreign_was:
            row["foreign"] = difference(render(foreign_was, old), render(clause.foreign_text, values))
        row["is_changed"] |= bool(row["stretches"] or row["foreign"])


def _chapters(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group clauses by chapter, in the order of the text."""
    chapters: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row["clause"].chapter
        chapter = chapters.setdefault(
            name, {"number": len(chapters) + 1, "name": name, "rows": [], "changes": 0}
        )
        chapter["rows"].append(row)
        chapter["changes"] += row["is_changed"]
    return list(chapters.values())


def standing_sign(version: "RegulationVersion", editions: "Editions", *, on: date) -> dict[str, Any]:
    """Return how a version stands, with its word, tone and icon."""
    standing = version.standing(editions, on)
    return {
        "code": standing.value,
        "label": standing.label,
        "tone": TONES[standing],
        "icon": ICONS[standing],
        "approved": approved_words(version),
    }


def steps(version: "RegulationVersion", sign: dict[str, Any], *, on: date) -> list[dict[str, Any]]:
    """Return the way of a version from its draft to its day."""
    status = VersionStatus(version.status)
    order = [VersionStatus.DRAFT, VersionStatus.REVIEWED, VersionStatus.APPROVED]
    reached = order.index(status)
    notes = [
        _who(version.drafted_by, short_moment(version.drafted_at, on)),
        _who(version.reviewed_by, short_moment(version.reviewed_at, on)) if version.reviewed_at else "",
        _who(version.approved_by, short_moment(version.approved_at, on)) if version.approved_at else "",
    ]
    labels = [_("Draft"), _("Review by the deputy"), _("Approval by the general manager")]
    way = [
        {"label": label, "note": note, "state": "done" if index <= reached else "todo"}
        for index, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]
    if status is not VersionStatus.APPROVED:
        way[reached + 1]["state"] = "current"
    in_force = sign["code"] in {S.IN_FORCE, S.SUPERSEDED}
    day = {"label": _("In force"), "note": version.in_force_from.isoformat()}
    last = "done" if in_force else ("current" if status is VersionStatus.APPROVED else "todo")
    return [*way, day | {"state": last}]


def _who(person: object, moment: str) -> str:
    return f"{person} · {moment}" if person else moment


def history(
    events: "list[VersionEvent]", *, on: date, actor: "User", level_names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return what happened to a version, for the time line."""
    levels = LevelChanges((event.changes for event in events), actor=actor, known=level_names).lines()
    return [
        {
            "icon": VERB_ICONS[VersionVerb(event.verb)],
            "text": str(VersionVerb(event.verb).label),
            "say": "\n".join(line for line in (event.note, change_words(event.changes), *lines) if line),
            "who": str(event.actor or ""),
            "at": short_moment(event.at, on),
        }
        for event, lines in zip(events, levels, strict=True)
    ]


def returned_words(version: "RegulationVersion", *, on: date) -> dict[str, str]:
    """Say who sent a draft back and why, until somebody changes it; nothing where nobody did."""
    if version.returned is None:
        return {}
    who = {"who": version.returned.actor or "", "moment": short_moment(version.returned.at, on)}
    return {"lead": _("Returned by %(who)s · %(moment)s") % who, "note": version.returned.note}


def change_words(changes: Mapping[str, Any]) -> str:
    """Say in words which parameters, texts and day an edit changed."""
    said = [
        _("%(name)s %(before)s → %(after)s")
        % {"name": full_name(path), "before": value_words(path, pair[0]), "after": value_words(path, pair[1])}
        for path, pair in changes.items()
        if path not in {"clauses", "in_force_from", "levels", "level_order"}
    ]
    if "in_force_from" in changes:
        before, after = changes["in_force_from"]
        said.append(_("in force from %(before)s → %(after)s") % {"before": before, "after": after})
    if changes.get("clauses"):
        said.append(
            _("text of %(clauses)s")
            % {"clauses": pgettext("between the items of a list", ", ").join(changes["clauses"])}
        )
    return listed(said)

"""What an entry is for and why it is so much, in the reader's language (I11, K2).

Whoever posts a kind of entry registers its words: this app knows no referral, no part and no settlement.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from dealers.choices import EntryKind
from dealers.roles import Right
from records.wording import amount, money, short_moment
from regulation.explain import cite_clause
from regulation.names import full_name, value_words

if TYPE_CHECKING:
    from dealers.models import AccountEntry, User

type_says = Callable[["AccountEntry"], str]
type_lines = Callable[["AccountEntry"], list[dict[str, Any]]]


class EntryWords(NamedTuple):
    """How one kind of entry is said: a sentence, its inputs and its arithmetic for the why panel."""

    says: type_says
    inputs: type_lines
    arithmetic: type_lines
    parameter: type_says  # the path of the number that decided
    document_url: type_says
    right: Right  # who may open the document, and what it names


_registered: dict[str, EntryWords] = {}


def register(kind: EntryKind, words: EntryWords) -> None:
    """Make a kind of entry sayable; apps do so when they are ready."""
    _registered[kind.value] = words


def _words_of(entry: "AccountEntry") -> EntryWords:
    """Return the words of an entry; those of a reversal are the words of what it reverses."""
    return _registered[entry.reverses.kind if entry.reverses else entry.kind]


def sentence(entry: "AccountEntry") -> str:
    """Say what an entry is for."""
    said = _words_of(entry).says(entry)
    if entry.reverses is None:
        return said
    return _("Reversal of %(entry)s: %(said)s") % {"entry": entry.reverses.number, "said": said}


def document_url(entry: "AccountEntry", actor: "User") -> str:
    """Return the page of what an entry comes from; nothing for whom such pages are not open."""
    words = _words_of(entry)
    return words.document_url(entry) if actor.may(words.right) else ""


def why_entry(entry: "AccountEntry", *, actor: "User", today: date, link: str) -> dict[str, Any]:
    """Return what the why panel shows: clause, version then in force, inputs, arithmetic."""
    version, words = entry.regulation_version, _words_of(entry)
    path = words.parameter(entry)
    said = (
        _("%(amount)s is debited: %(sentence)s")
        if entry.amount < 0
        else _("%(amount)s is credited: %(sentence)s")
    )
    return {
        "subject": entry.number,
        "conclusion": said % {"amount": money(abs(entry.amount)), "sentence": sentence(entry)},
        "clause": cite_clause(version, version.clauses.filter(code=entry.clause).first(), entry.clause),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s")
            % {"parameter": full_name(path), "value": value_words(path, entry.inputs.get("rate"))},
            "url": version.get_absolute_url(),
        },
        "inputs": [*_openable(entry, actor), *_reversal_inputs(entry, today)],
        "window": None,
        "arithmetic": [*words.arithmetic(entry), *_reversal_lines(entry)],
        "more": "",
        "link": link,
        "computed": _("posted %(moment)s by %(who)s")
        % {"moment": short_moment(entry.posted_at, today), "who": entry.posted_by},
    }


def _openable(entry: "AccountEntry", actor: "User") -> list[dict[str, Any]]:
    """Return the inputs; for whom their pages are closed with the numbers as mere words."""
    words = _words_of(entry)
    lines = words.inputs(entry)
    if actor.may(words.right):
        return lines
    return [
        line | {"url": "", "value": " ".join([line["value"], line.get("link_label", "")]).strip()}
        for line in lines
    ]


def _reversal_inputs(entry: "AccountEntry", today: date) -> list[dict[str, Any]]:
    """Say of a reversal what it reverses and why."""
    if entry.reverses is None:
        return []
    reversed_one = entry.reverses
    return [
        {
            "label": _("Reverses"),
            "value": short_moment(reversed_one.posted_at, today),
            "url": reversed_one.get_absolute_url(),
            "link_label": reversed_one.number,
        },
        {"label": _("Reason"), "value": entry.reason},
    ]


def _reversal_lines(entry: "AccountEntry") -> list[dict[str, Any]]:
    if entry.reverses is None:
        return []
    return [
        {
            "term": _("entered %(amount)s, put back") % {"amount": amount(entry.reverses.amount)},
            "result": amount(entry.amount),
            "total": True,
        }
    ]

"""Kinds of messages with their fixed placeholders, and the words of each: plain text, nothing else (D20)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from records.kept import kept
from records.models import MessageText
from records.refusals import Refusal

PLACE: Final = re.compile(r"\{([^{}]*)\}")
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class PlaceholderUnknown(Refusal):
    code = "placeholder_unknown"
    message = _("There is no {%(name)s} in this message. It knows: %(known)s.")


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of message: to whom it goes, what can stand in it, and the product's own words."""

    code: str
    label: str | Promise
    placeholders: Mapping[str, str | Promise]
    subject: str | Promise
    text: str | Promise
    is_for_staff: bool = False
    group: str = ""  # of events for which each person chooses ways; none: people are not told of it


class Letter(NamedTuple):
    template: str
    language: str
    subject: str
    text: str


_registered: dict[str, Template] = {}


def register(templates: Iterable[Template]) -> None:
    """Make kinds of messages known; apps do so when they are ready."""
    _registered.update({template.code: template for template in templates})


def templates() -> list[Template]:
    """List all kinds of messages, in the order in which apps named them."""
    return list(_registered.values())


def template_of(code: str) -> Template:
    return _registered[code]


def label_of(code: str) -> str:
    """Name a kind of message; one that is no more is named by its code."""
    return str(_registered[code].label) if code in _registered else code


def group_of(code: str) -> str:
    """Return the group of events that a kind of message is of; nothing for one that is no more."""
    return _registered[code].group if code in _registered else ""


def write(code: str, values: Mapping[str, str], *, language: str = "") -> Letter:
    """Word a message: head office's text if there is one, else the product's, in Chinese unless said."""
    template, chosen = _registered[code], language or settings.LANGUAGE_CODE
    own = _texts().get((code, chosen))
    with override(chosen):
        subject, text = own or (str(template.subject), str(template.text))
    return Letter(code, chosen, filled(subject, values), filled(text, values))


@kept("records_messagetext")
def _texts() -> dict[tuple[str, str], tuple[str, str]]:
    """Return head office's own words of each kind of message and language."""
    return {(row.template, row.language): (row.subject, row.text) for row in MessageText.objects.all()}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of their names, once: what a value holds is never read as a placeholder."""
    return PLACE.sub(lambda match: CONTROL.sub(" ", values.get(match[1], match[0])), text)


def check_placeholders(code: str, *texts: str) -> None:
    """Refuse a text that asks for what its message does not know."""
    known = _registered[code].placeholders
    for name in _asked(texts):
        if name not in known:
            listed = " ".join(f"{{{one}}}" for one in known)
            raise PlaceholderUnknown(name=name, known=listed)


def _asked(texts: Iterable[str]) -> Iterator[str]:
    return (match[1] for text in texts for match in PLACE.finditer(text))

"""What people write with a step: cleaned, neither missing nor too long."""

import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

LONGEST_NOTE: Final = 1000
LONGEST_REFUSAL: Final = 300
LONGEST_WAIT: Final = 200
LONGEST_DESCRIPTION: Final = 2000


class NoteMissing(Refusal):
    code = "note_missing"
    message = _("Write why, in a few words: it stays in the ticket's history.")


class NoteTooLong(Refusal):
    code = "note_too_long"
    message = _("This has %(count)s characters and may have %(limit)s. Shorten it.")


def cleaned(written: str) -> str:
    """Return a text without invisible characters and blanks at its ends; lines stay lines."""
    lines = written.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        character for character in lines if character == "\n" or unicodedata.category(character)[0] != "C"
    )
    return "".join(kept).strip()


def checked(written: str, *, field: str, limit: int = LONGEST_NOTE, missing: Refusal | None = None) -> str:
    """Return a note that can be kept; `missing` is the refusal of an empty one, if it may not be empty."""
    text = cleaned(written)
    if not text and missing is not None:
        missing.field = field
        raise missing
    if len(text) > limit:
        raise NoteTooLong(count=len(text), limit=limit, field=field)
    return text

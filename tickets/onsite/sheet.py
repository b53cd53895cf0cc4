"""A record on paper: with the signature only where what stands there is what was signed (D7)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tickets.onsite.check_words import named
from tickets.onsite.checking import differences
from tickets.onsite.content import context_of
from tickets.onsite.evidence import CONTEXT
from tickets.onsite.page import record_page

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import ServiceRecord


def sheet_page(record: "ServiceRecord", *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what the sheet says. A signature, its hash and its code vouch for the text above them.

    So a record that was opened to be changed, or that is not as it was signed, is printed without them; of a
    signed one, machine and people are those that were signed for, whatever was corrected beside it since.
    """
    shown = record_page(record, actor=actor, at=at)
    latest = shown["versions"][0]["signed"] if shown["versions"] and not shown["is_amended"] else None
    differs = differences(latest) if latest is not None else []
    stands = latest is not None and not differs
    context = latest.content if latest is not None and stands else context_of(record.ticket, record)
    return shown | {
        "versions": shown["versions"][:1] if stands else [],
        "differs": named(differs),
        "head": {name.removeprefix(CONTEXT): value for name, value in context.items() if CONTEXT in name},
    }

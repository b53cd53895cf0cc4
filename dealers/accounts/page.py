"""What the page of one entry says, and what the person may do with it now (I11)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dealers import permissions
from dealers.accounts.wording import document_url, sentence, why_entry
from dealers.choices import EntryKind
from records.wording import short_moment
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import AccountEntry, User


def entry_page(entry: "AccountEntry", *, actor: "User", at: datetime, link: str) -> dict[str, Any]:
    today, after = local_day(at), getattr(entry, "reversed_by", None)
    may_waive = permissions.may_waive(actor) and entry.kind != EntryKind.REVERSAL and after is None
    return {
        "entry": entry,
        "says": sentence(entry),
        "why": why_entry(entry, actor=actor, today=today, link=link),
        "facts": _facts(entry, actor=actor, today=today),
        "reversal": after,
        "may_reverse": may_waive and entry.posted_by_id != actor.pk,
        "is_own": may_waive and entry.posted_by_id == actor.pk,
    }


def _facts(entry: "AccountEntry", *, actor: "User", today: date) -> list[dict[str, Any]]:
    """Return whose it is, where it comes from, who posted it when."""
    shown: list[dict[str, Any]] = [
        {"label": _("Dealer"), "value": str(entry.dealer)},
        {"label": pgettext("of a dealer", "Account"), "value": entry.get_account_display()},
        {"label": _("Kind"), "value": entry.get_kind_display()},
        {"label": _("Document"), "value": entry.document, "url": document_url(entry, actor)},
        {"label": _("Booked on"), "value": entry.booked_on.isoformat()},
        {"label": _("Posted"), "value": f"{short_moment(entry.posted_at, today)} · {entry.posted_by}"},
    ]
    if entry.reverses is not None:
        shown += [
            {
                "label": _("Reverses"),
                "value": entry.reverses.number,
                "url": entry.reverses.get_absolute_url(),
            },
            {"label": _("Reason"), "value": entry.reason},
        ]
    return shown

"""What the ledger's list shows around its rows: what it sorts by, its views, the same as a file (E2)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parts.choices import MovementKind
from parts.wording import moved_row
from records.listing import view, with_own_views

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dealers.models import User
    from parts.querysets import StockMovementQuerySet
    from records.querysets import SavedViewQuerySet

PAGE: Final = "parts:movements"
SORTS: Final = {"at": gettext_lazy("When")}
HEADER: Final = (
    gettext_lazy("Number"),
    gettext_lazy("When"),
    gettext_lazy("Kind"),
    gettext_lazy("Part"),
    gettext_lazy("Name"),
    gettext_lazy("Quantity"),
    gettext_lazy("From"),
    gettext_lazy("To"),
    gettext_lazy("Document"),
    gettext_lazy("Reason"),
    gettext_lazy("Posted by"),
    gettext_lazy("Posted"),
)


def views(request: "HttpRequest", *, today: date, saved: "SavedViewQuerySet") -> list[dict[str, Any]]:
    """Return all, today's and the week's, what was put right or reversed, and the kept views (L1)."""
    week = today - timedelta(days=6)
    standing = [
        view(request, query="", label=_("All movements"), icon="list"),
        view(request, query=f"day_from={today}", label=_("Today"), icon="calendar-event"),
        view(request, query=f"day_from={week}", label=_("Last 7 days"), icon="calendar-week"),
        view(request, query=f"kind={MovementKind.ADJUST}", label=_("Put right"), icon="adjustments"),
        view(request, query=f"kind={MovementKind.REVERSE}", label=_("Reversed"), icon="arrow-back-up"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def file_rows(rows: "StockMovementQuerySet", *, actor: "User") -> Iterator[list[object]]:
    """Yield movements as rows of a file."""
    for line in rows.iterator(chunk_size=1000):
        shown = moved_row(line, actor=actor)
        yield [
            line.act.number,
            line.act.at,
            line.act.get_kind_display(),
            line.part.code,
            line.part.name,
            line.quantity,
            shown["source"]["label"],
            shown["target"]["label"],
            line.act.document,
            line.act.reason,
            str(line.act.posted_by),
            line.act.posted_at,
        ]

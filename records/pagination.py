"""Lists of the API in pages by key, never by offset: {"next", "previous", "results"}."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView


class KeysetPagination(CursorPagination):
    """Pages by the list's own order; a cursor nobody gave out is an address that does not exist.

    With `dressed`, the same rows with all that a page shows of them, a page is found by its keys alone: the
    database joins to fifty rows and not to all that were found. Such a page sets `ordering` to several names.
    """

    page_size_query_param = "limit"
    max_page_size = 200
    ordering = "-pk"
    dressed: "QuerySet[Any] | None" = None

    def get_ordering(
        self, request: "Request", queryset: "QuerySet[Any]", view: "APIView | None"
    ) -> tuple[str, ...]:
        """Return the order that the view declares, else this one's own."""
        ordering = getattr(view, "ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def paginate_queryset(
        self, queryset: "QuerySet[Any] | Sequence[Any]", request: "Request", view: "APIView | None" = None
    ) -> list[Any] | None:
        rows: Any = queryset
        if self.dressed is not None:
            rows = rows.values("pk", *(name.removeprefix("-") for name in self.ordering))
        try:
            page: list[Any] | None = super().paginate_queryset(rows, request, view)
        except (ValueError, ValidationError) as error:
            raise NotFound(self.invalid_cursor_message) from error
        return page if self.dressed is None else in_order(self.dressed, [row["pk"] for row in page or []])


def in_order(rows: "QuerySet[Any]", keys: "Sequence[Any]") -> list[Any]:
    """Return rows in the order of their keys; what has gone meanwhile is left out."""
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def first_found(rows: "QuerySet[Any]", *, most: int, dressed: "QuerySet[Any]") -> list[Any]:
    """Return the first rows with all that is shown of them, found by their keys alone as a page is."""
    return in_order(dressed, list(rows.values_list("pk", flat=True)[:most]))

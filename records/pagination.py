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
    """Pages by the list's own order; a cursor nobody gave out is an address that does not exist."""

    page_size_query_param = "limit"
    max_page_size = 200
    ordering = "-pk"

    def get_ordering(
        self, request: "Request", queryset: "QuerySet[Any]", view: "APIView | None"
    ) -> tuple[str, ...]:
        """Return the order that the view declares, else this one's own."""
        ordering = getattr(view, "ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def paginate_queryset(
        self, queryset: "QuerySet[Any] | Sequence[Any]", request: "Request", view: "APIView | None" = None
    ) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError) as error:
            raise NotFound(self.invalid_cursor_message) from error

"""A list as a page: rows that exist for the person, the conditions and the order of the address (L1).

The page is drawn by the frame `list.html`; the same `AskedList` gives the rows of the file. It knows no
model.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from records.listing import current_own_view, found_rows, rows_to_export, sort_heads, tokens, without
from records.pagination import KeysetPagination

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_filters import FilterSet

Rows = TypeVar("Rows", bound="QuerySet[Any]")
VIEW_ONLY: Final = "only"  # the condition that stands for a view: chosen beside the list, not in its form


@dataclass(frozen=True, slots=True)
class AskedList(Generic[Rows]):
    """What an address asks of a list."""

    request: HttpRequest
    rows: Rows  # all that exist for the person
    found: "FilterSet"
    sort: str
    order: tuple[str, ...]
    dress: Callable[[Rows], Rows]  # adds names; leaves out what the order can't place
    everything: str = ""  # the address of all rows, where an address without conditions means a first view

    def page(
        self,
        template: str,
        *,
        name: str,
        page: str,
        row: Callable[[Any], dict[str, Any]],
        sorts: Mapping[str, Any],
        groups: list[dict[str, Any]],
        **more: Any,
    ) -> HttpResponse:
        """Return one page by key; `page` names the list among the addresses, its file stands beside it."""
        pages: Any = KeysetPagination()
        pages.ordering = self.order
        wanted = self.dress(found_rows(self.found, self.rows))
        try:
            listed = pages.paginate_queryset(wanted, Request(self.request))
        except (NotFound, ValidationError, ValueError):  # a mark of another sort order: the first page
            return HttpResponseRedirect(f"?{without(self.request, 'cursor')}")
        shown = {
            "name": name,
            "page": page,
            "list_url": reverse(page),
            "all_url": f"{reverse(page)}?{self.everything}",
            "export_url": reverse(f"{page.partition(':')[0]}:export"),
            "rows": [row(one) for one in listed or []],
            "filter": self.found,
            "fields": [field for field in self.found.form if field.name != VIEW_ONLY],
            "tokens": self._tokens(),
            "heads": sort_heads(self.request, self.sort, sorts),
            "groups": groups,
            "current_view": current_own_view(groups),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
            "query": without(self.request, "cursor", "limit"),
        }
        return render(self.request, template, shown | more)

    def _tokens(self) -> list[dict[str, str]]:
        """Return the conditions in force; who drops the last one means all rows, not the first view."""
        return [
            token | {"remove_url": f"?{self.everything}"} if token["remove_url"] == "?" else token
            for token in tokens(self.found, self.request)
        ]

    def for_file(self) -> Rows:
        """Return the rows of the file, all that meet the conditions, in the order of the page."""
        return self.dress(rows_to_export(self.found, self.rows)).order_by(*self.order)


def sort_asked(request: HttpRequest, orderings: Mapping[str, tuple[str, ...]], usual: str = "") -> str:
    """Return the order an address asks for, the usual one where it asks for none; "" for one not known."""
    wanted = request.GET.get("sort", usual)
    return wanted if wanted in orderings else ""

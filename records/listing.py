"""What every list page shows around its rows: views, conditions in force, sort heads; it knows no model."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from records.refusals import Refusal
from records.wording import capped

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_filters import FilterSet

    from records.models import SavedView
    from records.querysets import SavedViewQuerySet

Rows = TypeVar("Rows", bound="QuerySet[Any]")
MOST_COUNTED: Final = 100
PLACE_IN_LIST: Final = ("cursor", "limit", "seen_at")  # where and when one stood, not what is shown


def capped_count(rows: "QuerySet[Any]") -> int:
    """Count up to a hundred and no further: the page writes 99+."""
    return rows.order_by()[:MOST_COUNTED].count()


def capped_counts(rows: "Mapping[str, QuerySet[Any]]") -> dict[str, int]:
    """Count several sets of rows, each up to a hundred, in one statement."""
    counts: dict[str, str] = {}
    given: list[Any] = []
    for name, found in rows.items():
        try:
            keys, parameters = _keys(found).query.sql_with_params()
        except EmptyResultSet:
            continue
        counts[name] = f"(SELECT COUNT(*) FROM ({keys}) counted)"  # noqa: S608 (Django's own SQL)
        given += parameters
    if not counts:
        return dict.fromkeys(rows, 0)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts.values())}", given)
        return dict.fromkeys(rows, 0) | dict(zip(counts, cursor.fetchone(), strict=True))


def _keys(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    keys = rows.order_by() if rows.query.combinator else rows.order_by().values("pk")
    return keys[:MOST_COUNTED]


def view(
    request: HttpRequest, *, query: str, label: str, icon: str, count: int | None = None, tone: str = ""
) -> dict[str, Any]:
    """Return one view of a list as `components/views_list.html` draws it."""
    return {
        "url": f"?{query}",
        "label": label,
        "icon": icon,
        "count": None if count is None else capped(count),
        "tone": tone,
        "current": without(request, *PLACE_IN_LIST) == query,
    }


def with_own_views(
    request: HttpRequest, standing: Iterable[dict[str, Any]], *, saved: "SavedViewQuerySet", page: str
) -> list[dict[str, Any]]:
    """Return the standing groups, and behind them the views colleagues share and the person's own (L1)."""
    kept = list(saved.on_page(page))
    mine = [one for one in kept if one.user_id == request.user.pk]
    theirs = [one for one in kept if one.user_id != request.user.pk]
    groups: list[dict[str, Any]] = [
        {"label": _("Shared by colleagues"), "views": [_kept(request, one, "users") for one in theirs]},
        {
            "label": _("Saved by me"),
            "views": [_kept(request, one, "users" if one.circle else "bookmark") for one in mine],
            "own": True,
        },
    ]
    return [*standing, *(group for group in groups if group["views"])]


def _kept(request: HttpRequest, kept: "SavedView", icon: str) -> dict[str, Any]:
    return view(request, query=kept.query, label=kept.name, icon=icon)


def current_own_view(groups: list[dict[str, Any]]) -> str:
    """Return the name of the person's own view that is shown; empty if it is none."""
    own = [one for group in groups if group.get("own") for one in group["views"] if one["current"]]
    return str(own[0]["label"]) if own else ""


def tokens(found: "FilterSet", request: HttpRequest) -> list[dict[str, str]]:
    """Return the conditions in force, each with the address that drops it."""
    if not found.is_valid():
        return []
    chosen = [(name, value) for name, value in found.form.cleaned_data.items() if value or value is False]
    return [
        {
            "name": name,
            "label": str(found.form.fields[name].label),
            "value": _said(found, name, value),
            "remove_url": f"?{without(request, name, 'cursor')}",
        }
        for name, value in chosen
    ]


def _said(found: "FilterSet", name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_said(found, name, one) for one in value)
    choices = dict(getattr(found.form.fields[name], "choices", ())) if isinstance(value, str) else {}
    return str(choices.get(value, value))


class ConditionNotValid(Refusal):
    code = "condition_not_valid"
    message = _lazy(
        "One of the conditions can't be read, so nothing was exported. Go back to the list and mend it."
    )


def found_rows(found: "FilterSet", rows: Rows) -> Rows:
    """Return which of `rows` meet the conditions; none where one can't be read: that is no wish for all."""
    return cast("Rows", found.qs) if found.is_valid() else rows.none()


def rows_to_export(found: "FilterSet", rows: Rows) -> Rows:
    """Return which of `rows` go into a file; refused where a condition can't be read."""
    if not found.is_valid():
        raise ConditionNotValid
    return found_rows(found, rows)


def sort_heads(request: HttpRequest, sort: str, sorts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return each sortable head with its address: a second press turns the order round."""
    return {
        name: {
            "label": str(label),
            "url": f"?{_with_sort(request, f'-{name}' if sort == name else name)}",
            "order": {name: "ascending", f"-{name}": "descending"}.get(sort, ""),
        }
        for name, label in sorts.items()
    }


def _with_sort(request: HttpRequest, sort: str) -> str:
    query = request.GET.copy()
    query.pop("cursor", None)
    query["sort"] = sort
    return query.urlencode()


def without(request: HttpRequest, *names: str) -> str:
    """Return the address's conditions but for some, and but for empty ones."""
    kept = [(name, values) for name, values in request.GET.lists() if name not in names and values[-1]]
    return urlencode(kept, doseq=True)

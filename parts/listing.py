"""What the list of stock shows: its columns, rows, views, and the same as a file (E2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from parts.choices import PlaceKind
from parts.filters import SUPERSEDED, THERE, USED_UP, VALUABLE
from records.listing import capped_counts, view, with_own_views

if TYPE_CHECKING:
    from django.http import HttpRequest

    from parts.models import Part, StockPlace
    from parts.querysets import PartQuerySet, StockPlaceQuerySet
    from records.querysets import SavedViewQuerySet

PAGE: Final = "parts:list"
MOST_STORES: Final = 5  # a column each; more are summed by their kind
RANKS: Final = (PlaceKind.CENTRAL, PlaceKind.PROVINCE, PlaceKind.DEALER)
SORTS: Final = {
    "code": gettext_lazy("Part"),
    "on_the_way": gettext_lazy("On the way"),
    "returned": gettext_lazy("Old parts"),
    "available": gettext_lazy("Available"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """How many of each part are at some places, under a name of its own."""

    name: str
    label: str
    places: "StockPlaceQuerySet"
    url: str = ""


def columns(places: "StockPlaceQuerySet") -> list[Column]:
    """Return a column for each store, or for each kind of store where there are many, and the vans'."""
    stores = list(places.stores().with_names()[: MOST_STORES + 1])
    shown = _summed(places) if len(stores) > MOST_STORES else _each(places, stores)
    vans = Column("vans", pgettext("stock", "In vans"), places.filter(kind=PlaceKind.VAN))
    return [*shown, vans]


def _each(places: "StockPlaceQuerySet", stores: "Sequence[StockPlace]") -> list[Column]:
    in_order = sorted(stores, key=lambda one: (RANKS.index(PlaceKind(one.kind)), one.code))
    return [
        Column(
            f"store_{one.pk}",
            str(one.dealer or one.get_kind_display()),
            places.filter(pk=one.pk),
            one.get_absolute_url(),
        )
        for one in in_order
    ]


def _summed(places: "StockPlaceQuerySet") -> list[Column]:
    labels = {
        PlaceKind.CENTRAL: PlaceKind.CENTRAL.label,
        PlaceKind.PROVINCE: pgettext("stock", "Province stores"),
        PlaceKind.DEALER: pgettext("stock", "Dealers' shelves"),
    }
    return [Column(kind.value, str(labels[kind]), places.filter(kind=kind)) for kind in RANKS]


def row(part: "Part", *, shown: Sequence[Column]) -> dict[str, Any]:
    """Return one part as the list shows it."""
    return {"part": part, "held": [getattr(part, column.name) for column in shown]}


def places_of(shown: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the stores that have a column of their own as a group beside the list."""
    stores = [
        {"url": column.url, "label": column.label, "icon": "building-warehouse", "count": None}
        for column in shown
        if column.url
    ]
    return [{"label": _("Places"), "views": stores}] if stores else []


def views(
    request: "HttpRequest", *, parts: "PartQuerySet", places: "StockPlaceQuerySet", saved: "SavedViewQuerySet"
) -> list[dict[str, Any]]:
    """Return all, what is there, what ran out, what is valuable or superseded, and the kept views (L1)."""
    counts = capped_counts({"all": parts, THERE: parts.there(places), USED_UP: parts.used_up(places)})
    gone = counts[USED_UP]
    standing = [
        view(request, query="", label=_("All parts"), icon="list", count=counts["all"]),
        view(request, query=f"only={THERE}", label=_("In stock"), icon="package", count=counts[THERE]),
        view(
            request,
            query=f"only={USED_UP}",
            label=_("None left"),
            icon="package-off",
            count=gone,
            tone="bad" if gone else "",
        ),
        view(request, query=f"only={VALUABLE}", label=_("Valuable"), icon="diamond"),
        view(request, query=f"only={SUPERSEDED}", label=_("Superseded"), icon="replace"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def header(shown: Sequence[Column]) -> list[str]:
    return [
        pgettext("of a part", "Code"),
        _("Name"),
        _("Class"),
        pgettext("of a part", "Unit"),
        *(column.label for column in shown),
        _("On the way"),
        _("Old parts"),
        _("Available"),
        _("Valuable"),
        _("Superseded by"),
    ]


def file_rows(parts: "PartQuerySet", shown: Sequence[Column]) -> Iterator[list[object]]:
    """Yield parts with their stock as rows of a file."""
    for part in parts.iterator(chunk_size=1000):
        yield [
            part.code,
            part.name,
            str(part.part_class),
            part.get_unit_display(),
            *(getattr(part, column.name) for column in shown),
            getattr(part, "on_the_way", 0),
            getattr(part, "returned", 0),
            getattr(part, "available", 0),
            _("yes") if part.is_valuable else "",
            part.successor.code if part.successor else "",
        ]

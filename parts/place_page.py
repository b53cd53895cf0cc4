"""What the page of one place shows: what is there, narrowed and sorted (E2)."""

from typing import TYPE_CHECKING, Any, Final

import django_filters
from django.utils.translation import gettext_lazy as _

from parts.models import PartClass, StockBalance

if TYPE_CHECKING:
    from parts.querysets import StockBalanceQuerySet

LAST_MOVES: Final = 12
PLACE_ORDERINGS: Final = {
    "": ("code",),
    "code": ("code",),
    "-code": ("-code",),
    "on_hand": ("on_hand", "code"),
    "-on_hand": ("-on_hand", "code"),
}


class PlaceFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    q = django_filters.CharFilter(label=_("Code or name"), method="search")
    part_class = django_filters.ModelChoiceFilter(
        "part__part_class",
        queryset=PartClass.objects.order_by("code"),
        to_field_name="code",
        label=_("Class"),
    )

    class Meta:
        model = StockBalance
        fields = ("q", "part_class")

    def search(self, rows: "StockBalanceQuerySet", _name: str, text: str) -> "StockBalanceQuerySet":
        return rows.of_parts_like(text.strip())


def balance_row(balance: StockBalance) -> dict[str, Any]:
    return {"balance": balance, "part": balance.part}

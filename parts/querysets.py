"""Questions about parts, places and stock."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import IntegerField, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from dealers.scoping import DealerScopedQuerySet
from parts.choices import HOLDING, STORES, USABLE, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealers.models import User
    from parts.models import (
        Part,
        PartPrice,
        StockAct,
        StockBalance,
        StockMovement,
        StockPiece,
        StockPlace,
    )


class PartQuerySet(models.QuerySet["Part"]):
    """The catalogue is for everybody who signs in (E1)."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_names(self) -> Self:
        return self.select_related("part_class", "successor")

    def successors(self) -> dict[int, int]:
        """Return which part takes the place of which, by their keys."""
        return dict(self.filter(successor__isnull=False).values_list("pk", "successor_id"))

    def with_price_on(self, day: date) -> Self:
        """Add `price`: what one costs on a day, nothing where no price is in force yet."""
        prices = apps.get_model("parts", "PartPrice").objects.filter(part=OuterRef("pk"), valid_from__lte=day)
        return self.annotate(price=Subquery(prices.order_by("-valid_from").values("price")[:1]))

    def with_stock(self, places: "StockPlaceQuerySet") -> Self:
        """Add how many are available at these places, on the way there, and returned or defective (E2)."""
        balances = (
            apps.get_model("parts", "StockBalance")
            .objects.filter(part=OuterRef("pk"), place__in=places.values("pk"))
            .order_by()
        )
        counted: dict[str, list[str]] = {
            "available": sorted(USABLE),
            "on_the_way": [PlaceKind.TRANSIT.value],
            "returned": [PlaceKind.DEFECTIVE.value],
        }
        return self.annotate(
            **{
                name: Coalesce(
                    Subquery(
                        balances.filter(place__kind__in=kinds)
                        .values("part")
                        .annotate(total=Sum("on_hand"))
                        .values("total")
                    ),
                    0,
                    output_field=IntegerField(),
                )
                for name, kinds in counted.items()
            }
        )


class PartPriceQuerySet(models.QuerySet["PartPrice"]):
    """What parts cost is for everybody who sees the catalogue (E1)."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def in_force(self, part: "Part", *, on: date) -> "PartPrice | None":
        return self.filter(part=part, valid_from__lte=on).order_by("-valid_from").first()


class StockPlaceQuerySet(DealerScopedQuerySet["StockPlace"]):
    """A house sees its own places; headquarters all (L2)."""

    def in_reach_of(self, actor: "User") -> Self:
        """Return the places parts can be sent to: those a person sees, their centre's, the central one."""
        if actor.is_head_office or actor.dealer is None:
            return self.visible_to(actor)
        houses = [*actor.dealer_ids, actor.dealer.parent_id]
        return self.filter(Q(dealer__in=houses) | Q(kind=PlaceKind.CENTRAL))

    def holding(self) -> Self:
        return self.filter(kind__in=sorted(HOLDING))

    def usable(self) -> Self:
        return self.filter(kind__in=sorted(USABLE))

    def stores(self) -> Self:
        return self.filter(kind__in=sorted(STORES))

    def with_names(self) -> Self:
        return self.select_related("dealer", "staff", "equipment")


class StockBalanceQuerySet(DealerScopedQuerySet["StockBalance"]):
    dealer_path = "place__dealer"

    def at(self, place: "StockPlace") -> Self:
        return self.filter(place=place)

    def there(self) -> Self:
        """Return what is there: a balance that came to nothing says nothing."""
        return self.filter(on_hand__gt=0)

    def usable(self) -> Self:
        return self.filter(place__kind__in=sorted(USABLE))

    def with_names(self) -> Self:
        return self.select_related("part", "place__dealer", "place__staff")


def _concerns(houses: "Iterable[int]", path: str = "") -> Q:
    """Say which movements concern a house: what left its places and what came to them (L2)."""
    return Q(**{f"{path}source__dealer__in": houses}) | Q(**{f"{path}target__dealer__in": houses})


class StockActQuerySet(models.QuerySet["StockAct"]):
    """A house sees the postings that took from its places or gave to them (L2)."""

    def visible_to(self, actor: "User") -> Self:
        if not actor.is_active:
            return self.none()
        if actor.is_head_office:
            return self.all()
        theirs = apps.get_model("parts", "StockMovement").objects.filter(_concerns(actor.dealer_ids))
        return self.filter(pk__in=theirs.values("act"))

    def with_names(self) -> Self:
        return self.select_related("posted_by", "reverses", "reversed_by")

    def with_lines(self) -> Self:
        """Fetch each posting's lines with their parts, places and numbered pieces."""
        lines = apps.get_model("parts", "StockMovement").objects.with_names().order_by("pk")
        return self.prefetch_related(Prefetch("movements", lines.prefetch_related("pieces__piece")))


class StockMovementQuerySet(models.QuerySet["StockMovement"]):
    """A house sees what left its places and what came to them (L2)."""

    def visible_to(self, actor: "User") -> Self:
        if not actor.is_active:
            return self.none()
        return self.all() if actor.is_head_office else self.filter(_concerns(actor.dealer_ids))

    def of_place(self, place: "StockPlace") -> Self:
        return self.filter(Q(source=place) | Q(target=place))

    def with_names(self) -> Self:
        ends = [f"{end}__{of}" for end in ("source", "target") for of in ("dealer", "staff", "equipment")]
        return self.select_related("part", "act__posted_by", *ends)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class StockPieceQuerySet(DealerScopedQuerySet["StockPiece"]):
    dealer_path = "place__dealer"

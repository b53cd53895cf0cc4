"""Questions about parts, places and stock."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from dealers.scoping import DealerScopedQuerySet
from parts.choices import HOLDING, STORES, USABLE, MovementKind, PlaceKind
from records.days import first_moment
from records.search import Words, holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from dealers.models import Dealer, User
    from equipment.models import Product
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

    def matching(self, text: str) -> Self:
        """Find by any part of the code or of a name, in either language."""
        return self.alias(words=Words("code", "name_zh", "name_en")).filter(holding(text))

    def fitting(self, product: "Product") -> Self:
        return self.filter(products=product)

    def superseded(self) -> Self:
        return self.filter(successor__isnull=False)

    def kept_at(self, places: "StockPlaceQuerySet") -> Self:
        """Return parts that are or were once at one of these places."""
        return self.filter(Exists(_balances(places)))

    def there(self, places: "StockPlaceQuerySet") -> Self:
        """Return parts of which one at least can be taken at these places (E2)."""
        return self.filter(Exists(_balances(places.usable()).filter(on_hand__gt=0)))

    def used_up(self, places: "StockPlaceQuerySet") -> Self:
        """Return parts that were kept at these places and of which none is left to take."""
        left = _balances(places.usable()).filter(on_hand__gt=0)
        return self.kept_at(places).filter(~Exists(left))

    def with_held(self, columns: "Mapping[str, StockPlaceQuerySet]") -> Self:
        """Add under each name how many are at its places."""
        return self.annotate(
            **{
                name: Coalesce(
                    Subquery(_balances(places).values("part").annotate(total=Sum("on_hand")).values("total")),
                    0,
                    output_field=IntegerField(),
                )
                for name, places in columns.items()
            }
        )

    def with_stock(self, places: "StockPlaceQuerySet") -> Self:
        """Add how many are available at these places, on the way there, and returned or defective (E2)."""
        return self.with_held(
            {
                "available": places.usable(),
                "on_the_way": places.filter(kind=PlaceKind.TRANSIT),
                "returned": places.filter(kind=PlaceKind.DEFECTIVE),
            }
        )


def _balances(places: "StockPlaceQuerySet") -> "StockBalanceQuerySet":
    balances: StockBalanceQuerySet = apps.get_model("parts", "StockBalance").objects.all()
    return balances.filter(part=OuterRef("pk"), place__in=places.order_by().values("pk"))


class PartPriceQuerySet(models.QuerySet["PartPrice"]):
    """What parts cost is for everybody who sees the catalogue (E1)."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def of_part(self, part: "Part") -> Self:
        """Return what one of a part cost, costs and will cost, the latest day first."""
        return self.filter(part=part).order_by("-valid_from")

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

    def of(self, actor: "User") -> Self:
        """Return the van that the person drives, if one is."""
        return self.filter(staff__user=actor)

    def kept_by(self, actor: "User") -> Self:
        """Return the places somebody of headquarters or of a house answers for: each their own (L2)."""
        return self.filter(dealer__isnull=True) if actor.is_head_office else self.all()

    def of_house(self, dealer: "Dealer") -> Self:
        """Return a house's places; of a centre those of its outlets too."""
        return self.filter(Q(dealer=dealer) | Q(dealer__parent=dealer))

    def with_something(self) -> Self:
        """Return the places where something is."""
        there = apps.get_model("parts", "StockBalance").objects.there().filter(place=OuterRef("pk"))
        return self.filter(Exists(there.order_by()))

    def with_pieces(self) -> "list[tuple[StockPlace, int, int, datetime]]":
        """Return each place with how many pieces of how many parts are there, and when the last came."""
        there = Q(balances__on_hand__gt=0)
        came = apps.get_model("parts", "StockMovement").objects.filter(target=OuterRef("pk"))
        counted = self.annotate(
            in_all=Sum("balances__on_hand", filter=there),
            named=Count("balances", filter=there),
            came=Subquery(came.order_by("-pk").values("act__at")[:1]),
        )
        rows: Any = counted.select_related("dealer").order_by("code")
        return [(place, place.in_all, place.named, place.came) for place in rows]

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

    def of(self, actor: "User") -> Self:
        """Return what is in the van that the person drives."""
        return self.filter(place__staff__user=actor)

    def at(self, place: "StockPlace") -> Self:
        return self.filter(place=place)

    def there(self) -> Self:
        """Return what is there: a balance that came to nothing says nothing."""
        return self.filter(on_hand__gt=0)

    def with_names(self) -> Self:
        return self.select_related("part", "place__dealer", "place__staff")

    def on_shelves(self) -> Self:
        return self.filter(place__kind__in=sorted(STORES))

    def of_parts_like(self, text: str) -> Self:
        parts: PartQuerySet = apps.get_model("parts", "Part").objects.all()
        return self.filter(part__in=parts.matching(text).values("pk"))

    def with_code(self) -> Self:
        """Add the part's code under a name of its own, to be sorted and paged by."""
        return self.annotate(code=F("part__code"))

    def by_code(self) -> Self:
        return self.with_names().order_by("part__code", "place")


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

    def sendings_to(self, transit: "Iterable[StockPlace]") -> Self:
        """Return what was sent to these places of transit and not called back, the newest first."""
        sent = self.filter(kind=MovementKind.TRANSFER, movements__target__in=transit)
        return sent.filter(reversed_by__isnull=True).distinct().order_by("-pk")

    def with_lines(self) -> Self:
        """Fetch each posting's lines with their parts, places and numbered pieces."""
        lines = apps.get_model("parts", "StockMovement").objects.with_names().order_by("pk")
        return self.prefetch_related(Prefetch("movements", lines), "movements__pieces__piece")


class StockMovementQuerySet(models.QuerySet["StockMovement"]):
    """A house sees what left its places and what came to them (L2)."""

    def visible_to(self, actor: "User") -> Self:
        if not actor.is_active:
            return self.none()
        return self.all() if actor.is_head_office else self.filter(_concerns(actor.dealer_ids))

    def of_place(self, place: "StockPlace") -> Self:
        return self.filter(Q(source=place) | Q(target=place))

    def of_part(self, part: "Part") -> Self:
        return self.filter(part=part)

    def of_house(self, dealer: "Dealer") -> Self:
        return self.filter(_concerns([dealer.pk]))

    def of_kind_of_place(self, kind: str) -> Self:
        """Return what left or came to places of a kind."""
        return self.filter(Q(source__kind=kind) | Q(target__kind=kind))

    def happened_from(self, day: date) -> Self:
        return self.filter(act__at__gte=first_moment(day))

    def happened_until(self, day: date) -> Self:
        return self.filter(act__at__lt=first_moment(day + timedelta(days=1)))

    def received(self, numbers: "Iterable[str]") -> dict[tuple[str, int], int]:
        """Return how many of a part arrived of each sending: what was put back on its way counts off."""
        received = self.filter(act__document__in=list(numbers)).order_by()
        found: dict[tuple[str, int], int] = {}
        for end, sign in (("source", 1), ("target", -1)):
            rows = received.filter(**{f"{end}__kind": PlaceKind.TRANSIT})
            totals = rows.values_list("act__document", "part").annotate(total=Sum("quantity"))
            for document, part, total in totals:
                found[document, part] = found.get((document, part), 0) + sign * total
        return found

    def with_names(self) -> Self:
        ends = [f"{end}__{of}" for end in ("source", "target") for of in ("dealer", "staff", "equipment")]
        return self.select_related("part", "act__posted_by", *ends)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class StockPieceQuerySet(DealerScopedQuerySet["StockPiece"]):
    dealer_path = "place__dealer"

    def of_part(self, part: "Part") -> Self:
        """Return the pieces of a part by their numbers, each with where it is."""
        named = self.select_related("place__dealer", "place__staff", "place__equipment")
        return named.filter(part=part).order_by("serial_number")

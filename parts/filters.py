"""What the lists of stock and of its movements can be narrowed by; the rows come in scoped already (E2)."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer
from equipment.models import Product
from parts.choices import HOLDING, MovementKind, PlaceKind
from parts.models import Part, PartClass, StockMovement, StockPlace

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from dealers.models import User
    from parts.querysets import PartQuerySet, StockMovementQuerySet, StockPlaceQuerySet

THERE, USED_UP, VALUABLE, SUPERSEDED = "there", "none", "valuable", "superseded"
ORDERINGS: Final = {
    "": ("code",),
    "code": ("code",),
    "-code": ("-code",),
    "available": ("available", "code"),
    "-available": ("-available", "code"),
    "on_the_way": ("on_the_way", "code"),
    "-on_the_way": ("-on_the_way", "code"),
    "returned": ("returned", "code"),
    "-returned": ("-returned", "code"),
}
LEDGER_ORDERINGS: Final = {"": ("-pk",), "at": ("pk",), "-at": ("-pk",)}


def _actor(request: "HttpRequest | None") -> "User":
    """Return who asks; nobody, who sees nothing, while the API is only being described."""
    return request.user if request else AnonymousUser()  # type: ignore[return-value]  # the stubs can't know


def products_seen(request: "HttpRequest | None") -> "QuerySet[Product]":
    return Product.objects.visible_to(_actor(request)).order_by("code")


def dealers_seen(request: "HttpRequest | None") -> "QuerySet[Dealer]":
    return Dealer.objects.visible_to(_actor(request)).order_by("code")


def places_seen(request: "HttpRequest | None") -> "QuerySet[StockPlace]":
    return StockPlace.objects.visible_to(_actor(request))


class StockFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the list of stock; a house narrows what is counted, not which parts there are."""

    q = django_filters.CharFilter(label=_("Code or name"), method="search")
    part_class = django_filters.ModelChoiceFilter(
        queryset=PartClass.objects.order_by("code"), to_field_name="code", label=_("Class")
    )
    product = django_filters.ModelChoiceFilter(
        queryset=products_seen, to_field_name="code", label=_("Fits model"), method="fits"
    )
    dealer = django_filters.ModelChoiceFilter(
        queryset=dealers_seen, to_field_name="code", label=_("House"), method="of_house"
    )
    only = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[
            (THERE, _("In stock")),
            (USED_UP, _("None left")),
            (VALUABLE, _("Valuable")),
            (SUPERSEDED, _("Superseded")),
        ],
        method="narrow",
    )

    class Meta:
        model = Part
        fields = ("q", "part_class", "product", "dealer", "only")

    def search(self, parts: "PartQuerySet", _name: str, text: str) -> "PartQuerySet":
        return parts.matching(text.strip())

    def fits(self, parts: "PartQuerySet", _name: str, product: Product) -> "PartQuerySet":
        return parts.fitting(product)

    def of_house(self, parts: "PartQuerySet", _name: str, _dealer: Dealer) -> "PartQuerySet":
        return parts

    def narrow(self, parts: "PartQuerySet", _name: str, value: str) -> "PartQuerySet":
        places = self.places()
        if value == THERE:
            return parts.there(places)
        if value == USED_UP:
            return parts.used_up(places)
        return parts.filter(is_valuable=True) if value == VALUABLE else parts.superseded()

    def places(self) -> "StockPlaceQuerySet":
        """Return the places that are counted: all the person sees, or those of the house asked for."""
        seen = StockPlace.objects.visible_to(_actor(self.request)).holding()
        dealer = self.form.cleaned_data.get("dealer") if self.form.is_valid() else None
        return seen.of_house(dealer) if dealer else seen


def _day(label: object, method: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, method=method, widget=widget)


class MovementFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the ledger: kind, place, part, document, days."""

    kind = django_filters.ChoiceFilter("act__kind", label=_("Kind"), choices=MovementKind)
    dealer = django_filters.ModelChoiceFilter(
        queryset=dealers_seen, to_field_name="code", label=_("House"), method="of_house"
    )
    where = django_filters.ChoiceFilter(
        label=_("Kind of place"),
        choices=[(kind.value, kind.label) for kind in PlaceKind if kind in HOLDING],
        method="of_kind_of_place",
    )
    place = django_filters.ModelChoiceFilter(
        queryset=places_seen,
        to_field_name="code",
        label=pgettext_lazy("stock", "Place's code"),
        widget=forms.TextInput,
        method="of_place",
    )
    part = django_filters.ModelChoiceFilter(
        queryset=lambda request: Part.objects.visible_to(_actor(request)),
        to_field_name="code",
        label=_("Part's code"),
        widget=forms.TextInput,
    )
    document = django_filters.CharFilter(label=_("Document"), method="of_document")
    day_from = _day(_("From day"), "from_day")
    day_until = _day(_("Until day"), "until_day")

    class Meta:
        model = StockMovement
        fields = ("kind", "dealer", "where", "place", "part", "document", "day_from", "day_until")

    def of_house(self, rows: "StockMovementQuerySet", _name: str, dealer: Dealer) -> "StockMovementQuerySet":
        return rows.of_house(dealer)

    def of_kind_of_place(
        self, rows: "StockMovementQuerySet", _name: str, kind: str
    ) -> "StockMovementQuerySet":
        return rows.of_kind_of_place(kind)

    def of_place(
        self, rows: "StockMovementQuerySet", _name: str, place: StockPlace
    ) -> "StockMovementQuerySet":
        return rows.of_place(place)

    def of_document(self, rows: "StockMovementQuerySet", _name: str, text: str) -> "StockMovementQuerySet":
        """Narrow to what one document caused, however its number is typed."""
        return rows.filter(act__document__iexact=text.strip())

    def from_day(self, rows: "StockMovementQuerySet", _name: str, day: date) -> "StockMovementQuerySet":
        return rows.happened_from(day)

    def until_day(self, rows: "StockMovementQuerySet", _name: str, day: date) -> "StockMovementQuerySet":
        return rows.happened_until(day)

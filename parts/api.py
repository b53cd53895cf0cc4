"""API of parts and stock: the catalogue, places, balances, the ledger and its verbs (E1, E2)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from parts import permissions
from parts.api_inputs import (
    StockAdjustInput,
    StockIssueInput,
    StockLinesInput,
    StockReceiveInput,
    StockReturnInput,
    StockReverseInput,
    StockTransferInput,
    StockUseInput,
    act_of,
)
from parts.models import Part, StockAct, StockBalance, StockMovement, StockPlace
from parts.services import reverse
from parts.services.moving import Told
from regulation.calendars import local_day


class PartAnswer(serializers.ModelSerializer[Part]):
    """A part with its price of today and what the person's places have of it."""

    name = serializers.CharField(read_only=True, help_text=_("In the language of the request."))
    part_class = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    products = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, many=True)
    successor = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    price = serializers.DecimalField(max_digits=8, decimal_places=2, read_only=True, allow_null=True)
    available = serializers.IntegerField(read_only=True)
    on_the_way = serializers.IntegerField(read_only=True)
    returned = serializers.IntegerField(read_only=True)

    class Meta:
        model = Part
        fields = (
            *("code", "name", "name_zh", "name_en", "part_class", "unit", "products", "successor"),
            *(
                "is_valuable",
                "is_serial_tracked",
                "is_active",
                "price",
                "available",
                "on_the_way",
                "returned",
            ),
        )
        read_only_fields = fields


class PartViewSet(ScopedViewSet):
    """The catalogue of parts."""

    rows = Part.objects.with_names().prefetch_related("products")
    right_to_see = Right.SEE_STOCK
    lookup_field = "code"
    serializer_class = PartAnswer
    ordering = "code"

    def get_queryset(self) -> QuerySet[Part]:
        rows: Any = super().get_queryset()
        places = StockPlace.objects.visible_to(self.actor)
        found: QuerySet[Part] = rows.with_price_on(local_day(timezone.now())).with_stock(places)
        return found


class PlaceAnswer(serializers.ModelSerializer[StockPlace]):
    """Where parts can be; without a dealer it is headquarters'."""

    name = serializers.CharField(source="__str__", read_only=True)
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    staff = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = StockPlace
        fields = ("code", "kind", "name", "dealer", "staff")
        read_only_fields = fields


class PlaceViewSet(ScopedViewSet):
    """Stores, vans, what is on its way, old parts."""

    rows = StockPlace.objects.holding().with_names()
    right_to_see = Right.SEE_STOCK
    lookup_field = "code"
    serializer_class = PlaceAnswer
    ordering = "code"


class BalanceAnswer(serializers.ModelSerializer[StockBalance]):
    place = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    kind = serializers.CharField(source="place.kind", read_only=True)
    part = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = StockBalance
        fields = ("place", "kind", "part", "on_hand")
        read_only_fields = fields


class BalanceViewSet(ScopedViewSet):
    """How many of a part are at a place."""

    rows = StockBalance.objects.there().with_names()
    right_to_see = Right.SEE_STOCK
    serializer_class = BalanceAnswer
    ordering = "pk"


class LineAnswer(serializers.ModelSerializer[StockMovement]):
    """One line: pieces of a part from a place to another; another house's place is not named."""

    part = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    from_place = serializers.SerializerMethodField()
    to_place = serializers.SerializerMethodField()
    serial_numbers = serializers.SerializerMethodField()

    class Meta:
        model = StockMovement
        fields = ("part", "quantity", "from_place", "to_place", "serial_numbers")
        read_only_fields = fields

    def get_from_place(self, line: StockMovement) -> str:
        return self._named(line.source)

    def get_to_place(self, line: StockMovement) -> str:
        return self._named(line.target)

    def _named(self, place: StockPlace) -> str:
        return place.code if permissions.may_name(self.context["request"].user, place) else ""

    def get_serial_numbers(self, line: StockMovement) -> list[str]:
        return sorted(moved.piece.serial_number for moved in line.pieces.all())


class MovementAnswer(serializers.ModelSerializer[StockAct]):
    """A posting with its lines; it is never changed, only reversed by another."""

    number = serializers.CharField(read_only=True)
    lines = LineAnswer(source="movements", many=True, read_only=True)
    posted_by = serializers.CharField(source="posted_by.full_name", read_only=True)
    reverses = serializers.IntegerField(source="reverses_id", read_only=True, allow_null=True)

    class Meta:
        model = StockAct
        fields = (
            *("id", "number", "kind", "document", "reason", "reverses", "at", "posted_at", "posted_by"),
            "lines",
        )
        read_only_fields = fields


class MovementViewSet(ScopedViewSet):
    """The ledger of stock: read here, posted by the verbs; each posts all its lines or none."""

    rows = StockAct.objects.with_names().with_lines()
    right_to_see = Right.SEE_STOCK
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"
    serializer_class = MovementAnswer
    ordering = "-pk"

    def _post(self, serializer: type[StockLinesInput]) -> Response:
        typed = self.checked(serializer)
        act = act_of(serializer, typed, actor=self.actor, at=timezone.now())
        return self.answer(act, status=status.HTTP_201_CREATED)

    @extend_schema(request=StockReceiveInput, responses={201: MovementAnswer})
    @action(detail=False, methods=["post"])
    def receive(self, request: Request) -> Response:
        """Take what arrived into a store: from the suppliers, or what was sent to it."""
        return self._post(StockReceiveInput)

    @extend_schema(request=StockTransferInput, responses={201: MovementAnswer})
    @action(detail=False, methods=["post"])
    def transfer(self, request: Request) -> Response:
        """Send parts on their way to the store of another house."""
        return self._post(StockTransferInput)

    @extend_schema(request=StockIssueInput, responses={201: MovementAnswer})
    @action(detail=False, methods=["post"])
    def issue(self, request: Request) -> Response:
        """Give parts from a store into an engineer's van."""
        return self._post(StockIssueInput)

    @extend_schema(request=StockReturnInput, responses={201: MovementAnswer})
    @action(detail=False, methods=["post"], url_path="return")
    def give_back(self, request: Request) -> Response:
        """Put unused parts from a van back into a store."""
        return self._post(StockReturnInput)

    @extend_schema(request=StockUseInput, responses={201: MovementAnswer})
    @action(detail=False, methods=["post"])
    def use(self, request: Request) -> Response:
        """Put parts from a van or a store into a customer's unit."""
        return self._post(StockUseInput)

    @extend_schema(request=StockAdjustInput, responses={201: MovementAnswer})
    @action(detail=False, methods=["post"])
    def adjust(self, request: Request) -> Response:
        """Post that more or fewer are there than the ledger says, with the reason."""
        return self._post(StockAdjustInput)

    @extend_schema(request=StockReverseInput, responses={201: MovementAnswer})
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, pk: str) -> Response:
        """Turn a posting round, wholly, once, with the reason."""
        act, at = self.get_object(), timezone.now()
        reason = self.checked(StockReverseInput)["reason"]
        told = Told(actor=self.actor, key=f"{act.pk}", at=at, posted_at=at, reason=reason)
        return self.answer(reverse(act, told=told), status=status.HTTP_201_CREATED)


routes: list[tuple[str, Any, str]] = [
    ("parts", PartViewSet, "part"),
    ("places", PlaceViewSet, "place"),
    ("balances", BalanceViewSet, "balance"),
    ("movements", MovementViewSet, "movement"),
]

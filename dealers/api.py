"""API of the network: tokens, dealers, service staff, divisions."""

from typing import Any

from django.contrib.auth import authenticate
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from dealers import permissions
from dealers.choices import QualificationKind
from dealers.models import Dealer, Division, ServiceStaff, StaffQualification, Territory
from dealers.scoped_api import ScopedViewSet
from dealers.services import LONGEST_REASON, confirm_filing, issue_token, return_filing


class TokenInput(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class TokenAnswer(serializers.Serializer[Any]):
    token = serializers.CharField()


class TokenView(APIView):
    """Give a program a token; guessing is locked out as on the sign-in page, and with it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AnonRateThrottle,)

    @extend_schema(request=TokenInput, responses=TokenAnswer, auth=[])
    def post(self, request: Request) -> Response:
        """Send `username` and `password`; use the answer as `Authorization: Token …`."""
        typed = TokenInput(data=request.data)
        typed.is_valid(raise_exception=True)
        user = authenticate(request._request, **typed.validated_data)  # noqa: SLF001 (axes counts on the plain request)
        if user is None:
            detail = _("User name or password is wrong. Check both and try again.")
            return Response(
                {"code": "not_signed_in", "detail": detail, "fields": {}}, status=status.HTTP_400_BAD_REQUEST
            )
        return Response({"token": issue_token(user, at=timezone.now())})


class DealerAnswer(serializers.ModelSerializer[Dealer]):
    parent = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # the base class has a parent too
        slug_field="code", read_only=True, allow_null=True
    )

    class Meta:
        model = Dealer
        fields = ("code", "name", "kind", "parent", "is_active")
        read_only_fields = fields


class StaffQualificationAnswer(serializers.ModelSerializer[StaffQualification]):
    code = serializers.CharField(source="qualification.code")
    kind = serializers.ChoiceField(source="qualification.kind", choices=QualificationKind.choices)
    has_scan = serializers.SerializerMethodField()

    class Meta:
        model = StaffQualification
        fields = ("code", "kind", "valid_from", "valid_until", "filing_status", "has_scan")
        read_only_fields = fields

    def get_has_scan(self, paper: StaffQualification) -> bool:
        return paper.scan_id is not None


class StaffAnswer(serializers.ModelSerializer[ServiceStaff]):
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    qualifications = StaffQualificationAnswer(many=True, read_only=True)

    class Meta:
        model = ServiceStaff
        fields = ("code", "name", "dealer", "filing_status", "is_active", "qualifications")
        read_only_fields = fields


class DivisionAnswer(serializers.ModelSerializer[Division]):
    class Meta:
        model = Division
        fields = ("code", "name", "full_name", "level")
        read_only_fields = fields


class TerritoryAnswer(serializers.ModelSerializer[Territory]):
    """A division and the dealer that serves it; the narrowest that holds a place decides (D4)."""

    division = serializers.CharField(source="division.code")
    place = serializers.CharField(source="division.full_name")
    dealer = serializers.CharField(source="dealer.code")
    dealer_name = serializers.CharField(source="dealer.name")

    class Meta:
        model = Territory
        fields = ("division", "place", "dealer", "dealer_name")
        read_only_fields = fields


class DealerViewSet(ScopedViewSet):
    """The person's dealer and its outlets; all of them for headquarters."""

    rows = Dealer.objects.select_related("parent")
    lookup_field = "code"
    serializer_class = DealerAnswer
    ordering = "code"

    def may_see(self) -> bool:
        return permissions.may_see_network(self.actor)


class ReturnInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_REASON)


class StaffViewSet(ScopedViewSet):
    """Service staff, with how far their filing is (B1)."""

    rows = ServiceStaff.objects.select_related("dealer").prefetch_related(
        Prefetch("qualifications", StaffQualification.objects.select_related("qualification").order_by("pk"))
    )
    lookup_field = "code"
    serializer_class = StaffAnswer
    ordering = "code"

    def may_see(self) -> bool:
        return permissions.may_see_network(self.actor)

    @extend_schema(request=None, responses=StaffAnswer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, code: str) -> Response:
        """Confirm a filed person (headquarters): only confirmed people are dispatched."""
        return self.answer(confirm_filing(self.get_object(), actor=self.actor, at=timezone.now()))

    @extend_schema(request=ReturnInput, responses=StaffAnswer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, code: str) -> Response:
        """Send a filing back to the dealer with the reason (headquarters)."""
        staff, typed = self.get_object(), self.checked(ReturnInput)
        return self.answer(return_filing(staff, actor=self.actor, at=timezone.now(), **typed))


class DivisionViewSet(ScopedViewSet):
    """Administrative divisions by GB/T 2260 code; `?q=` finds by a part of the full name."""

    rows = Division.objects.all()
    lookup_field = "code"
    serializer_class = DivisionAnswer
    ordering = "code"

    def may_see(self) -> bool:
        return permissions.may_look_up_divisions(self.actor)

    @extend_schema(parameters=[OpenApiParameter("q", str)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Division]:
        text = self.request.query_params.get("q", "").strip() if self.request else ""
        rows = Division.objects.visible_to(self.actor) if self.request else Division.objects.none()
        return rows.named_like(text) if text else rows


class TerritoryViewSet(ScopedViewSet):
    """Who serves which division (D4); `?dealer=` narrows to one dealer's."""

    rows = Territory.objects.select_related("division", "dealer")
    lookup_field = "division"
    serializer_class = TerritoryAnswer
    ordering = "division"

    def may_see(self) -> bool:
        return permissions.may_see_network(self.actor)

    @extend_schema(parameters=[OpenApiParameter("dealer", str)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Territory]:
        rows: QuerySet[Territory] = super().get_queryset()
        dealer = self.request.query_params.get("dealer", "").strip() if self.request else ""
        return rows.filter(dealer__code=dealer) if dealer else rows


routes: list[tuple[str, Any, str]] = [
    ("dealers", DealerViewSet, "dealer"),
    ("staff", StaffViewSet, "staff"),
    ("divisions", DivisionViewSet, "division"),
    ("territories", TerritoryViewSet, "territory"),
]

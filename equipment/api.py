"""API of equipment: routes as (prefix, viewset, name), put together by the composition root."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from equipment import permissions, services
from equipment.filters import EquipmentFilter
from equipment.maintenance_api import MaintenanceViewSet
from equipment.models import Customer, Equipment, Product, SelfCheckResult
from equipment.warranty_api import HoursInput, ReadingAnswer, WarrantyViewSet


class ProductAnswer(serializers.ModelSerializer[Product]):
    name = serializers.CharField(read_only=True, help_text=_("In the language of the request."))
    self_check_items = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Product
        fields = ("code", "name", "name_zh", "name_en", "warranty_months", "self_check_items", "is_active")
        read_only_fields = fields


class CustomerAnswer(serializers.ModelSerializer[Customer]):
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Customer
        fields = ("code", "name", "dealer")
        read_only_fields = fields


class UnitCustomerAnswer(serializers.Serializer[Equipment]):
    """The customer of a unit with the contact to call, the phone masked (C10)."""

    code = serializers.CharField(source="customer.code")
    name = serializers.CharField(source="customer.name")
    contact_name = serializers.CharField(source="contact.name")
    phone = serializers.CharField(source="contact.masked_phone")


class SelfCheckAnswer(serializers.ModelSerializer[SelfCheckResult]):
    class Meta:
        model = SelfCheckResult
        fields = ("item", "passed", "note")
        read_only_fields = fields


class EquipmentAnswer(serializers.ModelSerializer[Equipment]):
    """A unit's file as it is shown; nothing of it can be written this way."""

    product = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    division = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    customer = serializers.SerializerMethodField()
    confirmed_by = serializers.SerializerMethodField()
    self_check = serializers.SerializerMethodField()
    warranty_ends_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Equipment
        fields = (
            "serial_number",
            "product",
            "dealer",
            "customer",
            "first_place_of_use",
            "division",
            "project_name",
            "planned_installation_on",
            "delivered_on",
            "installed_on",
            "in_use_from",
            "confirmed_by",
            "self_check",
            "registered_at",
            "warranty_ends_on",
        )
        read_only_fields = fields

    @extend_schema_field(UnitCustomerAnswer)
    def get_customer(self, unit: Equipment) -> dict[str, Any]:
        return dict(UnitCustomerAnswer(unit).data)

    def get_confirmed_by(self, unit: Equipment) -> str:
        """Name who confirmed the installation; not to a dealer that took the unit over since (D20)."""
        return unit.confirmed_by if self._reads_installation(unit) else ""

    @extend_schema_field(SelfCheckAnswer(many=True))
    def get_self_check(self, unit: Equipment) -> list[dict[str, Any]]:
        """Return the points in the product's order; they were fetched with the unit."""
        if not self._reads_installation(unit):
            return []
        results = sorted(unit.self_check.all(), key=lambda result: result.position)
        return [dict(SelfCheckAnswer(result).data) for result in results]

    def _reads_installation(self, unit: Equipment) -> bool:
        return permissions.may_read_installation(self.context["request"].user, unit)


class CustomerInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    contact_name = serializers.CharField(max_length=40)
    phone = serializers.CharField(max_length=40)


class RegistrationInput(serializers.Serializer[Any]):
    """The eight fields of C1; `dealer` is for headquarters, `division` for places not recognised."""

    serial_number = serializers.CharField(max_length=40)
    product = serializers.CharField(max_length=40)
    customer = CustomerInput()
    first_place_of_use = serializers.CharField(max_length=120)
    project_name = serializers.CharField(max_length=80)
    planned_installation_on = serializers.DateField(help_text=_("May lie in the past."))
    delivered_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text=_("Today by default, never ahead.")
    )
    dealer = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    division = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)


class SelfCheckInput(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=120)
    passed = serializers.BooleanField()
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class InstallationInput(serializers.Serializer[Any]):
    installed_on = serializers.DateField()
    in_use_from = serializers.DateField(required=False, allow_null=True, default=None)
    confirmed_by = serializers.CharField(max_length=40)
    self_check = SelfCheckInput(many=True, help_text=_("Each point of the product's list, once."))


class CorrectionInput(serializers.Serializer[Any]):
    installed_on = serializers.DateField()
    in_use_from = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300)


class ProductViewSet(ScopedViewSet):
    """Models of machine with their warranty and self-check list."""

    rows = Product.objects.all()
    right_to_see = Right.SEE_PRODUCTS
    lookup_field = "code"
    serializer_class = ProductAnswer


class CustomerViewSet(ScopedViewSet):
    """Customers of the person's dealers; phones stand with the units, masked."""

    rows = Customer.objects.select_related("dealer")
    right_to_see = Right.SEE_EQUIPMENT
    lookup_field = "code"
    serializer_class = CustomerAnswer


class EquipmentViewSet(ScopedViewSet):
    """Units: registered on delivery, installed, corrected (C1, C3)."""

    rows = Equipment.objects.with_file()
    right_to_see = Right.SEE_EQUIPMENT
    lookup_field = "serial_number"
    serializer_class = EquipmentAnswer
    filterset_class = EquipmentFilter

    def handle_exception(self, exc: Exception) -> Response:
        """Keep the claim of a number that stands elsewhere: by now the registration is rolled back (C1)."""
        if isinstance(exc, services.SerialNumberElsewhere):
            services.keep_claim(exc.claim)
        return super().handle_exception(exc)

    @extend_schema(request=RegistrationInput, responses={201: EquipmentAnswer})
    def create(self, request: Request) -> Response:
        """Register a delivered unit; the same eight fields again give the unit back unchanged."""
        typed = self.checked(RegistrationInput)
        registration = services.Registration(
            serial_number=typed["serial_number"],
            product_code=typed["product"],
            customer_name=typed["customer"]["name"],
            contact_name=typed["customer"]["contact_name"],
            phone=typed["customer"]["phone"],
            first_place_of_use=typed["first_place_of_use"],
            project_name=typed["project_name"],
            planned_installation_on=typed["planned_installation_on"],
            delivered_on=typed["delivered_on"],
            dealer_code=typed["dealer"],
            division_text=typed["division"],
        )
        unit = services.register_equipment(actor=self.actor, at=timezone.now(), registration=registration)
        return self.answer(unit, status=status.HTTP_201_CREATED)

    @extend_schema(request=InstallationInput, responses=EquipmentAnswer)
    @action(detail=True, methods=["post"])
    def install(self, request: Request, serial_number: str) -> Response:
        """Record the installation with its self-check and the customer's confirmation."""
        unit, typed = self.get_object(), self.checked(InstallationInput)
        points = [services.CheckedItem(**point) for point in typed.pop("self_check")]
        services.install_equipment(unit, actor=self.actor, at=timezone.now(), self_check=points, **typed)
        return self.answer(unit)

    @extend_schema(request=CorrectionInput, responses=EquipmentAnswer)
    @action(detail=True, methods=["post"], url_path="correct-installation")
    def correct_installation(self, request: Request, serial_number: str) -> Response:
        """Put a wrong installation date right, with a reason."""
        unit, typed = self.get_object(), self.checked(CorrectionInput)
        services.correct_installation(unit, actor=self.actor, at=timezone.now(), **typed)
        return self.answer(unit)

    @extend_schema(request=HoursInput, responses={201: ReadingAnswer})
    @action(detail=True, methods=["post"])
    def hours(self, request: Request, serial_number: str) -> Response:
        """Write down what the hour meter showed; the same reading again gives the one there is."""
        unit, typed = self.get_object(), self.checked(HoursInput)
        reading = services.note_hours(unit, actor=self.actor, at=timezone.now(), **typed)
        location = self.reverse_action("detail", args=[unit.serial_number])
        answer = ReadingAnswer(reading).data
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Location": location})


routes: list[tuple[str, Any, str]] = [
    ("products", ProductViewSet, "product"),
    ("customers", CustomerViewSet, "customer"),
    ("equipment", EquipmentViewSet, "equipment"),
    ("warranties", WarrantyViewSet, "warranty"),
    ("maintenance", MaintenanceViewSet, "maintenance"),
]

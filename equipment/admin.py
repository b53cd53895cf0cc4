"""Products are edited here; units, contacts and their histories are looked at alone."""

from typing import TYPE_CHECKING, Any, Final, cast

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from equipment.forms import ProductForm
from equipment.guide_form import GuideForm
from equipment.maintenance_forms import ProductMaintenanceForm
from equipment.models import (
    ContractPlan,
    Customer,
    CustomerContact,
    Equipment,
    EquipmentEvent,
    Product,
    ProductGuide,
    ProductMaintenance,
    ProductPart,
    ProductTerms,
    SelfCheckResult,
    SerialNumberCase,
    SerialNumberCaseEvent,
    ServiceContract,
    TermsCharge,
)
from records.read_only import ReadOnlyAdmin
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dealers.models import User

GUIDE_FACTS: Final = ("product", "language", "title", "open_from")


class PartInline(admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    """What each part promises to units registered from now on; those on record keep their copy (C4)."""

    model = ProductPart
    extra = 0
    ordering = ("code",)


class MaintenanceInline(admin.StackedInline):  # type: ignore[type-arg]  # the stubs can't know
    """What maintenance units registered from now on get; those on record keep their copy (C5)."""

    model = ProductMaintenance
    form = ProductMaintenanceForm
    extra = 0
    ordering = ("-is_first", "code")


@admin.register(Product)
class ProductAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    form = ProductForm
    list_display = ("code", "name_zh", "name_en", "warranty_months", "warranty_hours", "is_active")
    inlines = (PartInline, MaintenanceInline)
    list_filter = ("is_active",)
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("code",)

    def has_delete_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        """Refuse: units name their model, which is taken off sale instead."""
        return False


@admin.register(ContractPlan)
class ContractPlanAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """Plans are named by service levels and contracts: one is taken off sale, not deleted."""

    list_display = ("code", "name_zh", "name_en", "is_active")
    list_filter = ("is_active",)
    ordering = ("code",)

    def has_delete_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False


@admin.register(ServiceContract)
class ServiceContractAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """What customers have bought beyond the warranty; tickets keep the plan that held when they came (D3)."""

    list_display = ("number", "plan", "customer", "equipment", "begins_on", "ends_on")
    list_select_related = ("plan", "customer", "equipment")
    list_filter = ("plan",)
    search_fields = ("number", "customer__name", "equipment__serial_number")
    raw_id_fields = ("customer", "equipment")
    ordering = ("-ends_on", "number")


class ChargeInline(admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    model = TermsCharge
    extra = 0
    ordering = ("position",)

    def has_add_permission(self, request: "HttpRequest", obj: ProductTerms | None = None) -> bool:
        return super().has_add_permission(request, obj) and not is_published(obj)

    def has_change_permission(self, request: "HttpRequest", obj: ProductTerms | None = None) -> bool:
        return super().has_change_permission(request, obj) and not is_published(obj)

    def has_delete_permission(self, request: "HttpRequest", obj: ProductTerms | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_published(obj)


@admin.register(ProductTerms)
class ProductTermsAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """What customers were promised up to now is not rewritten: new terms follow from a later day (C11)."""

    list_display = ("product", "valid_from", "respond_hours", "attend_hours", "repair_hours")
    list_select_related = ("product",)
    list_filter = ("product",)
    ordering = ("product__code", "-valid_from")
    inlines = (ChargeInline,)

    def has_change_permission(self, request: "HttpRequest", obj: ProductTerms | None = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and not is_published(obj)

    def has_delete_permission(self, request: "HttpRequest", obj: ProductTerms | None = None) -> bool:
        return bool(super().has_delete_permission(request, obj)) and not is_published(obj)


def is_published(terms: ProductTerms | None) -> bool:
    """Say whether customers could read these terms before today."""
    return terms is not None and terms.valid_from < local_day(timezone.now())


@admin.register(ProductGuide)
class ProductGuideAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """Guides are added with their file and withdrawn by a day: what customers may have read is kept (C9)."""

    form = GuideForm
    list_display = ("product", "title", "language", "open_from", "open_until")
    list_select_related = ("product",)
    list_filter = ("product", "language")
    ordering = ("product__code", "title")

    def get_form(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> type[GuideForm]:
        form: type[GuideForm] = super().get_form(request, *args, **kwargs)
        form.actor = cast("User", request.user)
        return form

    def get_fields(self, request: "HttpRequest", obj: ProductGuide | None = None) -> tuple[str, ...]:
        return (*GUIDE_FACTS, "file", "open_until") if obj else (*GUIDE_FACTS, "sent", "open_until")

    def get_readonly_fields(self, request: "HttpRequest", obj: ProductGuide | None = None) -> tuple[str, ...]:
        return (*GUIDE_FACTS, "file") if obj else ()

    def has_delete_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        """Refuse: a guide is withdrawn instead."""
        return False


class LookedAtInline(admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    """Parts of a record that are shown, never edited (safety.md, F7)."""

    can_delete = False
    extra = 0

    def has_add_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False


class ContactInline(LookedAtInline):
    """Contacts with their phones masked; corrected on the unit's page, where it leaves a trace (C6)."""

    model = CustomerContact
    fields = ("name", "role", "kept_phone", "replaced_by", "created_at")
    readonly_fields = fields


class SelfCheckInline(LookedAtInline):
    model = SelfCheckResult
    fields = ("position", "item", "passed", "note")


class EventInline(LookedAtInline):
    model = EquipmentEvent
    fields = ("at", "verb", "actor", "dealer", "note", "changes")
    verbose_name_plural = _("History")


class CaseEventInline(LookedAtInline):
    model = SerialNumberCaseEvent
    fields = ("at", "verb", "actor", "source", "target", "note")
    verbose_name_plural = _("History")


@admin.register(Customer)
class CustomerAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    list_display = ("code", "name", "dealer")
    list_select_related = ("dealer",)
    search_fields = ("code", "name")
    ordering = ("code",)
    fields = ("code", "name", "dealer", "created_at")
    readonly_fields = ("code", "dealer", "created_at")
    inlines = (ContactInline,)

    def has_add_permission(self, request: "HttpRequest") -> bool:
        """Refuse: customers come with the registration of a unit."""
        return False

    def has_delete_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False


@admin.register(Equipment)
class EquipmentAdmin(ReadOnlyAdmin):
    list_display = ("serial_number", "product", "customer", "dealer", "delivered_on", "installed_on")
    list_select_related = ("product", "customer", "dealer")
    list_filter = ("product", "dealer")
    search_fields = ("serial_number", "customer__name")
    ordering = ("-registered_at",)
    show_full_result_count = False
    inlines = (SelfCheckInline, EventInline)


@admin.register(SerialNumberCase)
class SerialNumberCaseAdmin(ReadOnlyAdmin):
    list_display = ("number", "equipment", "claimed_by_dealer", "claimed_at", "status")
    list_select_related = ("equipment", "claimed_by_dealer")
    list_filter = ("status",)
    ordering = ("-claimed_at",)
    exclude = ("phone_cipher",)
    inlines = (CaseEventInline,)

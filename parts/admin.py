"""The catalogue is edited here; stock and its ledger are looked at alone (E1, safety.md F7)."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from parts.forms import PartForm
from parts.models import (
    Part,
    PartClass,
    PartPrice,
    StockAct,
    StockBalance,
    StockMovement,
    StockPiece,
    StockPlace,
    Supplier,
)
from records.read_only import ReadOnly, ReadOnlyAdmin

if TYPE_CHECKING:
    from django.http import HttpRequest


class Kept(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """Rows that others name: taken out of use, never deleted."""

    def has_delete_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False


@admin.register(PartClass)
class PartClassAdmin(Kept):
    list_display = ("code", "name_zh", "name_en")
    ordering = ("code",)


@admin.register(Supplier)
class SupplierAdmin(Kept):
    list_display = ("code", "name", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name")
    ordering = ("code",)


class PriceInline(admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    """A price is followed by another from a later day; one that was in force stays on record."""

    model = PartPrice
    extra = 1
    ordering = ("-valid_from",)

    def has_change_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: "HttpRequest", obj: object = None) -> bool:
        return False


@admin.register(Part)
class PartAdmin(Kept):
    form = PartForm
    list_display = (
        "code",
        "name_zh",
        "name_en",
        "part_class",
        "unit",
        "successor",
        "is_valuable",
        "is_active",
    )
    list_filter = ("part_class", "is_valuable", "is_serial_tracked", "is_active")
    list_select_related = ("part_class", "successor")
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("successor",)
    filter_horizontal = ("products", "suppliers")
    inlines = (PriceInline,)
    ordering = ("code",)


@admin.register(StockPlace)
class StockPlaceAdmin(ReadOnlyAdmin):
    list_display = ("code", "kind", "dealer", "staff")
    list_filter = ("kind",)
    list_select_related = ("dealer", "staff")
    search_fields = ("code",)
    ordering = ("code",)


@admin.register(StockBalance)
class StockBalanceAdmin(ReadOnlyAdmin):
    list_display = ("place", "part", "on_hand")
    list_select_related = ("place__dealer", "place__staff", "part")
    search_fields = ("part__code", "place__code")
    ordering = ("place", "part")


class MovementInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    model = StockMovement


@admin.register(StockAct)
class StockActAdmin(ReadOnlyAdmin):
    list_display = ("number_", "kind", "document", "at", "posted_by")
    list_filter = ("kind",)
    list_select_related = ("posted_by",)
    search_fields = ("document",)
    inlines = (MovementInline,)
    ordering = ("-pk",)

    @admin.display(description=_("number"), ordering="pk")
    def number_(self, act: StockAct) -> str:
        return act.number


@admin.register(StockPiece)
class StockPieceAdmin(ReadOnlyAdmin):
    list_display = ("serial_number", "part", "place")
    list_select_related = ("part", "place__dealer", "place__staff", "place__equipment")
    search_fields = ("serial_number", "part__code")
    ordering = ("part", "serial_number")

"""Admin pages of ledgers and histories: to be read, never changed by hand (safety.md, F7)."""

from typing import TYPE_CHECKING

from django.contrib import admin

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

    type_any_admin = admin.ModelAdmin[Model]
else:
    type_any_admin = admin.ModelAdmin


class ReadOnly:
    """Rows are looked at alone; for pages and for the tables inside them."""

    can_delete = False
    extra = 0

    def has_add_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:
        return False

    def has_change_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:
        return False

    def has_delete_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, type_any_admin):
    """A page whose rows are looked at alone."""

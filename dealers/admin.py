"""Django admin for people of the network: reference data is edited, histories are read."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from dealers.models import ApiToken, Dealer, Division, ServiceStaff, Territory, User
from dealers.roles import Role
from records.read_only import ReadOnlyAdmin

if TYPE_CHECKING:
    type_user_form = UserChangeForm[User]
    type_user_admin = UserAdmin[User]
else:
    type_user_form = UserChangeForm
    type_user_admin = UserAdmin


class KeptAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """Reference data: edited with its history; left by `is_active`, not by deleting."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class UserForm(type_user_form):
    """Keeps one administrator able to sign in (safety.md, F6)."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        able = User.objects.filter(is_active=True, is_staff=True, groups__name=Role.ADMINISTRATOR)
        others = able.exclude(pk=self.instance.pk)
        holds = any(group.name == Role.ADMINISTRATOR for group in cleaned.get("groups") or [])
        stays = holds and cleaned.get("is_active") and cleaned.get("is_staff")
        was = self.instance.pk and Role.ADMINISTRATOR in self.instance.roles
        if was and not stays and not others.exists():
            raise ValidationError(_("This is the last administrator. Name another one first."))
        return cleaned


@admin.register(User)
class PeopleAdmin(type_user_admin):
    form = UserForm
    list_display = ("username", "full_name", "dealer", "is_active")
    list_filter = ("groups", "is_active", "dealer")
    search_fields = ("username", "full_name")
    list_select_related = ("dealer",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "dealer", "email")}),
        (_("Roles"), {"fields": ("groups", "is_staff", "is_active")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "full_name", "dealer", "usable_password", "password1", "password2"),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Dealer)
class DealerAdmin(KeptAdmin):
    list_display = ("code", "name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name")
    list_select_related = ("parent",)


@admin.register(ServiceStaff)
class ServiceStaffAdmin(KeptAdmin):
    list_display = ("code", "name", "dealer", "filing_status", "is_active")
    list_filter = ("filing_status", "is_active", "dealer")
    search_fields = ("code", "name")
    list_select_related = ("dealer",)
    autocomplete_fields = ("dealer", "user")


@admin.register(Territory)
class TerritoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    list_display = ("division", "dealer")
    list_filter = ("dealer",)
    list_select_related = ("division", "dealer")
    autocomplete_fields = ("dealer", "division")


@admin.register(Division)
class DivisionAdmin(ReadOnlyAdmin):
    list_display = ("code", "full_name", "level")
    search_fields = ("code", "full_name")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ("user", "created_at")
    list_select_related = ("user",)
    exclude = ("digest", "password_mark")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin, GroupAdmin):
    """Roles exist from the first migration; what they may do stands in code."""

    exclude = ("permissions",)

"""Django admin for people of the network: reference data is edited, histories are read."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from dealers.choices import DealerKind
from dealers.models import (
    ApiToken,
    Dealer,
    Division,
    Qualification,
    Region,
    RegionMember,
    RevealAlert,
    ServiceStaff,
    StaffQualification,
    Telling,
    TellingWay,
    Territory,
    User,
)
from dealers.regions import DayHasPassed, check_day, join_region
from dealers.roles import DEALERS_OWN, HEADQUARTERS_OWN, REGIONS_OWN, Role
from dealers.rules import clean_code, is_code
from records.read_only import ReadOnly, ReadOnlyAdmin

if TYPE_CHECKING:
    type_user_form = UserChangeForm[User]
    type_user_admin = UserAdmin[User]
    type_dealer_form = forms.ModelForm[Dealer]
    type_staff_form = forms.ModelForm[ServiceStaff]
    type_qualification_form = forms.ModelForm[Qualification]
    type_region_form = forms.ModelForm[Region]
    type_member_form = forms.ModelForm[RegionMember]
    type_member_admin = admin.ModelAdmin[RegionMember]
    type_choices = forms.ModelMultipleChoiceField[Group]
    type_ways = admin.TabularInline[TellingWay, Telling]
else:
    type_user_form = UserChangeForm
    type_dealer_form = type_staff_form = type_qualification_form = forms.ModelForm
    type_region_form = type_member_form = forms.ModelForm
    type_member_admin = admin.ModelAdmin
    type_user_admin = UserAdmin
    type_choices = forms.ModelMultipleChoiceField
    type_ways = admin.TabularInline


class KeptAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """Reference data: edited with its history; left by `is_active`, not by deleting."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class RolesField(type_choices):
    """Names each role as people call it, not by its code."""

    def label_from_instance(self, obj: Group) -> str:
        return _labels({obj.name}) or obj.name


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("Role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(role.value, str(role.label)) for role in Role]

    def queryset(self, request: HttpRequest, queryset: "models.QuerySet[User]") -> "models.QuerySet[User]":
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class UserForm(type_user_form):
    """Lets account, roles and filing name one dealer, and keeps one administrator able to sign in."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        held = {group.name for group in cleaned.get("groups") or []}
        dealer = cleaned.get("dealer")
        self._check_dealer(dealer, held)
        self._check_filing(dealer)
        if not (cleaned.get("is_active") and cleaned.get("is_staff") and Role.ADMINISTRATOR in held):
            self._check_last_administrator()
        return cleaned

    def _check_dealer(self, dealer: Dealer | None, held: set[str]) -> None:
        """Ask for a dealer exactly where the roles are a dealer's (L2)."""
        if dealer is None and held & DEALERS_OWN:
            text = _("Choose the dealer: “%(roles)s” is a role of a dealer's people.")
            self.add_error("dealer", text % {"roles": _labels(held & DEALERS_OWN)})
        alone = held & (HEADQUARTERS_OWN | REGIONS_OWN)
        if dealer is not None and alone:
            text = _("“%(roles)s” is a role of no single dealer. Take it away, or leave out the dealer.")
            self.add_error("groups", text % {"roles": _labels(alone)})

    def _check_filing(self, dealer: Dealer | None) -> None:
        staff = ServiceStaff.objects.filter(user=self.instance.pk).first() if self.instance.pk else None
        if staff is not None and staff.dealer != dealer:
            self.add_error("dealer", _not_one_dealer(staff))

    def _check_last_administrator(self) -> None:
        """Refuse what would lock out the last administrator (safety.md, F6)."""
        able = User.objects.filter(is_active=True, is_staff=True, groups__name=Role.ADMINISTRATOR)
        was = self.instance.pk and Role.ADMINISTRATOR in self.instance.roles
        if was and not able.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This is the last administrator. Name another one first."))


class DealerForm(type_dealer_form):
    """A place in the network, which is a tree of three levels: headquarters, centre, outlet (A1)."""

    def clean_code(self) -> str:
        return _checked(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        kind, parent = cleaned.get("kind"), cleaned.get("parent")
        if parent is not None and parent.kind != DealerKind.PROVINCE_CENTRE:
            self.add_error("parent", _("Only a province centre has outlets. Choose one, or none."))
        has_outlets = self.instance.pk is not None and self.instance.outlets.exists()
        if has_outlets and kind != DealerKind.PROVINCE_CENTRE:
            self.add_error("kind", _("This centre has outlets. Give them another centre first."))
        return cleaned


class ServiceStaffForm(type_staff_form):
    """A filed person; the filing itself moves on the pages of the network (B1)."""

    def clean_code(self) -> str:
        return _checked(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        dealer, user = cleaned.get("dealer"), cleaned.get("user")
        if "dealer" in self.changed_data and self.instance.pk and self.instance.was_ever_confirmed:
            self.add_error(
                "dealer",
                _("Work stands in this person's name. Who goes to another dealer is filed anew there."),
            )
        elif user is not None and user.dealer != dealer:
            self.add_error("user", _("The account works for %(dealer)s.") % {"dealer": _named(user.dealer)})
        return cleaned


class QualificationForm(type_qualification_form):
    """A skill or certificate; which of both it is stays, for papers stand under it."""

    def clean_code(self) -> str:
        return _checked(self.cleaned_data["code"])

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if "kind" in self.changed_data and self.instance.pk and self.instance.is_filed:
            raise ValidationError(_("It is filed for people already. Add another qualification instead."))
        return kind


def _checked(written: str) -> str:
    """Return a code as it is kept; one that no address can hold is refused."""
    code = clean_code(written)
    if not is_code(code):
        raise ValidationError(_("A code has neither blanks nor slashes."))
    return code


def _labels(roles: Collection[str]) -> str:
    return _(", ").join(str(role.label) for role in Role if role in roles)


def _named(dealer: Dealer | None) -> str:
    return str(dealer) if dealer else _("Headquarters")


def _not_one_dealer(staff: ServiceStaff) -> str:
    text = _("%(name)s is filed by %(dealer)s. Account and filing name the same dealer.")
    return text % {"name": staff, "dealer": _named(staff.dealer)}


@admin.register(User)
class PeopleAdmin(type_user_admin):
    form = UserForm
    list_display = ("username", "full_name", "dealer", "is_active")
    list_filter = (RoleFilter, "is_active", "dealer")
    search_fields = ("username", "full_name")
    list_select_related = ("dealer",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("full_name", "dealer", "email")}),
        (gettext_lazy("Roles"), {"fields": ("groups", "is_staff", "is_active")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
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

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "type_choices | None":
        if db_field.name == "groups":
            kwargs["form_class"] = RolesField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Dealer)
class DealerAdmin(KeptAdmin):
    list_display = ("code", "name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name")
    list_select_related = ("parent",)
    form = DealerForm


@admin.register(ServiceStaff)
class ServiceStaffAdmin(KeptAdmin):
    list_display = ("code", "name", "dealer", "filing_status", "is_active")
    list_filter = ("filing_status", "is_active", "dealer")
    search_fields = ("code", "name")
    list_select_related = ("dealer",)
    autocomplete_fields = ("dealer", "user")
    readonly_fields = ("filing_status",)
    form = ServiceStaffForm


@admin.register(Qualification)
class QualificationAdmin(KeptAdmin):
    list_display = ("code", "name_zh", "name_en", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name_zh", "name_en")
    form = QualificationForm


@admin.register(StaffQualification)
class StaffQualificationAdmin(ReadOnlyAdmin):
    """Filed and decided on the pages of the network; here they are read."""

    list_display = ("staff", "qualification", "valid_from", "valid_until", "filing_status", "scan_link")
    list_filter = ("filing_status", "qualification")
    search_fields = ("staff__code", "staff__name")
    list_select_related = ("staff", "qualification", "scan")
    exclude = ("scan",)
    readonly_fields = ("scan_link",)

    @admin.display(description=gettext_lazy("Scan"))
    def scan_link(self, paper: StaffQualification) -> str:
        """Link the scan as the person's page does: opening it is asked for and recorded there."""
        if paper.scan is None:
            return "–"
        address = reverse("dealers:scan", args=[paper.staff.code, paper.scan.code])
        return format_html('<a href="{}">{}</a>', address, paper.scan.name)


@admin.register(Territory)
class TerritoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    list_display = ("division", "dealer")
    list_filter = ("dealer",)
    list_select_related = ("division", "dealer")
    autocomplete_fields = ("dealer", "division")


class RegionForm(type_region_form):
    """A region and its head: somebody who holds the role, else nobody could confirm its days (D16)."""

    def clean_code(self) -> str:
        code = _checked(self.cleaned_data["code"])
        if "." in code:
            raise ValidationError(_("The code of a region has no full stop: the day stands behind one."))
        return code

    def clean_head(self) -> User | None:
        head: User | None = self.cleaned_data["head"]
        if head is not None and not head.has_role(Role.REGION_HEAD):
            raise ValidationError(
                _("%(name)s is no head of region. Give them the role first.") % {"name": head}
            )
        return head


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    list_display = ("code", "name_zh", "name_en", "head")
    search_fields = ("code", "name_zh", "name_en")
    list_select_related = ("head",)
    autocomplete_fields = ("head",)
    form = RegionForm


class RegionMemberForm(type_member_form):
    """A dealer comes to a region from a day on; with a centre come its outlets (D16)."""

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        try:
            check_day(since, at=timezone.now())
        except DayHasPassed as refusal:
            raise ValidationError(str(refusal)) from refusal
        return since


@admin.register(RegionMember)
class RegionMemberAdmin(type_member_admin):
    """Written once and read: who moves again gets another row."""

    list_display = ("dealer", "region", "since")
    list_filter = ("region",)
    list_select_related = ("dealer", "region")
    autocomplete_fields = ("dealer", "region")
    form = RegionMemberForm

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(  # noqa: PLR0917 (Django's own signature)
        self,
        request: HttpRequest,
        obj: RegionMember,
        form: Any,  # noqa: ANN401 (Django's own signature)
        change: bool,  # noqa: FBT001 (Django's own signature)
    ) -> None:
        """Write the row and those of the outlets through the service; `obj` becomes the dealer's own."""
        rows = join_region(obj.dealer, obj.region, since=obj.since, at=timezone.now())
        obj.pk = rows[0].pk


@admin.register(Division)
class DivisionAdmin(ReadOnlyAdmin):
    list_display = ("code", "full_name", "level")
    search_fields = ("code", "full_name")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ("user", "created_at")
    list_select_related = ("user",)
    exclude = ("digest", "holder_mark")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True


@admin.register(RevealAlert)
class RevealAlertAdmin(ReadOnlyAdmin):
    list_display = ("number", "person", "since", "raised_at", "handled_by")
    list_select_related = ("person", "handled_by")


class TellingWayInline(ReadOnly, type_ways):
    model = TellingWay


@admin.register(Telling)
class TellingAdmin(ReadOnlyAdmin):
    """How people chose to be told: theirs to change, administrators' to look at; the mobile stays masked."""

    list_display = ("person", "language", "masked_mobile", "quiet_from", "quiet_until")
    list_select_related = ("person",)
    exclude = ("sealed_mobile",)
    inlines = (TellingWayInline,)


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin, GroupAdmin):
    """Roles exist from the first migration; what they may do stands in code."""

    exclude = ("permissions",)

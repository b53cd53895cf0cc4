"""Django admin for the regulation: drafts are corrected, approved versions read, special days kept."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from records.read_only import ReadOnlyAdmin
from records.refusals import Refusal
from regulation.calendars import days_changed
from regulation.models import Clause, RegulationVersion, SpecialDay, VersionEvent
from regulation.reckoned import count_since
from regulation.services import check_clause, check_parameters, edit_version, work_calendar
from regulation.sources import source_words

if TYPE_CHECKING:
    type_clauses = admin.TabularInline[Clause, RegulationVersion]
    type_events = admin.TabularInline[VersionEvent, RegulationVersion]
    type_version_form = forms.ModelForm[RegulationVersion]
    type_clause_form = forms.ModelForm[Clause]
    type_version_admin = admin.ModelAdmin[RegulationVersion]
else:
    type_clauses = type_events = admin.TabularInline
    type_version_form = type_clause_form = forms.ModelForm
    type_version_admin = admin.ModelAdmin


def is_draft(version: RegulationVersion | None) -> bool:
    return version is not None and version.status == "draft"


class VersionForm(type_version_form):
    """Refuses parameters that the product could not work with."""

    def clean_parameters(self) -> dict[str, Any]:
        try:
            return check_parameters(self.cleaned_data["parameters"]).model_dump(mode="json")
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ClauseForm(type_clause_form):
    """Refuses a text that names a parameter which does not exist."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parameters = self.instance.regulation_version.typed.model_dump(mode="json")
        for name in ("text_zh", "text_en"):
            try:
                check_clause(self.instance.code, cleaned.get(name, ""), parameters)
            except Refusal as refusal:
                self.add_error(name, str(refusal))
        return cleaned


class ClauseInline(type_clauses):
    model = Clause
    form = ClauseForm
    extra = 0
    fields = ("code", "name_zh", "name_en", "source", "text_zh", "text_en")
    readonly_fields = ("code", "name_zh", "name_en", "source")
    ordering = ("position",)
    formfield_overrides: ClassVar = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 5, "cols": 42})}
    }

    @admin.display(description=_("sources"))
    def source(self, clause: Clause) -> str:
        return source_words(clause.sources)

    def has_add_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return is_draft(obj)


class EventInline(type_events):
    model = VersionEvent
    extra = 0
    fields = readonly_fields = ("at", "actor", "verb", "note", "changes")
    ordering = ("at", "pk")

    def has_add_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return False


@admin.register(RegulationVersion)
class RegulationVersionAdmin(type_version_admin):
    """Drafts start, are reviewed and approved on the regulation's own pages, by their people (K1)."""

    form = VersionForm
    list_display = ("number", "status", "in_force_from", "drafted_by", "approved_by")
    list_select_related = ("drafted_by", "approved_by")
    fields = (
        "number",
        "status",
        "in_force_from",
        "reason",
        "parameters",
        "drafted_by",
        "reviewed_by",
        "approved_by",
    )
    readonly_fields = ("number", "status", "drafted_by", "reviewed_by", "approved_by")
    inlines = (ClauseInline, EventInline)

    def save_model(
        self, request: HttpRequest, obj: RegulationVersion, form: type_version_form, *args: Any
    ) -> None:
        """Leave the saving to the service, once the clauses are known."""

    def save_related(
        self, request: HttpRequest, form: type_version_form, formsets: Iterable[Any], *args: Any
    ) -> None:
        """Change the draft as its own page does: checked, claimed, and with its line in the history (L3)."""
        texts = {
            row.instance.code: (row.cleaned_data["text_zh"], row.cleaned_data["text_en"])
            for rows in formsets
            for row in rows.forms
            if isinstance(row, ClauseForm) and row.has_changed()
        }
        for rows in formsets:
            rows.save(commit=False)  # the admin's own log asks the set what changed
        typed = form.cleaned_data
        edit_version(
            RegulationVersion.objects.get(pk=form.instance.pk),
            actor=request.user,  # type: ignore[arg-type]  # the stubs can't know
            at=timezone.now(),
            parameters=typed["parameters"],
            in_force_from=typed["in_force_from"],
            reason=typed["reason"],
            clauses=texts,
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RegulationVersion | None = None) -> bool:
        return obj is None or is_draft(obj)


@admin.register(SpecialDay)
class SpecialDayAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    list_display = ("day", "name", "is_workday")
    list_filter = ("is_workday",)
    date_hierarchy = "day"

    def save_model(self, request: HttpRequest, *args: Any) -> None:
        with self._said(request):
            super().save_model(request, *args)

    def delete_model(self, request: HttpRequest, obj: SpecialDay) -> None:
        with self._said(request):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: "models.QuerySet[SpecialDay]") -> None:
        with self._said(request):
            super().delete_queryset(request, queryset)

    @contextmanager
    def _said(self, request: HttpRequest) -> Iterator[None]:
        """Say what a change of the calendar leads to: the sweep reads anew what hangs on it (D3)."""
        before = work_calendar()
        yield
        days = days_changed(before, work_calendar())
        n = count_since(min(days)) if days else 0
        said = (
            ngettext(
                "Within a minute the times of %(n)s open ticket are reckoned anew.",
                "Within a minute the times of %(n)s open tickets are reckoned anew.",
                n,
            )
            if days
            else _("No day counts otherwise than before: nothing is reckoned anew.")
        )
        self.message_user(request, str(said) % {"n": n})


@admin.register(VersionEvent)
class VersionEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "regulation_version", "verb", "actor")
    list_select_related = ("regulation_version", "actor")

"""Questions are edited here; calls and their histories are read only."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from records.read_only import ReadOnly, ReadOnlyAdmin
from visits.models import Plan, Question, Visit, VisitAnswer, VisitAttempt, VisitEvent

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest


@admin.register(Question)
class QuestionAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    list_display = ("rule", "position", "code", "kind", "text_zh", "is_active")
    list_filter = ("rule", "kind", "is_active")
    ordering = ("rule", "position")
    search_fields = ("code", "text_zh", "text_en")

    def has_delete_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:
        """Answers name their question: it is taken off the sheet, never deleted."""
        return False


class AttemptInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    model = VisitAttempt


class AnswerInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    model = VisitAnswer


class EventInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # the stubs can't know
    model = VisitEvent


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    list_display = ("number", "rule", "nth", "status", "opens_on", "due_on", "closes_on", "rating")
    list_filter = ("status", "rule")
    list_select_related = ("dealer",)
    search_fields = ("number", "equipment__serial_number", "ticket__number")
    ordering = ("-pk",)
    show_full_result_count = False
    inlines: ClassVar = [AttemptInline, AnswerInline, EventInline]


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("equipment", "planned_until", "installed_on", "in_use_from", "editions")
    search_fields = ("equipment__serial_number",)
    ordering = ("-pk",)
    show_full_result_count = False

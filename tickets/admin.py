"""What work asks for is set here; tickets and their ledgers are looked at, never changed (safety.md, F7)."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from records.read_only import ReadOnlyAdmin
from tickets.models import (
    ContactChoice,
    FaultCause,
    FaultClass,
    FaultRemedy,
    Reckoning,
    ServiceNeed,
    ServiceRecord,
    Ticket,
    TicketAssignment,
    TicketEvent,
    TicketOffer,
    TicketStop,
)


class LedgerAdmin(ReadOnlyAdmin):
    ordering = ("-pk",)
    show_full_result_count = False


@admin.register(Ticket)
class TicketAdmin(LedgerAdmin):
    list_display = ("number", "kind", "status", "channel", "serial_number", "dealer", "engineer", "opened_at")
    list_filter = ("status", "kind", "channel")
    list_select_related = ("dealer", "engineer")
    search_fields = ("number", "serial_number", "customer__name", "external_id")


@admin.register(TicketEvent)
class TicketEventAdmin(LedgerAdmin):
    list_display = ("ticket", "at", "actor", "verb", "source", "target", "about")
    list_filter = ("verb",)
    list_select_related = ("ticket", "actor")
    search_fields = ("ticket__number",)


@admin.register(TicketOffer)
class TicketOfferAdmin(LedgerAdmin):
    list_display = ("ticket", "dealer", "offered_at", "offered_by", "answer", "answered_at")
    list_filter = ("answer",)
    list_select_related = ("ticket", "dealer", "offered_by")
    search_fields = ("ticket__number",)


@admin.register(TicketAssignment)
class TicketAssignmentAdmin(LedgerAdmin):
    list_display = ("ticket", "engineer", "assigned_at", "assigned_by", "ended_at")
    list_select_related = ("ticket", "engineer", "assigned_by")
    search_fields = ("ticket__number", "engineer__code")


@admin.register(ServiceRecord)
class ServiceRecordAdmin(LedgerAdmin):
    list_display = ("number", "ticket", "engineer", "recorded_at", "minutes_worked", "result")
    list_filter = ("result",)
    list_select_related = ("ticket", "engineer")
    search_fields = ("number", "ticket__number")


@admin.register(ContactChoice)
class ContactChoiceAdmin(LedgerAdmin):
    list_display = ("contact", "told_by", "language", "at")
    list_select_related = ("contact",)
    exclude = ("link",)


@admin.register(TicketStop)
class TicketStopAdmin(LedgerAdmin):
    list_display = ("ticket", "at", "ended_at")
    list_select_related = ("ticket",)
    search_fields = ("ticket__number",)


@admin.register(ServiceNeed)
class ServiceNeedAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    list_display = ("qualification", "product", "kind")
    list_filter = ("qualification", "kind")
    list_select_related = ("qualification", "product")


class FaultAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    """Reference data left by `is_active`; what signed records name it by, and what it is under, stays."""

    list_filter: Any = ("is_active",)
    search_fields: Any = ("code", "name_zh", "name_en")
    ordering = ("code",)
    kept: tuple[str, ...] = ("code",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return self.kept if obj else ()


@admin.register(FaultClass)
class FaultClassAdmin(FaultAdmin):
    list_display = ("code", "name_zh", "name_en", "is_active", "import_run")
    list_filter = ("is_active", ("import_run", admin.EmptyFieldListFilter))
    filter_horizontal = ("products",)


@admin.register(FaultCause)
class FaultCauseAdmin(FaultAdmin):
    list_display = ("code", "name_zh", "name_en", "fault_class", "is_active")
    list_filter = ("is_active", "fault_class")
    list_select_related = ("fault_class",)
    kept = ("code", "fault_class")


@admin.register(FaultRemedy)
class FaultRemedyAdmin(FaultAdmin):
    list_display = ("code", "name_zh", "name_en", "cause", "is_active")
    list_select_related = ("cause",)
    kept = ("code", "cause")


@admin.register(Reckoning)
class ReckoningAdmin(LedgerAdmin):
    """How far the reading has come that follows a change of the special days."""

    list_display = ("number", "first_day", "begun_at", "read", "moved", "finished_at")

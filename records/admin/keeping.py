"""Django admin of the records: the audit and the imports are read, never changed (safety.md, F7)."""

from django.contrib import admin

from records.models import AuditEntry, ImportRun
from records.read_only import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "actor", "object_type", "object_ref", "path")
    list_filter = ("verb",)
    list_select_related = ("actor",)
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "file_name", "status", "started_by", "rows_taken", "rows_refused")
    list_filter = ("kind", "status")
    list_select_related = ("started_by",)
    show_full_result_count = False
    exclude = ("sealed_header",)

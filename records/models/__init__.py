"""Rows of numbers, idempotency keys, audit, imports and saved views; they know no domain model."""

from records.models.importing import ColumnMapping, ImportRowRefusal, ImportRun, RefusedRow
from records.models.keeping import AuditEntry, IdempotencyKey, NumberSeries
from records.models.lists import SavedView

__all__ = [
    "AuditEntry",
    "ColumnMapping",
    "IdempotencyKey",
    "ImportRowRefusal",
    "ImportRun",
    "NumberSeries",
    "RefusedRow",
    "SavedView",
]

"""Rows of numbers, keys, audit, files, imports, messages and saved views; they know no domain model."""

from records.models.files import StoredFile
from records.models.importing import ColumnMapping, ImportRowRefusal, ImportRun, RefusedRow
from records.models.keeping import AuditEntry, IdempotencyKey, NumberSeries
from records.models.letters import MessageText
from records.models.lists import SavedView
from records.models.marks import TableMark
from records.models.outbox import OutboxEvent, OutboxMessage
from records.models.robots import Robot

__all__ = [
    "AuditEntry",
    "ColumnMapping",
    "IdempotencyKey",
    "ImportRowRefusal",
    "ImportRun",
    "MessageText",
    "NumberSeries",
    "OutboxEvent",
    "OutboxMessage",
    "RefusedRow",
    "Robot",
    "SavedView",
    "StoredFile",
    "TableMark",
]

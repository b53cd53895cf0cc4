"""Django admin of the records, by subject."""

from records.admin.keeping import AuditEntryAdmin, ImportRunAdmin
from records.admin.messages import MessageTextAdmin, RobotAdmin

__all__ = ["AuditEntryAdmin", "ImportRunAdmin", "MessageTextAdmin", "RobotAdmin"]

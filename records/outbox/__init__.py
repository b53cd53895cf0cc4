"""The outbox: all that leaves the house stands in it first, once a key (D20, safety.md 9)."""

from records.outbox.deciding import DropReasonMissing, drop, retry
from records.outbox.moving import MessageMovedByAnother
from records.outbox.noting import not_wished, on_page, read
from records.outbox.putting import (
    HeaderNotPossible,
    MessageIncomplete,
    RecipientNotValid,
    draft,
    put,
    put_all,
    together,
)
from records.outbox.quiet import keep_quiet_by
from records.outbox.sending import forget_old_texts, send_due
from records.outbox.wishes import keep_back_by

__all__ = [
    "DropReasonMissing",
    "HeaderNotPossible",
    "MessageIncomplete",
    "MessageMovedByAnother",
    "RecipientNotValid",
    "draft",
    "drop",
    "forget_old_texts",
    "keep_back_by",
    "keep_quiet_by",
    "not_wished",
    "on_page",
    "put",
    "put_all",
    "read",
    "retry",
    "send_due",
    "together",
]

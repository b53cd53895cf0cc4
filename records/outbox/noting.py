"""What somebody is told without a message leaving the house: on their page, or by their wish not at all."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from records.choices import MessageChannel
from records.message_codes import message_code
from records.models import OutboxMessage
from records.outbox.putting import LONGEST_MASKED
from records.sealing import seal
from records.sentences import in_code
from records.states import MessageStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from records.letters import Letter
    from records.querysets import OutboxMessageQuerySet


def on_page(
    key: str, letter: "Letter", *, reader: "AbstractBaseUser", about: str, at: datetime
) -> OutboxMessage:
    """Return what stands on a person's page from now on, until they have read it (D20)."""
    return OutboxMessage(
        key=key,
        channel=MessageChannel.PAGE,
        status=MessageStatus.SENT,
        template=letter.template,
        about=about,
        language=letter.language,
        masked_to=str(reader)[:LONGEST_MASKED],
        sealed_subject=seal(letter.subject),
        sealed_text=seal(letter.text),
        code=message_code(key),
        created_at=at,
        next_try_at=at,
        sent_at=at,
        reader_id=reader.pk,
    )


def not_wished(
    key: str, *, template: str, to: str, about: str, at: datetime, why: str | Promise
) -> OutboxMessage:
    """Return the record that somebody is not told of a thing, and why: who asks finds an answer (D20)."""
    return OutboxMessage(
        key=key,
        channel=MessageChannel.PAGE,
        status=MessageStatus.SKIPPED,
        template=template,
        about=about,
        masked_to=to[:LONGEST_MASKED],
        code=message_code(key),
        created_at=at,
        next_try_at=at,
        last_fault=in_code(why),
    )


def read(notices: "OutboxMessageQuerySet", *, at: datetime) -> int:
    """Mark what a person has read on their page; what was read before keeps its time."""
    return notices.unread().update(read_at=at)

"""Putting a message into the outbox, in the transaction of what it tells of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.choices import MessageChannel
from records.message_codes import message_code
from records.models import OutboxMessage
from records.outbox.quiet import quiet_until
from records.outbox.ringing import send_messages
from records.phone_numbers import mask
from records.refusals import Refusal
from records.sealing import seal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MAY_BE_SET: Final = frozenset({"In-Reply-To", "References", "Reply-To", "Auto-Submitted"})
LONGEST_KEY: Final = 120
LONGEST_MASKED: Final = 120
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")

_gathered: ContextVar[list[OutboxMessage] | None] = ContextVar("messages", default=None)


class HeaderNotPossible(Refusal):
    code = "header_not_possible"
    message = _("A subject, a recipient and a header of a message have one line each.")


class RecipientNotValid(Refusal):
    code = "recipient_not_valid"
    message = _("This is no address that a message of this kind can go to.")


class MessageIncomplete(Refusal):
    code = "message_incomplete"
    message = _("A message needs a key of at most 120 characters and a text.")


class More(TypedDict, total=False):
    """What not every message needs."""

    subject: str
    about: str  # the public number of what it is about
    language: str
    template: str  # the code of the text it was written from
    headers: Mapping[str, str]
    unsubscribe: str  # of a mail: where one click in the reader's program ends such messages
    quiet: bool  # waits for the quiet hours to end
    person: "AbstractBaseUser | None"  # of ours, whose own quiet hours are kept
    urgent: bool  # such as a one-time code: goes without waiting for the next sweep
    not_after: datetime  # from then on it is of no use, and dropped


def put(key: str, *, channel: str, to: str, text: str, at: datetime, **more: Unpack[More]) -> OutboxMessage:
    """Have a message sent once the caller's transaction is through; the same key again changes nothing (D20).

    Of what is returned, the primary key alone is sure to be that of the row.
    """
    message = draft(key, channel=channel, to=to, text=text, at=at, **more)
    _insert([message])
    if more.get("urgent"):
        transaction.on_commit(send_messages.delay, robust=True)  # a deaf broker only makes it later
    return message


def put_all(messages: Iterable[OutboxMessage]) -> None:
    """Have several messages sent, in one statement; within `together` in one with all others of the act."""
    gathered = _gathered.get()
    if gathered is None:
        _insert(messages)
    else:
        gathered.extend(messages)


@contextmanager
def together() -> Iterator[None]:
    """Put what one act says of several steps in one statement, at its end; an act that fails says nothing."""
    if _gathered.get() is not None:
        yield
        return
    messages: list[OutboxMessage] = []
    token = _gathered.set(messages)
    try:
        yield
    finally:
        _gathered.reset(token)
    _insert(messages)


def _insert(messages: Iterable[OutboxMessage]) -> None:
    once: dict[str, OutboxMessage] = {}
    for message in messages:
        once.setdefault(message.key, message)
    OutboxMessage.objects.bulk_create(
        once.values(), update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )


def draft(key: str, *, channel: str, to: str, text: str, at: datetime, **more: Unpack[More]) -> OutboxMessage:
    """Return a message to be put; refuse what can't be one.

    `to` is an e-mail address, a phone in E.164, or the code of a robot. What else can be said is in `More`.
    """
    person = more.get("person")
    subject, headers = more.get("subject", ""), more.get("headers", {})
    unsubscribe = more.get("unsubscribe", "")
    _check(key, text, subject=subject, headers=dict(headers), unsubscribe=unsubscribe)
    message = OutboxMessage(
        key=key,
        channel=channel,
        template=more.get("template", ""),
        about=more.get("about", ""),
        language=more.get("language", ""),
        masked_to=_masked(MessageChannel(channel), to),
        sealed_to=seal(to),
        sealed_subject=seal(subject) if subject else "",
        sealed_text=seal(text),
        headers=dict(headers),
        sealed_unsubscribe=seal(unsubscribe) if unsubscribe else "",
        code=message_code(key),
        is_quiet=more.get("quiet", False),
        person_id=person.pk if person else None,
        created_at=at,
        not_after=more.get("not_after"),
        next_try_at=at,
    )
    message.not_before = quiet_until(message, at)
    message.next_try_at = message.not_before or at
    return message


def _check(key: str, text: str, *, subject: str, headers: Mapping[str, str], unsubscribe: str) -> None:
    """Refuse what would end a line of the head and begin another one (J5)."""
    if not key or len(key) > LONGEST_KEY or not text.strip():
        raise MessageIncomplete
    if not headers.keys() <= MAY_BE_SET:
        raise HeaderNotPossible
    if any(CONTROL.search(one) for one in (key, subject, unsubscribe, *headers.values())):
        raise HeaderNotPossible


def _masked(channel: MessageChannel, to: str) -> str:
    """Return a recipient as screens show it; refuse what is none, or more than one (J5)."""
    if CONTROL.search(to):
        raise HeaderNotPossible
    if channel is MessageChannel.ROBOT:
        return to
    if channel is MessageChannel.SMS:
        if not E164.fullmatch(to):
            raise RecipientNotValid
        return mask(to)
    try:
        validate_email(to)
    except ValidationError as error:
        raise RecipientNotValid from error
    name, _at, domain = to.rpartition("@")
    return f"{name[0]}***@{domain}"[:LONGEST_MASKED]

"""Sending what is due: claimed, sent, marked. Whoever comes first sends, and nobody twice (safety.md, 9).

A worker killed between the sending and the mark leaves the row to the next one once its time is over: that is
the one way to a second message, and it carries the Message-ID of the first (fault 34).
"""

from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.models import OutboxMessage
from records.outbox.moving import MessageMovedByAnother, _move
from records.outbox.quiet import quiet_until
from records.outbox.wishes import why_not_wished
from records.senders import NotSent, sender_of
from records.sentences import in_code, kept_values
from records.states import MessageStatus, MessageVerb

TURN_SECONDS: Final = 40  # then the next sweep goes on
MOST_A_TURN: Final = 500
TAKEN_FOR: Final = timedelta(minutes=5)  # longer than the slowest sender takes
DISTANCES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
KEPT_FOR: Final = timedelta(days=30)
LONGEST_FAULT: Final = 300
TOO_LATE: Final = _("Its time had passed before it could be sent.")


def send_due(at: datetime, *, seconds: float = TURN_SECONDS) -> int:
    """Send all that is due, the longest waiting first; return how many were dealt with.

    A way that is down, such as a mail server that doesn't answer, is left alone until the next sweep.
    """
    started, dealt, down = monotonic(), 0, set[str]()
    due = OutboxMessage.objects.due(at).order_by("next_try_at", "pk")
    for pk, channel in list(due.values_list("pk", "channel")[:MOST_A_TURN]):
        elapsed = monotonic() - started
        if elapsed > seconds:
            break
        if channel in down:
            continue
        moment = at + timedelta(seconds=int(elapsed))
        message = _claim(pk, moment)
        if message is not None:
            dealt += 1
            if _deal_with(message, moment):
                down.add(channel)
    return dealt


def _claim(pk: int, moment: datetime) -> OutboxMessage | None:
    """Take a message for some minutes; nothing where another worker was first."""
    taken = (
        OutboxMessage.objects.due(moment)
        .filter(pk=pk)
        .update(next_try_at=moment + TAKEN_FOR, attempts=F("attempts") + 1, version=F("version") + 1)
    )
    return OutboxMessage.objects.filter(pk=pk, status=MessageStatus.WAITING).first() if taken else None


def _deal_with(message: OutboxMessage, moment: datetime) -> bool:
    """Send one message and put down what came of it; return whether its whole way is down."""
    quiet = quiet_until(message, moment)
    if message.not_after is not None and moment > message.not_after:
        _put_down(message, MessageVerb.EXPIRE, moment, note=in_code(TOO_LATE))
        return False
    if why := why_not_wished(message):
        _put_down(
            message, MessageVerb.SKIP, moment, note=in_code(why), last_fault=in_code(why), fault_values={}
        )
        return False
    if quiet is not None:
        OutboxMessage.objects.filter(pk=message.pk, version=message.version).update(
            next_try_at=quiet, not_before=quiet, attempts=F("attempts") - 1
        )
        return False
    try:
        ref = sender_of(message.channel)(message, moment)
    except NotSent as fault:
        _failed(message, fault, moment)
        return fault.is_way_down
    _put_down(
        message, MessageVerb.SEND, moment, sent_at=moment, provider_ref=ref, last_fault="", fault_values={}
    )
    return False


def _failed(message: OutboxMessage, fault: NotSent, moment: datetime) -> None:
    """Try again later, each time after a longer while; park what is beyond that."""
    why = in_code(fault.text)[:LONGEST_FAULT]
    values = kept_values(fault.values, clean=lambda text: _without_recipient(message, text))
    changes = {"last_fault": why, "fault_values": values}
    if fault.is_final or message.attempts > len(DISTANCES):
        _put_down(message, MessageVerb.PARK, moment, note=why, values=values, **changes)
        return
    wait = max(DISTANCES[message.attempts - 1], fault.wait)
    again = {"next_try_at": moment + wait}
    _put_down(message, MessageVerb.FAIL, moment, note=why, values=values, **changes, **again)


def _without_recipient(message: OutboxMessage, text: str) -> str:
    """Servers like to name whom they refuse; what screens show names nobody (C10)."""
    bare = message.to.removeprefix("+86")
    for written in (message.to, bare):
        text = text.replace(written, message.masked_to)
    return text[:LONGEST_FAULT]


def _put_down(message: OutboxMessage, verb: MessageVerb, moment: datetime, **changes: object) -> None:
    """Somebody may have dropped it, or another worker has it after its time: then theirs is the word."""
    with suppress(MessageMovedByAnother):
        _move(message, verb, at=moment, **changes)  # type: ignore[arg-type]  # names of columns


def forget_old_texts(at: datetime) -> int:
    """Forget recipient and text of what was sent or dropped a month ago; that it was sent stays (C10)."""
    old = OutboxMessage.objects.forgettable(since=at - KEPT_FOR)
    return old.update(sealed_to="", sealed_subject="", sealed_text="", sealed_unsubscribe="")

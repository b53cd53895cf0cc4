"""The life of a message that leaves the house, as data: verb, from, to (safety.md, 9). No rows, no clock."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class MessageStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    SENT = "sent", pgettext_lazy("message", "Sent")
    PARKED = "parked", pgettext_lazy("message", "Stuck")
    DROPPED = "dropped", pgettext_lazy("message", "Dropped")
    SKIPPED = "skipped", pgettext_lazy("message", "Not wished")


class MessageVerb(models.TextChoices):
    SEND = "send", pgettext_lazy("message", "Sent")
    FAIL = "fail", pgettext_lazy("message", "Not sent, tried again later")
    PARK = "park", pgettext_lazy("message", "Stuck")
    EXPIRE = "expire", pgettext_lazy("message", "Dropped, its time had passed")
    RETRY = "retry", pgettext_lazy("message", "Tried again by hand")
    DROP = "drop", pgettext_lazy("message", "Dropped by hand")
    SKIP = "skip", pgettext_lazy("message", "Not sent, not wished")


class Transition(NamedTuple):
    verb: MessageVerb
    source: MessageStatus
    target: MessageStatus


S = MessageStatus
V = MessageVerb
TRANSITIONS: Final[tuple[Transition, ...]] = (
    Transition(V.SEND, S.WAITING, S.SENT),
    Transition(V.FAIL, S.WAITING, S.WAITING),
    Transition(V.PARK, S.WAITING, S.PARKED),
    Transition(V.EXPIRE, S.WAITING, S.DROPPED),
    Transition(V.SKIP, S.WAITING, S.SKIPPED),
    Transition(V.RETRY, S.PARKED, S.WAITING),
    Transition(V.DROP, S.PARKED, S.DROPPED),
    Transition(V.DROP, S.WAITING, S.DROPPED),
)


class MessageTransitionNotAllowed(Refusal):
    code = "message_transition_not_allowed"
    status = 409
    message = _("“%(verb)s” is not possible: the message is “%(status)s”. Reload the page to see what is.")


def target_of(verb: MessageVerb, source: MessageStatus) -> MessageStatus:
    """Return where a verb leads; refuse a move that the table does not hold."""
    for transition in TRANSITIONS:
        if (transition.verb, transition.source) == (verb, source):
            return transition.target
    raise MessageTransitionNotAllowed(verb=verb.label, status=source.label)

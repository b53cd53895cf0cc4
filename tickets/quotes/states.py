"""The life of a quote, as data: one table of verb, from, to (C4). Who may is the ticket's table's word."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class QuoteStatus(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("quote", "Being written")
    SENT = "sent", pgettext_lazy("quote", "Sent, unanswered")
    AGREED = "agreed", pgettext_lazy("quote", "Agreed to")
    DECLINED = "declined", pgettext_lazy("quote", "Declined")
    LAPSED = "lapsed", pgettext_lazy("quote", "Not answered in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("quote", "Withdrawn")


class QuoteVerb(models.TextChoices):
    SEND = "send"
    AGREE = "agree"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


class QuoteTransition(NamedTuple):
    verb: QuoteVerb
    source: QuoteStatus
    target: QuoteStatus


S = QuoteStatus
V = QuoteVerb
TRANSITIONS: Final[tuple[QuoteTransition, ...]] = (
    QuoteTransition(V.SEND, S.DRAFTED, S.SENT),
    QuoteTransition(V.AGREE, S.SENT, S.AGREED),
    QuoteTransition(V.DECLINE, S.SENT, S.DECLINED),
    QuoteTransition(V.LAPSE, S.SENT, S.LAPSED),
    QuoteTransition(V.WITHDRAW, S.SENT, S.WITHDRAWN),
    QuoteTransition(V.WITHDRAW, S.DRAFTED, S.WITHDRAWN),
)
OPEN: Final = (S.DRAFTED, S.SENT)
ANSWERED: Final = (S.AGREED, S.DECLINED)


class QuoteStandsOtherwise(Refusal):
    """The quote stands where this verb leads nowhere: answered already, or not sent yet."""

    code = "quote_stands_otherwise"
    status = 409
    message = _("Quote %(number)s is “%(status)s”, so this is not possible any more.")


def target_of(verb: QuoteVerb, source: QuoteStatus, *, number: str) -> QuoteStatus:
    """Return where a verb leads from here; refuse a move that the table does not hold."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise QuoteStandsOtherwise(number=number, status=source.label)


def verbs_from(source: QuoteStatus) -> frozenset[QuoteVerb]:
    """Return the verbs that lead on from a state."""
    return frozenset(move.verb for move in TRANSITIONS if move.source == source)

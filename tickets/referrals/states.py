"""The life of a referral, as data: one table of verb, from, to (D9). Who may is the ticket's table's word."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class ReferralStatus(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("referral", "Being put together")
    REFERRED = "referred", pgettext_lazy("referral", "With headquarters")
    ANSWERED = "answered", pgettext_lazy("referral", "Answered")
    ENDED = "ended", pgettext_lazy("referral", "Ended with the ticket")


class ReferralVerb(models.TextChoices):
    REFER = "refer"
    ADVISE = "advise"
    END = "end"


class ReferralTransition(NamedTuple):
    verb: ReferralVerb
    source: ReferralStatus
    target: ReferralStatus


S = ReferralStatus
V = ReferralVerb
TRANSITIONS: Final[tuple[ReferralTransition, ...]] = (
    ReferralTransition(V.REFER, S.DRAFTED, S.REFERRED),
    ReferralTransition(V.ADVISE, S.REFERRED, S.ANSWERED),
    ReferralTransition(V.END, S.DRAFTED, S.ENDED),
    ReferralTransition(V.END, S.REFERRED, S.ENDED),
)
OPEN: Final = (S.DRAFTED, S.REFERRED)


class ReferralStandsOtherwise(Refusal):
    """The referral stands where this verb leads nowhere: answered already, or not referred yet."""

    code = "referral_stands_otherwise"
    status = 409
    message = _("Referral %(number)s is “%(status)s”, so this is not possible any more.")


def target_of(verb: ReferralVerb, source: ReferralStatus, *, number: str) -> ReferralStatus:
    """Return where a verb leads from here; refuse a move that the table does not hold."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise ReferralStandsOtherwise(number=number, status=source.label)


def verbs_from(source: ReferralStatus) -> frozenset[ReferralVerb]:
    """Return the verbs that lead on from a state."""
    return frozenset(move.verb for move in TRANSITIONS if move.source == source)

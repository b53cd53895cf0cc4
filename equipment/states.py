"""The life of a claimed serial number, as data: one table of verb, from, to, who (C1). No rows, no clock."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class CaseStatus(models.TextChoices):
    OPEN = "open", _("To be decided")
    MISTYPED = "mistyped", _("Number mistyped")
    TRANSFERRED = "transferred", _("Unit taken over")
    SETTLED = "settled", pgettext_lazy("case", "Settled")


class CaseVerb(models.TextChoices):
    CLAIM = "claim", pgettext_lazy("case", "Claimed")
    RETURN = "return", pgettext_lazy("case", "Returned: number mistyped")
    TRANSFER = "transfer", pgettext_lazy("case", "Unit handed over")
    SETTLE = "settle", pgettext_lazy("case", "Settled by the dealer")


class CaseParty(models.TextChoices):
    """Who makes a move."""

    CLAIMANT = "claimant", _("the desk of the dealer that claims the number")
    HEADQUARTERS = "headquarters", _("whoever decides serial numbers at headquarters")


class CaseMove(NamedTuple):
    verb: CaseVerb
    source: CaseStatus | None
    target: CaseStatus
    party: CaseParty


S = CaseStatus
V = CaseVerb
P = CaseParty

TRANSITIONS: Final[tuple[CaseMove, ...]] = (
    CaseMove(V.CLAIM, None, S.OPEN, P.CLAIMANT),
    CaseMove(V.RETURN, S.OPEN, S.MISTYPED, P.HEADQUARTERS),
    CaseMove(V.TRANSFER, S.OPEN, S.TRANSFERRED, P.HEADQUARTERS),
    CaseMove(V.CLAIM, S.MISTYPED, S.OPEN, P.CLAIMANT),  # the same number again: it is what the plate says
    CaseMove(V.SETTLE, S.MISTYPED, S.SETTLED, P.CLAIMANT),
)
UNSETTLED: Final = (S.OPEN, S.MISTYPED)


class CaseMovedOn(Refusal):
    """The case stands where this verb leads nowhere."""

    code = "case_moved_on"
    status = 409
    message = _("This case is “%(status)s” by now. Reload the page to see what was decided.")


def target_of(verb: CaseVerb, source: CaseStatus) -> CaseStatus:
    """Return where a verb leads; refuse one that leads nowhere from here."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise CaseMovedOn(status=source.label)

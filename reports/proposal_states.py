"""The life of a proposal to the maker, as data: one table of verb, from, to (D15). No rows, no users."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class ProposalStatus(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("proposal to the maker", "Proposed")
    TAKEN_UP = "taken_up", pgettext_lazy("proposal to the maker", "Taken up")
    DECLINED = "declined", pgettext_lazy("proposal to the maker", "Declined")


class ProposalVerb(models.TextChoices):
    TAKE_UP = "take_up", pgettext_lazy("proposal to the maker", "Takes it up")
    DECLINE = "decline", pgettext_lazy("proposal to the maker", "Declines")


class ProposalMove(NamedTuple):
    verb: ProposalVerb
    source: ProposalStatus
    target: ProposalStatus


S = ProposalStatus
V = ProposalVerb
TRANSITIONS: Final[tuple[ProposalMove, ...]] = (
    ProposalMove(V.TAKE_UP, S.PROPOSED, S.TAKEN_UP),
    ProposalMove(V.DECLINE, S.PROPOSED, S.DECLINED),
    # what the maker declined may be taken up once more failures came
    ProposalMove(V.TAKE_UP, S.DECLINED, S.TAKEN_UP),
)


class ProposalStandsOtherwise(Refusal):
    code = "proposal_stands_otherwise"
    status = 409
    message = _("Proposal %(number)s is “%(status)s” already. Look at it again.")


def target_of(verb: ProposalVerb, source: ProposalStatus, *, number: str) -> ProposalStatus:
    """Return where an answer leads from here; refuse one that the table does not hold."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise ProposalStandsOtherwise(number=number, status=source.label)


def verbs_from(source: ProposalStatus) -> list[ProposalVerb]:
    """Return the answers that are possible from a state."""
    return [move.verb for move in TRANSITIONS if move.source == source]

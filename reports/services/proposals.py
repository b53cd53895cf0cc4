"""Putting a finding to the maker, and writing down what the maker says (D15)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.numbers import take_number
from records.refusals import MovedByAnother, Refusal
from regulation.calendars import local_day
from reports import permissions
from reports.models import MakerProposal
from reports.proposal_states import ProposalStatus, ProposalVerb, target_of
from tickets.services.notes import checked

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_TITLE: Final = 120
LONGEST_WORDS: Final = 2000


class ProposalWordsMissing(Refusal):
    code = "proposal_words_missing"
    message = _("Write title, finding and what is proposed, so that the maker can act on it.")


class ProposalMovedByAnother(MovedByAnother):
    message = _("Somebody else was first: proposal %(number)s is now “%(status)s”. Look at it again.")


@transaction.atomic
def propose_to_maker(
    *,
    actor: "User",
    at: datetime,
    title: str,
    finding: str,
    proposal: str,
    query: str,
    figures: Mapping[str, Any],
) -> MakerProposal:
    """Put a finding to the maker, with the figures as they stand now."""
    if not permissions.may_propose(actor):
        raise PermissionDenied
    words = {
        "title": checked(title, field="title", limit=LONGEST_TITLE, missing=ProposalWordsMissing()),
        "finding": checked(finding, field="finding", limit=LONGEST_WORDS, missing=ProposalWordsMissing()),
        "proposal": checked(proposal, field="proposal", limit=LONGEST_WORDS, missing=ProposalWordsMissing()),
    }
    return MakerProposal.objects.create(
        number=take_number("FP", year=local_day(at).year),
        status=ProposalStatus.PROPOSED,
        query=query,
        figures=dict(figures),
        proposed_at=at,
        proposed_by=actor,
        **words,
    )


@transaction.atomic
def answer_proposal(
    proposal: MakerProposal, *, actor: "User", at: datetime, verb: str, answer: str
) -> MakerProposal:
    """Write down that the maker takes a proposal up, or declines it, and what they say."""
    if not permissions.may_propose(actor):
        raise PermissionDenied
    said = checked(
        answer,
        field="answer",
        limit=LONGEST_WORDS,
        missing=ProposalWordsMissing(_("Write what the maker says.")),
    )
    return _move_proposal(proposal, ProposalVerb(verb), answer=said, answered_at=at, answered_by=actor)


def _move_proposal(proposal: MakerProposal, verb: ProposalVerb, **facts: Any) -> MakerProposal:
    """Check the table, claim the row: the only code that moves a proposal."""
    source = ProposalStatus(proposal.status)
    target = target_of(verb, source, number=proposal.number)
    seen = MakerProposal.objects.filter(pk=proposal.pk, status=source, version=proposal.version)
    claimed = seen.update(status=target, version=F("version") + 1, **facts)
    proposal.refresh_from_db()
    if not claimed:
        raise ProposalMovedByAnother(number=proposal.number, status=ProposalStatus(proposal.status).label)
    return proposal

"""Questions about proposals to the maker: headquarters' own, nobody else's (D15)."""

from typing import TYPE_CHECKING, Self

from django.db import models

from dealers.roles import Right
from reports.proposal_states import ProposalStatus

if TYPE_CHECKING:
    from dealers.models import User
    from reports.models import MakerProposal


class MakerProposalQuerySet(models.QuerySet["MakerProposal"]):
    def visible_to(self, actor: "User") -> Self:
        """Return all of them to who reads figures at headquarters; to others none exists."""
        reads = actor.is_active and actor.is_head_office and actor.may(Right.SEE_REPORTS)
        return self.all() if reads else self.none()

    def unanswered(self) -> Self:
        return self.filter(status=ProposalStatus.PROPOSED)

    def with_names(self) -> Self:
        return self.select_related("proposed_by", "answered_by")

    def newest_first(self) -> Self:
        return self.order_by("-pk")

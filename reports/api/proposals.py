"""API of proposals to the maker: reading them (D15)."""

from rest_framework import serializers

from dealers.scoped_api import ScopedViewSet
from reports import permissions
from reports.models import MakerProposal


class MakerProposalAnswer(serializers.ModelSerializer[MakerProposal]):
    """A finding put to the maker, with the figures of its day and the maker's answer."""

    proposed_by = serializers.CharField(source="proposed_by.username", read_only=True)
    figures = serializers.DictField(child=serializers.JSONField(), read_only=True)

    class Meta:
        model = MakerProposal
        fields = (
            *("number", "status", "title", "finding", "proposal", "query", "figures"),
            *("proposed_at", "proposed_by", "answer", "answered_at", "version"),
        )
        read_only_fields = fields


class MakerProposalViewSet(ScopedViewSet):
    """Proposals to the maker (D15)."""

    rows = MakerProposal.objects.with_names()
    lookup_field = "number"
    serializer_class = MakerProposalAnswer
    ordering = "-pk"

    def may_see(self) -> bool:
        """Refuse headquarters' others; to dealers no proposal exists."""
        return permissions.may_see_failures(self.actor) or not self.actor.is_head_office

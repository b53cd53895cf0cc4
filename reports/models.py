"""What reports keep: proposals to the maker, with the figures as they stood (D15)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.proposal_states import ProposalStatus
from reports.querysets import MakerProposalQuerySet


class MakerProposal(models.Model):
    """A finding of the failure analysis put to the maker, and what the maker says (D15).

    `query` asks the analysis again; `figures` are what it said on the day, and never change.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=ProposalStatus)
    title = models.CharField(_("title"), max_length=120)
    finding = models.TextField(_("finding"), max_length=2000)
    proposal = models.TextField(_("what is proposed"), max_length=2000)
    query = models.CharField(max_length=400)
    figures = models.JSONField()
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("the maker's answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = MakerProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to the maker")
        verbose_name_plural = _("proposals to the maker")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="maker_proposal_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=ProposalStatus.PROPOSED, answered_at=None, answered_by=None, answer="")
                | ~Q(status=ProposalStatus.PROPOSED)
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
                name="maker_proposal_answered_iff_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("reports:proposal", args=[self.number])

"""What reports keep: proposals to the maker (D15) and the days of regions (D16), as they stood."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer, Region
from records.days import first_moment
from reports.daily.querysets import (
    DailyReportChangeQuerySet,
    DailyReportLineQuerySet,
    DailyReportQuerySet,
)
from reports.daily.states import DailyStatus, Entered, Left
from reports.proposal_states import ProposalStatus
from reports.querysets import MakerProposalQuerySet
from tickets.choices import TicketKind
from tickets.models import Ticket


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


class DailyReport(models.Model):
    """One local day of one region; its figures are counts of its lines (D16).

    Until its head confirms it, the lines follow the facts; from then on the database refuses every change of
    them, and what is told later is a `DailyReportChange`. `seen_step` and `marked_step` are the last steps of
    tickets known when it was looked at for late ones, before and now: a step may be written before another,
    and end after it.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="daily_reports",
        verbose_name=pgettext_lazy("network", "region"),
    )
    on = models.DateField(_("day"))
    status = models.CharField(_("status"), max_length=10, choices=DailyStatus, default=DailyStatus.OPEN)
    remark = models.TextField(pgettext_lazy("daily report", "remark"), max_length=1000, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    reckoned_at = models.DateTimeField(_("as of"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)
    seen_step = models.BigIntegerField(default=0)
    marked_step = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = DailyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily report")
        verbose_name_plural = _("daily reports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "on"], name="daily_report_once_a_region_and_day"),
            models.CheckConstraint(
                condition=Q(status__in=DailyStatus.values), name="daily_report_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    status=DailyStatus.OPEN, confirmed_at__isnull=True, confirmed_by__isnull=True, remark=""
                )
                | Q(status=DailyStatus.CONFIRMED, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="daily_report_confirmed_by_iff_confirmed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-on", "-id"], name="daily_report_newest_first"),
            models.Index(
                fields=["on"], condition=Q(status=DailyStatus.OPEN), name="daily_report_open_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("daily:detail", args=[self.code])

    @property
    def is_confirmed(self) -> bool:
        return self.status == DailyStatus.CONFIRMED

    @property
    def begins_at(self) -> datetime:
        return first_moment(self.on)

    @property
    def ends_at(self) -> datetime:
        """The first moment of the next day, which is no longer of this one."""
        return first_moment(self.on + timedelta(days=1))


class OfADay(models.Model):
    """How one ticket stood to one day of a region: counted once, at the dealer that had it last (D16)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", verbose_name=_("ticket"))
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    kind = models.CharField(_("kind"), max_length=24, choices=TicketKind)
    was_open = models.BooleanField(default=False)
    entered = models.CharField(max_length=10, choices=Entered, blank=True)
    left = models.CharField(max_length=10, choices=Left, blank=True)
    is_open = models.BooleanField(default=False)
    is_overdue = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=TicketKind.values)
                & Q(entered__in=["", *Entered.values])
                & Q(left__in=["", *Left.values]),
                name="%(class)s_ways_are_known",
            ),
            # so that the day adds up: what was open or came in is open at its end, or has left
            models.CheckConstraint(
                condition=Q(was_open=True, entered="", left="", is_open=True)
                | Q(was_open=True, entered="", is_open=False) & ~Q(left="")
                | Q(was_open=False, left="", is_open=True) & ~Q(entered="")
                | Q(was_open=False, is_open=False) & ~Q(entered="") & ~Q(left="")
                | Q(was_open=False, entered="", left="", is_open=False),
                name="%(class)s_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(is_overdue=False) | Q(is_open=True), name="%(class)s_overdue_is_open"
            ),
        ]


class DailyReportLine(OfADay):
    """One ticket in a region's day; frozen with its report (D16)."""

    report = models.ForeignKey(DailyReport, on_delete=models.PROTECT, related_name="lines")

    objects = DailyReportLineQuerySet.as_manager()

    class Meta(OfADay.Meta):
        verbose_name = _("line of a daily report")
        verbose_name_plural = _("lines of daily reports")
        constraints: ClassVar = [
            *OfADay.Meta.constraints,
            models.UniqueConstraint(fields=["report", "ticket"], name="daily_line_once_a_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.ticket}"


class DailyReportChange(OfADay):
    """How a ticket stands to a confirmed day by what was told later: append-only, the last counts (D16)."""

    report = models.ForeignKey(DailyReport, on_delete=models.PROTECT, related_name="changes")
    found_at = models.DateTimeField(_("found at"))

    objects = DailyReportChangeQuerySet.as_manager()

    class Meta(OfADay.Meta):
        verbose_name = _("later news of a daily report")
        verbose_name_plural = _("later news of daily reports")
        constraints: ClassVar = [*OfADay.Meta.constraints]
        indexes: ClassVar = [models.Index(fields=["found_at"], name="daily_change_by_moment")]

    def __str__(self) -> str:
        return f"{self.report} {self.ticket} {self.found_at:%Y-%m-%d %H:%M}"

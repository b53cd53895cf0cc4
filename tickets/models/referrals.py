"""Hard cases referred to headquarters, with their dossier as it was then."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer
from tickets.choices import IN_PERSON, Charging, HelpKind
from tickets.models.ticket import Ticket
from tickets.referrals.querysets import ReferralQuerySet
from tickets.referrals.states import OPEN, ReferralStatus


class Referral(models.Model):
    """One question to headquarters about a ticket, and its answer (D9).

    Once referred, the dossier and the question are frozen: the database refuses their change. Every state is
    reached at most once, so the row says who did what when.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="referrals")
    status = models.CharField(
        _("status"), max_length=10, choices=ReferralStatus, default=ReferralStatus.DRAFTED
    )
    wanted = models.CharField(_("help wanted"), max_length=8, choices=HelpKind, default=HelpKind.REMOTE)
    diagnosis = models.TextField(_("diagnosis so far"), blank=True)
    question = models.TextField(_("question"), blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dossier = models.JSONField(_("dossier"), default=dict)
    referred_at = models.DateTimeField(_("referred"), null=True, blank=True)
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # who asked, and whose territory the place lay in on that day: what is charged hangs on both (I11)
    asker = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)  # once, by the sweep
    answer = models.TextField(_("answer"), blank=True)
    given = models.CharField(_("help given"), max_length=8, choices=HelpKind, blank=True)
    days = models.PositiveSmallIntegerField(_("days on site"), default=0)
    charging = models.CharField(_("charging"), max_length=8, choices=Charging, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral to headquarters")
        verbose_name_plural = _("referrals to headquarters")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ReferralStatus.values, wanted__in=HelpKind.values),
                name="referral_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(status__in=OPEN),
                name="referral_one_open_a_ticket",
                violation_error_message=_("The ticket has an open referral already. Go on with that one."),
            ),
            models.CheckConstraint(
                condition=Q(referred_at__isnull=True, referred_by__isnull=True, due_at__isnull=True)
                & Q(status__in=[ReferralStatus.DRAFTED, ReferralStatus.ENDED])
                | Q(referred_at__isnull=False, referred_by__isnull=False, due_at__isnull=False)
                & ~Q(status=ReferralStatus.DRAFTED),
                name="referral_referred_by_somebody_until",
            ),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.ANSWERED)
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                & Q(given__in=HelpKind.values, charging__in=Charging.values)
                | ~Q(status=ReferralStatus.ANSWERED)
                & Q(answered_at__isnull=True, answered_by__isnull=True, given="", answer="", charging=""),
                name="referral_answered_iff_answered",
            ),
            models.CheckConstraint(
                condition=Q(given__in=IN_PERSON, days__gt=0) | ~Q(given__in=IN_PERSON) & Q(days=0),
                name="referral_days_iff_on_site",
            ),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.ENDED, ended_at__isnull=False)
                | ~Q(status=ReferralStatus.ENDED) & Q(ended_at__isnull=True),
                name="referral_ended_at_iff_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "due_at"], name="referral_by_status_and_due"),
            models.Index(fields=["-drafted_at", "-id"], name="referral_newest_first"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("referrals:detail", args=[self.number])

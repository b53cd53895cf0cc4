"""The plan of an engineer's day and what became of it (D18)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, ServiceStaff
from tickets.days.querysets import DayPlanEventQuerySet, DayPlanItemQuerySet, DayPlanQuerySet
from tickets.days.states import OF_A_CARRIED, OF_A_DROPPED, DayOrigin, DayReason, DayState, DayVerb
from tickets.models.ticket import Ticket


class DayPlan(models.Model):
    """The day of one service person: closed by them in the evening, or by the system once it is over (D18).

    It names the dealer for whom the person serves on that day; one without a dealer is headquarters'.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    staff = models.ForeignKey(
        ServiceStaff, on_delete=models.PROTECT, related_name="day_plans", verbose_name=_("engineer")
    )
    dealer = models.ForeignKey(
        Dealer, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer")
    )
    on = models.DateField(_("day"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("closed by"),
    )
    version = models.PositiveIntegerField(default=1)

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("day plan")
        verbose_name_plural = _("day plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "on"], name="day_plan_once_a_person_and_day"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(closed_by__isnull=True),
                name="day_plan_closed_by_iff_closed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-on", "-id"], name="day_plan_newest_first"),
            models.Index(fields=["on"], condition=Q(closed_at__isnull=True), name="day_plan_open_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("days:detail", args=[self.code])


class DayPlanItem(models.Model):
    """One job of a day: done, carried over to another day with the reason, or dropped (D18)."""

    plan = models.ForeignKey(DayPlan, on_delete=models.PROTECT, related_name="items")
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="day_items", verbose_name=_("ticket")
    )
    origin = models.CharField(_("why it is planned"), max_length=8, choices=DayOrigin)
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_into"
    )
    begins_at = models.DateTimeField(_("from"), null=True, blank=True)  # the agreed time, as it was planned
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=DayState, default=DayState.PLANNED)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=DayReason, blank=True)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    carried_to = models.DateField(_("carried over to"), null=True, blank=True)
    explained_at = models.DateTimeField(_("reason given later at"), null=True, blank=True)

    objects = DayPlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("job of a day plan")
        verbose_name_plural = _("jobs of day plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "ticket"], name="day_item_once_a_plan"),
            models.CheckConstraint(condition=Q(origin__in=DayOrigin.values), name="day_item_origin_is_known"),
            models.CheckConstraint(
                condition=Q(state=DayState.PLANNED, done_at=None, carried_to=None, reason="")
                | Q(state=DayState.DONE, done_at__isnull=False)
                | Q(
                    state=DayState.CARRIED_OVER,
                    done_at=None,
                    carried_to__isnull=False,
                    reason__in=[reason.value for reason in OF_A_CARRIED],
                )
                | Q(
                    state=DayState.DROPPED,
                    done_at=None,
                    carried_to=None,
                    reason__in=[reason.value for reason in OF_A_DROPPED],
                ),
                name="day_item_says_what_its_state_asks",
            ),
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) | Q(ends_at__gt=F("begins_at")),
                name="day_item_window_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.ticket}"


class DayPlanEvent(models.Model):
    """One step of a job in a day's plan: append-only; a correction is a step of its own (D18, L3)."""

    item = models.ForeignKey(DayPlanItem, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(_("what"), max_length=8, choices=DayVerb)
    source = models.CharField(_("from state"), max_length=12, choices=DayState, blank=True)
    target = models.CharField(_("to state"), max_length=12, choices=DayState)
    reason = models.CharField(_("reason"), max_length=12, choices=DayReason, blank=True)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))
    received_at = models.DateTimeField(_("received"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )

    objects = DayPlanEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a day plan")
        verbose_name_plural = _("steps of day plans")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__in=DayVerb.values, target__in=DayState.values),
                name="day_event_step_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

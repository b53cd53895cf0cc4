"""What maintenance a unit gets, copied from its model at registration, and what of it was done (C5)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.choices import MaintenanceCounts
from equipment.maintenance_rules import PlanLine, State, standing
from equipment.models.products import Product
from equipment.models.terms import in_language
from equipment.models.units import Equipment
from equipment.querysets import (
    MaintenanceDoneQuerySet,
    MaintenanceQuerySet,
    ProductMaintenanceQuerySet,
)

LEAST_HOURS = 10
FACTS = ("code", "name_zh", "name_en", "is_first", "months", "hours", "counts", "checks_zh", "checks_en")


class PlannedMaintenance(models.Model):
    """What a line of a plan says, in the catalogue as in the file of a unit."""

    code = models.SlugField(_("code"), max_length=40)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    is_first = models.BooleanField(
        _("first maintenance"), default=False, help_text=_("It is done once, counted from the start of use.")
    )
    months = models.PositiveSmallIntegerField(_("every so many months"), null=True, blank=True)
    hours = models.PositiveIntegerField(_("every so many operating hours"), null=True, blank=True)
    counts = models.CharField(
        _("counted"), max_length=10, choices=MaintenanceCounts, default=MaintenanceCounts.LAST_DONE
    )
    checks_zh = models.TextField(
        _("what is done, in Chinese"), blank=True, help_text=_("One point a line, each once.")
    )
    checks_en = models.TextField(_("what is done, in English"), blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(months__isnull=False) | Q(hours__isnull=False),
                name="%(class)s_by_months_or_hours",
                violation_error_message=_("Write after how many months or operating hours it is due."),
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__range=(1, 120)),
                name="%(class)s_months_can_be_meant",
                violation_error_message=_("Months are from 1 to 120, or left empty."),
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__range=(LEAST_HOURS, 100_000)),
                name="%(class)s_hours_can_be_meant",
                violation_error_message=_("Operating hours are from 10 to 100,000, or left empty."),
            ),
            models.CheckConstraint(
                condition=Q(counts__in=MaintenanceCounts.values), name="%(class)s_counts_as_known"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)

    @property
    def checks(self) -> list[str]:
        """What is done, point by point, in the language of the page."""
        return in_language(self.checks_zh, self.checks_en).splitlines()

    def line(self) -> PlanLine:
        """Return it as the rules reckon with it."""
        by_plan = self.counts == MaintenanceCounts.PLAN
        return PlanLine(self.months, self.hours, is_first=self.is_first, by_plan=by_plan)


class ProductMaintenance(PlannedMaintenance):
    """A maintenance of a model, for units still to be registered (C5)."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="maintenance", verbose_name=_("model")
    )

    objects = ProductMaintenanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(PlannedMaintenance.Meta):
        verbose_name = _("maintenance of a model")
        verbose_name_plural = _("maintenance plan")
        constraints: ClassVar = [
            *PlannedMaintenance.Meta.constraints,
            models.UniqueConstraint(
                fields=["product", "code"],
                name="product_maintenance_once",
                violation_error_message=_("This model has a maintenance of that code already."),
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(is_first=True),
                name="product_maintenance_one_first",
                violation_error_message=_("A model has one first maintenance. Make the other a regular one."),
            ),
        ]


class Maintenance(PlannedMaintenance):
    """A maintenance that a unit gets, and which turn of it is next.

    The plan is a copy, as the warranty is: it stands in the manual that was handed over with the machine, and
    the warranty may hang on it, so no later catalogue may shorten or lengthen what was promised. The turn is
    reckoned anew with each fact that moves it; nothing else writes it.
    """

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="maintenance")
    copied_at = models.DateTimeField(_("recorded"))
    # the next turn: from which day it counts, and how many distances from there; none: nothing is to come
    counted_on = models.DateField(_("counted from"), null=True, blank=True)
    times = models.PositiveIntegerField(default=0)
    hours_limit = models.PositiveIntegerField(_("due at operating hours"), null=True, blank=True)
    opens_on = models.DateField(_("may be done from"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    closes_on = models.DateField(_("to be done by"), null=True, blank=True)
    editions = models.PositiveSmallIntegerField(default=0)  # how many versions were approved when reckoned

    objects = MaintenanceQuerySet.as_manager()

    class Meta(PlannedMaintenance.Meta):
        verbose_name = _("maintenance of a unit")
        verbose_name_plural = _("maintenance of units")
        constraints: ClassVar = [
            *PlannedMaintenance.Meta.constraints,
            models.UniqueConstraint(fields=["equipment", "code"], name="maintenance_copied_once"),
            models.CheckConstraint(
                condition=Q(
                    counted_on__isnull=True,
                    times=0,
                    hours_limit__isnull=True,
                    opens_on__isnull=True,
                    due_on__isnull=True,
                )
                | Q(counted_on__isnull=False, times__gt=0),
                name="maintenance_turn_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, closes_on__isnull=True)
                | Q(
                    due_on__isnull=False,
                    opens_on__isnull=False,
                    closes_on__isnull=False,
                    opens_on__lte=F("due_on"),
                    closes_on__gte=F("due_on"),
                ),
                name="maintenance_window_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["opens_on", "id"], condition=Q(opens_on__isnull=False), name="maintenance_in_order"
            ),
            models.Index(
                fields=["closes_on", "id"],
                condition=Q(closes_on__isnull=False),
                name="maintenance_overdue_first",
            ),
        ]

    def state(self, on: date) -> State:
        """Say how the next turn stands on a day; it is over where none is to come."""
        if self.counted_on is None:
            return State.OVER
        return standing(self.opens_on, self.due_on, self.closes_on, on=on)

    def turn_key(self) -> dict[str, Any]:
        """Return what names the next turn within its line."""
        return {"counted_on": self.counted_on, "times": self.times}


class MaintenanceDone(models.Model):
    """A maintenance that was done: by a ticket, or elsewhere and written down by hand with where and why.

    A wrong one is taken back with a reason, never changed.
    """

    maintenance = models.ForeignKey(Maintenance, on_delete=models.CASCADE, related_name="done")
    done_on = models.DateField(_("done on"))
    ticket = models.CharField(_("ticket"), max_length=20, blank=True)  # its number; empty: by hand
    note = models.CharField(_("by whom, and how it is known"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = MaintenanceDoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("maintenance done")
        verbose_name_plural = _("maintenance done")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["maintenance", "done_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="maintenance_done_once_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(ticket="") | (~Q(note="") & Q(recorded_by__isnull=False)),
                name="maintenance_done_by_hand_says_how",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="maintenance_done_withdrawn_with_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-done_on", "-id"], name="maintenance_done_newest_first"),
            models.Index(fields=["ticket"], condition=~Q(ticket=""), name="maintenance_done_by_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.maintenance} {self.done_on}"

    @property
    def mark(self) -> str:
        """How an address names it within its unit."""
        return f"{self.maintenance.code}~{self.done_on}"

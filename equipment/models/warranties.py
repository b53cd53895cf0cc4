"""What a unit is covered for, copied from its model when it was registered, and what moves the end of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.models.products import Product
from equipment.models.terms import in_language
from equipment.models.units import Equipment
from equipment.querysets import HourReadingQuerySet, ProductPartQuerySet, WarrantyQuerySet
from equipment.warranty_rules import WHOLE_UNIT, Cover, Reading, Repair


class ProductPart(models.Model):
    """A named part of a model with a warranty of its own, for units still to be registered (C4)."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="parts", verbose_name=_("model")
    )
    code = models.SlugField(_("code"), max_length=40)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    months = models.PositiveSmallIntegerField(_("warranty in months"))
    hours = models.PositiveIntegerField(_("at most operating hours"), null=True, blank=True)

    objects = ProductPartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part with its own warranty")
        verbose_name_plural = _("parts with their own warranty")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "code"],
                name="product_part_once",
                violation_error_message=_("This model has a part of that code already."),
            ),
            models.CheckConstraint(
                condition=Q(months__gt=0),
                name="product_part_has_months",
                violation_error_message=_("A warranty has at least one month."),
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0),
                name="product_part_hours_above_zero",
                violation_error_message=_("Leave the operating hours empty, or write a number above 0."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class Warranty(models.Model):
    """What a unit, or a named part of it, is covered for: a copy, that no later catalogue moves.

    Months and hours count from the installation; those of a part that was replaced from its replacement
    (C4). A replacement that was written down wrongly is withdrawn, never changed: the database sees to it.
    """

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="warranties")
    part = models.CharField(_("code of the part"), max_length=40, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    months = models.PositiveSmallIntegerField(_("months"))
    hours = models.PositiveIntegerField(_("at most operating hours"), null=True, blank=True)
    copied_at = models.DateTimeField(_("recorded"))
    replaced_on = models.DateField(_("part replaced on"), null=True, blank=True)
    replaced_at_hours = models.PositiveIntegerField(_("operating hours at the replacement"), default=0)
    replaced_in = models.CharField(_("service record of the replacement"), max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = WarrantyQuerySet.as_manager()

    class Meta:
        verbose_name = _("warranty of a unit")
        verbose_name_plural = _("warranties of units")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["equipment", "part"],
                condition=Q(replaced_on__isnull=True),
                name="warranty_copied_once",
            ),
            models.UniqueConstraint(
                fields=["equipment", "part", "replaced_in"],
                condition=Q(replaced_on__isnull=False, withdrawn_at__isnull=True),
                name="warranty_of_a_replaced_part_once",
            ),
            models.CheckConstraint(condition=Q(months__gt=0), name="warranty_has_months"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="warranty_hours_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(
                    replaced_on__isnull=True, replaced_in="", replaced_at_hours=0, withdrawn_at__isnull=True
                )
                | (Q(replaced_on__isnull=False) & ~Q(replaced_in="") & ~Q(part="")),
                name="warranty_replaced_part_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Whole unit"))

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)

    @property
    def is_of_whole_unit(self) -> bool:
        return self.part == WHOLE_UNIT

    def cover(self) -> Cover | None:
        """Return it as the rules reckon with it; none while the unit is not installed."""
        begins_on = self.replaced_on or self.equipment.installed_on
        if begins_on is None:
            return None
        return Cover(self.part, begins_on, self.months, self.hours, self.replaced_at_hours)


class RepairTime(models.Model):
    """The days on which a unit stood in a repair under warranty, which are added to it (C4)."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="repair_times")
    number = models.CharField(_("ticket"), max_length=20)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("time in repair")
        verbose_name_plural = _("times in repair")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["equipment", "number"], name="repair_time_once_a_ticket"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="repair_time_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def repair(self) -> Repair:
        return Repair(self.number, self.from_on, self.until_on)


class HourReading(models.Model):
    """What the hour meter of a unit showed on a day. A wrong one is withdrawn with a reason, never changed.

    `meter` is what stands on the dial; `hours` what the unit has run since it was new, over all its meters.
    `taken_in` is the number of the service record that told it, if one did: changed there, changed here.
    """

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="hour_readings")
    read_on = models.DateField(_("read on"))
    meter = models.PositiveIntegerField(_("meter shows"))
    hours = models.PositiveIntegerField(_("operating hours"))
    is_new_meter = models.BooleanField(_("new meter"), default=False)
    taken_in = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = HourReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of operating hours")
        verbose_name_plural = _("readings of operating hours")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["equipment", "read_on", "hours"],
                condition=Q(withdrawn_at__isnull=True),
                name="hour_reading_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="hour_reading_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=F("meter")), name="hour_reading_never_below_its_meter"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["equipment", "read_on"], name="hour_readings_in_order")]

    def __str__(self) -> str:
        return f"{self.read_on} {self.hours}"

    @property
    def mark(self) -> str:
        """How an address names a standing reading within its unit."""
        return f"{self.read_on}~{self.hours}"

    def reading(self) -> Reading:
        return Reading(self.read_on, self.hours)

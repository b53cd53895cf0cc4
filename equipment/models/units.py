"""The service file of each unit."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, Division
from equipment.choices import EquipmentEventVerb
from equipment.fields import SerialNumberField
from equipment.models.customers import Customer, CustomerContact
from equipment.models.products import Product
from equipment.querysets import (
    EquipmentEventQuerySet,
    EquipmentQuerySet,
    SelfCheckResultQuerySet,
)
from records.models import ImportRun


class Equipment(models.Model):
    """One serial-numbered unit and its service file (C1, C2, C3)."""

    serial_number = SerialNumberField(_("serial number"), max_length=40, unique=True)
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="units", verbose_name=_("model")
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="units", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        CustomerContact, on_delete=models.PROTECT, related_name="+", verbose_name=_("contact")
    )
    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="units", verbose_name=_("dealer")
    )
    first_place_of_use = models.CharField(_("first place of use"), max_length=120)
    division = models.ForeignKey(
        Division,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("division"),
    )
    gps_terminal = models.CharField(_("GPS terminal"), max_length=40, blank=True)
    project_name = models.CharField(_("project"), max_length=80)
    planned_installation_on = models.DateField(_("planned installation"))
    delivered_on = models.DateField(_("delivered on"))
    is_delivery_assumed = models.BooleanField(
        _("delivery day is assumed"), default=False
    )  # none was given: the day of registration stands in until the installation shows that it came earlier
    factory_on = models.DateField(_("factory date"), null=True, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    import_run = models.ForeignKey(
        ImportRun,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("import"),
    )  # the file that brought it; none: it was registered by hand
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    in_use_from = models.DateField(_("in use from"), null=True, blank=True)
    installation_recorded_at = models.DateTimeField(null=True, blank=True)
    installation_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.CharField(_("confirmed by the customer"), max_length=40, blank=True)
    warranty_ends_on = models.DateField(
        _("warranty ends on"), null=True, blank=True
    )  # of the whole unit, as its warranties say: reckoned anew with each fact that moves it
    taken_over_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints: ClassVar = [
            models.UniqueConstraint(Upper("serial_number"), name="unit_serial_number_once_in_any_case"),
            models.CheckConstraint(
                condition=Q(
                    installed_on__isnull=True, in_use_from__isnull=True, installation_recorded_at__isnull=True
                )
                | Q(
                    installed_on__isnull=False,
                    installation_recorded_at__isnull=False,
                    in_use_from__isnull=False,
                    in_use_from__gte=F("installed_on"),
                ),
                name="unit_in_use_from_never_before_installed",
                violation_error_message=_("The start of use can't lie before the installation."),
            ),
            models.CheckConstraint(
                condition=Q(warranty_ends_on__isnull=True, installed_on__isnull=True)
                | Q(warranty_ends_on__isnull=False, installed_on__isnull=False),
                name="unit_warranty_iff_installed",
            ),
            models.CheckConstraint(
                condition=Q(installed_on__isnull=True) | Q(installed_on__gte=F("delivered_on")),
                name="unit_never_installed_before_delivered",
                violation_error_message=_("The installation can't lie before the delivery."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["dealer", "-registered_at"], name="unit_of_a_dealer_newest_first"),
            models.Index(fields=["-registered_at"], name="unit_newest_first"),
            models.Index(
                fields=["planned_installation_on"],
                condition=Q(installed_on__isnull=True),
                name="unit_awaiting_installation",
            ),
            models.Index(fields=["-installed_on"], name="unit_by_installation"),
            models.Index(fields=["warranty_ends_on"], name="unit_by_end_of_warranty"),
        ]

    def __str__(self) -> str:
        return self.serial_number

    def get_absolute_url(self) -> str:
        return reverse("equipment:detail", args=[self.serial_number])

    @property
    def is_installed(self) -> bool:
        return self.installed_on is not None

    @property
    def is_installed_by_former_dealer(self) -> bool:
        """Whether it was installed before its dealer took it over from another (D20)."""
        recorded = self.installation_recorded_at
        return recorded is not None and self.taken_over_at is not None and recorded < self.taken_over_at

    @property
    def out_of_warranty_from(self) -> date | None:
        """The first day that the warranty no longer covers."""
        ends = self.warranty_ends_on
        return ends + timedelta(days=1) if ends else None


class SelfCheckResult(models.Model):
    """One point of the installation and commissioning self-check (C3)."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="self_check")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=120)
    passed = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)

    objects = SelfCheckResultQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["equipment", "item"], name="self_check_item_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.item


class EquipmentEvent(models.Model):
    """What happened to a unit's file, when and by whom: append-only (L3). `dealer` is whose it was then."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="events")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12, choices=EquipmentEventVerb)
    note = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)

    objects = EquipmentEventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__in=EquipmentEventVerb.values), name="unit_event_verb_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["equipment", "at"], name="unit_events_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"

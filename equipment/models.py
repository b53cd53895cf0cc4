"""Customers with their contacts, products, and the service file of each unit."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.models import Dealer, Division
from equipment import phones
from equipment.choices import ContactRole, EquipmentEventVerb
from equipment.fields import SerialNumberField
from equipment.querysets import (
    CustomerContactQuerySet,
    CustomerQuerySet,
    EquipmentEventQuerySet,
    EquipmentQuerySet,
    ProductQuerySet,
    SelfCheckResultQuerySet,
    SerialNumberCaseEventQuerySet,
    SerialNumberCaseQuerySet,
)
from equipment.rules import warranty_end
from equipment.states import UNSETTLED, CaseStatus, CaseVerb
from records.models import ImportRun


class Product(models.Model):
    """A model of machine with its warranty and the self-check list of its installation."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    warranty_months = models.PositiveSmallIntegerField(_("warranty in months"), default=12)
    self_check_items = models.JSONField(
        _("self-check list"),
        default=list,
        blank=True,
        help_text=_("A list of the points to check, each a text."),
    )
    is_active = models.BooleanField(_("is sold or served"), default=True)

    objects = ProductQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def name(self) -> str:
        is_chinese = (get_language() or "zh").startswith("zh")
        return self.name_zh if is_chinese or not self.name_en else self.name_en


class Customer(models.Model):
    """The company or person that uses equipment, as one dealer (or headquarters) knows it.

    Whose units are registered is known by name. A caller, who asked for service without a registered unit,
    is known by name and phone together: two strangers may have one name.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("customer"), max_length=80)
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customers",
        verbose_name=_("dealer"),
    )
    is_caller = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dealer", "name"], condition=Q(is_caller=False), name="customer_once_a_dealer"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(dealer__isnull=True, is_caller=False),
                name="customer_once_at_headquarters",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerContact(models.Model):
    """A person to call. The only table that keeps phone numbers, encrypted (C6, C10)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("contact"), max_length=40)
    role = models.CharField(_("role"), max_length=10, choices=ContactRole, default=ContactRole.CONTACT)
    phone_cipher = models.CharField(max_length=200)
    phone_hash = models.CharField(max_length=64, db_index=True)
    last_four_hash = models.CharField(max_length=64, db_index=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name=_("stands in its place now"),
    )  # always a current one: whoever replaces it takes over what it had replaced
    created_at = models.DateTimeField()

    objects = CustomerContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "name", "phone_hash"], name="contact_once_a_customer"
            ),
            models.CheckConstraint(condition=Q(role__in=ContactRole.values), name="contact_role_is_known"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                name="contact_never_replaced_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.replaced_by_id is None

    @property
    def current(self) -> "CustomerContact":
        """Who is called in its place: whatever still names a mended contact never dials the dead number."""
        return self.replaced_by or self

    @property
    def masked_phone(self) -> str:
        """The number that is dialled now, masked."""
        return self.current.kept_phone

    @property
    def kept_phone(self) -> str:
        """The number of this very row, masked, though another may stand in its place."""
        return phones.mask(phones.decrypt(self.phone_cipher))


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
    def warranty_ends_on(self) -> date | None:
        """The day on which the warranty ends; none before the installation (C3, C4)."""
        return warranty_end(self.installed_on, self.product.warranty_months) if self.installed_on else None

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


class SerialNumberCase(models.Model):
    """A second dealer registered a serial number that stands elsewhere: headquarters decides (C1).

    What was typed is kept, the phone sealed until the claim is settled: nothing has to be typed again.
    """

    number = models.CharField(max_length=20, unique=True)
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="cases")
    claimed_by_dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    claim = models.JSONField(default=dict)  # what was typed, without the phone
    phone_cipher = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=CaseStatus, default=CaseStatus.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)

    objects = SerialNumberCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("serial number case")
        verbose_name_plural = _("serial number cases")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["equipment", "claimed_by_dealer"],
                condition=Q(status__in=UNSETTLED),
                name="serial_number_case_unsettled_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values), name="serial_number_case_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=CaseStatus.OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="serial_number_case_decided_at_iff_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked_phone(self) -> str:
        """The phone that was typed with the claim, masked."""
        return phones.mask(phones.decrypt(self.phone_cipher))


class SerialNumberCaseEvent(models.Model):
    """One step in the life of a claimed number, when and by whom: append-only (L3)."""

    case = models.ForeignKey(SerialNumberCase, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12, choices=CaseVerb)
    source = models.CharField(max_length=12, choices=CaseStatus, blank=True)
    target = models.CharField(max_length=12, choices=CaseStatus)
    note = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)

    objects = SerialNumberCaseEventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verb__in=CaseVerb.values), name="case_event_verb_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"

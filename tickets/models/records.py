"""The service record of a trip: what was done, measured, replaced, photographed (D7)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, ServiceStaff
from records.models import StoredFile
from tickets.choices import OldPart, PhotoStep, RecordLineKind, RecordResult
from tickets.models.fault_classes import FaultCause, FaultRemedy
from tickets.models.ticket import Ticket
from tickets.onsite.querysets import (
    RecordEventQuerySet,
    RecordLineQuerySet,
    RecordPhotoQuerySet,
    RecordReadingQuerySet,
    ServiceRecordQuerySet,
)
from tickets.onsite.states import AUDITS, OWED, RecordStatus, RecordVerb
from tickets.quotes.rules import HALF_A_CENT


class ServiceRecord(models.Model):
    """What was done on one trip, from the departure to the customer's signature (D7).

    Lines, readings and photos change only while it is being written: the database refuses it afterwards. What
    was signed is kept beside it, version by version (`SignedRecord`); a change has to be signed again.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="records", verbose_name=_("ticket")
    )
    engineer = models.ForeignKey(
        ServiceStaff, on_delete=models.PROTECT, related_name="records", verbose_name=_("engineer")
    )
    dealer = models.ForeignKey(Dealer, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        _("status"), max_length=12, choices=RecordStatus, default=RecordStatus.OPEN, db_index=True
    )
    began_at = models.DateTimeField(_("begun"))
    departed_at = models.DateTimeField(_("departed"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    work_done = models.TextField(_("work done"), blank=True)
    minutes_worked = models.PositiveIntegerField(_("minutes worked"), null=True, blank=True)
    minutes_travelled = models.PositiveIntegerField(_("minutes travelled"), null=True, blank=True)
    meter = models.PositiveIntegerField(_("hour meter"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=RecordResult, blank=True)
    cause = models.ForeignKey(
        FaultCause,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("cause"),
    )
    remedy = models.ForeignKey(
        FaultRemedy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("remedy"),
    )
    total = models.DecimalField(_("to pay"), max_digits=14, decimal_places=2, default=0)  # yuan
    unsigned_because = models.CharField(_("why there is no signature"), max_length=200, blank=True)
    signed_version = models.PositiveSmallIntegerField(default=0)  # how often it has been signed
    back_by = models.DateField(_("to be back by"))  # signed and with headquarters (D8)
    chased_on = models.DateField(null=True, blank=True)  # when its dealer was last asked after it
    audited_at = models.DateTimeField(_("audited"), null=True, blank=True)
    audited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    audit_reason = models.CharField(_("reason of the audit"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("service record")
        verbose_name_plural = _("service records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=RecordStatus.values), name="record_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(status=RecordStatus.OPEN, recorded_at__isnull=True),
                name="record_one_trip_under_way_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, status__in=[RecordStatus.OPEN, RecordStatus.BROKEN_OFF])
                | Q(recorded_at__isnull=False, minutes_worked__isnull=False, result__in=RecordResult.values)
                & ~Q(work_done="")
                & ~Q(status=RecordStatus.BROKEN_OFF),
                name="record_told_iff_written",
            ),
            models.CheckConstraint(
                condition=~Q(status=RecordStatus.SIGNED) | Q(signed_version__gte=1),
                name="record_signed_has_a_version",
            ),
            models.CheckConstraint(
                condition=Q(minutes_worked__isnull=True) | Q(minutes_worked__lte=1440 * 31),
                name="record_minutes_believable",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="record_total_not_negative"),
            models.CheckConstraint(
                condition=Q(status__in=list(AUDITS), audited_at__isnull=False, audited_by__isnull=False)
                & ~Q(audit_reason="")
                | ~Q(status__in=list(AUDITS))
                & Q(audited_at__isnull=True, audited_by__isnull=True)
                & Q(audit_reason=""),
                name="record_audited_iff_found_something",
            ),
            models.CheckConstraint(
                condition=~Q(status=RecordStatus.PASSED) | Q(signed_version__gte=1),
                name="record_passed_was_signed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["back_by", "id"], condition=Q(status__in=OWED), name="record_owed_next_first"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("onsite:detail", args=[self.number])

    @property
    def is_owed(self) -> bool:
        """Whether its engineer still owes it: not signed yet, or returned to be mended (D8)."""
        return self.status in OWED


class RecordLine(models.Model):
    """One line of a record: a part, or what is paid for; the amount is rounded half up to the cent (D7)."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=RecordLineKind)
    text = models.CharField(_("what"), max_length=120)
    part_number = models.CharField(_("part number"), max_length=40, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=6, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    unit_price = models.DecimalField(_("price"), max_digits=8, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    old_part = models.CharField(_("old part"), max_length=12, choices=OldPart, blank=True)

    objects = RecordLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "position"], name="record_line_once_a_place"),
            models.CheckConstraint(
                condition=Q(kind__in=RecordLineKind.values), name="record_line_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0), name="record_line_never_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=F("quantity") * F("unit_price") - HALF_A_CENT)
                & Q(amount__lt=F("quantity") * F("unit_price") + HALF_A_CENT),
                name="record_line_amount_is_quantity_times_price",
            ),
            models.CheckConstraint(
                condition=Q(kind=RecordLineKind.REPLACED, old_part__in=OldPart.values)
                | ~Q(kind=RecordLineKind.REPLACED) & Q(old_part=""),
                name="record_line_old_part_iff_replaced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.position}"

    @property
    def quantity_words(self) -> str:
        """The quantity without zeros that say nothing, and its unit: 3.5 小时."""
        return f"{self.quantity.normalize():f} {self.unit}".strip()


class RecordReading(models.Model):
    """Something measured at the machine (D7)."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.CASCADE, related_name="readings")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("what was measured"), max_length=40)
    value = models.CharField(_("value"), max_length=40)
    unit = models.CharField(_("unit"), max_length=12, blank=True)

    objects = RecordReadingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "position"], name="record_reading_once_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.position}"


class RecordPhoto(models.Model):
    """A photo of the machine before, during or after the work (D7)."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(_("taken"), max_length=8, choices=PhotoStep)
    taken_at = models.DateTimeField(_("taken at"))

    objects = RecordPhotoQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "file"], name="record_photo_once_a_record"),
            models.CheckConstraint(condition=Q(step__in=PhotoStep.values), name="record_photo_step_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.step}"


class RecordEvent(models.Model):
    """One step of a service record: when it was, when we heard of it, what the phone's clock said (D7)."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("what"), max_length=10, choices=RecordVerb)
    source = models.CharField(_("from state"), max_length=12, choices=RecordStatus, blank=True)
    target = models.CharField(_("to state"), max_length=12, choices=RecordStatus)
    at = models.DateTimeField(_("when"))
    received_at = models.DateTimeField(_("received"))
    device_at = models.DateTimeField(_("by the device's clock"), null=True)
    clock_off_seconds = models.IntegerField(_("device's clock ahead, seconds"), default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    note = models.CharField(max_length=1000, blank=True)

    objects = RecordEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a service record")
        verbose_name_plural = _("steps of service records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__in=RecordVerb.values, target__in=RecordStatus.values),
                name="record_event_step_is_known",
            ),
            models.CheckConstraint(
                condition=Q(received_at__gte=F("at")), name="record_event_received_after_it_happened"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

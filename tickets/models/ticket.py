"""A ticket and the steps of its history."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, Division, ServiceStaff
from equipment.models import Customer, CustomerContact, Equipment, Product
from records.models import ImportRun
from regulation.calendars import local_day
from regulation.choices import ClockKind, WaitReason
from regulation.models import RegulationVersion
from tickets.choices import AlertStep, TicketChannel, TicketKind, TicketPriority
from tickets.models.fault_classes import FaultClass
from tickets.querysets import (
    TicketEventQuerySet,
    TicketQuerySet,
)
from tickets.states import OPEN, UNSOLVED, TicketStatus, TicketVerb


class Ticket(models.Model):
    """One request for service, from intake to closure (D1–D5).

    `dealer` is who serves it; empty means headquarters. What the server needs of the unit is copied, because
    a unit is served where it stands and its own dealer may be another.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=TicketKind)
    channel = models.CharField(_("channel"), max_length=10, choices=TicketChannel)
    status = models.CharField(_("status"), max_length=10, choices=TicketStatus)
    description = models.TextField(_("description"), blank=True)

    equipment = models.ForeignKey(
        Equipment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("unit"),
    )
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    serial_number = models.CharField(_("serial number"), max_length=40, blank=True)
    warranty_ends_on = models.DateField(_("warranty ends on"), null=True, blank=True)
    product_text = models.CharField(_("product"), max_length=120, blank=True)
    unit_text = models.CharField(_("unit"), max_length=120, blank=True)
    place_text = models.CharField(_("place"), max_length=160, blank=True)
    division = models.ForeignKey(Division, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    contact = models.ForeignKey(
        CustomerContact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contract = models.CharField(_("service contract"), max_length=20, blank=True)  # its plan, on that day

    fault_class = models.ForeignKey(
        FaultClass,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("fault class"),
    )
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("dealer"),
    )
    engineer = models.ForeignKey(
        ServiceStaff,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("engineer"),
    )
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    priority = models.CharField(
        _("priority"), max_length=8, choices=TicketPriority, default=TicketPriority.NORMAL
    )
    # the level chosen at the opening, and the version it stands in; history taken from files has none
    regulation_version = models.ForeignKey(
        RegulationVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(_("service level"), max_length=20, blank=True)
    # the clock that is due next, so that a list of any length is in the order of what is due
    due_at = models.DateTimeField(_("due next"), null=True, blank=True)
    due_clock = models.CharField(max_length=8, choices=ClockKind, blank=True)
    # how far it has gone with the times that run now, and when the next step comes: the sweep reads it
    alert = models.CharField(_("alert"), max_length=8, choices=AlertStep, blank=True)
    next_alert_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(_("last moved"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    waiting_from = models.CharField(max_length=10, blank=True)
    wait_reason = models.CharField(_("waiting for"), max_length=10, choices=WaitReason, blank=True)
    chase_on = models.DateField(null=True, blank=True)  # when who is waited for is asked again
    promised_until = models.DateTimeField(null=True, blank=True)  # until when an answer is promised (D10)
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="returned_as",
        verbose_name=_("earlier ticket of the same fault"),
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        verbose_name=_("goes on in"),
    )
    origin = models.CharField(
        _("opened out of"), max_length=20, blank=True
    )  # the number of our call, if it was one

    outcome = models.CharField(_("outcome"), max_length=60, blank=True)
    cause = models.CharField(_("cause"), max_length=160, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, null=True, blank=True)
    external_id = models.CharField(_("number elsewhere"), max_length=80, blank=True)
    import_run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_line = models.PositiveIntegerField(null=True, blank=True)
    import_columns = models.JSONField(
        default=dict, blank=True
    )  # the columns of the file that were not mapped
    version = models.PositiveIntegerField(default=1)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=TicketStatus.values), name="ticket_status_is_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=TicketKind.values), name="ticket_kind_is_known"),
            models.CheckConstraint(
                condition=Q(channel__in=TicketChannel.values), name="ticket_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=TicketPriority.values), name="ticket_priority_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level="", regulation_version__isnull=True)
                | (~Q(level="") & Q(regulation_version__isnull=False)),
                name="ticket_level_is_of_a_version",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_clock="") | (Q(due_at__isnull=False) & ~Q(due_clock="")),
                name="ticket_due_at_iff_a_clock_is",
            ),
            models.CheckConstraint(
                condition=Q(alert="", next_alert_at__isnull=True)
                | Q(alert__in=["", *AlertStep.values], status__in=OPEN),
                name="ticket_alert_only_while_open",
            ),
            models.CheckConstraint(
                condition=Q(status=TicketStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=TicketStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="ticket_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(status=TicketStatus.ASSIGNED, engineer__isnull=False)
                | ~Q(status=TicketStatus.ASSIGNED),
                name="ticket_assigned_has_engineer",
            ),
            models.CheckConstraint(
                condition=Q(status=TicketStatus.WAITING, waiting_from__in=["accepted", "assigned"])
                | (~Q(status=TicketStatus.WAITING) & Q(waiting_from="")),
                name="ticket_waiting_from_iff_waiting",
            ),
            models.CheckConstraint(
                condition=Q(status=TicketStatus.WAITING, wait_reason__in=WaitReason.values)
                | (~Q(status=TicketStatus.WAITING) & Q(wait_reason="", chase_on__isnull=True)),
                name="ticket_wait_reason_iff_waiting",
            ),
            models.CheckConstraint(
                condition=Q(promised_until__isnull=True) | Q(status__in=UNSOLVED),
                name="ticket_promised_only_while_unsolved",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status=TicketStatus.CANCELLED),
                name="ticket_merged_is_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(channel=TicketChannel.IMPORT) | Q(cost__isnull=True) | Q(cost__gte=0),
                name="ticket_cost_not_negative_unless_imported",
                violation_error_message=_("The cost can't be negative."),
            ),
            models.UniqueConstraint(
                fields=["import_run", "import_line"], name="ticket_once_an_imported_line"
            ),
            # what an event log brings was opened at a level; a repair of the past came in closed, without one
            models.UniqueConstraint(
                fields=["external_id"],
                condition=Q(channel=TicketChannel.IMPORT) & ~Q(level=""),
                name="ticket_once_a_replayed_case",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-opened_at"], name="ticket_by_status"),
            models.Index(fields=["dealer", "status", "-opened_at"], name="ticket_of_a_dealer"),
            models.Index(fields=["engineer", "status"], name="ticket_of_an_engineer"),
            models.Index(
                fields=["equipment", "fault_class", "opened_at"],
                condition=Q(fault_class__isnull=False),
                name="ticket_faults_of_a_unit",
            ),
            models.Index(fields=["-opened_at", "-id"], name="ticket_newest_first"),
            models.Index(fields=["-moved_at", "-id"], name="ticket_last_moved_first"),
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="ticket_due_next_first"
            ),
            models.Index(
                fields=["next_alert_at", "id"],
                condition=Q(next_alert_at__isnull=False),
                name="ticket_next_alert_first",
            ),
            models.Index(fields=["alert", "dealer"], condition=~Q(alert=""), name="ticket_with_alert"),
            models.Index(fields=["closed_at"], condition=Q(status=TicketStatus.CLOSED), name="ticket_closed"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tickets:detail", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def came_in_closed(self) -> bool:
        """A repair of the past: one line of a file, without steps, level or priority of its own."""
        return self.channel == TicketChannel.IMPORT and not self.level

    @property
    def is_in_warranty(self) -> bool:
        """Whether its unit was in warranty on the day of the request: any outlet serves it then (D4)."""
        return self.warranty_ends_on is not None and self.warranty_ends_on >= local_day(self.opened_at)

    @property
    def is_headquarters_own(self) -> bool:
        """Headquarters serves it itself: nobody else was offered it."""
        return self.dealer_id is None and self.status not in {TicketStatus.NEW, TicketStatus.OFFERED}


class TicketEvent(models.Model):
    """One step of a ticket with who and when: append-only (L3, T1, T2).

    `dealer` is who served the ticket at this step. Who was asked before is none of the next one's business:
    a dealer sees its own steps and those of nobody (L2).
    """

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="events", verbose_name=_("ticket")
    )
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=10, choices=TicketVerb)
    source = models.CharField(_("from state"), max_length=10, choices=TicketStatus, blank=True)
    target = models.CharField(_("to state"), max_length=10, choices=TicketStatus)
    dealer = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    about = models.CharField(
        _("about"), max_length=80, blank=True
    )  # whom the step names: dealer, engineer, record number
    link = models.ForeignKey(
        "tickets.CustomerLink", null=True, on_delete=models.PROTECT, related_name="+"
    )  # by which the customer made the step; then nobody of ours is its actor

    objects = TicketEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a ticket")
        verbose_name_plural = _("steps of tickets")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__in=TicketVerb.values, target__in=TicketStatus.values),
                name="ticket_event_step_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ticket", "id"], name="ticket_events_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

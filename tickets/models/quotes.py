"""What work outside the warranty will cost, and what the customer said to it."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tickets.choices import QuoteAnswered, QuoteLineKind
from tickets.models.customers import CustomerLink
from tickets.models.ticket import Ticket
from tickets.quotes.querysets import QuoteLineQuerySet, QuoteQuerySet
from tickets.quotes.rules import HALF_A_CENT
from tickets.quotes.states import ANSWERED, OPEN, QuoteStatus


class Quote(models.Model):
    """A price in yuan asked of the customer before the work is done, with their answer (C4).

    Once sent it is frozen: another price is another quote, of the next ordinal. Every state is reached at
    most once, so the row itself says who did what when; the steps of the ticket say it to its readers.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="quotes")
    ordinal = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=QuoteStatus, default=QuoteStatus.DRAFTED)
    reason = models.CharField(_("why the customer pays in warranty"), max_length=200, blank=True)
    note = models.CharField(_("note to the customer"), max_length=500, blank=True)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)  # this day included
    remind_on = models.DateField(null=True, blank=True)  # from when on who serves is reminded of it
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who put it down; nobody where the customer did it by the link, or the days ran out
    answered = models.CharField(_("answered"), max_length=10, choices=QuoteAnswered, blank=True)
    answered_link = models.ForeignKey(
        CustomerLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_by = models.CharField(_("who said so"), max_length=40, blank=True)
    declined_reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=QuoteStatus.values), name="quote_status_is_known"),
            models.UniqueConstraint(fields=["ticket", "ordinal"], name="quote_once_an_ordinal_of_a_ticket"),
            models.UniqueConstraint(
                fields=["ticket", "status"],
                condition=Q(status__in=OPEN),
                name="quote_one_drafted_one_sent_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True, valid_until__isnull=True)
                & Q(status__in=[QuoteStatus.DRAFTED, QuoteStatus.WITHDRAWN])
                | Q(sent_at__isnull=False, sent_by__isnull=False, valid_until__isnull=False)
                & ~Q(status=QuoteStatus.DRAFTED),
                name="quote_sent_by_somebody_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, decided_at__isnull=True)
                | ~Q(status__in=OPEN) & Q(decided_at__isnull=False),
                name="quote_decided_at_iff_decided",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ANSWERED, answered__in=QuoteAnswered.values)
                | ~Q(status__in=ANSWERED) & Q(answered=""),
                name="quote_answered_by_a_way_iff_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered=QuoteAnswered.LINK, answered_link__isnull=False, decided_by__isnull=True)
                | ~Q(answered=QuoteAnswered.LINK) & Q(answered_link__isnull=True),
                name="quote_answered_online_by_a_link",
            ),
            models.CheckConstraint(
                condition=Q(answered__in=["", QuoteAnswered.LINK])
                | Q(decided_by__isnull=False) & ~Q(said_by=""),
                name="quote_answer_put_down_names_both",
            ),
            models.CheckConstraint(
                condition=Q(status=QuoteStatus.DRAFTED) | Q(status=QuoteStatus.WITHDRAWN) | Q(total__gt=0),
                name="quote_sent_over_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "valid_until"], name="quote_by_status_and_day"),
            models.Index(fields=["-drafted_at", "-id"], name="quote_newest_first"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("quotes:detail", args=[self.number])


class QuoteLine(models.Model):
    """One line of a quote; the amount is quantity times price, rounded half up to the cent."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=QuoteLineKind)
    text = models.CharField(_("what for"), max_length=120)
    quantity = models.DecimalField(_("quantity"), max_digits=6, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    unit_price = models.DecimalField(_("price"), max_digits=8, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    objects = QuoteLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "position"], name="quote_line_once_a_place"),
            models.CheckConstraint(
                condition=Q(kind__in=QuoteLineKind.values), name="quote_line_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0), name="quote_line_never_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=F("quantity") * F("unit_price") - HALF_A_CENT)
                & Q(amount__lt=F("quantity") * F("unit_price") + HALF_A_CENT),
                name="quote_line_amount_is_quantity_times_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote} {self.position}"

    @property
    def quantity_words(self) -> str:
        """The quantity without zeros that say nothing, and its unit: 3.5 小时."""
        return f"{self.quantity.normalize():f} {self.unit}".strip()

"""What customers hold and leave without an account: links, one-time codes, their rating."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from equipment.models import Equipment
from tickets.choices import LinkPurpose
from tickets.models.ticket import Ticket
from tickets.querysets import CustomerLinkQuerySet, CustomerRatingQuerySet

MOST_TRIES = 5


class CustomerLink(models.Model):
    """A random link to one ticket for one purpose, which ends (D1, safety.md 10)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # nobody: the customer's own report made it
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CustomerLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(purpose__in=LinkPurpose.values), name="customer_link_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="customer_link_ends_after_its_making"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="customer_link_revoked_by_iff_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.purpose}"


class PhoneCode(models.Model):
    """A one-time code sent to the phone on file of a unit: who has it may see what is personal (B6)."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="+")
    phone_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="phone_code_tried_so_often"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["equipment", "sent_at"], name="phone_code_of_a_unit"),
            models.Index(fields=["phone_hash", "sent_at"], name="phone_code_of_a_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.sent_at:%Y-%m-%d %H:%M}"


class CustomerRating(models.Model):
    """What a customer thinks of one repair: content, process, attitude, from 1 to 5, once (F5, B11)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="rating")
    content = models.PositiveSmallIntegerField(_("content"))
    process = models.PositiveSmallIntegerField(_("process"))
    attitude = models.PositiveSmallIntegerField(_("attitude"))
    comment = models.CharField(_("word"), max_length=300, blank=True)
    rated_at = models.DateTimeField()
    link = models.ForeignKey(CustomerLink, on_delete=models.PROTECT, related_name="+")

    objects = CustomerRatingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content__range=(1, 5), process__range=(1, 5), attitude__range=(1, 5)),
                name="customer_rating_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.content}/{self.process}/{self.attitude}"

"""Questions to who shows very many phone numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models.people import User
from dealers.querysets import (
    RevealAlertQuerySet,
)


class RevealAlert(models.Model):
    """A person looked at very many phone numbers within an hour: headquarters asks why (C10, E8)."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    since = models.DateTimeField(_("counted since"))
    until = models.DateTimeField()  # an hour after it was raised: from then on a new one can be
    raised_at = models.DateTimeField(_("raised at"))
    handled_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked at by")
    )
    handled_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=300, blank=True)

    objects = RevealAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert about phone numbers")
        verbose_name_plural = _("alerts about phone numbers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, finding="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(finding="")),
                name="reveal_alert_handled_with_a_finding",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["raised_at"], condition=Q(handled_at__isnull=True), name="reveal_alert_open"
            ),
            models.Index(fields=["person", "raised_at"], name="reveal_alert_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"{reverse('dealers:alerts')}?alert={self.number}"

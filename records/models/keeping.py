"""Numbers, audit and idempotency keys."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.choices import AuditVerb
from records.querysets import (
    IdempotencyKeyQuerySet,
)


class NumberSeries(models.Model):
    """The last number given out in a series of a year, such as T-2026."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "year"], name="number_series_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class AuditEntry(models.Model):
    """Who saw, took away or was refused what: append-only, without personal values (C10, safety.md 15)."""

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=40, choices=AuditVerb)
    object_type = models.CharField(_("kind of record"), max_length=40, blank=True)
    object_ref = models.CharField(_("record"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    path = models.CharField(_("address"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes: ClassVar = [models.Index(fields=["actor", "at"], name="audit_by_actor")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_ref}"


class IdempotencyKey(models.Model):
    """One request with a key took effect, and where its result stands (safety.md, 14)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    link = models.CharField(max_length=64, blank=True)  # the hash of a public link, where nobody is signed in
    key = models.CharField(max_length=80)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=300, blank=True)  # sealed, where it holds a public link
    created_at = models.DateTimeField(db_index=True)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_a_user"),
            models.UniqueConstraint(
                fields=["link", "key"], condition=~Q(link=""), name="idempotency_key_once_a_link"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, link="") | (Q(user__isnull=True) & ~Q(link="")),
                name="idempotency_key_of_a_user_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.key

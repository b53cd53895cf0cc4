"""Robots that write into groups of staff."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.choices import RobotKind
from records.sealing import unseal


class Robot(models.Model):
    """A group's robot: its address is the right to write, so it is sealed like its secret (D20, F10)."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=RobotKind)
    sealed_address = models.TextField()
    sealed_secret = models.TextField(blank=True)
    events = models.JSONField(_("told of"), default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=RobotKind.values), name="robot_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return unseal(self.sealed_address)

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret) if self.sealed_secret else ""

"""The work that follows from a change of the working calendar."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regulation.calendars import WorkCalendar


class Reckoning(models.Model):
    """What hangs on working days is read anew from a day on, ticket by ticket (D3, F6).

    `entered` is the calendar that it goes by, as administrators entered it, and `published_until` the last
    year whose holidays it knows; `last` is how far it has come. Killed anywhere, it goes on from there.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    first_day = models.DateField(_("from the day"))
    entered = models.JSONField(default=dict)
    published_until = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    last = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(_("tickets read"), default=0)
    moved = models.PositiveIntegerField(_("of them changed"), default=0)

    class Meta:
        verbose_name = _("working calendar read anew")
        verbose_name_plural = _("working calendar read anew")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(moved__lte=F("read")), name="reckoning_moves_what_it_reads"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.first_day}"

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar({date.fromisoformat(day): worked for day, worked in self.entered.items()})

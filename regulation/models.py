"""Versions of the regulation with their clauses, parameters and history, and the entered calendar days."""

from datetime import date
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from regulation.editions import Edition, Editions
from regulation.levels import Conditions, Level, Targets
from regulation.parameters import Parameters
from regulation.querysets import (
    ClauseQuerySet,
    RegulationVersionQuerySet,
    ServiceLevelQuerySet,
    VersionEventQuerySet,
)
from regulation.states import VersionStanding, VersionStatus, VersionVerb


class RegulationVersion(models.Model):
    """One version: drafted, reviewed by the deputy in charge, approved by the general manager (K1).

    It is in force from its day until the next approved one's day; an approved version never changes.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    in_force_from = models.DateField(_("in force from"))
    parameters = models.JSONField(_("parameters"))
    reason = models.TextField(_("what changes and why"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    drafted_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(_("to be reviewed again by"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RegulationVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the regulation")
        verbose_name_plural = _("versions of the regulation")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=VersionStatus.values), name="version_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.APPROVED, approved_at__isnull=False)
                | (~Q(status=VersionStatus.APPROVED) & Q(approved_at__isnull=True)),
                name="version_approved_at_iff_approved",
            ),
            models.UniqueConstraint(
                fields=["in_force_from"],
                condition=Q(status=VersionStatus.APPROVED),
                name="version_alone_on_its_day",
                violation_error_message=_(
                    "Another approved version takes effect on that day. Choose another day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("regulation:detail", args=[self.number])

    @cached_property
    def story(self) -> "list[VersionEvent]":
        """What happened to this version, the newest step first; `with_story` fetches it for many."""
        return sorted(self.events.all(), key=lambda event: (event.at, event.pk), reverse=True)

    @cached_property
    def author_ids(self) -> frozenset[int | None]:
        """Who wrote this version: its drafter, and everybody who changed the draft since."""
        writers = {event.actor_id for event in self.story if event.verb == VersionVerb.EDIT}
        return frozenset({self.drafted_by_id, *writers})

    @cached_property
    def typed(self) -> Parameters:
        """The parameters, checked and typed."""
        return Parameters.model_validate(self.parameters)

    @property
    def edition(self) -> Edition:
        return Edition(self.pk, self.number, self.in_force_from, self.typed)

    def standing(self, editions: Editions, on: date) -> VersionStanding:
        """Say how the version stands on a day: in preparation, scheduled, in force or superseded."""
        if not self.is_approved:
            return VersionStanding(self.status)
        return editions.standing(self.edition, on)

    @property
    def is_draft(self) -> bool:
        return self.status == VersionStatus.DRAFT

    @cached_property
    def returned(self) -> "VersionEvent | None":
        """The step that sent this draft back, until somebody changes it: then it waits for review anew."""
        last = self.story[0] if self.is_draft and self.story else None
        return last if last is not None and last.verb == VersionVerb.RETURN else None

    @property
    def is_approved(self) -> bool:
        return self.status == VersionStatus.APPROVED


class Clause(models.Model):
    """One clause of a version, in both languages; `{calls.one_week.after_days}` stands for a parameter."""

    regulation_version = models.ForeignKey(
        RegulationVersion, on_delete=models.CASCADE, related_name="clauses"
    )
    code = models.CharField(_("requirement"), max_length=10)
    name_zh = models.CharField(_("name in Chinese"), max_length=20)
    name_en = models.CharField(_("name in English"), max_length=40)
    sources = models.JSONField(_("sources"), default=list)  # RegulationSource, with the place in it: "KR 5.2"
    position = models.PositiveSmallIntegerField(_("position"))
    chapter_zh = models.CharField(max_length=40)
    chapter_en = models.CharField(max_length=60)
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"))

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regulation_version", "code"], name="clause_once_a_version"),
            models.UniqueConstraint(
                fields=["regulation_version", "position"], name="clause_has_its_own_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return self.name_zh if _is_chinese() else self.name_en

    @property
    def text(self) -> str:
        return self.text_zh if _is_chinese() else self.text_en

    @property
    def foreign_text(self) -> str:
        """The text in the language that the reader does not read."""
        return self.text_en if _is_chinese() else self.text_zh

    @property
    def chapter(self) -> str:
        return self.chapter_zh if _is_chinese() else self.chapter_en


class ServiceLevel(models.Model):
    """A service level of a version: which requests it is for, and the times it promises them (D3).

    The order is the version's: the first level whose conditions hold is a request's own. Conditions name rows
    of other apps by their codes, for the regulation knows none of them.
    """

    regulation_version = models.ForeignKey(RegulationVersion, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=20)
    name_zh = models.CharField(_("name in Chinese"), max_length=20)
    name_en = models.CharField(_("name in English"), max_length=40)
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    targets = models.JSONField(_("targets"))

    objects = ServiceLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regulation_version", "code"], name="level_once_a_version"),
            models.UniqueConstraint(
                fields=["regulation_version", "position"], name="level_has_its_own_position"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if _is_chinese() else self.name_en

    @cached_property
    def typed(self) -> Level:
        """The level as rules need it, checked and typed."""
        return Level(
            code=self.code,
            conditions=Conditions.model_validate(self.conditions),
            targets=Targets.model_validate(self.targets),
        )


class VersionEvent(models.Model):
    """What happened to a version, when and by whom: append-only."""

    regulation_version = models.ForeignKey(
        RegulationVersion, on_delete=models.CASCADE, related_name="events", verbose_name=_("version")
    )
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    verb = models.CharField(_("what"), max_length=10, choices=VersionVerb)
    note = models.TextField(_("notes"), blank=True)
    # path → [before, after]; clauses by their code
    changes = models.JSONField(_("changes"), default=dict, blank=True)

    objects = VersionEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a version")
        verbose_name_plural = _("steps of versions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verb__in=VersionVerb.values), name="version_verb_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"


class SpecialDay(models.Model):
    """A day an administrator knows to be worked or free before the calendar's data says so."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("is a working day"))
    name = models.CharField(_("name"), max_length=40)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")

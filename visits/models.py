"""Planned calls with their plans, attempts, answers and history; the questions of each stage."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.models import Dealer
from equipment.models import Customer, CustomerContact, Equipment, Product
from regulation.choices import RuleCode
from regulation.models import RegulationVersion
from tickets.models import Ticket
from visits.choices import AttemptOutcome, QuestionKind, VisitReason
from visits.querysets import (
    PlanQuerySet,
    QuestionQuerySet,
    VisitAnswerQuerySet,
    VisitAttemptQuerySet,
    VisitEventQuerySet,
    VisitQuerySet,
)
from visits.states import CALLABLE, VisitStatus, VisitVerb

if TYPE_CHECKING:
    from dealers.models import User


class Plan(models.Model):
    """How far a unit's calls are planned, and from which facts and version; the planner claims it."""

    equipment = models.OneToOneField(
        Equipment, on_delete=models.CASCADE, related_name="plan", verbose_name=_("unit")
    )
    planned_until = models.DateField(_("planned until"), db_index=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    installed_on = models.DateField(_("installed on"))
    in_use_from = models.DateField(_("in use from"))
    editions = models.PositiveIntegerField(
        _("versions known")
    )  # how many approved versions of the regulation it knew
    planned_on = models.DateField(_("planned on"))  # the local day from which `planned_until` was reckoned

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("calls of a unit", "plan")
        verbose_name_plural = pgettext_lazy("calls of a unit", "plans")

    def __str__(self) -> str:
        return f"{self.equipment_id} → {self.planned_until}"


class Visit(models.Model):
    """One call back to the customer, with its window and its why (F1–F6).

    `dealer` is the one who is judged (empty: headquarters). A call of a unit has an `nth` and no ticket; a
    call after service has a ticket and no `nth`.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    equipment = models.ForeignKey(
        Equipment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("unit"),
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("model")
    )
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("dealer"),
    )
    ticket = models.ForeignKey(
        Ticket,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("ticket"),
    )
    rule = models.CharField(_("stage"), max_length=16, choices=RuleCode)
    nth = models.PositiveSmallIntegerField(_("turn"), null=True, blank=True)
    counted_on = models.DateField(
        _("day that decides the version")
    )  # the day whose version of the regulation decides
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"))
    regulation_version = models.ForeignKey(
        RegulationVersion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("version of the regulation"),
    )
    why = models.JSONField(_("why"), default=dict)
    planned_at = models.DateTimeField(_("planned"))
    is_provisional = models.BooleanField(
        _("provisional"), default=False
    )  # a year whose holidays are not published yet
    status = models.CharField(_("status"), max_length=12, choices=VisitStatus, default=VisitStatus.PLANNED)
    reason = models.CharField(_("reason"), max_length=20, choices=VisitReason, blank=True)

    leased_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("taken by"),
    )
    leased_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    attempts_made = models.PositiveSmallIntegerField(
        _("attempts made"), default=0
    )  # those that count towards the limit
    call_again_at = models.DateTimeField(_("call again at"), null=True, blank=True)
    draft = models.JSONField(_("draft"), default=dict, blank=True)  # the sheet as autosaved
    draft_saved_at = models.DateTimeField(_("draft saved"), null=True, blank=True)

    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True
    )  # the local day of `ended_at`: the month it counts for
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ended by"),
    )
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    note = models.TextField(_("notes"), blank=True)
    opened_ticket = models.ForeignKey(
        Ticket,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ticket opened out of the call"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["equipment", "rule", "nth"], name="visit_planned_once"),
            models.UniqueConstraint(fields=["ticket", "rule"], name="visit_after_service_planned_once"),
            models.CheckConstraint(
                condition=Q(rule=RuleCode.AFTER_SERVICE, ticket__isnull=False, nth__isnull=True)
                | (
                    Q(rule__in=[code for code in RuleCode.values if code != RuleCode.AFTER_SERVICE])
                    & Q(ticket__isnull=True, nth__gte=1, equipment__isnull=False)
                ),
                name="visit_has_a_ticket_or_a_turn",
            ),
            models.CheckConstraint(condition=Q(status__in=VisitStatus.values), name="visit_status_is_known"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("closes_on")),
                name="visit_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status=VisitStatus.PLANNED, ended_at__isnull=True, ended_on__isnull=True)
                | (~Q(status=VisitStatus.PLANNED) & Q(ended_at__isnull=False, ended_on__isnull=False)),
                name="visit_ended_at_iff_ended",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5), status=VisitStatus.DONE),
                name="visit_rating_from_1_to_5_once_done",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[VisitStatus.PLANNED, VisitStatus.DONE]) | ~Q(reason=""),
                name="visit_not_made_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["closes_on", "opens_on", "number"],
                condition=Q(status=VisitStatus.PLANNED),
                name="visit_calling_order",
            ),
            models.Index(fields=["status", "ended_on"], name="visit_by_month"),
            models.Index(fields=["dealer", "status", "ended_on"], name="visit_of_a_dealer"),
            models.Index(fields=["due_on"], name="visit_due_on"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("visits:detail", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.status == VisitStatus.PLANNED

    @property
    def is_callable(self) -> bool:
        return self.status in CALLABLE

    def is_held_by_other(self, actor: "User", *, at: datetime) -> bool:
        """Say whether a colleague is in this call at the moment."""
        return self.is_held(at=at) and self.leased_to_id != actor.pk

    def is_held_by(self, actor: "User", *, at: datetime) -> bool:
        return self.is_held(at=at) and self.leased_to_id == actor.pk

    def is_held(self, *, at: datetime) -> bool:
        return self.leased_to_id is not None and self.leased_until is not None and self.leased_until > at

    @property
    def _own_unit(self) -> Equipment | None:
        """The unit while it is with this call's dealer: once it went on, its customer is another (L2)."""
        unit = self.equipment
        return unit if unit is not None and unit.dealer_id == self.dealer_id else None

    @property
    def _named(self) -> Ticket | Equipment | None:
        return self.ticket or self._own_unit

    @property
    def customer(self) -> Customer | None:
        """Whom we call: after service the ticket's customer, else the unit's."""
        named = self._named
        return named.customer if named is not None else None

    @property
    def contact(self) -> CustomerContact | None:
        """Whom we ask for now: after a contact was mended, who stands in its place (C6)."""
        named = self._named
        return named.contact.current if named is not None and named.contact is not None else None

    @property
    def contact_name(self) -> str:
        known = self.ticket.contact if self.ticket is not None else None
        if self.ticket is not None and self.ticket.contact_name and (known is None or known.is_current):
            return self.ticket.contact_name
        return self.contact.name if self.contact else ""

    @property
    def place(self) -> str:
        if self.ticket is not None:
            return self.ticket.place_text
        return self._own_unit.first_place_of_use if self._own_unit else ""

    @property
    def serial_number(self) -> str:
        if self.equipment is not None:
            return self.equipment.serial_number
        return self.ticket.serial_number if self.ticket else ""


class VisitAttempt(models.Model):
    """One try to reach the customer: append-only (F7)."""

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("call")
    )
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    outcome = models.CharField(_("outcome"), max_length=14, choices=AttemptOutcome)
    counts = models.BooleanField(_("counts"))  # on another half-day and working day than those before
    call_again_at = models.DateTimeField(_("call again at"), null=True, blank=True)
    note = models.CharField(_("notes"), max_length=300, blank=True)

    objects = VisitAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("call", "attempt")
        verbose_name_plural = pgettext_lazy("call", "attempts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=AttemptOutcome.values), name="attempt_outcome_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["visit", "at"], name="attempts_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class VisitAnswer(models.Model):
    """What the customer answered to one question."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers", verbose_name=_("call"))
    position = models.PositiveSmallIntegerField(_("position"))
    question = models.CharField(_("question"), max_length=40)
    value = models.TextField(_("answer"), blank=True)

    objects = VisitAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("question", "answer")
        verbose_name_plural = pgettext_lazy("question", "answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "question"], name="answer_once_a_question"),
        ]

    def __str__(self) -> str:
        return self.question


class VisitEvent(models.Model):
    """What happened to a call after it was planned: append-only (L3)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="events", verbose_name=_("call"))
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=10, choices=VisitVerb)
    note = models.CharField(_("notes"), max_length=300, blank=True)
    changes = models.JSONField(_("changes"), default=dict)  # of a move: the old window and the new one

    objects = VisitEventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("call", "event")
        verbose_name_plural = pgettext_lazy("call", "events")
        indexes: ClassVar = [models.Index(fields=["visit", "at"], name="visit_events_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"


class Question(models.Model):
    """A question of one stage's call sheet, in both languages (F1–F3, F5)."""

    rule = models.CharField(_("stage"), max_length=16, choices=RuleCode)
    code = models.CharField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    text_zh = models.CharField(_("text in Chinese"), max_length=120)
    text_en = models.CharField(_("text in English"), max_length=160)
    choices = models.JSONField(
        pgettext_lazy("question", "answers to choose from"),
        default=list,
        blank=True,
        help_text=_(
            "A list of objects with value, zh, en, and bad: true where the answer tells of a problem."
        ),
    )
    is_active = models.BooleanField(_("is asked"), default=True)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "code"], name="question_once_a_stage"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_zh if (get_language() or "zh").startswith("zh") else self.text_en

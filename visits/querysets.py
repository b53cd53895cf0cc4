"""Questions about plans and calls."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q

from dealers.scoping import DealerScopedQuerySet
from visits.states import VisitStatus

if TYPE_CHECKING:
    from dealers.models import User
    from visits.models import Plan, Question, Visit, VisitAnswer, VisitAttempt, VisitEvent


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans are the planner's own rows; nobody else reads them."""

    def behind(self, *, until: date, editions: int) -> Self:
        """Return plans whose facts or horizon have moved on, or that don't know all approved versions."""
        return self.filter(
            Q(planned_until__lt=until)
            | ~Q(editions=editions)
            | ~Q(dealer=F("equipment__dealer"))
            | ~Q(installed_on=F("equipment__installed_on"))
            | ~Q(in_use_from=F("equipment__in_use_from"))
        )


class VisitQuerySet(DealerScopedQuerySet["Visit"]):
    def open(self) -> Self:
        return self.filter(status=VisitStatus.PLANNED)

    def due(self, *, on: date) -> Self:
        """Return the calls whose window has opened: the worklist, right even when nothing else runs (C2)."""
        return self.open().filter(opens_on__lte=on)

    def overdue(self, *, on: date) -> Self:
        return self.open().filter(closes_on__lt=on)

    def opened(self, *, on: date) -> Self:
        """Return the calls whose window has opened, whatever became of them."""
        return self.filter(opens_on__lte=on)

    def ahead(self, *, on: date) -> Self:
        return self.filter(opens_on__gt=on)

    def not_due(self, *, on: date) -> Self:
        return self.exclude(status=VisitStatus.PLANNED, opens_on__lte=on)

    def not_overdue(self, *, on: date) -> Self:
        return self.exclude(status=VisitStatus.PLANNED, closes_on__lt=on)

    def ended_in(self, month: date) -> Self:
        """Return the calls that ended in a local month, given by its first day (J1)."""
        return self.filter(ended_on__gte=month, ended_on__lt=month + relativedelta(months=1))

    def in_calling_order(self) -> Self:
        return self.order_by("closes_on", "opens_on", "number")

    def unreachable(self) -> Self:
        return self.filter(status=VisitStatus.UNREACHABLE)

    def to_call_now(self, *, at: datetime, on: date) -> Self:
        """Return the due calls that nobody asked to be rung for later: the queue and its badge."""
        return self.due(on=on).filter(Q(call_again_at__isnull=True) | Q(call_again_at__lte=at))

    def to_call_later(self, *, at: datetime, on: date) -> Self:
        return self.due(on=on).filter(call_again_at__gt=at)

    def held_by(self, actor: "User", *, at: datetime) -> Self:
        return self.filter(leased_to=actor.pk, leased_until__gt=at)

    def rated(self) -> Self:
        return self.filter(status=VisitStatus.DONE, rating__isnull=False)

    def free_for(self, actor: "User", *, at: datetime) -> Self:
        """Return the calls nobody else holds a lease on."""
        return self.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at) | Q(leased_to=actor.pk))

    def with_names(self) -> Self:
        """Fetch what a row of the queue shows in one statement."""
        return self.select_related(
            "equipment",
            "equipment__customer",
            "equipment__contact__replaced_by",
            "equipment__division",
            "product",
            "dealer",
            "leased_to",
            "ticket",
            "ticket__customer",
            "ticket__contact__replaced_by",
            "opened_ticket",
            "regulation_version",
        )


class VisitAttemptQuerySet(DealerScopedQuerySet["VisitAttempt"]):
    dealer_path = "visit__dealer"

    def in_order(self) -> Self:
        return self.order_by("at", "pk")

    def counted(self) -> Self:
        """Return those that count towards the limit, oldest first (F7)."""
        return self.filter(counts=True).in_order()


class VisitAnswerQuerySet(DealerScopedQuerySet["VisitAnswer"]):
    dealer_path = "visit__dealer"

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class VisitEventQuerySet(DealerScopedQuerySet["VisitEvent"]):
    dealer_path = "visit__dealer"

    def in_order(self) -> Self:
        return self.order_by("at", "pk")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions are global."""

    def of_rule(self, rule: str) -> Self:
        """Return every question a stage has ever had: an answer to one just taken off the sheet is kept."""
        return self.filter(rule=rule)

    def for_rule(self, rule: str) -> Self:
        return self.filter(rule=rule, is_active=True).order_by("position")

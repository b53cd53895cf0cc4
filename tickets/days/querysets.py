"""Questions about day plans; they belong to the dealer of their person, who sees but the own (D18, L2)."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Count, Max, Q

from dealers.roles import Right
from dealers.scoping import DealerScopedQuerySet
from tickets.days.states import DayReason, DayState
from tickets.querysets import is_engineer_only

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import DayPlan, DayPlanEvent, DayPlanItem  # noqa: F401 (named in the base classes)

M = TypeVar("M", bound=models.Model)


class OfAPlanQuerySet(DealerScopedQuerySet[M]):
    """Rows of a day plan: a dealer's and its centre's, headquarters' all, an engineer's own."""

    plan_path: ClassVar[str] = ""

    def visible_to(self, actor: "User") -> Self:
        if actor.is_active and is_engineer_only(actor):
            return self.filter(**{f"{self.plan_path}staff__user": actor})
        return super().visible_to(actor)


class DayPlanQuerySet(OfAPlanQuerySet["DayPlan"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def before(self, day: date) -> Self:
        return self.filter(on__lt=day)

    def on_day(self, day: date) -> Self:
        return self.filter(on=day)

    def from_day(self, day: date) -> Self:
        return self.filter(on__gte=day)

    def until_day(self, day: date) -> Self:
        return self.filter(on__lte=day)

    def begun(self, today: date) -> Self:
        """Return the plans of today and before: what is carried to a later day has no plan to look at yet."""
        return self.filter(on__lte=today)

    def last_day(self, until: date) -> date | None:
        """Return the last day up to one that has a plan."""
        found: date | None = self.begun(until).aggregate(last=Max("on"))["last"]
        return found

    def of_person(self, actor: "User") -> Self:
        """Return the plans of the service person whose account it is."""
        return self.filter(staff__user=actor)

    def of_desk(self, actor: "User") -> Self:
        """Return the plans of the people whom a person's desk sends."""
        mine = Q(pk__in=[])
        if actor.is_head_office and actor.may(Right.DISPATCH):
            mine |= Q(dealer__isnull=True)
        if actor.dealer_id is not None and actor.may(Right.SERVE_AS_DESK):
            mine |= Q(dealer=actor.dealer_id)
        return self.filter(mine)

    def carrying_over(self) -> Self:
        return self.filter(pk__in=self._holding(state=DayState.CARRIED_OVER).values("pk"))

    def without_reason(self) -> Self:
        """Return the plans of which a job was carried over and nobody said why, neither then nor later."""
        silent = self._holding(
            state=DayState.CARRIED_OVER, reason=DayReason.NONE_GIVEN, explained_at__isnull=True
        )
        return self.filter(pk__in=silent.values("pk"))

    def _holding(self, **facts: object) -> "models.QuerySet[DayPlan]":
        return self.model.objects.filter(**{f"items__{name}": fact for name, fact in facts.items()})

    def with_counts(self) -> Self:
        """Fetch whose plan it is and how its jobs stand in one statement."""
        counted = {f"n_{state.value}": Count("items", filter=Q(items__state=state)) for state in DayState}
        no_reason = Q(items__reason=DayReason.NONE_GIVEN, items__explained_at__isnull=True)
        rows = self.select_related("staff", "dealer", "closed_by")
        return rows.annotate(**counted, n_silent=Count("items", filter=no_reason))


class DayPlanItemQuerySet(OfAPlanQuerySet["DayPlanItem"]):
    dealer_path = "plan__dealer"
    plan_path = "plan__"

    def open(self) -> Self:
        return self.filter(state=DayState.PLANNED)

    def with_tickets(self) -> Self:
        return self.select_related(
            "ticket__customer", "ticket__product", "ticket__engineer", "ticket__dealer"
        ).order_by("begins_at", "pk")


class DayPlanEventQuerySet(OfAPlanQuerySet["DayPlanEvent"]):
    dealer_path = "item__plan__dealer"
    plan_path = "item__plan__"

    def in_order(self) -> Self:
        return self.select_related("actor", "item__ticket").order_by("pk")

"""Questions about fault classes, their causes and remedies: global, everybody who signs in sees them."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import (  # noqa: F401 (named in the base classes)
        FaultCause,
        FaultClass,
        FaultRemedy,
    )

M = TypeVar("M", bound=models.Model)


class GlobalQuerySet(models.QuerySet[M]):
    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()


class FaultClassQuerySet(GlobalQuerySet["FaultClass"]):
    def offered(self, product_id: int | None, *, chosen: int | None = None) -> Self:
        """Return what can be wrong with a model, and what was chosen before it went out of use."""
        fits = Q(is_active=True)
        if product_id is not None:
            narrowed = self.model.products.through.objects
            others = narrowed.exclude(faultclass__in=narrowed.filter(product=product_id).values("faultclass"))
            fits &= ~Q(pk__in=others.values("faultclass"))
        return self.filter(fits | Q(pk=chosen)).order_by("code")


class FaultCauseQuerySet(GlobalQuerySet["FaultCause"]):
    def offered(self, fault_class_id: int | None, *, chosen: int | None = None) -> Self:
        """Return the causes of a fault that can be chosen."""
        return self.filter(Q(is_active=True) | Q(pk=chosen), fault_class=fault_class_id).order_by("code")


class FaultRemedyQuerySet(GlobalQuerySet["FaultRemedy"]):
    def offered(self, cause_id: int | None, *, chosen: int | None = None) -> Self:
        """Return the remedies of a cause that can be chosen."""
        return self.filter(Q(is_active=True) | Q(pk=chosen), cause=cause_id).order_by("code")

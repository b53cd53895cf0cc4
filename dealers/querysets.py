"""Questions about dealers, people, territories and divisions."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import UserManager
from django.db import models

from dealers.choices import FilingStatus
from dealers.scoping import DealerScopedQuerySet

if TYPE_CHECKING:
    from dealers.models import Dealer, Division, ServiceStaff, Territory, User


class DealerQuerySet(DealerScopedQuerySet["Dealer"]):
    dealer_path = "pk"

    def active(self) -> Self:
        return self.filter(is_active=True)


class ServiceStaffQuerySet(DealerScopedQuerySet["ServiceStaff"]):
    def confirmed(self) -> Self:
        """Return the people who can be dispatched: confirmed and still serving (B1)."""
        return self.filter(filing_status=FilingStatus.CONFIRMED, is_active=True)


class TerritoryQuerySet(DealerScopedQuerySet["Territory"]):
    pass


class UserQuerySet(DealerScopedQuerySet["User"]):
    pass


class UserAccounts(UserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates users as Django does, and answers the scoped questions."""


class DivisionQuerySet(models.QuerySet["Division"]):
    def named_like(self, text: str) -> Self:
        """Return divisions whose full name holds a text, shortest first: for correcting a place by hand."""
        return self.filter(full_name__icontains=text).order_by("level", "code")

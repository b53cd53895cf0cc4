"""Questions about customers, contacts and units."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from dealers.scoping import DealerScopedQuerySet
from equipment.choices import CaseStatus, EquipmentEventVerb

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import (
        Customer,
        CustomerContact,
        Equipment,
        EquipmentEvent,
        Product,
        SelfCheckResult,
        SerialNumberCase,
    )


class ProductQuerySet(models.QuerySet["Product"]):
    """Products are global: everybody who signs in sees them."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)


class CustomerQuerySet(DealerScopedQuerySet["Customer"]):
    def named_like(self, text: str) -> Self:
        return self.filter(name__icontains=text)


class CustomerContactQuerySet(DealerScopedQuerySet["CustomerContact"]):
    dealer_path = "customer__dealer"

    def current(self) -> Self:
        return self.filter(replaced_by__isnull=True)


class EquipmentQuerySet(DealerScopedQuerySet["Equipment"]):
    def installed(self) -> Self:
        return self.filter(installed_on__isnull=False)

    def awaiting_installation(self) -> Self:
        return self.filter(installed_on__isnull=True)

    def late_to_install(self, *, on: date) -> Self:
        return self.awaiting_installation().filter(planned_installation_on__lt=on)

    def due_to_install(self, *, on: date) -> Self:
        """Return units whose planned installation is today or was before."""
        return self.awaiting_installation().filter(planned_installation_on__lte=on)

    def with_names(self) -> Self:
        """Fetch what a row shows in one statement."""
        return self.select_related("product", "customer", "dealer")

    def with_file(self) -> Self:
        """Fetch what the unit's page and the API show."""
        return self.with_names().select_related("contact", "division").prefetch_related("self_check")

    def matching(self, text: str, *, phone_hash: str = "", last_four_hash: str = "") -> Self:
        """Return units by a part of the serial number or name, or by a phone number's hash."""
        wanted = (
            Q(serial_number__icontains=text)
            | Q(customer__name__icontains=text)
            | Q(customer__contacts__name__icontains=text)
        )
        if phone_hash:
            wanted |= Q(customer__contacts__phone_hash=phone_hash)
        if last_four_hash:
            wanted |= Q(customer__contacts__last_four_hash=last_four_hash)
        return self.filter(pk__in=self.model.objects.filter(wanted).values("pk"))


class SelfCheckResultQuerySet(DealerScopedQuerySet["SelfCheckResult"]):
    dealer_path = "equipment__dealer"


class EquipmentEventQuerySet(DealerScopedQuerySet["EquipmentEvent"]):
    dealer_path = "equipment__dealer"

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def dating_calls(self, *, since: datetime) -> Self:
        """Return what has set or moved the days from which calls are planned."""
        verbs = [EquipmentEventVerb.INSTALLED, EquipmentEventVerb.CORRECTED]
        return self.filter(verb__in=verbs, at__gt=since)


class SerialNumberCaseQuerySet(models.QuerySet["SerialNumberCase"]):
    """Cases are headquarters' alone: they name two dealers."""

    def open(self) -> Self:
        return self.filter(status=CaseStatus.OPEN)

    def decided(self) -> Self:
        return self.filter(status=CaseStatus.DECIDED)

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active and actor.is_head_office else self.none()

    def with_names(self) -> Self:
        return self.select_related(
            "equipment__dealer",
            "equipment__product",
            "equipment__customer",
            "equipment__contact",
            "claimed_by_dealer",
            "claimed_by",
            "decided_by",
        )

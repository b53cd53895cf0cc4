"""Questions about customers, contacts and units."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber

from dealers.scoping import DealerScopedQuerySet
from equipment.choices import EquipmentEventVerb
from equipment.maintenance_rules import State
from equipment.states import UNSETTLED, CaseStatus
from records.search import Words

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import (
        ContractPlan,
        Customer,
        CustomerContact,
        Equipment,
        EquipmentEvent,
        HourReading,
        Maintenance,
        MaintenanceDone,
        Product,
        ProductGuide,
        ProductMaintenance,
        ProductPart,
        ProductTerms,
        SelfCheckResult,
        SerialNumberCase,
        SerialNumberCaseEvent,
        ServiceContract,
        UnitCode,
        Warranty,
    )


class ProductQuerySet(models.QuerySet["Product"]):
    """Products are global: everybody who signs in sees them."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)


class ProductTermsQuerySet(models.QuerySet["ProductTerms"]):
    """Terms are published: everybody may read those in force."""

    def in_force(self, product: "Product", *, on: date) -> "ProductTerms | None":
        """Return the terms of a model that hold on a day; none before the first were published (C11)."""
        dated = self.filter(product=product, valid_from__lte=on).prefetch_related("charges")
        return dated.order_by("-valid_from").first()


class ProductGuideQuerySet(models.QuerySet["ProductGuide"]):
    """Guides are published: everybody may read those that are open."""

    def open_to_customers(self, product: "Product", *, on: date) -> Self:
        """Return the guides of a model that its customers may read on a day, by title (C9)."""
        found = self.filter(Q(open_until__isnull=True) | Q(open_until__gte=on), open_from__lte=on)
        return found.filter(product=product).select_related("file").order_by("title", "-open_from", "pk")


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

    def to_install(self, *, on: date) -> Self:
        """Return the units whose installation is planned for a day."""
        return self.awaiting_installation().filter(planned_installation_on=on)

    def first_by_lateness(self, count: int, *, on: date) -> Self:
        """Return the first overdue units and the first of the others, each with how many are alike."""
        in_plan = [F("planned_installation_on").asc(), F("pk").asc()]
        is_late = ExpressionWrapper(Q(planned_installation_on__lt=on), output_field=models.BooleanField())
        numbered = self.annotate(is_late=is_late).annotate(
            place=Window(RowNumber(), partition_by="is_late", order_by=in_plan),
            alike=Window(Count("pk"), partition_by="is_late"),
        )
        return numbered.filter(place__lte=count).order_by(*in_plan)

    def with_names(self) -> Self:
        """Fetch what a row shows in one statement."""
        return self.select_related("product", "customer", "dealer")

    def with_file(self) -> Self:
        """Fetch what the unit's page and the API show."""
        return self.with_names().select_related("contact", "division").prefetch_related("self_check")

    def with_warranty(self) -> Self:
        """Fetch all that the end of a unit's warranty is reckoned from (C4)."""
        return self.select_related("product").prefetch_related("warranties", "repair_times", "hour_readings")

    def with_maintenance(self) -> Self:
        """Fetch all that a unit's maintenance is reckoned from (C5)."""
        return self.select_related("product").prefetch_related("maintenance__done", "hour_readings")

    def matching(self, text: str, *, phone_hash: str = "", last_four_hash: str = "") -> Self:
        """Return units by a part of the serial number or name, or by a phone number's hash."""
        named = Q(words__hold=text)
        if phone_hash:
            named |= Q(phone_hash=phone_hash)
        if last_four_hash:
            named |= Q(last_four_hash=last_four_hash)
        # each table is asked by itself: joined, all units are compared by all names
        customers = apps.get_model("equipment", "Customer").objects.alias(words=Words("name"))
        contacts = apps.get_model("equipment", "CustomerContact").objects.alias(words=Words("name"))
        return self.alias(words=Words("serial_number")).filter(
            Q(words__hold=text)
            | Q(customer__in=customers.filter(words__hold=text).values("pk"))
            | Q(customer__in=contacts.filter(named).values("customer"))
        )


class ProductPartQuerySet(models.QuerySet["ProductPart"]):
    """Parts of the catalogue, global like their models."""

    def of(self, product: "Product") -> Self:
        return self.filter(product=product).order_by("code")


class WarrantyQuerySet(DealerScopedQuerySet["Warranty"]):
    dealer_path = "equipment__dealer"

    def of(self, unit: "Equipment") -> Self:
        return self.filter(equipment=unit)


class ProductMaintenanceQuerySet(models.QuerySet["ProductMaintenance"]):
    """Plans of the catalogue, global like their models."""

    def of(self, product: "Product") -> Self:
        return self.filter(product=product).order_by("-is_first", "code")


class MaintenanceQuerySet(DealerScopedQuerySet["Maintenance"]):
    dealer_path = "equipment__dealer"

    def of(self, unit: "Equipment") -> Self:
        return self.filter(equipment=unit)

    def planned(self) -> Self:
        """Return what has a day: its window is known, whether open or not."""
        return self.filter(opens_on__isnull=False)

    def coming(self) -> Self:
        """Return what is to be done at all, the first day first, then what only hours will say."""
        return self.filter(counted_on__isnull=False).order_by(F("due_on").asc(nulls_last=True), "code")

    def with_their_number(self) -> Self:
        """Add to each row how many there are in all."""
        return self.annotate(alike=Window(Count("pk")))

    def with_course(self) -> Self:
        """Fetch all that each one's course is reckoned from, and what a row shows."""
        return self.with_names().prefetch_related("done", "equipment__hour_readings")

    def at_units_matching(self, text: str) -> Self:
        """Return those of units found by a part of the serial number or of a name."""
        units = apps.get_model("equipment", "Equipment").objects.matching(text)
        return self.filter(equipment__in=units.values("pk"))

    def behind(self, *, editions: int) -> Self:
        """Return what was reckoned before the last version of the regulation was approved."""
        return self.filter(editions__lt=editions, counted_on__isnull=False)

    def opened(self, *, on: date) -> Self:
        """Return what may be done by now: its window is open, or was and nobody did it."""
        return self.filter(opens_on__lte=on)

    def standing(self, state: str, *, on: date) -> Self:
        """Return what stands so on a day, as the rules say it of one (C5)."""
        is_open = Q(opens_on__lte=on) & (Q(due_on__isnull=True) | Q(due_on__gt=on))
        conditions = {
            State.NOT_YET: Q(opens_on__gt=on),
            State.OPEN: is_open,
            State.DUE: Q(due_on__lte=on, closes_on__gte=on),
            State.OVERDUE: Q(closes_on__lt=on),
        }
        return self.filter(conditions[State(state)])

    def with_names(self) -> Self:
        """Fetch what a row shows in one statement."""
        return self.select_related("equipment__product", "equipment__customer", "equipment__dealer")


class MaintenanceDoneQuerySet(DealerScopedQuerySet["MaintenanceDone"]):
    dealer_path = "maintenance__equipment__dealer"

    def at_units_matching(self, text: str) -> Self:
        """Return those of units found by a part of the serial number or of a name."""
        units = apps.get_model("equipment", "Equipment").objects.matching(text)
        return self.filter(maintenance__equipment__in=units.values("pk"))

    def standing(self) -> Self:
        """Return what was done and not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def named(self, unit: "Equipment", code: str, day: date) -> Self:
        """Return what an address names within a unit: what stands first, then what was taken back last."""
        of_day = self.filter(maintenance__equipment=unit, maintenance__code=code, done_on=day)
        return of_day.select_related("maintenance__equipment").order_by(
            F("withdrawn_at").desc(nulls_first=True)
        )

    def with_names(self) -> Self:
        return self.select_related(
            "maintenance__equipment__product",
            "maintenance__equipment__customer",
            "maintenance__equipment__dealer",
        )


class HourReadingQuerySet(DealerScopedQuerySet["HourReading"]):
    dealer_path = "equipment__dealer"

    def of(self, unit: "Equipment") -> Self:
        return self.filter(equipment=unit)

    def standing(self) -> Self:
        """Return the readings that were not withdrawn, in their order."""
        return self.filter(withdrawn_at__isnull=True).order_by("read_on", "hours")


class ContractPlanQuerySet(models.QuerySet["ContractPlan"]):
    """Plans are global: who writes service levels names them."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)


class ServiceContractQuerySet(DealerScopedQuerySet["ServiceContract"]):
    dealer_path = "customer__dealer"

    def of(self, customer: "Customer", unit: "Equipment | None", *, on: date) -> Self:
        """Return the contracts that hold for a unit of a customer on a day, the nearest one first (D3).

        One for this unit goes before one for all of the customer's, a later one before an earlier one.
        """
        held = self.filter(customer=customer, begins_on__lte=on, ends_on__gte=on)
        meant = held.filter(Q(equipment__isnull=True) | Q(equipment=unit) if unit else Q(equipment=None))
        return meant.order_by(F("equipment").desc(nulls_last=True), "-begins_on", "-pk")


class UnitCodeQuerySet(DealerScopedQuerySet["UnitCode"]):
    dealer_path = "equipment__dealer"

    def valid(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class SelfCheckResultQuerySet(DealerScopedQuerySet["SelfCheckResult"]):
    dealer_path = "equipment__dealer"


class EquipmentEventQuerySet(DealerScopedQuerySet["EquipmentEvent"]):
    """What happened is the dealer's whose the unit was then: the next one reads nothing of before (D20)."""

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

    def unsettled(self) -> Self:
        return self.filter(status__in=UNSETTLED)

    def decided(self) -> Self:
        return self.exclude(status=CaseStatus.OPEN)

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active and actor.is_head_office else self.none()

    def known_to(self, actor: "User") -> Self:
        """Return the claims of the person's own dealer that headquarters has sent back, and no other case.

        Nothing of whose the number is may be shown with them (D14).
        """
        if not actor.is_active or actor.dealer_id is None:
            return self.none()
        return self.filter(status=CaseStatus.MISTYPED, claimed_by_dealer=actor.dealer_id)

    def with_their_number(self) -> Self:
        """Add to each row how many there are in all."""
        return self.annotate(alike=Window(Count("pk")))

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


class SerialNumberCaseEventQuerySet(models.QuerySet["SerialNumberCaseEvent"]):
    """Each step names two dealers: headquarters' alone, as the cases are."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active and actor.is_head_office else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

"""Questions about dealers, people, territories and divisions."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import Group, UserManager
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from dealers.choices import AccountKind, DivisionLevel, EntryKind, FilingStatus
from dealers.roles import Role
from dealers.scoping import DealerScopedQuerySet
from records.choices import AuditVerb
from records.models import AuditEntry
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from dealers.models import (
        AccountEntry,
        Dealer,
        Division,
        Qualification,
        Region,
        RegionMember,
        RevealAlert,
        ServiceStaff,
        StaffQualification,
        Telling,
        Territory,
        User,
    )


class DealerQuerySet(DealerScopedQuerySet["Dealer"]):
    dealer_path = "pk"

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_counts(self) -> Self:
        """Add how many people of each dealer are confirmed and wait, and how many divisions it serves."""
        serving = Q(staff__is_active=True)
        return self.annotate(
            confirmed=Count(
                "staff", filter=serving & Q(staff__filing_status=FilingStatus.CONFIRMED), distinct=True
            ),
            filed=Count("staff", filter=serving & Q(staff__filing_status=FilingStatus.FILED), distinct=True),
            divisions=Count("territories", distinct=True),
        )

    def with_balances(self) -> Self:
        """Add what stands on each dealer's accounts, and the day of the last entry (I11)."""
        entries = apps.get_model("dealers", "AccountEntry").objects.filter(dealer=OuterRef("pk")).order_by()
        sums = {
            f"on_{account}": Coalesce(
                Subquery(
                    entries.filter(account=account)
                    .values("dealer")
                    .annotate(total=Sum("amount"))
                    .values("total")
                ),
                Decimal(0),
                output_field=models.DecimalField(max_digits=14, decimal_places=2),
            )
            for account in AccountKind.values
        }
        newest = entries.order_by("-booked_on", "-pk").values("booked_on")[:1]
        return self.annotate(**sums, last_booked_on=Subquery(newest))

    def owing(self) -> Self:
        """Return the dealers that owe headquarters more for service than they are owed (I11)."""
        return self.with_balances().filter(on_service__lt=0)


class AccountEntryQuerySet(DealerScopedQuerySet["AccountEntry"]):
    def with_names(self) -> Self:
        """Fetch what a row or a page shows of an entry in one statement."""
        return self.select_related(
            "dealer", "regulation_version", "posted_by", "reverses", "reversed_by__posted_by"
        )

    def with_balance_after(self) -> Self:
        """Add what stood on the account once an entry was made: for the rows of a page, not of a year."""
        before = self.model.objects.filter(
            dealer=OuterRef("dealer"), account=OuterRef("account"), pk__lte=OuterRef("pk")
        )
        summed = before.order_by().values("dealer").annotate(total=Sum("amount")).values("total")
        return self.annotate(balance_after=Subquery(summed))

    def reversible(self) -> Self:
        """Return what nobody has reversed yet."""
        return self.exclude(kind=EntryKind.REVERSAL).filter(reversed_by__isnull=True)

    def waived(self) -> Self:
        """Return what was reversed, and the reversals themselves."""
        return self.filter(Q(kind=EntryKind.REVERSAL) | Q(reversed_by__isnull=False))

    def booked_from(self, day: date) -> Self:
        return self.filter(booked_on__gte=day)

    def booked_until(self, day: date) -> Self:
        return self.filter(booked_on__lte=day)

    def balance(self) -> Decimal:
        """Return the sum of these entries, to the cent."""
        total: Decimal | None = self.order_by().aggregate(total=Sum("amount"))["total"]
        return Decimal("0.00") if total is None else total


class RegionQuerySet(models.QuerySet["Region"]):
    """Regions are headquarters' and, each its own, their heads' (D16)."""

    def visible_to(self, actor: "User") -> Self:
        if not actor.is_active:
            return self.none()
        return self.all() if actor.is_head_office else self.led_by(actor)

    def led_by(self, actor: "User") -> Self:
        """Return the regions whose head a person is, as long as they hold the role."""
        return self.filter(head=actor) if actor.has_role(Role.REGION_HEAD) else self.none()


class RegionMemberQuerySet(DealerScopedQuerySet["RegionMember"]):
    def regions_on(self, day: date) -> dict[int, int | None]:
        """Return dealer → region as it stands on a local day, in one statement."""
        rows = self.filter(since__lte=day).order_by("since", "pk")
        return dict(rows.values_list("dealer_id", "region_id"))  # the last one of each dealer counts

    def dealers_led_by(self, actor: "User") -> tuple[int, ...]:
        """Return who belongs to the regions of one head today: judged at the moment of the access."""
        rows = self.filter(since__lte=local_day(timezone.now())).order_by("since", "pk")
        led = dict(rows.values_list("dealer_id", "region__head_id"))
        return tuple(sorted(dealer for dealer, head in led.items() if head == actor.pk))

    def first_days(self) -> dict[int, date]:
        """Return region → the day on which its first dealer came to it."""
        rows = self.filter(region__isnull=False).order_by().values("region")
        return dict(rows.annotate(first=models.Min("since")).values_list("region", "first"))


class ServiceStaffQuerySet(DealerScopedQuerySet["ServiceStaff"]):
    def of(self, account: "User") -> Self:
        """Return the service person whose account it is, if it is one's."""
        return self.filter(user=account)

    def confirmed(self) -> Self:
        """Return the people who can be dispatched: confirmed and still serving (B1)."""
        return self.filter(filing_status=FilingStatus.CONFIRMED, is_active=True)

    def to_confirm(self) -> Self:
        """Return the people whose filing waits for headquarters (B1)."""
        return self.filter(filing_status=FilingStatus.FILED, is_active=True)

    def returned(self) -> Self:
        """Return the people whose filing headquarters sent back to their dealer."""
        return self.filter(filing_status=FilingStatus.RETURNED, is_active=True)

    def counted_by_filing(self) -> dict[str, int]:
        """Return filing → number of serving people, in one statement."""
        serving = self.filter(is_active=True).order_by()
        return dict(serving.values("filing_status").annotate(n=Count("pk")).values_list("filing_status", "n"))

    def last_reasons(self) -> dict[int, str]:
        """Return person → the reason that stands in the newest line of their history."""
        history = self.model.history.model.objects
        newest = history.filter(id=OuterRef("pk")).order_by("-history_id")
        reason = Subquery(newest.values("history_change_reason")[:1])
        return {pk: why or "" for pk, why in self.annotate(why=reason).values_list("pk", "why")}


class QualificationQuerySet(models.QuerySet["Qualification"]):
    """Qualifications are headquarters' to set and everybody's to read."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)


class StaffQualificationQuerySet(DealerScopedQuerySet["StaffQualification"]):
    dealer_path = "staff__dealer"

    def of_serving(self) -> Self:
        return self.filter(staff__is_active=True)

    def to_confirm(self) -> Self:
        """Return what waits for headquarters' word (B1)."""
        return self.of_serving().filter(filing_status=FilingStatus.FILED)

    def confirmed(self) -> Self:
        return self.filter(filing_status=FilingStatus.CONFIRMED)

    def newest_first(self) -> Self:
        return self.select_related("qualification", "filed_by", "scan").order_by("qualification__code", "-pk")

    def ending(self, on: date, *, within_days: int) -> Self:
        """Return the certificates that have ended or end within some days, and that nothing renews (B3)."""
        last = on + timedelta(days=within_days)
        later = self.model.objects.filter(
            staff=OuterRef("staff"),
            qualification=OuterRef("qualification"),
            filing_status__in=[FilingStatus.CONFIRMED, FilingStatus.FILED],
            valid_until__gt=OuterRef("valid_until"),
        )
        ending = self.of_serving().confirmed().filter(valid_until__lte=last, qualification__is_active=True)
        return ending.exclude(Exists(later))

    def last_reasons(self) -> dict[int, str]:
        """Return paper → the reason that stands in the newest line of its history."""
        history = self.model.history.model.objects
        newest = history.filter(id=OuterRef("pk")).order_by("-history_id")
        reason = Subquery(newest.values("history_change_reason")[:1])
        return {pk: why or "" for pk, why in self.annotate(why=reason).values_list("pk", "why")}


class TerritoryQuerySet(DealerScopedQuerySet["Territory"]):
    pass


class Joined(models.Aggregate):
    """All values of a group in one text, a line each."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, '\n')"
    output_field = models.TextField()

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra_context)


class UserQuerySet(DealerScopedQuerySet["User"]):
    def in_role(self, *roles: "Role") -> Self:
        """Return the people who sign in and hold one of these roles."""
        return self.filter(is_active=True, groups__name__in=roles).distinct().order_by("pk")

    def with_standing(self) -> Self:
        """Fetch people with their roles and the dealers they act for in one statement."""
        held = Group.objects.filter(user=OuterRef("pk")).order_by().values("user")
        outlets = apps.get_model("dealers", "Dealer").objects.filter(parent=OuterRef("dealer"))
        keys = outlets.order_by().values("parent").annotate(keys=Joined(Cast("pk", models.TextField())))
        return self.annotate(
            held_roles=Subquery(held.annotate(names=Joined("name")).values("names")),
            outlet_ids=Subquery(keys.values("keys")),
        )


class UserAccounts(UserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # the stubs can't know
    """Creates users as Django does, and answers the scoped questions."""


class DivisionQuerySet(models.QuerySet["Division"]):
    """Divisions are global."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active else self.none()

    def provinces(self) -> Self:
        return self.filter(level=DivisionLevel.PROVINCE).order_by("code")

    def named_like(self, text: str) -> Self:
        """Return divisions whose full name holds a text, shortest first: for correcting a place by hand."""
        return self.filter(full_name__icontains=text).order_by("level", "code")


class TellingQuerySet(models.QuerySet["Telling"]):
    def of(self, actor: "User") -> Self:
        """Return what the person chose: nobody chooses for another."""
        return self.filter(person=actor) if actor.is_active else self.none()


class RevealAlertQuerySet(models.QuerySet["RevealAlert"]):
    """Alerts name people of every dealer: headquarters' alone."""

    def visible_to(self, actor: "User") -> Self:
        return self.all() if actor.is_active and actor.is_head_office else self.none()

    def open(self) -> Self:
        return self.filter(handled_at__isnull=True)

    def handled(self) -> Self:
        return self.filter(handled_at__isnull=False)

    def with_counts(self) -> Self:
        """Add how many numbers the person has looked at since, as the audit says; fetch who it is."""
        looked = AuditEntry.objects.filter(
            verb=AuditVerb.PHONE_REVEALED,
            actor=OuterRef("person"),
            at__gte=OuterRef("since"),
            at__lt=OuterRef("until"),
        )
        counted = looked.order_by().values("actor").annotate(n=Count("pk")).values("n")
        return self.select_related("person__dealer", "handled_by").annotate(
            reveals=Coalesce(Subquery(counted), 0)
        )

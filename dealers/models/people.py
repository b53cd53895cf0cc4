"""Accounts and filed service staff."""

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.choices import FilingStatus
from dealers.models.network import Dealer
from dealers.models.regions import RegionMember
from dealers.querysets import (
    ServiceStaffQuerySet,
    UserAccounts,
)
from dealers.roles import HEADQUARTERS_OWN, Right, Role, rights_of


class User(AbstractUser):
    """Somebody who signs in; `dealer` is empty exactly for headquarters' people and heads of regions.

    Whether an empty `dealer` means headquarters is said by the roles: a forgotten one makes nobody see more.
    """

    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="users",
        verbose_name=_("dealer"),
    )
    full_name = models.CharField(_("name"), max_length=40, blank=True)

    objects: ClassVar[UserAccounts] = UserAccounts()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_head_office(self) -> bool:
        """Say whether a person acts for headquarters: of no dealer, in a role that headquarters alone has."""
        return self.dealer_id is None and not self.roles.isdisjoint(HEADQUARTERS_OWN)

    @cached_property
    def dealer_ids(self) -> tuple[int, ...]:
        """The person's dealer and, for a centre, its outlets; a head's dealers of the region today (L2)."""
        if self.dealer_id is None:
            return RegionMember.objects.dealers_led_by(self) if self.has_role(Role.REGION_HEAD) else ()
        outlets = self._fetched("outlet_ids")
        if outlets is None:
            keys = Dealer.objects.filter(parent=self.dealer_id).values_list("pk", flat=True)
            return (self.dealer_id, *keys)
        return (self.dealer_id, *map(int, outlets))

    def _fetched(self, name: str) -> list[str] | None:
        """Return the lines that came along `with_standing`; nothing where the person came without."""
        return (self.__dict__[name] or "").splitlines() if name in self.__dict__ else None

    @property
    def circle(self) -> str:
        """Name the house a person works in: headquarters or one dealer; nothing for who is of neither."""
        if self.is_head_office:
            return "headquarters"
        return f"dealer-{self.dealer_id}" if self.dealer_id is not None else ""

    @property
    def may_share_views(self) -> bool:
        """Let who leads others' work share a view of a list with the people of the own house."""
        leads = (Right.DISPATCH, Right.SERVE_AS_DESK, Right.SEE_REPORTS)
        return bool(self.circle) and any(self.may(right) for right in leads)

    @cached_property
    def roles(self) -> frozenset[str]:
        held = self._fetched("held_roles")
        return frozenset(self.groups.values_list("name", flat=True) if held is None else held)

    @cached_property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.roles) if self.is_active else frozenset()

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def may(self, right: Right) -> bool:
        """Say whether one of the person's roles allows something."""
        return right in self.rights

    @property
    def role_names(self) -> str:
        """The person's roles in words, for the top bar."""
        return " · ".join(str(Role(role).label) for role in Role.values if role in self.roles)

    @property
    def tends_messages(self) -> bool:
        """Say whether the person sees to what is stuck in the outbox (D20)."""
        return self.is_head_office and self.may(Right.TEND_MESSAGES)

    @property
    def is_ticket_reader(self) -> bool:
        return self.may(Right.SEE_TICKETS)

    @property
    def is_regulation_drafter(self) -> bool:
        return self.may(Right.DRAFT_REGULATION)

    @property
    def is_regulation_reader(self) -> bool:
        return self.may(Right.SEE_REGULATION)

    @property
    def sees_regulation_drafts(self) -> bool:
        """Say whether the person makes the regulation: drafts, reviews or approves it (K1)."""
        return self.is_regulation_drafter or self.is_deputy_in_charge or self.is_general_manager

    @property
    def is_deputy_in_charge(self) -> bool:
        return self.has_role(Role.DEPUTY_IN_CHARGE)

    @property
    def is_general_manager(self) -> bool:
        return self.has_role(Role.GENERAL_MANAGER)


class ServiceStaff(models.Model):
    """A person who serves customers, filed by a dealer and confirmed by headquarters (B1)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="staff",
        verbose_name=_("dealer"),
    )
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="staff", verbose_name=_("account")
    )
    filing_status = models.CharField(
        _("filing"), max_length=10, choices=FilingStatus, default=FilingStatus.FILED
    )
    is_active = models.BooleanField(_("serves"), default=True)

    objects = ServiceStaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("service person")
        verbose_name_plural = _("service staff")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(filing_status__in=FilingStatus.values), name="filing_status_is_known"
            ),
            models.CheckConstraint(condition=~Q(code__contains="/"), name="staff_code_fits_an_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def was_ever_confirmed(self) -> bool:
        """Say whether work may stand in the person's name: from the first confirmation on (B1, X1)."""
        return bool(self.history.filter(filing_status=FilingStatus.CONFIRMED).exists())


class ApiToken(models.Model):
    """A program's way in: only the token's hash is kept; a changed password or dealer ends it (G1, D12)."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("person")
    )
    digest = models.CharField(max_length=64, unique=True)
    holder_mark = models.CharField(max_length=128)
    created_at = models.DateTimeField(_("made on"))

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"

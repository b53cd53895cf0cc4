"""Stock by place: places, balances, the ledger of movements, pieces with numbers of their own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer, ServiceStaff
from equipment.models import Equipment
from parts.choices import HOLDING, ONLY_ONE, STORES, USABLE, MovementKind, PlaceKind
from parts.models.catalogue import Part
from parts.querysets import (
    StockActQuerySet,
    StockBalanceQuerySet,
    StockMovementQuerySet,
    StockPieceQuerySet,
    StockPlaceQuerySet,
)
from parts.rules import MOST_PIECES

NUMBERED = "SM"  # what the numbers of postings begin with
OF_A_HOUSE = frozenset({PlaceKind.PROVINCE, PlaceKind.DEALER})
OF_ANY_HOUSE = frozenset({PlaceKind.TRANSIT, PlaceKind.DEFECTIVE, PlaceKind.SCRAP})  # headquarters' too


class StockPlace(models.Model):
    """One place where parts can be; what is one of a kind belongs to nobody but headquarters (E2).

    A van is its engineer's and of the engineer's house, a unit's place is that of the machine. Without a
    dealer a place is headquarters'.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PlaceKind)
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stock_places",
        verbose_name=_("dealer"),
    )
    staff = models.OneToOneField(
        ServiceStaff,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="van",
        verbose_name=_("engineer"),
    )
    equipment = models.OneToOneField(
        Equipment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stock_place",
        verbose_name=_("unit"),
    )

    objects = StockPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of stock")
        verbose_name_plural = _("places of stock")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="stock_place_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(ONLY_ONE), dealer__isnull=True)
                | Q(kind__in=sorted(OF_A_HOUSE), dealer__isnull=False)
                | Q(kind__in=[*sorted(OF_ANY_HOUSE), PlaceKind.VAN])
                | Q(kind=PlaceKind.UNIT, dealer__isnull=True),
                name="stock_place_house_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.VAN, staff__isnull=False)
                | ~Q(kind=PlaceKind.VAN) & Q(staff__isnull=True),
                name="stock_place_of_an_engineer_iff_van",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.UNIT, equipment__isnull=False)
                | ~Q(kind=PlaceKind.UNIT) & Q(equipment__isnull=True),
                name="stock_place_of_equipment_iff_unit",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind__in=sorted(ONLY_ONE)), name="stock_place_only_one"
            ),
            models.UniqueConstraint(
                fields=["kind", "dealer"],
                condition=~Q(kind__in=[PlaceKind.VAN, PlaceKind.UNIT]) & Q(dealer__isnull=False),
                name="stock_place_one_a_house",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=sorted(OF_ANY_HOUSE), dealer__isnull=True),
                name="stock_place_one_at_headquarters",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == PlaceKind.UNIT:
            return str(self.equipment)
        kind = self.get_kind_display()
        if self.kind in ONLY_ONE:
            return kind
        return f"{self.staff or self.dealer or _('Headquarters')} · {kind}"

    def get_absolute_url(self) -> str:
        return reverse("parts:place", args=[self.code])

    @property
    def holds(self) -> bool:
        """Whether somebody answers for what is there, so that it has balances."""
        return self.kind in HOLDING

    @property
    def is_store(self) -> bool:
        return self.kind in STORES

    @property
    def is_usable(self) -> bool:
        """Whether what is there counts as available (E2)."""
        return self.kind in USABLE


class StockBalance(models.Model):
    """How many of a part are at a place: kept with each movement, never below zero (E2, S1, S2)."""

    place = models.ForeignKey(
        StockPlace,
        on_delete=models.PROTECT,
        related_name="balances",
        verbose_name=pgettext_lazy("stock", "place"),
    )
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="balances", verbose_name=_("part"))
    on_hand = models.PositiveIntegerField(pgettext_lazy("stock", "on hand"))

    objects = StockBalanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock balance")
        verbose_name_plural = _("stock balances")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "part"], name="stock_balance_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_never_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.part_id} {self.on_hand}"


class StockAct(models.Model):
    """What was posted as one, wholly or not at all: a paper with its lines; never changed (E2, S6).

    `key` names what is posted, so nothing is posted twice; `document` is the number of what caused it: a
    service record, a delivery note. `at` is when it happened, `posted_at` when it was told.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=MovementKind)
    document = models.CharField(_("document"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", verbose_name=_("reverses")
    )
    at = models.DateTimeField(_("when"))
    posted_at = models.DateTimeField(_("posted"))
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("posted by")
    )

    objects = StockActQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting of stock")
        verbose_name_plural = _("postings of stock")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="stock_act_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=MovementKind.REVERSE, reverses__isnull=False)
                | ~Q(kind=MovementKind.REVERSE) & Q(reverses__isnull=True),
                name="stock_act_reverses_iff_reversal",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[MovementKind.REVERSE, MovementKind.ADJUST]) | ~Q(reason=""),
                name="stock_act_put_right_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["document"], name="stock_acts_of_a_document")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("parts:act", args=[self.pk])

    @property
    def number(self) -> str:
        """Its public number, from its key: many post at once, and a series would make them queue."""
        return f"{NUMBERED}-{self.pk:07d}"


class StockMovement(models.Model):
    """Pieces of a part went from one place to another: a line of the ledger, never changed (E2, S6)."""

    act = models.ForeignKey(StockAct, on_delete=models.PROTECT, related_name="movements")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="movements", verbose_name=_("part"))
    quantity = models.PositiveIntegerField(_("quantity"))
    source = models.ForeignKey(
        StockPlace, on_delete=models.PROTECT, related_name="given", verbose_name=_("from")
    )
    target = models.ForeignKey(
        StockPlace, on_delete=models.PROTECT, related_name="taken", verbose_name=_("to")
    )

    objects = StockMovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_PIECES), name="stock_movement_of_pieces"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="stock_movement_leads_elsewhere"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["part", "-id"], name="stock_movements_of_a_part"),
            models.Index(fields=["source", "-id"], name="stock_movements_from"),
            models.Index(fields=["target", "-id"], name="stock_movements_to"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} × {self.quantity}"


class StockPiece(models.Model):
    """One piece of a part whose pieces have numbers: it is in one place (S4)."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="pieces", verbose_name=_("part"))
    serial_number = models.CharField(pgettext_lazy("of a part", "serial number"), max_length=40)
    place = models.ForeignKey(
        StockPlace,
        on_delete=models.PROTECT,
        related_name="pieces",
        verbose_name=pgettext_lazy("stock", "place"),
    )

    objects = StockPieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece with a number")
        verbose_name_plural = _("pieces with numbers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "serial_number"], name="stock_piece_once"),
            models.CheckConstraint(condition=~Q(serial_number=""), name="stock_piece_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.serial_number


class MovedPiece(models.Model):
    """A piece went with a movement: its whole way, never changed (S4, S6)."""

    movement = models.ForeignKey(StockMovement, on_delete=models.PROTECT, related_name="pieces")
    piece = models.ForeignKey(StockPiece, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["movement", "piece"], name="moved_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id} {self.piece_id}"

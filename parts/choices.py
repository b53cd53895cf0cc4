"""Closed sets of parts and stock."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartUnit(models.TextChoices):
    """What one of a part is; stock counts whole ones and nothing between (E2)."""

    PIECE = "piece", pgettext_lazy("unit of a part", "piece")
    SET = "set", pgettext_lazy("unit of a part", "set")
    PAIR = "pair", pgettext_lazy("unit of a part", "pair")
    BOX = "box", pgettext_lazy("unit of a part", "box")
    BARREL = "barrel", pgettext_lazy("unit of a part", "barrel")
    METRE = "metre", pgettext_lazy("unit of a part", "metre")
    LITRE = "litre", pgettext_lazy("unit of a part", "litre")


class PlaceKind(models.TextChoices):
    """Where parts can be, and where they come from and go to (E2)."""

    CENTRAL = "central", _("Central store")
    PROVINCE = "province", _("Province store")
    DEALER = "dealer", _("Dealer's shelf")
    VAN = "van", _("Engineer's van")
    TRANSIT = "transit", _("In transit")
    DEFECTIVE = "defective", _("Old and defective parts")
    SCRAP = "scrap", _("Scrap")
    UNIT = "unit", _("Customer's unit")
    SUPPLIER = "supplier", _("Suppliers")
    DIFFERENCE = "difference", _("Stock differences")
    DISPOSED = "disposed", _("Disposed of")


K = PlaceKind
# a store has a keeper; what stands there can be asked for
STORES: Final = frozenset({K.CENTRAL, K.PROVINCE, K.DEALER})
# only what is usable counts as available: returned and defective parts never do (E2)
USABLE: Final = STORES | {K.VAN}
# these hold pieces that somebody answers for, so they have balances; the others are the world outside
HOLDING: Final = USABLE | {K.TRANSIT, K.DEFECTIVE, K.SCRAP}
OUTSIDE: Final = frozenset(PlaceKind) - HOLDING
# one of each in the whole company; the others belong to a house, an engineer or a unit
ONLY_ONE: Final = frozenset({K.CENTRAL, K.SUPPLIER, K.DIFFERENCE, K.DISPOSED})


class MovementKind(models.TextChoices):
    """Why a piece went from one place to another (E2)."""

    RECEIVE = "receive", pgettext_lazy("stock movement", "Received")
    TRANSFER = "transfer", pgettext_lazy("stock movement", "Sent on its way")
    ISSUE = "issue", pgettext_lazy("stock movement", "Issued to an engineer")
    RETURN = "return", pgettext_lazy("stock movement", "Given back unused")
    USE = "use", pgettext_lazy("stock movement", "Used at a unit")
    ADJUST = "adjust", pgettext_lazy("stock movement", "Put right")
    REVERSE = "reverse", pgettext_lazy("stock movement", "Reversed")

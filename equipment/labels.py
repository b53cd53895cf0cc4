"""What stands on a label: the code as a QR symbol, the machine, the hotline, the address to type."""

from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equipment.services import Label


class LabelGrid(models.TextChoices):
    """Sheets of A4 labels that are sold everywhere: columns by rows."""

    G3X8 = "3x8", _("3 × 8 labels of 70 × 37 mm")
    G2X7 = "2x7", _("2 × 7 labels of 99 × 38 mm")
    G2X4 = "2x4", _("2 × 4 labels of 99 × 68 mm")


PER_SHEET = {LabelGrid.G3X8.value: 24, LabelGrid.G2X7.value: 14, LabelGrid.G2X4.value: 8}


def sheets(labels: "Iterable[Label]", *, grid: str, root: str) -> list[list[dict[str, Any]]]:
    """Return the labels of each sheet; `root` is the address under which codes are opened."""
    drawn = [_label(label, root=root) for label in labels]
    size = PER_SHEET[grid]
    return [drawn[start : start + size] for start in range(0, len(drawn), size)]


def _label(label: "Label", *, root: str) -> dict[str, Any]:
    address = f"{root}{label.token}/"
    return {
        "product": label.unit.product.code,
        "name": label.unit.product.name,
        "serial_number": label.unit.serial_number,
        "hotline": settings.HOTLINE,
        "address": address.partition("://")[2],
        "symbol": symbol_of(address),
    }


def symbol_of(address: str) -> str:
    """Return the QR symbol of an address as the source of a picture."""
    symbol = segno.make_qr(address, error="m")  # a Micro QR is what many phones can't read
    drawn: str = symbol.svg_data_uri(border=4, omitsize=True)
    return drawn

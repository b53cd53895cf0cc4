"""Parts, places and the ledger of stock."""

from parts.models.catalogue import Part, PartClass, PartPrice, Supplier
from parts.models.stock import (
    MovedPiece,
    StockAct,
    StockBalance,
    StockMovement,
    StockPiece,
    StockPlace,
)

__all__ = [
    "MovedPiece",
    "Part",
    "PartClass",
    "PartPrice",
    "StockAct",
    "StockBalance",
    "StockMovement",
    "StockPiece",
    "StockPlace",
    "Supplier",
]

"""What changes parts and stock."""

from parts.services.moving import (
    Told,
    Ware,
    give_back,
    issue,
    put_right,
    receive,
    receive_from_supplier,
    reverse,
    send,
    use,
)
from parts.services.places import only_place, place_of_unit, side_place, store_of, van_of

__all__ = [
    "Told",
    "Ware",
    "give_back",
    "issue",
    "only_place",
    "place_of_unit",
    "put_right",
    "receive",
    "receive_from_supplier",
    "reverse",
    "send",
    "side_place",
    "store_of",
    "use",
    "van_of",
]

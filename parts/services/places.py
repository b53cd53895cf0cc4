"""Finding the places of a house, an engineer or a unit; each is made when it is first needed (E2)."""

from typing import TYPE_CHECKING, Any, Final

from dealers.choices import DealerKind
from parts.choices import PlaceKind
from parts.models import StockPlace

if TYPE_CHECKING:
    from dealers.models import Dealer, ServiceStaff
    from equipment.models import Equipment

BEGINS: Final = {
    PlaceKind.TRANSIT: "WAY",
    PlaceKind.DEFECTIVE: "OLD",
    PlaceKind.SCRAP: "SCRAP",
}
HEADQUARTERS: Final = "HQ"


def only_place(kind: PlaceKind) -> StockPlace:
    """Return the one place of its kind: the central store, the suppliers, differences, disposal."""
    return _made(kind.value.upper(), kind=kind)


def store_of(dealer: "Dealer | None") -> StockPlace:
    """Return the shelf of a house; of headquarters the central store."""
    if dealer is None:
        return only_place(PlaceKind.CENTRAL)
    is_centre = dealer.kind == DealerKind.PROVINCE_CENTRE
    kind = PlaceKind.PROVINCE if is_centre else PlaceKind.DEALER
    return _made(f"STORE.{dealer.code}", kind=kind, dealer=dealer)


def side_place(kind: PlaceKind, dealer: "Dealer | None") -> StockPlace:
    """Return where a house keeps what is on its way to it, old parts, or scrap."""
    house = dealer.code if dealer else HEADQUARTERS
    return _made(f"{BEGINS[kind]}.{house}", kind=kind, dealer=dealer)


def van_of(staff: "ServiceStaff") -> StockPlace:
    """Return an engineer's van; it belongs to the engineer's house."""
    return _made(f"VAN.{staff.code}", kind=PlaceKind.VAN, dealer=staff.dealer, staff=staff)


def place_of_unit(equipment: "Equipment") -> StockPlace:
    return _made(f"UNIT.{equipment.pk}", kind=PlaceKind.UNIT, equipment=equipment)


def _made(code: str, **facts: Any) -> StockPlace:
    place, _is_new = StockPlace.objects.get_or_create(code=code, defaults=facts)
    return place

"""Stock of the demonstration: what is bought, sent to dealers, received, taken along and sent back."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from equipment.models import Product
from parts.choices import PartUnit, PlaceKind
from parts.models import Part, PartClass, PartPrice, StockAct, StockBalance, StockPlace
from parts.services import (
    Told,
    Ware,
    give_back,
    issue,
    only_place,
    put_right,
    receive,
    receive_from_supplier,
    send,
    store_of,
    van_of,
)

if TYPE_CHECKING:
    from aftersales.demo.cast import Cast
    from dealers.models import Dealer, User

CLASSES: Final = (
    ("HYDRAULICS", "液压", "Hydraulics"),
    ("ELECTRICS", "电气", "Electrics"),
    ("FILTERS", "滤芯油品", "Filters and oil"),
    ("STRUCTURE", "结构件", "Structure"),
    ("COOLING", "制冷", "Cooling"),
)
# code, names, class, unit, price, models it fits, marks: v valuable, s numbered piece by piece
MACHINES: Final = ("EX-215", "EX-360", "LD-50", "RD-280")
PARTS: Final = (
    (
        "HS-28-0310",
        "动臂油缸密封包（旧款）",
        "Boom cylinder seal kit, former",
        "HYDRAULICS",
        "set",
        172,
        MACHINES[:2],
        "",
    ),
    ("HS-28-0420", "动臂油缸密封包", "Boom cylinder seal kit", "HYDRAULICS", "set", 186, MACHINES[:2], ""),
    ("HP-28-1100", "主泵总成", "Main pump", "HYDRAULICS", "piece", 28600, MACHINES[:2], "vs"),
    ("HO-19-0044", "高压油管 19", "High-pressure hose 19", "HYDRAULICS", "piece", 124, MACHINES, ""),
    ("FI-10-0100", "液压滤芯 10 μm", "Hydraulic filter 10 μm", "FILTERS", "piece", 62, MACHINES, ""),
    ("FI-02-0021", "机油滤芯", "Oil filter", "FILTERS", "piece", 28, MACHINES, ""),
    ("LU-46-0020", "液压油 46# 20 L", "Hydraulic oil 46, 20 L", "FILTERS", "barrel", 310, MACHINES, ""),
    ("PN-80-0007", "铲斗销轴 80", "Bucket pin 80", "STRUCTURE", "piece", 148, MACHINES[:2], ""),
    ("TC-75-0003", "履带张紧缸", "Track tensioner", "STRUCTURE", "piece", 960, MACHINES[:2], ""),
    ("SN-25-0090", "转速传感器", "Speed sensor", "ELECTRICS", "piece", 210, MACHINES, ""),
    ("EL-07-0012", "LCD 显示屏", "LCD display", "ELECTRICS", "piece", 1480, MACHINES, "vs"),
    ("EL-07-0031", "LCD 驱动板", "LCD driver board", "ELECTRICS", "piece", 860, MACHINES, "vs"),
    ("EL-01-0002", "主控板", "Main board", "ELECTRICS", "piece", 5200, MACHINES, "vs"),
    ("AC-26-0400", "空调压缩机", "Air-conditioning compressor", "COOLING", "piece", 1120, ("AC-120",), ""),
    ("AC-11-0008", "四通换向阀", "Four-way valve", "COOLING", "piece", 240, ("AC-120",), ""),
)
FORMER, NEWER = "HS-28-0310", "HS-28-0420"
RAISED: Final = Decimal("1.06")  # prices of the newer half of the year
EVERY: Final = 28  # days between two deliveries of the supplier and two sendings to each dealer
UNDER_WAY: Final = 3  # days a sending takes
FULL: Final = 6  # parts in a van, from which on some go back
LAST_DAYS: Final = 5  # sendings of these days are left for whoever looks to receive


class Stock:
    """The stores over the year; from a chance of its own, so that the rest of the year stays."""

    def __init__(self, cast: "Cast", *, seed: int, shown_until: datetime) -> None:
        self.cast = cast
        self.chance = random.Random(seed)  # noqa: S311 (a play, not a secret)
        self.today = timezone.localtime(shown_until).date()
        self.keys, self.numbers = count(1), count(20_001)
        self.days = 0

    @property
    def clerk(self) -> "User":
        return self.cast.users["clerk"]

    def work(self, at: datetime) -> None:
        """Do what a working day brings: deliveries, sendings, what arrived, vans filled and emptied."""
        if not self.days:
            make_catalogue(timezone.localtime(at).date())
            former = [Ware(Part.objects.get(code=FORMER), 3)]
            told = replace(self._told(self.clerk, at), reason="期初盘点")
            put_right(former, place=only_place(PlaceKind.CENTRAL), told=told, is_more=True)
        if self.days % EVERY == 0:
            self._buy(at)
        houses = [house for house in self.cast.dealers.values() if house.is_active]
        for place, house in enumerate(houses):
            if (self.days + place * 3) % EVERY == 0:
                self._send(house, at)
        self._receive(at)
        if self.days % 5 == 0:
            self._fill_vans(at)
        if timezone.localtime(at).date() >= self.today - timedelta(days=1):
            self._send_back(at)
        self.days += 1

    def _told(self, actor: "User", at: datetime, *, document: str = "") -> Told:
        return Told(actor=actor, key=f"demo/{next(self.keys)}", at=at, posted_at=at, document=document)

    def _buy(self, at: datetime) -> None:
        wares = []
        for part in Part.objects.filter(successor__isnull=True).order_by("code"):
            pieces = self.chance.randint(1, 3) if part.is_serial_tracked else self.chance.randint(8, 20)
            serials = [f"{part.code[:2]}{next(self.numbers)}" for _ in range(pieces)]
            wares.append(Ware(part, pieces, tuple(serials) if part.is_serial_tracked else ()))
        document = f"DN-{timezone.localtime(at):%y%m}-{self.chance.randint(100, 999)}"
        receive_from_supplier(wares, told=self._told(self.clerk, at, document=document))

    def _send(self, house: "Dealer", at: datetime) -> None:
        central = only_place(PlaceKind.CENTRAL)
        wares = self._drawn(central, most=6, pieces=8)
        if wares:
            send(wares, store=central, to=store_of(house), told=self._told(self.clerk, at))

    def _drawn(self, place: StockPlace, *, most: int, pieces: int) -> list[Ware]:
        """Draw some of what is at a place."""
        there = list(StockBalance.objects.at(place).there().select_related("part").order_by("part__code"))
        wares = []
        for balance in self.chance.sample(there, min(most, len(there))):
            wanted = min(balance.on_hand, self.chance.randint(1, pieces))
            serials: tuple[str, ...] = ()
            if balance.part.is_serial_tracked:
                wanted = 1
                pieces_there = place.pieces.filter(part=balance.part).order_by("serial_number")
                serials = tuple(pieces_there.values_list("serial_number", flat=True)[:1])
            wares.append(Ware(balance.part, wanted, serials))
        return wares

    def _receive(self, at: datetime) -> None:
        """Receive what was sent days ago; the last sendings are left for whoever looks."""
        day = timezone.localtime(at).date()
        if day > self.today - timedelta(days=LAST_DAYS):
            return
        acts = StockAct.objects.filter(at__gte=at - timedelta(days=EVERY))
        arrived = set(acts.filter(kind="receive").values_list("document", flat=True))
        sent = acts.filter(kind="transfer", at__lte=at - timedelta(days=UNDER_WAY)).with_lines()
        for act in sent.order_by("pk"):
            if act.number in arrived:
                continue
            lines = list(act.movements.all())
            house = lines[0].target.dealer
            keeper = self.clerk if house is None else self.cast.desks[house.pk]
            wares = [
                Ware(line.part, line.quantity, tuple(one.piece.serial_number for one in line.pieces.all()))
                for line in lines
            ]
            told = self._told(keeper, at, document=act.number)
            receive(wares, store=store_of(house), told=told)

    def _fill_vans(self, at: datetime) -> None:
        """Let engineers take parts along, and put back what they have had for long."""
        for house in self.cast.dealers.values():
            for engineer in self.cast.engineers.get(house.pk, []):
                store, van, desk = store_of(house), van_of(engineer), self.cast.desks[house.pk]
                in_van = StockBalance.objects.at(van).there().count()
                back = self._drawn(van, most=in_van // 2, pieces=2) if in_van >= FULL else []
                if back:
                    give_back(back, van=van, store=store, told=self._told(desk, at))
                wares = self._drawn(store, most=2, pieces=2)
                if wares:
                    issue(wares, store=store, van=van, told=self._told(desk, at))

    def _send_back(self, at: datetime) -> None:
        """Let one dealer send back what lies there for nothing: it waits at the central store."""
        house = self.cast.dealers["HD02"]
        wares = self._drawn(store_of(house), most=2, pieces=2)
        if wares:
            told = self._told(self.cast.desks[house.pk], at)
            send(wares, store=store_of(house), to=only_place(PlaceKind.CENTRAL), told=told)


def make_catalogue(on: date) -> None:
    """Write the catalogue with its prices of the year, and which part takes the place of which."""
    classes = {
        code: PartClass.objects.create(code=code, name_zh=chinese, name_en=english)
        for code, chinese, english in CLASSES
    }
    products = {product.code: product for product in Product.objects.all()}
    for code, chinese, english, kind, unit, price, fits, marks in PARTS:
        part = Part.objects.create(
            code=code,
            name_zh=chinese,
            name_en=english,
            part_class=classes[kind],
            unit=PartUnit(unit),
            is_valuable="v" in marks,
            is_serial_tracked="s" in marks,
        )
        part.products.set(products[product] for product in fits)
        PartPrice.objects.create(part=part, valid_from=on, price=Decimal(price))
        raised = (Decimal(price) * RAISED).quantize(Decimal("0.01"))
        PartPrice.objects.create(part=part, valid_from=on + timedelta(days=200), price=raised)
    Part.objects.filter(code=FORMER).update(successor=Part.objects.get(code=NEWER))

"""The upkeep of the rigs: a plan of their model, and desks that see to most of what comes due (C5)."""

import random
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from aftersales.demo import audits, trips
from aftersales.demo.cast import Cast
from equipment.choices import MaintenanceCounts
from equipment.models import ProductMaintenance
from tickets.choices import RecordResult, TicketChannel
from tickets.models import Ticket
from tickets.services import accept_ticket, assign_ticket, can_go, cancel_ticket, close_ticket
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from aftersales.demo.year import Year

MODEL: Final = "RD-280"
NOT_SIGNED_YET: Final = timedelta(days=45)  # sheets of the last weeks: late by now
PUT_OFF: Final = 0.2  # the customer wants none now: so that something is overdue
IDLE: Final = "客户工地停工，机器闲置，暂不保养"
WORK: Final = "按保养项目逐项做完，更换机油和滤芯，试机正常。"
# code, names, first, months, hours, counts, points in Chinese and in English
PLAN: Final = (
    (
        *("first", "首保", "First maintenance", True, 1, 250, MaintenanceCounts.LAST_DONE),
        "更换机油和机滤\n检查各部螺栓力矩\n检查液压油位和渗漏",
        "Change engine oil and oil filter\nCheck the torque of all bolts\nCheck the hydraulic oil",
    ),
    (
        *("half-year", "半年保养", "Half-yearly maintenance", False, 6, 2000, MaintenanceCounts.LAST_DONE),
        "更换机油、机滤和柴油滤芯\n更换空气滤芯\n检查钢丝绳和动力头",
        "Change oil, oil filter and fuel filter\nChange the air filter\nCheck wire rope and rotary head",
    ),
)


def plan_maintenance(cast: Cast) -> None:
    """Give the rigs a plan, so that each of them that is delivered gets it."""
    product = next(product for product in cast.products if product.code == MODEL)
    for code, name_zh, name_en, is_first, months, hours, counts, checks_zh, checks_en in PLAN:
        ProductMaintenance.objects.create(
            product=product,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            is_first=is_first,
            months=months,
            hours=hours,
            counts=counts,
            checks_zh=checks_zh,
            checks_en=checks_en,
        )


class Upkeep:
    """Desks and engineers at what the plan has opened; it draws its own luck, so that all else stays."""

    def __init__(self, year: "Year", *, seed: int) -> None:
        self.year = year
        self.chance = random.Random(seed)  # noqa: S311 (a demonstration's luck)

    def look_after(self, at: datetime) -> None:
        """Let desks take on what the sweep of this moment has opened, but for what customers put off."""
        opened = Ticket.objects.filter(channel=TicketChannel.PLAN, opened_at=at).order_by("number")
        for number, status in opened.values_list("number", "status"):
            is_wanted = status == TicketStatus.OFFERED and self.chance.random() >= PUT_OFF
            moment = at + timedelta(minutes=self.chance.randint(10, 45))
            self.year.do_at(moment, partial(self._take if is_wanted else self._put_off, number))

    def _put_off(self, number: str, at: datetime) -> None:
        dispatcher = self.year.cast.users["dispatcher"]
        cancel_ticket(Ticket.objects.get(number=number), actor=dispatcher, at=at, reason=IDLE)

    def _take(self, number: str, at: datetime) -> None:
        ticket = Ticket.objects.select_related("dealer").get(number=number)
        if ticket.status != TicketStatus.OFFERED:
            return
        desk = self.year.workshop.desk(ticket)
        accepted = accept_ticket(ticket, actor=desk, at=at)
        people = [one for one in self.year.cast.engineers[ticket.dealer_id] if can_go(accepted, one, at=at)]
        if not people:
            return
        assign_ticket(accepted, actor=desk, at=at, engineer=self.chance.choice(people))
        later = at + timedelta(days=self.chance.randint(2, 24), minutes=self.chance.randint(0, 200))
        self.year.do_at(later, partial(self._do, number))

    def _do(self, number: str, at: datetime) -> None:
        ticket = Ticket.objects.select_related("engineer__user", "dealer", "equipment").get(number=number)
        if ticket.status != TicketStatus.ASSIGNED or ticket.engineer is None or ticket.engineer.user is None:
            return
        record = trips.serve(
            ticket,
            actor=ticket.engineer.user,
            at=at,
            work_done=WORK,
            minutes_worked=180,
            result=RecordResult.FIXED,
            is_signed=self.year.until - at > NOT_SIGNED_YET,
        )
        self.year.do_at(at + audits.WAITS, lambda now: audits.judge(record.pk, year=self.year, at=now))
        desk = self.year.workshop.desk(ticket)
        close_ticket(record.ticket, actor=desk, at=at + timedelta(hours=3))

"""When the demonstration's engineers come: times agreed for what they have in hand."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from regulation.calendars import local_day
from tickets.models import Ticket
from tickets.services import appoint_ticket, can_go, confirm_appointment
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from aftersales.demo.cast import Cast
    from dealers.models import User

STARTS: Final = (time(9, 0), time(13, 30), time(15, 30))
LONG: Final = timedelta(hours=1, minutes=30)
TO_BRING: Final = ("接头密封 ×2、46# 液压油 5 L", "", "万用表、备用保险一套", "冷媒表、检漏仪")


def agree_on_times(cast: "Cast", at: datetime) -> None:
    """Agree on a time for each job in hand, three a day from tomorrow on; the first of each is confirmed."""
    agreed: Counter[int] = Counter()
    jobs = Ticket.objects.filter(status=TicketStatus.ASSIGNED).select_related("engineer", "dealer")
    for ticket in jobs.order_by("pk"):
        engineer = ticket.engineer
        if engineer is None or not can_go(ticket, engineer, at=at):
            continue
        turn = agreed[engineer.pk]
        agreed[engineer.pk] += 1
        day = local_day(at) + timedelta(days=1 + turn // len(STARTS))
        begins = timezone.make_aware(datetime.combine(day, STARTS[turn % len(STARTS)]))
        desk = _desk(ticket, cast)
        moved = appoint_ticket(
            ticket,
            actor=desk,
            at=at,
            begins_at=begins,
            ends_at=begins + LONG,
            to_bring=TO_BRING[turn % len(TO_BRING)],
        )
        if turn == 0:
            confirm_appointment(moved, actor=desk, at=at)


def _desk(ticket: Ticket, cast: "Cast") -> "User":
    return cast.users["dispatcher"] if ticket.dealer_id is None else cast.desks[ticket.dealer_id]

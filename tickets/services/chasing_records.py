"""Asking dealers after the records that are not back: once a day and dealer, again after some days (D8)."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dealers.models import Dealer, User
from dealers.roles import Role
from dealers.telling import News, tell
from regulation.calendars import local_day
from regulation.services import version_in_force, work_calendar
from tickets.letters import RECORDS_OVERDUE
from tickets.models import ServiceRecord
from tickets.onsite.back_rules import asked_long_ago

DESKS: Final = (Role.DEALER_USER, Role.CENTRE_USER)


def chase_records(at: datetime) -> int:
    """Ask each dealer, on a working day, after what is not back in time; return how many records that were.

    A record is asked after when its day has passed, and again each time the working days of the regulation
    have passed since; a sweep that was down asks once, not for each day it missed.
    """
    today, calendar = local_day(at), work_calendar()
    if not calendar.is_workday(today):
        return 0
    days = version_in_force(today).typed.service_records.chased_every_working_days
    before = asked_long_ago(today, working_days=days, calendar=calendar)
    late = ServiceRecord.objects.to_chase(today, asked_before=before)
    dealers = list(late.order_by("dealer").values_list("dealer", flat=True).distinct())
    return sum(_ask(dealer, today=today, before=before, at=at) for dealer in dealers)


@transaction.atomic
def _ask(dealer_id: int | None, *, today: date, before: date, at: datetime) -> int:
    """Ask one dealer once: whoever puts down the day of asking is the one who writes."""
    late = ServiceRecord.objects.to_chase(today, asked_before=before).served_by(dealer_id)
    first = late.owed_first().first()
    asked = late.update(chased_on=today)
    if first is None or not asked:
        return 0
    dealer = Dealer.objects.get(pk=dealer_id) if dealer_id else None

    def values() -> dict[str, str]:
        return {
            "dealer": dealer.name if dealer else str(_("Headquarters")),
            "count": str(asked),
            "record": first.number,
            "day": first.back_by.isoformat(),
        }

    key = f"records/{dealer_id or 0}/{today.isoformat()}"
    tell(News(RECORDS_OVERDUE, values, key=key, about=first.number, at=at), people=_desk_of(dealer_id))
    return asked


def _desk_of(dealer_id: int | None) -> list[User]:
    roles = DESKS if dealer_id else (Role.DISPATCHER,)
    return list(User.objects.in_role(*roles).filter(dealer=dealer_id).distinct())

"""Evenings of the demonstration: engineers close their days, now and then one forgets to."""

import random
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from tickets.days.states import DayReason
from tickets.models import DayPlan
from tickets.services import CarryOver, close_day, next_open_day, plan_days

if TYPE_CHECKING:
    from dealers.models import User

FORGOTTEN: Final = 0.06
REASONS: Final = (DayReason.EARLIER_JOB, DayReason.PART, DayReason.CUSTOMER, DayReason.SITE, DayReason.URGENT)


class Evenings:
    """What each engineer says of the day; from a chance of its own, so that the rest of the year stays."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (a play, not a secret)

    def close(self, at: datetime) -> None:
        """Close the days of a working day's evening, but for those that are forgotten."""
        plan_days(at)
        plans = DayPlan.objects.open().on_day(timezone.localtime(at).date()).order_by("pk")
        for plan in plans.select_related("staff__user"):
            person = plan.staff.user
            if person is not None and self.chance.random() >= FORGOTTEN:
                self._close(plan, person, at)

    def _close(self, plan: DayPlan, person: "User", at: datetime) -> None:
        left = plan.items.open().values_list("ticket__number", flat=True).order_by("pk")
        new_day = next_open_day(plan, at=at)
        carried = [CarryOver(number, self.chance.choice(REASONS), new_day) for number in left]
        close_day(plan, actor=person, at=at, carried=carried)

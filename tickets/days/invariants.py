"""What must hold of day plans, asked of the rows themselves, apart from the services (D18)."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Subquery

from tickets.days.states import DayState
from tickets.models import DayPlanEvent, DayPlanItem


def d18() -> Iterator[str]:
    """D18: no job of a closed day is open, what goes on stands in the plan of its new day, steps tell it."""
    open_still = DayPlanItem.objects.open().filter(plan__closed_at__isnull=False)
    for code, number in open_still.values_list("plan__code", "ticket__number"):
        yield f"day {code}: ticket {number} is neither done nor carried over nor dropped"
    later = DayPlanItem.objects.filter(
        ticket=OuterRef("ticket"), plan__staff=OuterRef("plan__staff"), plan__on=OuterRef("carried_to")
    )
    lost = DayPlanItem.objects.filter(~Exists(later), state=DayState.CARRIED_OVER)
    for code, number in lost.values_list("plan__code", "ticket__number"):
        yield f"day {code}: ticket {number} was carried over and stands in no plan of its new day"
    last = DayPlanEvent.objects.filter(item=OuterRef("pk")).order_by("-pk")
    astray = DayPlanItem.objects.annotate(last=Subquery(last.values("target")[:1])).exclude(
        last__isnull=False, last=F("state")
    )
    for code, number, state in astray.values_list("plan__code", "ticket__number", "state"):
        yield f"day {code}: ticket {number} is “{state}”, its steps end elsewhere"

"""Whether repairs held: fixed first time, judged at the days of the regulation, as conditions (D6).

A repair is judged when its unit and its fault class are known and so many days have passed since it was done.
It was fixed first time when one trip was enough, it was not reopened, and no other repair of that unit and
class was opened within those days, nor one that names it as the earlier one. Of history taken from files no
trips are told, and a day stands for opening and end: what came back counts there like anywhere.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q, Window
from django.db.models.functions import Coalesce, Lag
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulation.calendars import local_day
from tickets.choices import REPAIRS, RecordResult
from tickets.models import ServiceRecord, Ticket, TicketEvent
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from regulation.editions import Editions
    from tickets.querysets import TicketQuerySet

STANDS: Final = ("short", "middle", "long")  # after so many days, as the regulation says them
REPAIRED: Final = "fix_repairs"
NOT_DONE: Final = "fix_not_done"
UNCLASSED: Final = "fix_not_known"
DONE: Final = (TicketStatus.RESOLVED, TicketStatus.CLOSED)


def held(stand: str) -> str:
    """Return the code of what was fixed first time and held so long."""
    return f"held_{stand}"


def failed(stand: str) -> str:
    return f"not_held_{stand}"


def judged(stand: str) -> str:
    return f"judged_{stand}"


def early(stand: str) -> str:
    """Return the code of what can't be judged yet."""
    return f"not_judged_{stand}"


def trips(stand: str) -> str:
    """Return the code of what took more than one trip; each that failed counts by its first cause alone."""
    return f"more_trips_{stand}"


def reopened(stand: str) -> str:
    """Return the code of what took one trip and was reopened."""
    return f"fix_reopened_{stand}"


def again(stand: str) -> str:
    """Return the code of what took one trip, was not reopened, and came back within the span."""
    return f"came_again_{stand}"


_NAMES: Final = {
    "short": (
        _("Fixed first time, first span"),
        _("Not fixed first time, first span"),
        _("Judged, first span"),
        _("Not judged yet, first span"),
        _("More than one trip, first span"),
        _("One trip, reopened, first span"),
        _("Came back, first span"),
    ),
    "middle": (
        _("Fixed first time, second span"),
        _("Not fixed first time, second span"),
        _("Judged, second span"),
        _("Not judged yet, second span"),
        _("More than one trip, second span"),
        _("One trip, reopened, second span"),
        _("Came back, second span"),
    ),
    "long": (
        _("Fixed first time, third span"),
        _("Not fixed first time, third span"),
        _("Judged, third span"),
        _("Not judged yet, third span"),
        _("More than one trip, third span"),
        _("One trip, reopened, third span"),
        _("Came back, third span"),
    ),
}
NAMES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        code(stand): name
        for stand in STANDS
        for code, name in zip(
            (held, failed, judged, early, trips, reopened, again), _NAMES[stand], strict=True
        )
    }
    | {
        REPAIRED: _("Repairs opened"),
        NOT_DONE: _("Repairs not done, or cancelled"),
        UNCLASSED: _("Unit or fault class not known"),
    }
)
COUNTED: Final = (*(code(stand) for stand in STANDS for code in (held, judged, early)), UNCLASSED)


def counted_at(stand: str) -> tuple[str, ...]:
    """Return what adds up to the repairs opened, for one span: each repair is in exactly one of them."""
    of_span = (code(stand) for code in (early, held, trips, reopened, again))
    return (NOT_DONE, UNCLASSED, *of_span)


def days_of(editions: "Editions", at: datetime) -> dict[str, int]:
    """Return after how many days it is judged, by the regulation in force at a moment (K1)."""
    rules = editions.in_force(local_day(at)).parameters.first_time_fix
    return {stand: getattr(rules, f"{stand}_days") for stand in STANDS}


def conditions(*, at: datetime, editions: "Editions") -> dict[str, Callable[[], Q]]:
    """Return the condition of each figure."""
    found: dict[str, Callable[[], Q]] = {
        REPAIRED: lambda: Q(kind__in=REPAIRS),
        NOT_DONE: lambda: Q(kind__in=REPAIRS) & ~Q(status__in=DONE),
        UNCLASSED: lambda: _repaired() & ~_known(),
    }
    for stand, days in days_of(editions, at).items():
        found |= _of_span(stand, timedelta(days=days), at)
    return found


def _of_span(stand: str, span: timedelta, at: datetime) -> dict[str, Callable[[], Q]]:
    """Return the conditions of one span; of those that failed each meets one cause: the first."""
    until = at - span
    return {
        judged(stand): lambda: _judged(until),
        held(stand): lambda: _judged(until) & ~_failed(span),
        failed(stand): lambda: _judged(until) & _failed(span),
        early(stand): lambda: _repaired() & _known() & ~_done_by(until),
        trips(stand): lambda: _judged(until) & _more_trips(),
        reopened(stand): lambda: _judged(until) & ~_more_trips() & _reopened(),
        again(stand): lambda: _judged(until) & ~_more_trips() & ~_reopened() & _came_again(span),
    }


def _repaired() -> Q:
    return Q(kind__in=REPAIRS, status__in=DONE)


def _known() -> Q:
    return Q(equipment__isnull=False, fault_class__isnull=False)


def _judged(until: datetime) -> Q:
    return _repaired() & _known() & _done_by(until)


def _done_by(moment: datetime) -> Q:
    """Return what was done by a moment; a repair of the past is done when it was closed."""
    return Q(resolved_at__lte=moment) | Q(resolved_at__isnull=True, closed_at__lte=moment)


def _failed(span: timedelta) -> Q:
    """Return what one trip was not enough for, what was reopened, and what came back within a span."""
    return _more_trips() | _reopened() | _came_again(span)


def _more_trips() -> Q:
    unfixed = ServiceRecord.objects.filter(ticket=OuterRef("pk")).exclude(result=RecordResult.FIXED)
    return Q(Exists(unfixed))


def _reopened() -> Q:
    return Q(Exists(TicketEvent.objects.filter(ticket=OuterRef("pk"), verb=TicketVerb.REOPEN)))


def _came_again(span: timedelta) -> Q:
    """Return what another repair of its unit and fault followed within a span, or one that names it."""
    later = Q(opened_at__gt=OuterRef("opened_at")) | Q(opened_at=OuterRef("opened_at"), pk__gt=OuterRef("pk"))
    same = Q(equipment=OuterRef("equipment"), fault_class=OuterRef("fault_class"), kind__in=REPAIRS)
    again = _soon_after(span).filter(same, later)
    named = _soon_after(span).filter(previous=OuterRef("pk"))
    return Q(Exists(again)) | Q(Exists(named))


def _soon_after(span: timedelta) -> "TicketQuerySet":
    done = Coalesce(OuterRef("resolved_at"), OuterRef("closed_at"))
    return Ticket.objects.filter(opened_at__lte=done + span).exclude(status=TicketStatus.CANCELLED)


def gaps(tickets: "TicketQuerySet") -> list[int]:
    """Return the local days between each two repairs of one unit and class that follow each other, sorted."""
    rows: Any = tickets.order_by().filter(_known(), kind__in=REPAIRS).exclude(status=TicketStatus.CANCELLED)
    before = Window(Lag("opened_at"), partition_by=["equipment", "fault_class"], order_by=["opened_at", "pk"])
    pairs = rows.annotate(before=before).values_list("before", "opened_at")
    return sorted((local_day(at) - local_day(was)).days for was, at in pairs if was is not None)


def median(days: list[int]) -> float | None:
    """Return the middle of sorted days, or the mean of the two middle ones."""
    if not days:
        return None
    half = len(days) // 2
    return float(days[half]) if len(days) % 2 else (days[half - 1] + days[half]) / 2

"""The figures of operations as conditions on tickets: a report counts by them, a list shows what was counted.

Each figure is about tickets opened in a period; what came in closed out of a file of history has no times to
keep and is left out. A clock that is neither met nor overdue yet is not judged (J2). Promised answers count
by the moment they were promised for, whenever their tickets came in.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulation.choices import ON_TICKETS, ClockKind
from tickets import fix_measures
from tickets.choices import REPAIRS, RecordResult, TicketChannel
from tickets.failing import failed
from tickets.models import ServiceRecord, Ticket, TicketClock, TicketEvent, TicketPromise
from tickets.states import OPEN, TicketStatus, TicketVerb

if TYPE_CHECKING:
    from regulation.editions import Editions
    from tickets.querysets import TicketPromiseQuerySet, TicketQuerySet

ONE_DAY: Final = timedelta(days=1)
MONTHS_OF_A_YEAR: Final = 12
AGES: Final = (0, 1, 3, 7, 30)  # days: from each of them on up to the next
IN_TIME, LATE, RUNNING = "in_time", "late", "running"
OPENED, VISITED, FIRST_TIME, AGAIN = "opened", "visited", "first_time", "not_first_time"
FAILED = "failed"
REOPENED, REPEATED = "reopened", "repeated"
PROMISE_KEPT, PROMISE_BROKEN = "promise_kept", "promise_broken"


def of_clock(kind: str, stand: str) -> str:
    """Return the code of a figure about one of the times of a ticket."""
    return f"{kind}_{stand}"


def of_age(days: int) -> str:
    """Return the code of the open tickets of an age."""
    return f"open_{days}"


_CLOCK_NAMES: Final[Mapping[str, tuple[Promise, Promise, Promise]]] = MappingProxyType(
    {
        ClockKind.RESPOND: (_("Responded in time"), _("Responded late"), _("Response not due yet")),
        ClockKind.ATTEND: (_("Attended in time"), _("Attended late"), _("Attendance not due yet")),
        ClockKind.FIX: (_("Fixed in time"), _("Fixed late"), _("Fix not due yet")),
        ClockKind.COMPLETE: (_("Completed in time"), _("Completed late"), _("Completion not due yet")),
        ClockKind.PLAN: (
            _("Engineer assigned in time"),
            _("Engineer assigned late"),
            _("Engineer not due yet"),
        ),
    }
)
_AGE_NAMES: Final = (
    _("Open up to a day"),
    _("Open 1 to 3 days"),
    _("Open 3 to 7 days"),
    _("Open 7 to 30 days"),
    _("Open 30 days or more"),
)
NAMES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        OPENED: _("Opened in the period"),
        VISITED: _("Repaired on site"),
        FIRST_TIME: _("Repaired on one trip"),
        AGAIN: _("Not repaired on one trip"),
        REOPENED: _("Reopened"),
        REPEATED: _("Repeat repairs"),
        FAILED: _("Failures of units in service"),
        PROMISE_KEPT: _("A promise kept"),
        PROMISE_BROKEN: _("A promise broken"),
        **{
            of_clock(kind, stand): name
            for kind, names in _CLOCK_NAMES.items()
            for stand, name in zip((IN_TIME, LATE, RUNNING), names, strict=True)
        },
        **{of_age(days): name for days, name in zip(AGES, _AGE_NAMES, strict=True)},
        **fix_measures.NAMES,
    }
)
CHOICES: Final = tuple(NAMES.items())


def behind(
    tickets: "TicketQuerySet",
    figure: str,
    *,
    at: datetime,
    editions: "Editions",
    promises: "TicketPromiseQuerySet | None" = None,
) -> "TicketQuerySet":
    """Return exactly the tickets that a figure counts; of `promises` alone, where it is about those."""
    promised = promises_stand(at).get(figure)
    if promised is not None:
        rows = TicketPromise.objects.all() if promises is None else promises
        return tickets.filter(Exists(rows.filter(promised, ticket=OuterRef("pk"))))
    return tickets.filter(conditions(at=at, editions=editions)[figure]())


def conditions(*, at: datetime, editions: "Editions") -> Mapping[str, Callable[[], Q]]:
    """Return the condition of each figure."""
    judged: dict[str, Callable[[], Q]] = {
        OPENED: _counted,
        VISITED: lambda: _counted() & _visited(),
        FIRST_TIME: lambda: _counted() & _visited() & ~_again(),
        AGAIN: lambda: _counted() & _visited() & _again(),
        REOPENED: lambda: _counted() & _reopened(),
        REPEATED: lambda: _counted() & _repeated(editions),
        **fix_measures.conditions(at=at, editions=editions),
        FAILED: failed,
    }
    for kind in ON_TICKETS:
        for stand, of_clocks in stands(at).items():
            judged[of_clock(kind, stand)] = lambda kind=kind, of_clocks=of_clocks: (
                _counted()
                & Q(  # type: ignore[misc]  # bound at once
                    Exists(TicketClock.objects.filter(of_clocks, ticket=OuterRef("pk"), kind=kind))
                )
            )
    for days, until in pairwise((*AGES, None)):
        judged[of_age(days or 0)] = lambda days=days, until=until: _open_since(days, until, at=at)  # type: ignore[misc]  # bound at once
    return judged


def stands(at: datetime) -> dict[str, Q]:
    """Return how a clock may stand: what ended without being owed and was not late is none of these."""
    runs = Q(met_at__isnull=True, stopped_at__isnull=True)
    return {
        IN_TIME: Q(met_at__isnull=False, late_minutes=0),
        LATE: Q(late_minutes__gt=0) | (runs & Q(due_at__lt=at)),
        RUNNING: runs & (Q(due_at__isnull=True) | Q(due_at__gte=at)),
    }


def promises_stand(at: datetime) -> dict[str, Q]:
    """Return how a promise may stand; one that is open and not due yet is neither (D10)."""
    return {
        PROMISE_KEPT: Q(late_minutes=0),
        PROMISE_BROKEN: Q(late_minutes__gt=0) | Q(ended__isnull=True, until__lt=at),
    }


def _counted() -> Q:
    return ~Q(channel=TicketChannel.IMPORT, level="")


def _visited() -> Q:
    done = Q(status__in=[TicketStatus.RESOLVED, TicketStatus.CLOSED])
    return done & Q(Exists(ServiceRecord.objects.filter(ticket=OuterRef("pk"))))


def _again() -> Q:
    """Return the condition that one trip was not enough: not fixed at once, reopened, or back as another."""
    unfixed = ServiceRecord.objects.filter(ticket=OuterRef("pk")).exclude(result=RecordResult.FIXED)
    back = Ticket.objects.filter(previous=OuterRef("pk")).exclude(status=TicketStatus.CANCELLED)
    return Q(Exists(unfixed)) | _reopened() | Q(Exists(back))


def _reopened() -> Q:
    return Q(Exists(TicketEvent.objects.filter(ticket=OuterRef("pk"), verb=TicketVerb.REOPEN)))


def _repeated(editions: "Editions") -> Q:
    """Return the repairs of a unit so soon after another as the version of their day says (D13)."""
    repairs = Q(kind__in=REPAIRS, equipment__isnull=False) & ~Q(status=TicketStatus.CANCELLED)
    found = Q(pk__in=[])
    for place, edition in enumerate(editions.all):
        since = Q() if not place else Q(opened_at__date__gte=edition.in_force_from)
        later = editions.all[place + 1 :]
        until = Q(opened_at__date__lt=later[0].in_force_from) if later else Q()
        months = edition.parameters.repairs.repeated_within_months
        found |= since & until & Q(Exists(_repairs_before(months)))
    return repairs & found


def _repairs_before(months: int) -> "TicketQuerySet":
    """Return a unit's repairs up to so many months before a ticket, by the local days of their opening.

    A day that the earlier month lacks is its last one.
    """
    apart = _months(OuterRef("opened_at")) - _months(F("opened_at"))
    earlier = Q(opened_at__lt=OuterRef("opened_at")) | Q(
        opened_at=OuterRef("opened_at"), pk__lt=OuterRef("pk")
    )
    this, that = OuterRef("fault_class"), F("fault_class")
    rows = Ticket.objects.filter(earlier, equipment=OuterRef("equipment"), kind__in=REPAIRS)
    # two known classes are the same; one that is not known joins as the other
    rows = rows.alias(same=_either(this, that)).filter(same=_either(that, this))
    return (
        rows.exclude(status=TicketStatus.CANCELLED)
        .alias(
            apart=apart,
            day=ExtractDay("opened_at"),
            next_day=ExtractDay(F("opened_at") + ONE_DAY),
            this_day=ExtractDay(OuterRef("opened_at")),
        )
        .filter(Q(apart__lt=months) | Q(apart=months) & (Q(day__gte=F("this_day")) | Q(next_day=1)))
    )


def _either(one: F | OuterRef, other: F | OuterRef) -> Combinable:
    return Coalesce(one, other, Value(0), output_field=BigIntegerField())


def _months(moment: F | OuterRef) -> Combinable:
    return ExtractYear(moment) * MONTHS_OF_A_YEAR + ExtractMonth(moment)


def _open_since(days: int, until: int | None, *, at: datetime) -> Q:
    since = Q(status__in=OPEN, opened_at__lte=at - timedelta(days=days))
    return since if until is None else since & Q(opened_at__gt=at - timedelta(days=until))

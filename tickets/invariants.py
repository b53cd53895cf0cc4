"""What must hold of tickets, asked of the rows themselves, apart from the services (T1–T3, X1)."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Count, Exists, F, Model, OuterRef, Q, Subquery

from records.models import NumberSeries
from tickets.choices import OfferAnswer
from tickets.models import ServiceRecord, Ticket, TicketAssignment, TicketEvent, TicketOffer
from tickets.states import TRANSITIONS, TicketStatus

CHUNK: Final = 5000
_MOVES: Final = frozenset(
    (row.verb.value, row.source.value if row.source else "", row.target.value) for row in TRANSITIONS
)


def t1() -> Iterator[str]:
    """T1: each history is a path in the state table, from nothing on."""
    steps = (
        TicketEvent.objects.order_by("ticket_id", "pk")
        .values_list("ticket__number", "verb", "source", "target")
        .iterator(chunk_size=CHUNK)
    )
    for number, group in groupby(steps, key=itemgetter(0)):
        yield from _faults_of_path(number, list(group))


def _faults_of_path(number: str, steps: list[tuple[Any, ...]]) -> Iterator[str]:
    stands_at = ""
    for _, verb, source, target in steps:
        if (verb, source, target) not in _MOVES:
            yield f"ticket {number}: {verb} from “{source}” to “{target}” is not in the table"
        elif source != stands_at:
            yield f"ticket {number}: {verb} starts at “{source}”, the step before ended at “{stands_at}”"
        stands_at = target


def t2() -> Iterator[str]:
    """T2: the status is the target of the last step; a ticket without steps has none."""
    last = TicketEvent.objects.filter(ticket=OuterRef("pk")).order_by("-pk").values("target")[:1]
    wrong = Ticket.objects.annotate(last=Subquery(last)).exclude(last=F("status"), last__isnull=False)
    for number, status, target in wrong.values_list("number", "status", "last").iterator(chunk_size=CHUNK):
        yield f"ticket {number} is “{status}”, its history ends at “{target or 'nothing'}”"


def t3() -> Iterator[str]:
    """T3: no number stands twice, and none lies ahead of the series it was taken from."""
    last = {
        f"{prefix}-{year}": last
        for prefix, year, last in NumberSeries.objects.values_list("prefix", "year", "last")
    }
    for model in (Ticket, ServiceRecord):
        yield from _faults_of_numbers(model, last)


def _faults_of_numbers(model: type[Model], last: Mapping[str, int]) -> Iterator[str]:
    rows = model._default_manager.order_by()  # noqa: SLF001 (of two models)
    twice = rows.values("number").annotate(times=Count("pk")).filter(times__gt=1)
    for number in twice.values_list("number", flat=True):
        yield f"number {number} stands twice"
    for number in rows.values_list("number", flat=True).iterator(chunk_size=CHUNK):
        series, _, digits = number.rpartition("-")
        if not digits.isdigit() or int(digits) > last.get(series, 0):
            yield f"number {number} lies ahead of its series"


def x1() -> Iterator[str]:
    """X1: offer, engineer, assignment, record and step agree with the dealer that serves their ticket."""
    yield from _faults_of_offers()
    yield from _faults_of_engineers()
    records = ServiceRecord.objects.exclude(_same("dealer", "ticket__dealer"))
    for number in records.values_list("number", flat=True):
        yield f"service record {number} names another dealer than its ticket"
    last = TicketEvent.objects.filter(ticket=OuterRef("pk")).order_by("-pk")
    steps = Ticket.objects.filter(dealer__isnull=False).annotate(last=Subquery(last.values("dealer")[:1]))
    for number in steps.exclude(last=F("dealer"), last__isnull=False).values_list("number", flat=True):
        yield f"ticket {number}: its last step was taken for another dealer than the one that serves it"


def _faults_of_offers() -> Iterator[str]:
    taken = TicketOffer.objects.filter(answer__in=[OfferAnswer.PENDING, OfferAnswer.ACCEPTED])
    for number in taken.exclude(dealer=F("ticket__dealer")).values_list("ticket__number", flat=True):
        yield f"ticket {number} is with another dealer than the one that was offered it"
    pending = Exists(TicketOffer.objects.pending().filter(ticket=OuterRef("pk")))
    is_offered = Q(status=TicketStatus.OFFERED)
    for number in Ticket.objects.filter(is_offered & ~pending).values_list("number", flat=True):
        yield f"ticket {number} is offered and no offer is open"
    for number in Ticket.objects.filter(~is_offered & pending).values_list("number", flat=True):
        yield f"ticket {number} is not offered and an offer is open"


def _faults_of_engineers() -> Iterator[str]:
    current = TicketAssignment.objects.current()
    wrong = current.exclude(_same("engineer__dealer", "ticket__dealer"))
    for number in wrong.values_list("ticket__number", flat=True):
        yield f"ticket {number} is given to another dealer's engineer"
    mine = Exists(current.filter(ticket=OuterRef("pk"), engineer=OuterRef("engineer")))
    assigned = Ticket.objects.filter(status=TicketStatus.ASSIGNED)
    for number in assigned.filter(~mine).values_list("number", flat=True):
        yield f"ticket {number} is assigned, and its engineer's assignment is not open"


def _same(one: str, other: str) -> Q:
    """Return the condition that two dealers are one, or both headquarters."""
    return Q(**{one: F(other)}) | Q(**{f"{one}__isnull": True, f"{other}__isnull": True})


CHECKS: Final[Mapping[str, Callable[[], Iterator[str]]]] = MappingProxyType(
    {"T1": t1, "T2": t2, "T3": t3, "X1 tickets": x1}
)

"""What must hold of tickets, asked of the rows themselves, apart from the services (T1–T3, X1)."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from records.invariants import faults_of_numbers
from tickets.appointment_invariants import d5
from tickets.choices import OfferAnswer, TicketChannel
from tickets.clock_invariants import d3
from tickets.days.invariants import d18
from tickets.fault_invariants import d6
from tickets.maintenance_invariants import c5
from tickets.models import ServiceRecord, Ticket, TicketAssignment, TicketEvent, TicketOffer
from tickets.onsite.invariants import d7
from tickets.quotes.invariants import c4
from tickets.referrals.invariants import d9
from tickets.states import FINAL, TRANSITIONS, TicketStatus, TicketVerb

CHUNK: Final = 5000
NOBODY: Final = 0  # stands for no dealer: what is nothing equals nothing
_OF_OFFERS: Final = (TicketVerb.OFFER, TicketVerb.ACCEPT, TicketVerb.REFUSE, TicketVerb.LAPSE)
_GIVEN_BACK: Final = (TicketVerb.REFUSE, TicketVerb.LAPSE)
_SERVED: Final = (
    TicketStatus.ACCEPTED,
    TicketStatus.ASSIGNED,
    TicketStatus.WAITING,
    TicketStatus.RESOLVED,
    TicketStatus.CLOSED,
)
_MOVES: Final = frozenset(
    (row.verb.value, row.source.value if row.source else "", row.target.value) for row in TRANSITIONS
)


def t1() -> Iterator[str]:
    """T1: each history is a path in the state table, from nothing on."""
    steps = (
        TicketEvent.objects.order_by("ticket_id", "pk")
        .values_list("ticket__number", "ticket__channel", "ticket__import_run", "verb", "source", "target")
        .iterator(chunk_size=CHUNK)
    )
    for (number, channel, run), group in groupby(steps, key=itemgetter(0, 1, 2)):
        path = [step[3:] for step in group]
        begins = path[0][0]
        is_replayed = begins == TicketVerb.OPEN and run is not None  # a case of another system's log
        if (begins == TicketVerb.IMPORT or is_replayed) != (channel == TicketChannel.IMPORT):
            yield f"ticket {number} has the channel “{channel}”, its history begins with {begins}"
        yield from _faults_of_path(number, path)


def _faults_of_path(number: str, steps: list[tuple[Any, ...]]) -> Iterator[str]:
    stands_at = waited_from = ""
    for verb, source, target in steps:
        if (verb, source, target) not in _MOVES:
            yield f"ticket {number}: {verb} from “{source}” to “{target}” is not in the table"
        elif source != stands_at:
            yield f"ticket {number}: {verb} starts at “{source}”, the step before ended at “{stands_at}”"
        elif source == TicketStatus.WAITING and target in _SERVED[:2] and target != waited_from:
            yield f"ticket {number}: {verb} ends at “{target}”, it had waited from “{waited_from}”"
        if source != TicketStatus.WAITING and target == TicketStatus.WAITING:
            waited_from = source
        stands_at = target


def t2() -> Iterator[str]:
    """T2: the status is the target of the last step, and goes on from where that step began to wait."""
    last = TicketEvent.objects.filter(ticket=OuterRef("pk")).order_by("-pk")
    began = last.filter(target=TicketStatus.WAITING).exclude(source=TicketStatus.WAITING)
    tickets = Ticket.objects.annotate(
        last=Subquery(last.values("target")[:1]), came_from=Subquery(began.values("source")[:1])
    )
    wrong = tickets.exclude(last=F("status"), last__isnull=False)
    for number, status, target in wrong.values_list("number", "status", "last").iterator(chunk_size=CHUNK):
        yield f"ticket {number} is “{status}”, its history ends at “{target or 'nothing'}”"
    waiting = tickets.filter(status=TicketStatus.WAITING, last=TicketStatus.WAITING)
    astray = waiting.exclude(waiting_from=F("came_from"))
    for number, back, source in astray.values_list("number", "waiting_from", "came_from"):
        yield f"ticket {number} would go on to “{back}”, it waits from “{source}”"


def t3() -> Iterator[str]:
    """T3: no number stands twice, and each was taken from the series of its kind."""
    yield from faults_of_numbers(Ticket.objects.all(), "T")
    yield from faults_of_numbers(ServiceRecord.objects.all(), "S")


def x1() -> Iterator[str]:
    """X1: offer, engineer, assignment, record and step agree with the dealer that serves their ticket."""
    yield from _faults_of_offers()
    yield from _faults_of_engineers()
    yield from _faults_of_assignments()
    yield from _faults_of_records()
    yield from _faults_of_steps()


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
    accepted = Exists(taken.filter(ticket=OuterRef("pk"), answer=OfferAnswer.ACCEPTED))
    served = Ticket.objects.filter(dealer__isnull=False, status__in=_SERVED)
    for number in served.filter(~accepted).values_list("number", flat=True):
        yield f"ticket {number} is served by a dealer that accepted no offer"


def _faults_of_engineers() -> Iterator[str]:
    """Ask that whoever has or had a ticket is of the dealer that serves it."""
    named = Ticket.objects.filter(engineer__isnull=False).exclude(_same("engineer__dealer", "dealer"))
    for number in named.values_list("number", flat=True):
        yield f"ticket {number} names another dealer's engineer"
    given = TicketAssignment.objects.exclude(_same("engineer__dealer", "ticket__dealer"))
    for number in given.values_list("ticket__number", flat=True).distinct():
        yield f"ticket {number} was given to another dealer's engineer"


def _faults_of_assignments() -> Iterator[str]:
    """Ask that an unfinished ticket is with its engineer now, and with nobody else."""
    now = TicketAssignment.objects.current().filter(ticket=OuterRef("pk"))
    theirs = Exists(now.filter(engineer=OuterRef("engineer")))
    somebody = Exists(now)
    in_hand = Q(engineer__isnull=False) & ~Q(status__in=FINAL)
    for number in Ticket.objects.filter(in_hand & ~theirs).values_list("number", flat=True):
        yield f"ticket {number} names an engineer whose assignment is not open"
    for number in Ticket.objects.filter(somebody & ~(in_hand & theirs)).values_list("number", flat=True):
        yield f"ticket {number} has an open assignment and not its engineer"


def _faults_of_records() -> Iterator[str]:
    records = ServiceRecord.objects.exclude(_same("dealer", "ticket__dealer"))
    for number in records.values_list("number", flat=True):
        yield f"service record {number} names another dealer than its ticket"
    records = ServiceRecord.objects.exclude(_same("engineer__dealer", "dealer"))
    for number in records.values_list("number", flat=True):
        yield f"service record {number} was written by another dealer's engineer"


def _faults_of_steps() -> Iterator[str]:
    """Ask that the last step was taken for who serves the ticket, and those of an offer for who had it."""
    last = TicketEvent.objects.filter(ticket=OuterRef("pk")).order_by("-pk")
    tickets = Ticket.objects.annotate(
        serves=Coalesce("dealer", NOBODY, output_field=BigIntegerField()),
        last=Coalesce(Subquery(last.values("dealer")[:1]), NOBODY, output_field=BigIntegerField()),
        verb=Subquery(last.values("verb")[:1]),
    )
    wrong = tickets.exclude(last=F("serves")).exclude(dealer__isnull=True, verb__in=_GIVEN_BACK)
    for number in wrong.values_list("number", flat=True):
        yield f"ticket {number}: its last step was taken for another dealer than the one that serves it"
    asked = Exists(TicketOffer.objects.filter(ticket=OuterRef("ticket"), dealer=OuterRef("dealer")))
    of_offers = TicketEvent.objects.filter(dealer__isnull=False, verb__in=_OF_OFFERS)
    for number in of_offers.filter(~asked).values_list("ticket__number", flat=True).distinct():
        yield f"ticket {number}: a step was taken for a dealer that was never offered it"


def _same(one: str, other: str) -> Q:
    """Return the condition that two dealers are one, or both headquarters."""
    return Q(**{one: F(other)}) | Q(**{f"{one}__isnull": True, f"{other}__isnull": True})


CHECKS: Final[Mapping[str, Callable[[], Iterator[str]]]] = MappingProxyType(
    {
        "T1": t1,
        "T2": t2,
        "T3": t3,
        "X1 tickets": x1,
        "C4": c4,
        "C5 tickets": c5,
        "D3": d3,
        "D5": d5,
        "D6": d6,
        "D7": d7,
        "D9": d9,
        "D18": d18,
    }
)

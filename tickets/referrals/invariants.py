"""What must hold of referrals, asked of the rows themselves, apart from the services (D9, T3)."""

from collections.abc import Iterator

from django.db.models import Count, Q

from records.invariants import faults_of_numbers
from tickets.models import Referral, Ticket, TicketEvent
from tickets.referrals.charge_invariants import faults_of_charges
from tickets.referrals.dossier import DossierFacts
from tickets.referrals.states import OPEN
from tickets.services.referring import due_of
from tickets.states import QUOTED_IN, TicketVerb

KEPT = frozenset(DossierFacts().kept())


def d9() -> Iterator[str]:
    """D9: one open referral a ticket, none once the work is done, each with its dossier, steps and charge."""
    yield from faults_of_numbers(Referral.objects.all(), "RF")
    asked = Referral.objects.open().exclude(ticket__status__in=QUOTED_IN)
    for number, status in asked.values_list("number", "ticket__status"):
        yield f"referral {number} is open and its ticket is “{status}”"
    open_ones = Count("referrals", filter=Q(referrals__status__in=OPEN))
    for number in Ticket.objects.annotate(n=open_ones).filter(n__gt=1).values_list("number", flat=True):
        yield f"ticket {number} has more than one open referral"
    yield from _faults_of_times()
    yield from faults_of_charges()
    steps = _steps()
    for referral in Referral.objects.sent().iterator(chunk_size=1000):
        if set(referral.dossier) != KEPT:
            yield f"referral {referral.number} has no whole dossier"
        wanted = {TicketVerb.REFER.value: 1, TicketVerb.ADVISE.value: int(referral.answered_at is not None)}
        for verb, times in wanted.items():
            if steps.get((referral.number, verb), 0) != times:
                yield f"referral {referral.number}: its ticket has not {times} step(s) “{verb}”"


def _faults_of_times() -> Iterator[str]:
    for waiting in Referral.objects.waiting().iterator(chunk_size=1000):
        if waiting.referred_at is None or waiting.due_at != due_of(waiting.referred_at):
            yield f"referral {waiting.number} is due at another moment than the calendar says"


def _steps() -> dict[tuple[str, str], int]:
    rows = TicketEvent.objects.filter(verb__in=[TicketVerb.REFER, TicketVerb.ADVISE])
    counted = rows.order_by().values("about", "verb").annotate(n=Count("pk"))
    return {(row["about"], row["verb"]): row["n"] for row in counted}

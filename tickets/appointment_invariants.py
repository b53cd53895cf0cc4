"""What must hold of agreed times, asked of the rows themselves: nobody is in two places at once (D5)."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery

from tickets.models import TicketAppointment, TicketAssignment


def d5() -> Iterator[str]:
    """D5: the windows in which one person is expected don't overlap, whoever agreed on them.

    No constraint can say so, for the person is the ticket's; the services hold the person's row instead. A
    window that was over before its ticket came to the person is nothing that they were expected at.
    """
    given = TicketAssignment.objects.current().filter(ticket=OuterRef("ticket"))
    rows = (
        TicketAppointment.objects.agreed()
        .filter(ticket__engineer__isnull=False)
        .annotate(given_at=Subquery(given.values("assigned_at")[:1]))
        .filter(given_at__lt=F("ends_at"))
        .order_by("ticket__engineer", "begins_at", "pk")
        .values_list("ticket__engineer", "ticket__number", "begins_at", "ends_at")
    )
    busy_with = busy_until = who = None
    for engineer, number, begins_at, ends_at in rows.iterator(chunk_size=5000):
        if engineer == who and busy_until is not None and begins_at < busy_until:
            yield f"ticket {number}: its engineer is expected at ticket {busy_with} at that time"
        if engineer != who or busy_until is None or ends_at > busy_until:
            who, busy_with, busy_until = engineer, number, ends_at

"""Whom a ticket may be given to, and why somebody can't be sent (B1, B3, D5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from dealers.models import ServiceStaff, StaffQualification
from records.kept import kept
from records.refusals import Refusal
from regulation.calendars import local_day
from regulation.names import listed
from regulation.services import version_in_force
from tickets.engineer_rules import Days, Need, Paper, Person, Reason, Taken, reasons_against
from tickets.models import ServiceNeed, Ticket, TicketAppointment
from tickets.services.holding import hold
from tickets.window_rules import TripWindow


class EngineerNotPossible(Refusal):
    code = "engineer_not_possible"
    message = _("%(name)s can't be sent: %(reasons)s. Choose somebody else.")


class Desk:
    """What is asked about the people of one ticket, fetched once for all of them.

    Judged is the day and the window agreed with the customer; until one is agreed, today.
    """

    def __init__(
        self,
        ticket: Ticket,
        people: Iterable[ServiceStaff],
        *,
        at: datetime,
        window: TripWindow | None,
    ) -> None:
        self.ticket = ticket
        going = local_day(window.begins_at) if window else local_day(at)
        self.days = Days(going=going, today=local_day(at))
        rows = [row for row in _needs() if row.is_for(product_id=ticket.product_id, kind=ticket.kind)]
        found = {row.qualification.code: row.qualification.name for row in rows}
        self.needs = [Need(code, name) for code, name in found.items()]
        self.papers = _papers_of(people) if self.needs else {}
        self.taken = _taken(ticket, people, window) if window else {}
        self._clauses: dict[str, str] | None = None

    def why_not(self, person: ServiceStaff) -> list[Reason]:
        """Return all that keeps a person from being sent with the ticket."""
        asked = Person(
            person.dealer_id,
            person.is_active,
            person.filing_status,
            papers=self.papers.get(person.pk, ()),
            taken=self.taken.get(person.pk, ()),
        )
        return reasons_against(asked, dealer_id=self.ticket.dealer_id, needs=self.needs, days=self.days)

    def said(self, reason: Reason) -> str:
        """Return a reason in words, with the name of the clause that says so."""
        clause = self._clause_names().get(reason.clause, "") if reason.clause else ""
        if not clause:
            return str(reason)
        return pgettext("reason with its clause", "%(reason)s (§ %(clause)s)") % {
            "reason": reason,
            "clause": clause,
        }

    def _clause_names(self) -> dict[str, str]:
        if self._clauses is None:
            clauses = version_in_force(self.days.today).clauses.all()
            self._clauses = {clause.code: clause.name for clause in clauses}
        return self._clauses


@kept("tickets_serviceneed", "dealers_qualification")
def _needs() -> tuple[ServiceNeed, ...]:
    return tuple(ServiceNeed.objects.asked().order_by("qualification"))


def window_ahead(agreed: TicketAppointment | None, *, at: datetime) -> TripWindow | None:
    """Return the window that was agreed, as long as it is not over."""
    return TripWindow(agreed.begins_at, agreed.ends_at) if agreed and agreed.ends_at > at else None


def check_engineer(
    ticket: Ticket,
    engineer: ServiceStaff,
    *,
    at: datetime,
    window: TripWindow | None,
    field: str = "engineer",
) -> None:
    """Refuse a person who can't be sent, with all that speaks against it (B1, B3).

    The person's row is held until the end of the transaction: two windows agreed at once can't overlap.
    """
    hold(ticket)
    held = ServiceStaff.objects.select_for_update(no_key=True).get(pk=engineer.pk)
    desk = Desk(ticket, [held], at=at, window=window)
    against = desk.why_not(held)
    if against:
        reasons = listed([desk.said(reason) for reason in against])
        raise EngineerNotPossible(name=engineer.name, reasons=reasons, field=field)


def can_go(ticket: Ticket, engineer: ServiceStaff, *, at: datetime) -> bool:
    window = window_ahead(ticket.appointments.agreed().first(), at=at)
    return not Desk(ticket, [engineer], at=at, window=window).why_not(engineer)


def _papers_of(people: Iterable[ServiceStaff]) -> dict[int, Sequence[Paper]]:
    rows = StaffQualification.objects.filter(staff__in=[person.pk for person in people])
    columns = ("staff_id", "qualification__code", "filing_status", "valid_from", "valid_until")
    papers: dict[int, list[Paper]] = {}
    for staff_id, *facts in rows.values_list(*columns):
        papers.setdefault(staff_id, []).append(Paper(*facts))
    return dict(papers)


def _taken(ticket: Ticket, people: Iterable[ServiceStaff], window: TripWindow) -> dict[int, Sequence[Taken]]:
    """Return the windows of other tickets that collide with the one in question, by person."""
    rows = TicketAppointment.objects.overlapping(*window).exclude(ticket=ticket)
    mine = rows.filter(ticket__engineer__in=[person.pk for person in people]).select_related("ticket")
    taken: dict[int, list[Taken]] = {}
    for row in mine.order_by("begins_at", "pk"):
        taken.setdefault(cast("int", row.ticket.engineer_id), []).append(Taken(row.ticket.number, row.span))
    return dict(taken)

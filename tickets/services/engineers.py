"""Whom a ticket may be given to, and why somebody can't be sent (B1, B3, D5)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from dealers.models import StaffQualification
from records.refusals import Refusal
from regulation.calendars import local_day
from regulation.names import listed
from regulation.services import version_in_force
from tickets.engineer_rules import Days, Need, Paper, Person, Reason, reasons_against
from tickets.models import ServiceNeed, Ticket

if TYPE_CHECKING:
    from dealers.models import ServiceStaff


class EngineerNotPossible(Refusal):
    code = "engineer_not_possible"
    message = _("%(name)s can't be sent: %(reasons)s. Choose somebody else.")


class Desk:
    """What is asked about the people of one ticket, fetched once for all of them."""

    def __init__(self, ticket: Ticket, people: Iterable["ServiceStaff"], *, at: datetime) -> None:
        self.ticket = ticket
        self.days = Days(going=going_on(ticket, at=at), today=local_day(at))
        rows = ServiceNeed.objects.of_ticket(ticket).select_related("qualification")
        found = {row.qualification.code: row.qualification.name for row in rows.order_by("qualification")}
        self.needs = [Need(code, name) for code, name in found.items()]
        self.papers = _papers_of(people) if self.needs else {}
        self._clauses: dict[str, str] | None = None

    def why_not(self, person: "ServiceStaff") -> list[Reason]:
        """Return all that keeps a person from being sent with the ticket."""
        asked = Person(
            person.dealer_id, person.is_active, person.filing_status, self.papers.get(person.pk, ())
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


def going_on(ticket: Ticket, *, at: datetime) -> date:
    """Return the day on which somebody is to go."""
    return local_day(at)


def check_engineer(ticket: Ticket, engineer: "ServiceStaff", *, at: datetime) -> None:
    """Refuse a person who can't be sent, with all that speaks against it (B1, B3)."""
    desk = Desk(ticket, [engineer], at=at)
    against = desk.why_not(engineer)
    if against:
        reasons = listed([desk.said(reason) for reason in against])
        raise EngineerNotPossible(name=engineer.name, reasons=reasons, field="engineer")


def can_go(ticket: Ticket, engineer: "ServiceStaff", *, at: datetime) -> bool:
    return not Desk(ticket, [engineer], at=at).why_not(engineer)


def _papers_of(people: Iterable["ServiceStaff"]) -> dict[int, Sequence[Paper]]:
    rows = StaffQualification.objects.filter(staff__in=[person.pk for person in people])
    columns = ("staff_id", "qualification__code", "filing_status", "valid_from", "valid_until")
    papers: dict[int, list[Paper]] = {}
    for staff_id, *facts in rows.values_list(*columns):
        papers.setdefault(staff_id, []).append(Paper(*facts))
    return dict(papers)

"""Why a person can't be sent with a ticket on a day: rules over plain facts. Pure (B1, B3, D5)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from dealers.choices import FilingStatus
from records.wording import short_day

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DISPATCH, QUALIFICATIONS = "D5", "B3"  # the clauses that say so


class Need(NamedTuple):
    """A qualification that the work asks for."""

    code: str
    name: str


class Paper(NamedTuple):
    """A qualification of a person as it is filed; a skill has no days."""

    code: str
    filing_status: str
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        if self.valid_from is None or self.valid_until is None:
            return True
        return self.valid_from <= day <= self.valid_until


class Taken(NamedTuple):
    """A window in which a person is expected by the customer of another ticket."""

    number: str
    span: str


class Person(NamedTuple):
    """A service person, as far as sending them is concerned."""

    dealer_id: int | None
    is_active: bool
    filing_status: str
    papers: Sequence[Paper] = ()
    taken: Sequence[Taken] = ()


class Days(NamedTuple):
    """The day on which somebody is to go, and the day on which this is asked."""

    going: date
    today: date


class Reason(NamedTuple):
    """One thing that keeps a person from being sent, with the clause that says so."""

    code: str
    clause: str
    text: "StrOrPromise"
    values: dict[str, Any]

    def __str__(self) -> str:
        return str(self.text) % self.values if self.values else str(self.text)


_NOT_CONFIRMED: Final = {
    FilingStatus.FILED.value: Reason(
        "not_confirmed", DISPATCH, _("headquarters has not confirmed the filing yet"), {}
    ),
    FilingStatus.RETURNED.value: Reason("returned", DISPATCH, _("headquarters returned the filing"), {}),
}
_OF_ANOTHER: Final = Reason(
    "other_dealer", "", _("this person does not serve where the ticket is: choose one of the list"), {}
)
_LEFT: Final = Reason("left", "", _("does not serve any more"), {})


def reasons_against(
    person: Person, *, dealer_id: int | None, needs: Sequence[Need], days: Days
) -> list[Reason]:
    """Return all that keeps a person from going to a ticket; nothing if they can go.

    Of somebody who does not serve where the ticket is, nothing else is said.
    """
    if person.dealer_id != dealer_id:
        return [_OF_ANOTHER]
    found = [] if person.is_active else [_LEFT]
    if person.filing_status in _NOT_CONFIRMED:
        found.append(_NOT_CONFIRMED[person.filing_status])
    papers = (_against_papers(need, person.papers, days) for need in needs)
    collides = (
        Reason("taken", "", _("is expected there: %(number)s %(span)s"), one._asdict())
        for one in person.taken
    )
    return [*found, *(reason for reason in papers if reason is not None), *collides]


def _against_papers(need: Need, held: Sequence[Paper], days: Days) -> Reason | None:
    """Return why what is held does not meet a need on the day; only what was confirmed counts."""
    papers = [paper for paper in held if paper.code == need.code]
    confirmed = [paper for paper in papers if paper.filing_status == FilingStatus.CONFIRMED]
    if any(paper.holds_on(days.going) for paper in confirmed):
        return None
    if any(paper.filing_status == FilingStatus.FILED for paper in papers):
        return _reason("waits", need, _("%(paper)s is not confirmed by headquarters yet"))
    if not confirmed:
        return _reason("missing", need, _("%(paper)s is missing"))
    return _against_dates(need, confirmed, days)


def _against_dates(need: Need, confirmed: Sequence[Paper], days: Days) -> Reason:
    """Say of dated papers, none of which is valid on the day, what is wrong with the latest."""
    latest = max(confirmed, key=lambda paper: paper.valid_until or date.min)
    first, last = latest.valid_from or date.min, latest.valid_until or date.max
    if first > days.going:
        text = _("%(paper)s is valid only from %(day)s on")
        return _reason("not_yet_valid", need, text, day=short_day(first, _plain(days.today, first)))
    until = short_day(last, _plain(days.today, last))
    if last < days.today:
        return _reason("expired", need, _("%(paper)s expired on %(day)s"), day=until)
    going = short_day(days.going, _plain(days.today, days.going))
    text = _("%(paper)s expires on %(day)s, before the trip on %(going)s")
    return _reason("expires_before", need, text, day=until, going=going)


def _plain(today: date, day: date) -> date | None:
    """Let a day of this year be written without its year, and never as “today”: it is read later as well."""
    return None if day.year == today.year else today


def _reason(code: str, need: Need, text: "StrOrPromise", **values: Any) -> Reason:
    return Reason(code, QUALIFICATIONS, text, {"paper": need.name, **values})

"""What stands before, after and beside a ticket is named to who may see it, by the API as on pages (L2)."""

import pytest

from tests.factories.tickets import TicketFactory
from tickets.models import Ticket, TicketLink
from tickets.states import TicketStatus

S = TicketStatus
ALL = {"own", "colleagues", "souths", "headquarters"}
READERS = {
    "agent": ALL,
    "dispatcher": ALL,
    "manager": ALL,
    "deputy": ALL,
    "director": ALL,
    "norths_desk": {"own", "colleagues"},
    "centres_desk": {"own", "colleagues"},
    "norths_engineer": {"own"},
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def others(ticket_in, norths_engineer, other_engineer, south):
    """Tickets of the same unit: the engineer's own, a colleague's, South's, headquarters'."""
    return {
        "own": ticket_in(S.ASSIGNED, engineer=norths_engineer),
        "colleagues": ticket_in(S.ASSIGNED, engineer=other_engineer),
        "souths": TicketFactory(status=S.ACCEPTED, dealer=south),
        "headquarters": ticket_in(S.RESOLVED, dealer=None),
    }


@pytest.fixture(params=sorted(READERS))
def reader(request):
    person = request.getfixturevalue(request.param)
    return getattr(person, "user", person), READERS[request.param]


@pytest.mark.parametrize("which", sorted(ALL))
def test_the_earlier_ticket_and_the_one_it_goes_on_in(
    api, page, ticket_in, norths_engineer, others, reader, which
):
    """D13: its number, and nothing else of it, for who may open it."""
    person, seen = reader
    other = others[which]
    returned = ticket_in(S.ASSIGNED, engineer=norths_engineer, previous=other)
    merged = ticket_in(S.ASSIGNED, engineer=norths_engineer)
    Ticket.objects.filter(pk=merged.pk).update(
        status=S.CANCELLED, merged_into=other, alert="", next_alert_at=None
    )
    named = other.number if which in seen else None
    for field, ticket in (("previous", returned), ("merged_into", merged)):
        answer = api(person).get(f"/api/v1/tickets/{ticket.number}/")
        assert answer.json()[field] == named
        assert (other.number in answer.content.decode()) is (named is not None)
    listed = {row["number"]: row for row in api(person).get("/api/v1/tickets/").json()["results"]}
    assert listed[returned.number]["previous"] == named
    assert listed[merged.number]["merged_into"] == named
    shown = page(person).get(returned.get_absolute_url(), follow=True).content.decode()
    assert named is not None or other.number not in shown


def test_the_tickets_that_belong_to_it(api, ticket_in, norths_engineer, others, reader, agent):
    person, seen = reader
    ticket = ticket_in(S.ASSIGNED, engineer=norths_engineer)
    later = {"later": ticket_in(S.ASSIGNED, engineer=norths_engineer), "souths": TicketFactory()}
    pairs = [(other, ticket) for other in others.values()] + [(ticket, other) for other in later.values()]
    for first, second in pairs:
        TicketLink.objects.create(
            first=first, second=second, reason="同一批油泵", made_at=ticket.opened_at, made_by=agent
        )
    answer = api(person).get(f"/api/v1/tickets/{ticket.number}/").json()
    named = {others[which].number for which in seen} | {later["later"].number}
    assert answer["linked"] == sorted(named | ({later["souths"].number} if seen == ALL else set()))


def test_who_does_not_see_the_ticket_is_told_nothing(api, ticket_in, others, souths_desk):
    """safety.md D: though the earlier one is theirs."""
    ticket = ticket_in(S.ACCEPTED, previous=others["souths"])
    assert api(souths_desk).get(f"/api/v1/tickets/{ticket.number}/").status_code == 404

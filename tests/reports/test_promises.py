"""Promised answers in the operations report: the share, and exactly the tickets behind it (J2, D10)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from regulation.services import load_editions
from reports.operations import Operations, Promises, Where
from reports.periods import Period
from tests.factories.tickets import TicketFactory
from tickets.models import Ticket
from tickets.services import give_answer, promise_answer

MADE = datetime(2026, 9, 1, 2, tzinfo=UTC)
NOW = datetime(2026, 9, 21, 2, tzinfo=UTC)  # a Monday, 10:00 in the service region
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
PAGE, LIST = "/reports/operations/", "/api/v1/tickets/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def promised(agent):
    """Two kept and one broken on one ticket; one past, one kept, one ahead; one of August."""

    def promise(ticket, until, answered=None, at=MADE):
        ticket = promise_answer(ticket, actor=agent, at=at, until=until)
        return give_answer(ticket, actor=agent, at=answered, note="已答复") if answered else ticket

    def ticket():
        return TicketFactory(opened_at=MADE - timedelta(days=40))

    tuesday = datetime(2026, 9, 15, 3, tzinfo=UTC)
    several = promise(ticket(), tuesday, tuesday)
    several = promise(several, tuesday + timedelta(hours=2), tuesday + timedelta(hours=1), at=tuesday)
    promise(
        several, tuesday + timedelta(days=1), tuesday + timedelta(days=2), at=tuesday + timedelta(hours=3)
    )
    promise(ticket(), NOW - timedelta(minutes=1))
    promise(ticket(), NOW + timedelta(days=1), NOW)
    promise(ticket(), NOW + timedelta(days=1))
    promise(ticket(), MADE - timedelta(days=2), MADE - timedelta(days=3), at=MADE - timedelta(days=9))
    return several


def found(actor, period=SEPTEMBER, **where):
    report = Operations(Ticket.objects.visible_to(actor), Where(**where), NOW, load_editions())
    return report.promises(period)


def test_promises_count_by_the_moment_promised(promised, manager):
    """An open one is broken once its moment has passed, and not judged before."""
    assert found(manager) == Promises(kept=3, broken=2, kept_tickets=2, broken_tickets=2)
    assert str(found(manager).share) == "60.0"
    assert found(manager, Period()) == Promises(kept=4, broken=2, kept_tickets=3, broken_tickets=2)


def test_the_last_day_of_a_period_belongs_to_it_and_the_next_does_not(agent, manager):
    for until in (datetime(2026, 9, 30, 15, 59, tzinfo=UTC), datetime(2026, 9, 30, 16, 0, tzinfo=UTC)):
        ticket = promise_answer(TicketFactory(opened_at=MADE), actor=agent, at=MADE, until=until)
        give_answer(ticket, actor=agent, at=NOW, note="已答复")
    assert found(manager).kept == 1
    assert found(manager, Period(date(2026, 10, 1), date(2026, 11, 1))).kept == 1


def test_promises_are_those_of_the_dealers_tickets(promised, manager, norths_desk, souths_desk):
    """L2: nobody counts another dealer's promises; a condition narrows them as it does the tickets."""
    Ticket.objects.filter(pk=promised.pk).update(dealer=norths_desk.dealer, status="accepted")
    assert found(norths_desk).judged == 3
    assert found(manager, dealer=norths_desk.dealer.code) == found(norths_desk)
    assert found(souths_desk).judged == 0


def test_where_nothing_fell_due_there_is_no_share(manager, page):
    assert found(manager).share is None
    assert "figure=promise" not in page(manager).get(PAGE).content.decode()


def test_each_number_of_tickets_opens_as_many(promised, manager, page, api):
    body = page(manager).get(PAGE).content.decode().replace("&amp;", "&")
    links = re.findall(r'<a href="/tickets/\?(figure=promise[^"]*)">(\d+)</a>', body)
    assert [int(count) for _query, count in links] == [2, 2]
    for query, count in links:
        assert len(api(manager).get(f"{LIST}?{query}").data["results"]) == int(count), query
    assert "60.0 %" in body


def test_a_ticket_is_found_by_one_promise_that_is_both_kept_and_of_the_days(promised, manager, api):
    """One kept on Tuesday and one broken on Wednesday are not one broken on Tuesday."""

    def numbers(**asked):
        return [row["number"] for row in api(manager).get(LIST, asked).data["results"]]

    tuesday = {"promised_from": "2026-09-15", "promised_until": "2026-09-15"}
    assert numbers(figure="promise_kept", **tuesday) == [promised.number]
    assert numbers(figure="promise_broken", **tuesday) == []
    assert numbers(**tuesday) == [promised.number]
    assert len(numbers(figure="promise_kept")) == 3


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_can_be_asked_for(promised, manager, api, day):
    asked = {"promised_from": "0001-01-01", "promised_until": day}
    assert api(manager).get(LIST, asked).status_code == 200


def test_the_api_gives_the_same_promises(promised, manager, api):
    given = api(manager).get("/api/v1/reports/operations/", {"month_from": "2026-09"}).data["promises"]
    assert given == {"kept": 3, "broken": 2, "share": 60.0, "kept_tickets": 2, "broken_tickets": 2}

"""D8: records that are not back by the day of the regulation are asked after, dealer by dealer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections

from dealers.roles import Role
from records.models import OutboxMessage
from tests.factories.dealers import UserFactory
from tests.tickets.trips import signed, there, written
from tickets import services
from tickets.models import ServiceRecord
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
DAY = timedelta(days=1)
LETTER = "staff.records_overdue"


@pytest.fixture
def owed(ticket_in, norths_engineer, souths_engineer, south, norths_desk, souths_desk, at):
    """North owes two, South one; a fourth is signed."""
    first = written(ticket_in(S.ASSIGNED), norths_engineer, at)
    second = there(ticket_in(S.ASSIGNED), norths_engineer, at + DAY)
    third = written(ticket_in(S.ASSIGNED, dealer=south, engineer=souths_engineer), souths_engineer, at)
    signed(ticket_in(S.ASSIGNED), norths_engineer, at)
    return first, second, third


def told():
    """Return who was written to, and about which record, on their pages."""
    rows = OutboxMessage.objects.filter(template=LETTER, channel="page")
    return sorted((row.reader.username, row.about) for row in rows)


def days_of(*records):
    return [ServiceRecord.objects.get(pk=record.pk).chased_on for record in records]


def test_each_dealer_is_asked_once_when_the_day_has_passed(owed, at):
    """Back by Friday the 18th; Saturday nobody works, Sunday is a make-up workday."""
    first, _second, third = owed
    assert first.back_by == date(2026, 9, 18)
    assert services.chase_records(at + 3 * DAY) == 0
    assert services.chase_records(at + 4 * DAY) == 0
    assert services.chase_records(at + 5 * DAY) == 2
    assert told() == [("norths-desk", first.number), ("souths-desk", third.number)]
    assert days_of(*owed) == [date(2026, 9, 20), None, date(2026, 9, 20)]
    assert services.chase_records(at + 5 * DAY) == 0
    assert len(told()) == 2


def test_the_letter_says_how_many_and_which_is_the_latest(owed, at):
    services.chase_records(at + 6 * DAY)
    first = owed[0]
    text = OutboxMessage.objects.get(template=LETTER, channel="page", reader__username="norths-desk").text
    assert "2" in text
    assert first.number in text
    assert "2026-09-18" in text


def test_who_was_asked_is_asked_again_after_the_working_days_of_the_regulation(owed, at):
    services.chase_records(at + 5 * DAY)  # Sunday the 20th, a workday
    assert services.chase_records(at + 6 * DAY) == 1  # North's second came due meanwhile
    assert services.chase_records(at + 7 * DAY) == 2
    assert services.chase_records(at + 8 * DAY) == 1


def test_a_sweep_that_was_down_asks_once(owed, at):
    assert services.chase_records(at + 41 * DAY) == 3
    assert len(told()) == 2


def test_what_came_back_is_not_asked_after(owed, norths_engineer, at):
    first, second, _third = owed
    services.amend_record(first, actor=norths_engineer.user, at=at, reason="改")
    ServiceRecord.objects.filter(pk=second.pk).update(status="broken_off")
    assert services.chase_records(at + 6 * DAY) == 2  # opened again is not back; broken off never will be


def test_headquarters_own_records_are_its_dispatchers_matter(ticket_in, own_engineer, dispatcher, at):
    record = written(ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer), own_engineer, at)
    UserFactory(username="left", roles=[Role.DISPATCHER], is_active=False)
    services.chase_records(at + 5 * DAY)
    assert told() == [("dispatcher", record.number)]


def test_a_dealer_without_a_desk_is_put_down_as_asked(ticket_in, norths_engineer, at):
    """Nobody can be written to; headquarters sees it in its list all the same."""
    written(ticket_in(S.ASSIGNED), norths_engineer, at)
    assert services.chase_records(at + 5 * DAY) == 1
    assert told() == []


def test_what_another_sweep_asked_after_meanwhile_is_not_asked_again(owed, at, monkeypatch):
    """Between the look and the claim another worker was there: the claim finds nothing, nobody is told."""
    original = ServiceRecord.objects.none().__class__.owed_first

    def owed_first(rows):
        listed = list(original(rows))
        ServiceRecord.objects.update(chased_on=(at + 5 * DAY).date())
        return original(ServiceRecord.objects.filter(pk__in=[record.pk for record in listed]))

    monkeypatch.setattr(ServiceRecord.objects.none().__class__, "owed_first", owed_first)
    assert services.chase_records(at + 5 * DAY) == 0
    assert told() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sweeps_at_the_same_moment_ask_each_dealer_once(owed, at):
    def run(_worker):
        try:
            return services.chase_records(at + 6 * DAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(run, range(2)))
    assert sum(counts) == 3
    assert len(told()) == 2

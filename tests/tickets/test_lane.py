"""The lane of tickets and the rows of a unit's page: dots, repeats, nothing foreign (C2, D13, L2)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from equipment.life_line import LifeScale
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tickets.lane import lane
from tickets.models import Ticket
from tickets.states import TicketStatus
from tickets.unit_history import Known, tickets_of

SCALE = LifeScale(date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 15))
FIRST = datetime(2026, 3, 1, 2, tzinfo=UTC)


def known(ticket, *, is_mine=True, repeats=None):
    return Known(ticket, is_mine=is_mine, repeats=repeats)


def a_ticket(pk, opened_at, *, kind="repair", status="closed", description="漏油"):
    return Ticket(
        pk=pk, number=f"T-{pk}", opened_at=opened_at, kind=kind, status=status, description=description
    )


def test_dots_that_would_lie_on_each_other_stand_side_by_side():
    tickets = [a_ticket(n, FIRST + timedelta(hours=n)) for n in range(4)]
    before = [None, *tickets]
    drawn = lane([known(one, repeats=before[n]) for n, one in enumerate(tickets)], SCALE)
    xs = [dot["x"] for dot in drawn["dots"]]
    assert xs == sorted(xs)
    assert all(later - earlier >= 10 for earlier, later in pairwise(xs))
    assert [bool(dot["word"]) for dot in drawn["dots"]] == [False, False, False, True]
    assert len(drawn["arcs"]) == 3


def test_an_arc_needs_both_its_ends():
    outside = a_ticket(1, FIRST - timedelta(days=900))
    drawn = lane([known(outside), known(a_ticket(2, FIRST), repeats=outside)], SCALE)
    assert (len(drawn["dots"]), drawn["arcs"]) == (1, [])


def test_what_lies_outside_the_scale_is_left_out():
    drawn = lane([known(a_ticket(1, FIRST - timedelta(days=900)))], SCALE)
    assert drawn["dots"] == []


def test_another_dealers_service_has_no_link_and_no_words_of_its_own():
    """L2."""
    drawn = lane([known(a_ticket(1, FIRST, description="秘密"), is_mine=False)], SCALE)
    assert drawn["dots"][0]["url"] == ""
    assert "秘密" not in str(drawn["dots"][0]["word"]) + str(drawn["dots"][0]["label"])


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, installed=True)


def test_of_a_service_by_another_dealer_the_owner_learns_that_it_happened(page, unit, norths_desk, south):
    """C2, L2: day, kind and state, nothing else."""
    theirs = TicketFactory(dealer=south, equipment=unit, description="秘密的话", status=TicketStatus.OFFERED)
    mine = TicketFactory(dealer=unit.dealer, equipment=unit, description="渗油")
    seen = page(norths_desk).get(reverse("tickets:life-lane", args=[unit.serial_number])).content.decode()
    assert mine.get_absolute_url() in seen
    for secret in (theirs.number, "秘密的话", south.name):
        assert secret not in seen
    assert {one.is_mine for one in tickets_of(unit, norths_desk)} == {True, False}


def test_the_lane_of_a_unit_without_tickets(page, unit, dispatcher):
    client = page(dispatcher)
    address = reverse("tickets:life-lane", args=[unit.serial_number])
    assert client.get(address).content.decode().strip().startswith("<svg")


def test_a_foreign_unit_does_not_exist(page, unit, souths_desk):
    """L2."""
    address = reverse("tickets:life-lane", args=[unit.serial_number])
    assert page(souths_desk).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_lane_asks_the_same_number_of_questions(page, unit, dispatcher, django_assert_num_queries, count):
    """House rule 11."""
    TicketFactory.create_batch(count, equipment=unit, dealer=unit.dealer)
    client = page(dispatcher)
    with django_assert_num_queries(5):
        client.get(reverse("tickets:life-lane", args=[unit.serial_number]), headers={"HX-Request": "true"})

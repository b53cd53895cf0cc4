"""Finding who calls: units, open tickets and repeats before a new ticket is written (D1, D13, C6)."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories.tickets import TicketFactory
from tests.tickets.cast import opened

NOW = "2026-09-15T02:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def searched(client, text):
    return client.get("/tickets/search/", {"q": text}, headers={"HX-Request": "true"})


@pytest.mark.parametrize("text", ["13812345678", "5678", "2606-1042", "客户"])
def test_open_tickets_of_who_calls_come_first(page, agent, unit, text):
    """D1: one field takes a phone, its end, a part of the serial number or of a name."""
    unit.customer.name = "子客户公司"
    unit.customer.save()
    ticket = opened(agent, unit)
    answer = searched(page(agent), text)
    seen = answer.content.decode()
    assert seen.count('class="pick1"') == 1
    assert seen.index(ticket.get_absolute_url()) < seen.index('class="pick1"')


def test_what_is_over_or_too_short_is_not_offered(page, agent, unit, ticket_in):
    ticket_in("closed")
    for text in ("2606-1042", "2"):
        assert "T-2026" not in searched(page(agent), text).content.decode()


def test_another_dealers_tickets_are_not_offered(page, souths_desk, agent, unit, ticket_in):
    """L2."""
    ticket_in("accepted")
    assert "T-2026" not in searched(page(souths_desk), "2606-1042").content.decode()


def test_a_search_takes_the_same_statements_at_one_and_at_fifty(page, agent, unit, django_assert_num_queries):
    client = page(agent)
    for count in (1, 49):
        TicketFactory.create_batch(count, equipment=unit)
        with django_assert_num_queries(8):
            searched(client, "2606-1042")


def test_a_repeat_is_said_before_the_ticket_is_written(page, agent, unit, ticket_in):
    """D13: repairs within the regulation's months count, whatever else was asked does not."""
    before = ticket_in("closed", opened_at=datetime(2026, 8, 1, 2, tzinfo=UTC))
    ticket_in("closed", opened_at=datetime(2026, 5, 1, 2, tzinfo=UTC))
    ticket_in("closed", kind="consultation")
    ticket_in("cancelled")
    card = page(agent).get("/tickets/new/", {"equipment": unit.serial_number}).context["card"]
    assert [line["number"] for line in card["repeats"]["lines"]] == [before.number]
    assert (card["repeats"]["count"], card["repeats"]["months"]) == (1, 3)


def test_without_an_earlier_repair_nothing_is_said(page, agent, unit):
    card = page(agent).get("/tickets/new/", {"equipment": unit.serial_number}).context["card"]
    assert card["repeats"] is None


def test_the_card_is_fetched_anew_after_a_correction(page, agent, souths_desk, unit):
    """C6: the card alone is exchanged; another dealer's unit has none."""
    address = {"equipment": unit.serial_number}
    unit.gps_terminal = "GPS-0042"
    unit.save()
    seen = page(agent).get("/tickets/unit-card/", address).content.decode()
    assert "GPS-0042" in seen
    assert "<html" not in seen
    assert f'hx-get="/equipment/units/{unit.serial_number}/contact/"' in seen
    assert page(souths_desk).get("/tickets/unit-card/", address).status_code == 404
    assert page(agent).get("/tickets/unit-card/").status_code == 404

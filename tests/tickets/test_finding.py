"""A ticket is found by any part of what is written on it, by the customer's name, by the phone (D1)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from equipment import finding
from tests.factories.equipment import CustomerContactFactory, CustomerFactory
from tests.factories.tickets import TicketFactory
from tickets import querysets
from tickets.filters import search_terms
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
postgres_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such index")


def found(text):
    return set(Ticket.objects.matching(**search_terms(text)))


@pytest.fixture
def ticket():
    customer = CustomerFactory(name="华东重工（集团）有限公司")
    contact = CustomerContactFactory(customer=customer, name="王小明", phone="+8613812340099")
    TicketFactory(description="空调不制冷", serial_number="ZZ-1", place_text="成都")
    return TicketFactory(
        description="液压泵100%_异响\\停机，Error E217",
        serial_number="RD280-0417",
        place_text="江苏省南京市江宁区3号工地",
        contact_name="王小明",
        customer=customer,
        contact=contact,
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "液压",
            "压泵",
            "泵",
            "异响",
            "100%",
            "%_",
            "\\停",
            "RD280-04",
            "rd280",
            "0417",
            "Error e2",
            "ERROR",
        ),
        *("江宁区3号", "小明", "重工（集团）", "13812340099", "138 1234 0099", "0099", "RD280-0417"),
    ],
)
def test_any_part_finds_it_and_nothing_else(ticket, text):
    assert found(text) == {ticket}


@pytest.mark.parametrize("text", ["压液", "100_", "液%泵", "RD281", "13812340098", "0098", "南京南", "E2 17"])
def test_what_is_not_written_on_it_finds_nothing(ticket, text):
    assert found(text) == set()


def test_a_part_does_not_run_from_one_word_into_the_next(ticket):
    """Number, serial number and place stand apart: their ends make no word together."""
    assert found(f"{ticket.serial_number[-2:]}{ticket.place_text[:2]}") == set()


def test_a_name_of_very_many_customers_finds_the_tickets_of_all(monkeypatch):
    monkeypatch.setattr(finding, "MOST_LISTED", 2)
    theirs = {TicketFactory(customer=CustomerFactory(name=f"广通建设{n}")) for n in range(4)}
    TicketFactory(customer=CustomerFactory(name="别家"))
    assert found("广通") == theirs


@postgres_only
@pytest.mark.parametrize("text", ["液压", "RD280-04"])
def test_the_index_of_pairs_serves(ticket, text):
    """A million tickets are not read through: the condition is the index's own expression."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Ticket.objects.matching(**search_terms(text)).explain()
    assert "ticket_words" in plan


@postgres_only
def test_what_the_indexes_found_is_only_looked_at_for_the_text_itself(ticket):
    """A word on the ticket or a phone: two indexes, and no pairs of characters made of each row found."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Ticket.objects.matching(**search_terms("13812340099")).explain()
    (filtered,) = [line for line in plan.splitlines() if "Filter:" in line]
    assert "BitmapOr" in plan
    assert "strpos" in filtered
    assert "bigrams" not in filtered


@postgres_only
def test_a_row_at_hand_is_asked_for_the_text_before_its_pairs(ticket):
    """In the order of the list most rows are passed over: what is cheap comes first."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        plan = Ticket.objects.matching(**search_terms("液压")).explain()
    (filtered,) = [line for line in plan.splitlines() if "Filter:" in line]
    assert filtered.index("strpos") < filtered.index("bigrams")


@postgres_only
def test_of_a_name_that_very_many_bear_no_list_is_made(ticket, monkeypatch):
    monkeypatch.setattr(finding, "MOST_LISTED", 0)
    with CaptureQueriesContext(connection) as asked:
        assert found("重工（集团）") == {ticket}
    assert "bigrams" in asked.captured_queries[1]["sql"]
    assert "bigrams" not in asked.captured_queries[-1]["sql"]


@pytest.mark.parametrize(
    ("written", "is_it"), [("rd280-0417", True), ("RD280-0417", True), ("RD280-041", False)]
)
def test_the_tickets_of_a_serial_number_are_found_in_any_letters(ticket, written, is_it):
    assert list(Ticket.objects.with_serial(written)) == ([ticket] if is_it else [])


@postgres_only
def test_the_tickets_of_a_serial_number_are_found_by_the_index_of_pairs(ticket):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "ticket_words" in Ticket.objects.with_serial("RD280-0417").explain()


@pytest.mark.parametrize("common", [1, 2])
@pytest.mark.parametrize("text", ["液压", "0417", "小明", "江宁区3号", "13812340099", "空调"])
def test_what_is_common_is_found_as_what_is_rare(ticket, monkeypatch, common, text):
    rare = found(text)
    monkeypatch.setattr(querysets, "COMMON", common)
    assert found(text) == rare != set()


def test_what_the_newest_tickets_hold_is_looked_for_without_the_indexes(ticket, monkeypatch):
    """Pairs of a phrase are taken for chance by the database: it would read all that hold it."""
    monkeypatch.setattr(querysets, "COMMON", 1)
    with CaptureQueriesContext(connection) as asked:
        assert found("液压泵") == {ticket}
    assert 'bigrams(LOWER("tickets_ticket' not in "".join(one["sql"] for one in asked.captured_queries)

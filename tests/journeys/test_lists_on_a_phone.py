"""Lists at 390 pixels: a row is a card, nothing scrolls sideways, it is still read as a table (L4)."""

import pytest
from django.db import connections
from django.utils import timezone

from records.sweeps import sweep
from regulation.calendars import local_day
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import DESK, PHONE, Person, chromium

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LISTS = ("/tickets/?only=open", "/equipment/", "/calls/all/?when=ever", "/network/")
LONG = "动臂油缸进油管接头渗油，停机一夜地上有一小滩，第二天早上还要加油" * 2
SIDEWAYS = """
() => [document.scrollingElement, ...document.querySelectorAll("main, .scroll")]
  .filter((pane) => pane.scrollWidth > pane.clientWidth + 1).map((pane) => pane.className)
"""
CARD = """
() => {
  const row = document.querySelector("[data-list] [data-row]");
  const top = (query) => row.querySelector(query)?.getBoundingClientRect().top;
  return {
    display: getComputedStyle(row).display,
    number: row.cells[0].getBoundingClientRect().top,
    subject: top(".subject"),
    state: top(".dotw, .tag, .wb"),
    roles: [row.closest("table"), row.parentNode, row, row.cells[0]].map((part) => part.getAttribute("role")),
  };
}
"""


@pytest.fixture
def person(live_server, north, norths_engineer, manager, monkeypatch):
    """A manager at a browser; each list has a row."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    at = timezone.now()
    unit = EquipmentFactory(dealer=north, installed=True, installed_on=local_day(at))
    TicketFactory(dealer=north, equipment=unit, description=LONG, opened_at=at)
    sweep(at)
    with chromium() as browser:
        faults = []

        def come(viewport):
            return Person(browser, live_server.url, faults, viewport=viewport).sign_in("manager")

        yield come
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


def test_a_row_is_a_card_on_a_phone_and_stays_a_row_on_a_desk(person):
    at_desk, on_phone = person(DESK), person(PHONE)
    for path in LISTS:
        at_desk.open(path)
        assert at_desk.page.evaluate(CARD)["display"] == "table-row", path
        on_phone.open(path)
        assert on_phone.page.evaluate(SIDEWAYS) == [], path
        card = on_phone.page.evaluate(CARD)
        assert card["display"] == "flex", path
        assert card["number"] < card["subject"], path
        assert card["roles"] == ["table", "rowgroup", "row", "cell"], path


def test_a_card_says_its_state_beside_the_number_and_its_days_by_name(person):
    phone = person(PHONE)
    phone.open("/tickets/?only=open")
    card = phone.page.evaluate(CARD)
    assert abs(card["state"] - card["number"]) < 12
    assert phone.find("[data-row] td[data-head='受理']").count() == 1
    phone.find("[data-row]").click()  # anywhere on the card
    phone.page.wait_for_url("**/tickets/T-*/")
    phone.look()

"""A link is copied by keyboard, with the clipboard of the browser or without; what came of it is said."""

import pytest
from django.core.cache import cache
from django.db import connections

from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import Person, chromium
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
REFUSED = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
BY_HAND = (
    "document.execCommand = (step) => { window.copied = getSelection().toString(); return step === 'copy' }"
)
TAKEN = "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve() }"


@pytest.fixture
def desk(live_server, monkeypatch, north, norths_desk):
    """North's desk at a ticket whose customer's link was just shown."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    cache.clear()
    unit = EquipmentFactory(dealer=north, installed=True)
    ticket = TicketFactory(dealer=north, equipment=unit, status=TicketStatus.ACCEPTED)
    with chromium() as browser:
        faults = []
        person = Person(browser, live_server.url, faults).sign_in("norths-desk")
        person.open(ticket.get_absolute_url())
        person.send("button[name=press][value=show]")
        yield person
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


def pressed(desk):
    """Go from the link to the button beside it by keyboard, and press it."""
    desk.find("#customer-link").focus()
    desk.press("Tab", "Enter")
    return desk.find("#toasts .toast1").last.inner_text()


@pytest.mark.parametrize("browser", [[TAKEN], [NO_CLIPBOARD, BY_HAND]], ids=["clipboard", "without"])
def test_the_customers_link_is_copied_and_that_is_said(desk, browser):
    for script in browser:
        desk.page.evaluate(f"({script}, 0)")
    assert "已复制链接" in pressed(desk)
    assert desk.page.evaluate("window.copied") == desk.find("#customer-link").input_value()
    assert desk.page.evaluate("document.activeElement.dataset.copy") == desk.page.evaluate("window.copied")
    desk.look()


def test_a_browser_that_refuses_is_not_said_to_have_copied(desk):
    desk.page.evaluate(f"({REFUSED}, 0)")
    said = pressed(desk)
    assert "已复制链接" not in said
    assert "手动复制" in said


def test_an_address_of_ours_is_copied_whole_and_anything_else_as_it_is(desk):
    desk.page.evaluate(f"({TAKEN}, 0)")
    for given, copied in (("/tickets/", f"{desk.base}/tickets/"), ("E-4711", "E-4711")):
        desk.page.evaluate("(text) => { document.querySelector('[data-copy]').dataset.copy = text }", given)
        pressed(desk)
        assert desk.page.evaluate("window.copied") == copied

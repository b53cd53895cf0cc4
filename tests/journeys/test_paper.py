"""What is printed is printed on white paper, also by who reads on a dark screen."""

import pytest
from django.core.cache import cache
from django.db import connections

from tests.journeys.browser import Person, chromium

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
GROUND = "getComputedStyle(document.querySelector('.card')).backgroundColor"
WHITE = "rgb(255, 255, 255)"


@pytest.mark.parametrize("theme", ["dark", "auto"])
def test_a_dark_page_is_printed_light(live_server, monkeypatch, norths_desk, theme):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    cache.clear()
    with chromium() as browser:
        faults = []
        desk = Person(browser, live_server.url, faults).sign_in("norths-desk")
        desk.page.emulate_media(color_scheme="dark")
        desk.context.add_cookies([{"name": "theme", "value": theme, "url": desk.base}])
        desk.open("/notices/")
        dark = desk.page.evaluate(GROUND)
        assert dark != WHITE
        desk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert desk.page.evaluate(GROUND) == WHITE
        desk.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert desk.page.evaluate(GROUND) == dark
        connections.close_all()  # beside playwright's loop the test had a connection of its own
    assert not faults, "\n".join(faults)

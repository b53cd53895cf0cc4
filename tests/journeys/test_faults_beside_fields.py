"""Faults of a form in a browser: said at once, focus on the first, gone when it is filled (C3, D1, D7)."""

import pytest
from django.db import connections

from equipment.forms import point_code
from equipment.models import Equipment
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import PHONE, Person, chromium
from tickets.models import Ticket
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

POINTS = ["液压系统无渗漏", "回转制动可靠"]
FOCUSED = "() => document.activeElement.name"


@pytest.fixture
def come(live_server, monkeypatch):
    """Sign somebody in at a browser of their own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    with chromium() as browser:
        faults = []
        yield lambda name, **look: Person(browser, live_server.url, faults, **look).sign_in(name)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


def test_a_point_of_the_self_check_loses_its_fault_when_it_is_answered(come, north, norths_desk):
    """C3."""
    unit = EquipmentFactory(dealer=north, product=ProductFactory(self_check_items=POINTS))
    desk = come("norths-desk")
    desk.open(f"/equipment/units/{unit.serial_number}/install/")
    desk.send("main button.btn-primary")
    first, second = (f"check_{point_code(point)}" for point in POINTS)
    assert desk.page.evaluate(FOCUSED) == first
    assert desk.told().count("这一项还没填") == 2
    desk.choose(first, "passed")
    assert desk.told().count("这一项还没填") == 1
    assert desk.find(f"[name={first}][aria-invalid]").count() == 0
    assert desk.find(f"[name={second}][aria-invalid]").count() == 2
    desk.look()
    desk.send("main button.btn-primary")
    assert desk.told().count("这一项还没填") == 1
    assert Equipment.objects.get().installed_on is None


def test_a_record_loses_its_faults_one_by_one_and_the_server_repeats_what_is_still_wrong(
    come, north, norths_engineer
):
    """D7."""
    unit = EquipmentFactory(dealer=north, installed=True)
    ticket = TicketFactory(
        dealer=north, equipment=unit, status=TicketStatus.ASSIGNED, engineer=norths_engineer
    )
    engineer = come("norths-engineer", viewport=PHONE)
    engineer.open(f"/tickets/{ticket.number}/record/")
    engineer.send("footer button")
    assert engineer.find(".err").count() == 3
    engineer.fill(work_done="换油封", minutes_worked="0")
    engineer.fill(minutes_worked="-5")
    assert engineer.find(".err").count() == 1
    engineer.choose("result", "fixed")
    assert engineer.find(".err").count() == 0
    engineer.send("footer button")
    assert engineer.page.evaluate(FOCUSED) == "minutes_worked"
    assert engineer.field("work_done").input_value() == "换油封"


def test_the_first_of_all_faults_of_a_new_ticket_has_the_focus(come, agent):
    """D1: said together, nothing typed is lost."""
    desk = come("agent")
    desk.open("/tickets/new/")
    desk.fill(description="主泵异响")
    desk.send("main form.wz button.btn-primary")
    assert desk.page.evaluate(FOCUSED) == "kind"
    assert desk.find(".err").count() == 4
    assert desk.field("description").input_value() == "主泵异响"
    assert not Ticket.objects.exists()

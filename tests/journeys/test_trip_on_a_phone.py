"""An engineer's trip on the phone: set off, be there, write, photograph, let the customer sign (D7)."""

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from tests.factories.equipment import EquipmentFactory
from tests.factories.files import picture
from tests.journeys.browser import DESK, PHONE, Person, chromium
from tests.tickets.trips import signed
from tickets.models import RecordLine, ServiceRecord, SignedRecord, Ticket
from tickets.services import Intake, accept_ticket, assign_ticket, offer_ticket, open_ticket
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
STROKES = (
    [(60, 50), (120, 46)],
    [(64, 80), (118, 76)],
    [(92, 50), (90, 120)],
    [(180, 40), (160, 100), (150, 130)],
)


@pytest.fixture
def people(live_server, monkeypatch):
    """Open a browser of one's own for each person."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    cache.clear()
    with chromium() as browser:
        faults = []
        yield lambda viewport: Person(browser, live_server.url, faults, viewport=viewport)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


@pytest.fixture
def job(north, agent, dispatcher, norths_desk, norths_engineer):
    at = timezone.now()
    intake = Intake(
        kind="repair",
        channel="hotline",
        description="动臂油缸进油管接头渗油",
        contact_name="王老板",
        contact_phone="13812345678",
        equipment=EquipmentFactory(dealer=north, installed=True),
    )
    ticket = open_ticket(actor=agent, at=at, intake=intake)
    if ticket.status == TicketStatus.NEW:
        offer_ticket(ticket, actor=dispatcher, at=at, dealer=norths_desk.dealer)
    accept_ticket(ticket, actor=norths_desk, at=at)
    return assign_ticket(ticket, actor=norths_desk, at=at, engineer=norths_engineer)


def test_from_setting_off_to_the_sheet(people, job, norths_engineer):
    engineer = people(PHONE).sign_in(norths_engineer.user.username)
    go_there(engineer, job)
    write(engineer)
    photograph(engineer)
    engineer.send(".foot button[value=save]")
    assert "37.00" in engineer.told()
    draw(engineer)
    engineer.fill(name="王友木")
    engineer.choose("role", "operator")
    engineer.send(".foot button")
    assert "已签字" in engineer.told()
    kept = SignedRecord.objects.get()
    assert (kept.signer_name, kept.signer_role) == ("王友木", "operator")
    assert len(kept.strokes) == len(STROKES)
    assert Ticket.objects.get().status == TicketStatus.RESOLVED
    address = engineer.find("a[href*='/check/']").first.get_attribute("href")
    found = people(PHONE)
    found.open(address.removeprefix(found.base))
    assert "签字后未改动" in found.told()


def go_there(engineer, job):
    """Press twice at the foot of the job; each step tells the device's own time."""
    engineer.open(f"/tickets/{job.number}/job/")
    engineer.fill(reason="先去看，件下午到")
    engineer.send("form[action$='/depart/'] button")
    engineer.send("form[action$='/arrive/'] button")
    record = ServiceRecord.objects.get()
    assert record.arrived_at is not None
    assert {event.device_at is not None for event in record.events.all()} == {True}


def write(engineer):
    """Type, and see it kept by itself; a row is added without losing the others."""
    engineer.fill(work_done="更换密封圈 2 个，试机不漏", minutes_worked="67")
    engineer.choose("result", "fixed")
    engineer.fill(**{"line-0-text": "接头密封圈 28", "line-0-old_part": "brought_back"})
    engineer.fill(**{"line-0-quantity": "2", "line-0-unit_price": "18.5"})
    engineer.find("#saved .ti-check").wait_for()
    engineer.page.wait_for_function("() => !document.querySelector('.htmx-request')")
    engineer.send("button[value='add-reading']")
    engineer.fill(**{"reading-0-name": "系统压力", "reading-0-value": "24"})
    engineer.find("#saved .ti-check").wait_for()
    assert RecordLine.objects.get().quantity == 2
    engineer.send("button[value='add-line']")
    assert engineer.field("line-0-text").input_value() == "接头密封圈 28"


def photograph(engineer):
    """Take one before and one after: each goes up as soon as it is taken."""
    for count, step in enumerate(("before", "after"), start=1):
        engineer.choose("step", step)
        photo = {"name": f"{step}.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(60 + count, 40))}
        engineer.find("#photos input[type=file]").set_input_files([photo])
        engineer.find(f".shot >> nth={count - 1}").wait_for()
    engineer.look()


def draw(engineer):
    """Sign with a finger; a slip before it is wiped away."""
    pad, mouse = engineer.find("#sig"), engineer.page.mouse
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for again in (False, True):
        for first, *rest in STROKES if again else STROKES[:1]:
            mouse.move(box["x"] + first[0], box["y"] + first[1])
            mouse.down()
            for x, y in rest:
                mouse.move(box["x"] + x, box["y"] + y, steps=4)
            mouse.up()
        if not again:
            engineer.find("[data-sign-again]").click()


def test_the_record_on_a_desk(people, job, norths_desk, norths_engineer):
    """The dealer's desk reads it, with its photos and the signature."""
    record = signed(job, norths_engineer, timezone.now()).record
    desk = people(DESK).sign_in(norths_desk.username)
    desk.open(f"/tickets/{job.number}/")
    assert record.number in desk.told()
    desk.open(f"/records/{record.number}/")
    assert "王友木" in desk.told()

"""Three desks in a browser: the hotline takes a request, a dealer sends somebody, headquarters dispatches."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from dealers.choices import FilingStatus
from tests.factories.dealers import ServiceStaffFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import PHONE, Person, chromium
from tickets.models import Ticket, TicketAppointment
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
S = TicketStatus


@pytest.fixture
def come(live_server, monkeypatch):
    """Sign somebody in at a browser of their own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    with chromium() as browser:
        faults = []
        yield lambda name, **look: Person(browser, live_server.url, faults, **look).sign_in(name)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


def test_the_hotline_finds_the_caller_is_warned_and_opens_a_ticket(come, north, agent):
    """D1, D13: by the last four digits of the phone; what is open already stands before what is new."""
    unit = EquipmentFactory(dealer=north, serial_number="EX215-2606-1042", installed=True)
    before = TicketFactory(dealer=north, equipment=unit, status=S.ACCEPTED, description="回转有异响")
    desk = come("agent")
    desk.open("/tickets/?only=due")
    desk.send("header a.btn-primary")
    assert desk.path() == "/tickets/new/"
    desk.field("q").press_sequentially("5678")
    desk.find(".pick1").wait_for()
    desk.look()
    assert before.number in desk.find("#matches .note-warn").inner_text()
    assert "未" in desk.find(".pick1 .tag-warn").inner_text()
    desk.find(".pick1").click()
    desk.find("#unit-card .chosen").wait_for()
    desk.look()
    card = desk.find("#unit-card").inner_text()
    assert (unit.serial_number in card, before.number in card, "138****5678" in card) == (True, True, True)
    desk.fill(kind="repair", description="动臂油缸进油管接头渗油")
    desk.send("main form.wz button.btn-primary")
    ticket = Ticket.objects.exclude(pk=before.pk).get()
    assert desk.path() == ticket.get_absolute_url()
    assert (ticket.equipment, ticket.contact, ticket.opened_by) == (unit, unit.contact, agent)
    assert "动臂油缸进油管接头渗油" in desk.told()


def accept_and_send(desk, code, *, but_not):
    """Accept the ticket and give it to somebody; who can't go is named with the reason."""
    desk.send("#accept button[type=submit]")
    waits = desk.page.locator("label.eng", has_text=but_not)
    assert "不能派" in waits.inner_text()
    assert waits.locator("input").is_disabled()
    assert waits.locator(".s").count() >= 1
    desk.find(f"input[name=engineer][value='{code}']").check()
    desk.send("#assign button[type=submit]")


def agree_on_the_first_free_time(desk, **typed):
    """Choose the first of the offered windows; return its hours."""
    desk.look()
    chips = desk.find("#appoint .chip:has(input[name=window]:not([value='']))")
    assert (chips.count(), desk.field("day").count()) == (3, 1)
    chosen = chips.first.inner_text().split()[-1]
    chips.first.click()
    assert desk.field("day").count() == 0  # an offered time needs no day of its own
    desk.fill(**typed)
    desk.send("#appoint button[type=submit]")
    return chosen


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
def test_a_dealers_desk_accepts_sends_somebody_and_agrees_on_a_time(
    come, north, norths_desk, norths_engineer, look
):
    """D5, B1, D6: who can't be sent stands there with the reason; the customer chooses among free times."""
    ServiceStaffFactory(dealer=north, code="N-9", name="沈师傅", filing_status=FilingStatus.FILED)
    unit = EquipmentFactory(dealer=north, installed=True)
    ticket = TicketFactory(dealer=north, equipment=unit, status=S.OFFERED)
    desk = come("norths-desk", **look)
    desk.open("/tickets/?only=due")
    desk.send(f"a[data-open][href='{ticket.get_absolute_url()}']")
    accept_and_send(desk, "N-1", but_not="沈师傅")
    chosen = agree_on_the_first_free_time(desk, to_bring="接头密封 ×2")
    agreed = TicketAppointment.objects.get()
    assert (agreed.ticket, agreed.to_bring) == (ticket, "接头密封 ×2")
    assert chosen in desk.told()
    desk.open("/tickets/calendar/")
    shown = desk.find(".agenda" if look else ".week").inner_text()
    assert (chosen in shown, "赵师傅" in shown) == (True, True)


def test_a_time_outside_of_working_hours_is_hinted_at_and_agreed_on_all_the_same(
    come, north, norths_desk, norths_engineer
):
    """D5: said while it is typed."""
    ticket = TicketFactory(dealer=north, status=S.ASSIGNED, engineer=norths_engineer)
    desk = come("norths-desk")
    desk.open(f"{ticket.get_absolute_url()}")
    tomorrow = f"{timezone.localdate() + timedelta(days=1)}"
    desk.fill(day=tomorrow, begins="05:00", ends="06:30")
    desk.field("to_bring").focus()
    desk.find("#window-hints .note-warn").wait_for()
    desk.look()
    assert "可以照约" in desk.find("#window-hints").inner_text()
    desk.send("#appoint button[type=submit]")
    assert TicketAppointment.objects.get().span == f"{tomorrow} 05:00–06:30"


def offer_several(desk, tickets, code):
    """Pick tickets in the queue and offer them to one dealer; return what became of each."""
    desk.open("/tickets/?only=open")
    for ticket in tickets:
        desk.find(f"input[name=pick][value='{ticket.number}']").check()
    assert desk.find("#bulk [data-picked]").inner_text() == str(len(tickets))
    desk.look()
    desk.find("#bulk button[value=offer]").click()
    desk.find("#bulk-panel").wait_for()
    desk.look()
    desk.find("#bulk-panel select[name=dealer]").select_option(code)
    desk.find("#bulk-panel [data-primary]").click()
    desk.find("#bulk-panel .outcomes .good").first.wait_for()
    desk.look()
    return desk.find("#bulk-panel").inner_text()


def test_headquarters_sees_the_queue_offers_one_and_takes_a_step_for_several(come, north, south, dispatcher):
    """D3, D4, D5: each refusal is said for its own ticket."""
    unit = EquipmentFactory(dealer=north, installed=True)
    first, second, third = (TicketFactory(dealer=None, equipment=unit) for _ in range(3))
    desk = come("dispatcher")
    desk.open("/tickets/?only=due&by=due")
    assert [one.number in desk.told() for one in (first, second, third)] == [True] * 3
    desk.send(f"a[data-open][href='{first.get_absolute_url()}']")
    desk.find("#offer select[name=dealer]").select_option("SOUTH")
    desk.send("#offer button[type=submit]")
    first.refresh_from_db()
    assert (first.status, first.dealer) == (S.OFFERED, south)
    said = offer_several(desk, [first, second, third], "NORTH")
    assert [one.number in said for one in (first, second, third)] == [True] * 3
    assert desk.find("#bulk-panel .outcomes .ti.bad").count() == 1
    for ticket in (second, third):
        ticket.refresh_from_db()
        assert (ticket.status, ticket.dealer) == (S.OFFERED, north)


def test_a_step_is_fetched_when_it_is_opened(come, north, norths_desk):
    """By click and by keyboard; what was typed in one stays while another is opened."""
    ticket = TicketFactory(dealer=north, status=S.ACCEPTED)
    desk = come("norths-desk")
    desk.open(ticket.get_absolute_url())
    assert desk.page.locator("#wait form").count() == 0
    desk.find("#wait > summary").click()
    desk.find("#wait textarea[name=note]").fill("等客户回电")
    desk.find("#promise > summary").press("Enter")
    desk.find("#promise form").wait_for()
    assert desk.find("#wait textarea[name=note]").input_value() == "等客户回电"
    desk.look()

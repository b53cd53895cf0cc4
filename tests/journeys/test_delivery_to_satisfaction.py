"""From a delivered machine to a satisfied customer, in a real browser, by each who has a part in it.

Sign in (L1), register and install (C1, C2, C3), calls that plan themselves (F6), a ticket (D1–D4), its repair
(D5, D7), the call desk without a mouse (F1, F5, F9), the report (J1), the regulation (K1, K2).
On each page: nothing in the console, no violation of the content security policy, nothing that axe finds.
"""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connections
from django.utils import timezone

from dealers.models import Territory
from dealers.services import load_divisions
from equipment.forms import point_code
from equipment.models import Equipment
from records.sweeps import sweep
from regulation.calendars import local_day
from regulation.services import draft_version
from tests.factories.equipment import ProductFactory
from tests.journeys.browser import PHONE, Person, chromium
from tests.journeys.call_desk import (
    answer_by_keys,
    finish_by_keys,
    on_a_slow_line,
    open_by_keys,
    pointer_touches,
    watch_the_pointer,
)
from tickets.models import Ticket
from visits.models import Visit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

FIRST, SECOND = "EX215-2609-0001", "EX215-2609-0002"
PLACE = "江苏省南京市江宁区一号工地"
FAULT = "动臂油缸进油管接头渗油"
BAD_LINE = 4
TERRITORY = "320115"


@pytest.fixture
def today():
    return local_day(timezone.now())


@pytest.fixture
def network(north, norths_desk, norths_engineer, agent, manager, deputy, director):
    """The dealer who serves the place, its people, and those of headquarters."""
    load_divisions(
        [("320000", "江苏省", None), ("320100", "南京市", "320000"), (TERRITORY, "江宁区", "320100")]
    )
    Territory.objects.create(dealer=north, division_id=TERRITORY)
    return ProductFactory(code="EX215")


@pytest.fixture
def way(live_server, network, monkeypatch):
    """Who walks the way: `way("agent")` signs in at a new browser; a step ends with `way.is_clean()`."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    with chromium() as browser:
        yield Way(browser, live_server.url)
        connections.close_all()  # beside playwright's loop the test had a connection of its own


class Way:
    def __init__(self, browser, base):
        self.browser, self.base = browser, base
        self.faults: list[str] = []
        self.people: list[Person] = []

    def __call__(self, username, **browser):
        person = Person(self.browser, self.base, self.faults, **browser).sign_in(username)
        self.people.append(person)
        return person

    def is_clean(self):
        """Say that no page of this step had a fault, and that none was passed without a look."""
        for person in self.people:
            person.settle()
            assert person.unexamined() == set()
            person.leave()
        self.people.clear()
        faults, self.faults[:] = "\n".join(self.faults), []
        assert not faults, faults


FORBIDDEN_STYLE = """
() => new Promise((told) => {
  document.addEventListener("securitypolicyviolation", () => told(), {once: true});
  document.querySelector("main").innerHTML += '<img src="data:," style="top:0">';
})
"""


def test_a_fault_of_a_page_does_not_pass_unseen(way):
    person = Person(way.browser, way.base, way.faults)
    person.open("/sign-in/")
    assert way.faults == []
    person.page.evaluate(FORBIDDEN_STYLE)
    person.open("/no-such-page/")
    person.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    person.look()
    found = " ".join(way.faults)
    assert "/sign-in/: console: content security: style-src" in found
    assert "answer 404: GET /no-such-page/" in found
    assert "/no-such-page/: axe: image-alt" in found


def test_from_a_delivered_machine_to_a_satisfied_customer(way, today, manager):
    desk = way("norths-desk")
    register_on_the_form(desk, today)
    import_a_file(desk, today)
    for serial_number in (FIRST, SECOND):
        record_the_installation(desk, serial_number, today)
    read_the_life_line(desk)
    way.is_clean()

    the_calls_plan_themselves(today)

    number = open_a_ticket_on_the_phone(way("agent"))
    way.is_clean()
    accept_and_assign(way("norths-desk"), number)
    way.is_clean()
    fill_in_the_record(way("norths-engineer", viewport=PHONE), number)
    way.is_clean()
    close_the_ticket(way("norths-desk"), number)
    way.is_clean()

    sweep(timezone.now())
    make_the_calls(way("agent"), number)
    way.is_clean()

    read_the_report(way("manager"))
    way.is_clean()
    drafted = draft_version(
        actor=manager,
        at=timezone.now(),
        in_force_from=today + timedelta(days=30),
        reason="客户希望更早接到回访",
    )
    decide_on_the_regulation(way, drafted.number)
    drafted.refresh_from_db()
    assert drafted.is_approved


# ── 1 to 3: the dealer registers, imports, installs ──


def register_on_the_form(desk, today):
    desk.open("/equipment/register/")
    typed = {
        "product": "EX215",
        "serial_number": FIRST,
        "customer_name": "甲建设公司",
        "contact_name": "王经理",
        "phone": "1381234",
        "first_place_of_use": PLACE,
        "project_name": "地铁五号线",
        "planned_installation_on": (today - timedelta(days=8)).isoformat(),
        "delivered_on": (today - timedelta(days=10)).isoformat(),
    }
    desk.fill(**typed)
    desk.send("main form button[data-primary]")
    assert desk.field("phone").get_attribute("aria-invalid") == "true"
    assert {name: desk.field(name).input_value() for name in typed} == typed
    desk.fill(phone="13812345678")
    desk.send("main form button[data-primary]")
    assert desk.path() == f"/equipment/units/{FIRST}/"


def import_a_file(desk, today):
    day = (today - timedelta(days=10)).isoformat()
    lines = [
        "机号,型号,客户,联系人,电话,首次使用地,工程,计划安装日期,交付日期",
        f"{SECOND},EX215,乙路桥公司,李经理,13912340002,{PLACE},二标段,{day},{day}",
        f"EX215-2609-0003,EX215,丙矿业公司,陈经理,13912340003,{PLACE},三标段,{day},{day}",
        f"EX215-2609-0004,EX215,丁水利公司,周经理,12,{PLACE},四标段,{day},{day}",
    ]
    desk.open("/imports/new/")
    desk.choose("kind", "equipment")
    content = "\r\n".join(lines).encode("gb18030")
    desk.field("file").set_input_files({"name": "九月到货.csv", "mimeType": "text/csv", "buffer": content})
    desk.send("main form button[data-primary]")
    assert desk.path().endswith("/columns/")
    assert desk.field("column-serial_number").input_value() == "机号"
    desk.fill(date_format="iso")
    desk.send("button[data-primary][form=columns]")
    assert not Equipment.objects.filter(serial_number=SECOND).exists()
    names_the_bad_row(desk)
    desk.send("#run form[action$='/start/'] button")
    names_the_bad_row(desk)
    assert Equipment.objects.filter(serial_number__in=[SECOND, "EX215-2609-0003"]).count() == 2
    assert not Equipment.objects.filter(serial_number="EX215-2609-0004").exists()


def names_the_bad_row(desk):
    """The result page says line, field and reason, and looks again by itself while rows are read."""
    row = desk.find("#run table tbody tr")
    row.wait_for()
    line, field, reason = row.locator("td").all_inner_texts()
    assert line.strip() == str(BAD_LINE)
    assert field
    assert reason


def record_the_installation(desk, serial_number, today):
    desk.open(f"/equipment/units/{serial_number}/")
    desk.send("a[data-primary]")
    for item in Equipment.objects.get(serial_number=serial_number).product.self_check_items:
        desk.choose(f"check_{point_code(item)}", "passed")
    desk.fill(installed_on=(today - timedelta(days=8)).isoformat(), confirmed_by="王经理")
    desk.send("main form button[data-primary]")
    assert desk.path() == f"/equipment/units/{serial_number}/"


def read_the_life_line(desk):
    desk.open(f"/equipment/units/{FIRST}/")
    assert desk.find("svg:visible").count() > 0
    desk.settle()
    assert desk.find("#story tbody tr").count() == 2
    assert "138****5678" in desk.told().replace(" ", "")


# ── 4: the sweep ──


def the_calls_plan_themselves(today):
    sweep(timezone.now())
    first_calls = Visit.objects.filter(rule="one_week", opens_on=today - timedelta(days=1))
    assert {visit.equipment.serial_number for visit in first_calls} == {FIRST, SECOND}
    planned = Visit.objects.filter(equipment__serial_number=FIRST).values_list("rule", flat=True)
    assert set(planned) == {"one_week", "three_months", "annual"}


# ── 5 and 6: a ticket, its dispatch, its repair ──


def look_for_the_unit(agent):
    """Find the unit by the last four digits of the phone that rings."""
    agent.open("/tickets/new/")
    agent.field("q").press_sequentially("5678")
    agent.find(f"#matches button[value='{FIRST}']").click()
    agent.find("#new-ticket input[name=equipment]").wait_for(state="attached")
    agent.look()


def open_a_ticket_on_the_phone(agent):
    look_for_the_unit(agent)
    assert agent.find(".note-warn").count() == 0
    assert agent.field("place").input_value() == PLACE
    agent.fill(kind="repair", description=FAULT)
    agent.send("#new-ticket button[data-primary]")
    ticket = Ticket.objects.get()
    assert agent.path() == f"/tickets/{ticket.number}/"
    assert (ticket.status, ticket.dealer.code) == ("offered", "NORTH")
    look_for_the_unit(agent)
    assert agent.find(f".note-warn a[href='/tickets/{ticket.number}/']").count() == 1
    return ticket.number


def accept_and_assign(desk, number):
    assert desk.find(f"main a[href*='/tickets/{number}/']").count() > 0, "home says what is due"
    desk.open("/tickets/")
    desk.send(f"main a[href='/tickets/{number}/']")
    desk.send("#accept button[type=submit]")
    desk.choose("engineer", "N-1")
    desk.send("#assign button[type=submit]")
    assert Ticket.objects.get().status == "assigned"


def fill_in_the_record(engineer, number):
    engineer.open("/tickets/jobs/")
    engineer.send(f"main a[href$='/tickets/{number}/job/']")
    engineer.send("footer form[action$='/arrive/'] button")
    engineer.fill(work_done="更换进油管接头密封圈，试机半小时不漏", minutes_worked="90")
    engineer.choose("result", "fixed")
    engineer.send("footer button[data-primary]")
    assert Ticket.objects.get().status == "resolved"


def close_the_ticket(desk, number):
    desk.open(f"/tickets/{number}/")
    desk.send("#close button[type=submit]")
    assert Ticket.objects.get().status == "closed"


# ── 7: the call desk, without a mouse ──


def make_the_calls(agent, number):
    """The call after service, the first call with a ticket out of it, and one where nobody answers."""
    agent.open("/calls/")
    watch_the_pointer(agent)
    after = Visit.objects.get(ticket__number=number)
    first = Visit.objects.get(rule="one_week", equipment__serial_number=FIRST)
    silent = Visit.objects.get(rule="one_week", equipment__serial_number=SECOND)

    open_by_keys(agent, after.number)
    answer_by_keys(agent, rating=5)
    finish_by_keys(agent, after.number)

    open_by_keys(agent, first.number)
    answer_by_keys(agent, rating=4, trouble="回转有异响")
    with on_a_slow_line(agent):
        agent.page.keyboard.type("，愿意推荐")
        finish_by_keys(agent, first.number)

    open_by_keys(agent, silent.number)
    agent.press("Alt+n", "Enter")
    agent.find("#sheet form[data-sheet]").wait_for(state="detached")
    agent.look()
    assert pointer_touches(agent) == 0
    results = {visit.pk: (visit.status, visit.rating, visit.attempts_made) for visit in Visit.objects.all()}
    assert [results[one.pk] for one in (after, first, silent)] == [
        ("done", 5, 0),
        ("done", 4, 0),
        ("planned", None, 1),
    ]
    opened = Visit.objects.get(pk=first.pk).opened_ticket
    assert (opened.kind, opened.description, opened.channel) == ("repair", "回转有异响", "visit")


# ── 8: the report and the regulation ──


def read_the_report(manager):
    manager.open("/reports/satisfaction/")
    assert "90" in manager.find(".say1 .big").inner_text()
    manager.find(".say1 a[href*='/satisfaction/why/']").click()
    manager.find("#why h2").wait_for()
    manager.look()
    manager.press("Escape")
    figures = manager.find("details:has(summary) a[href*='/satisfaction/export/']")
    manager.find("#report-links summary").click()
    with manager.page.expect_download() as download:
        figures.first.click()
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    assert book.active.max_row >= 2
    manager.press("Escape")
    manager.send(".say1 a[href*='/satisfaction/calls/']:first-of-type >> nth=0")
    manager.send("table a[data-open] >> nth=0")
    assert manager.path().startswith("/calls/V-")
    manager.find("#main .ltop a[hx-get]").click()
    manager.find("#why h2").wait_for()
    manager.look()


def decide_on_the_regulation(way, number):
    deputy = way("deputy")
    deputy.open("/regulation/")
    deputy.send(f"nav a[href='/regulation/{number}/']")
    deputy.send("button[formaction$='/review/']")
    way.is_clean()
    director = way("director")
    director.open(f"/regulation/{number}/")
    director.send("button[formaction$='/approve/']")
    way.is_clean()

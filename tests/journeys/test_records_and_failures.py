"""Headquarters' desks: records judged one by one, failures analysed and put to the maker (D8, D15)."""

import pytest
from django.db import connections
from django.utils import timezone

from reports.models import MakerProposal
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import Person, chromium
from tests.tickets.trips import signed
from tickets.models import ServiceRecord
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def come(live_server, monkeypatch):
    """Sign somebody in at a browser of their own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    with chromium() as browser:
        faults = []
        yield lambda name, **look: Person(browser, live_server.url, faults, **look).sign_in(name)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


@pytest.fixture
def records(north, norths_engineer):
    """Two signed records that nobody has judged."""
    unit = EquipmentFactory(dealer=north, installed=True)
    given = {"dealer": north, "equipment": unit, "status": TicketStatus.ASSIGNED, "engineer": norths_engineer}
    return [signed(TicketFactory(**given), norths_engineer, timezone.now()).record for _ in range(2)]


def test_the_service_administrator_judges_one_record_after_the_other(come, records, auditor):
    first, second = records
    desk = come(auditor.username)
    assert first.number in desk.find("main").inner_text()
    desk.open("/records/")
    desk.send(f"a[data-open][href='{first.get_absolute_url()}']")
    assert desk.find("#audit .seen li").count() >= 4
    desk.choose("result", "passed")
    desk.fill(usual="资料齐全，情况属实")
    desk.send("#audit button[data-primary]")
    assert desk.path() == second.get_absolute_url()
    desk.choose("result", "returned")
    desk.send("#audit button[data-primary]")  # without a reason
    assert desk.find("#audit .err, .note-bad").count() >= 1
    desk.fill(reason="照片看不清")
    desk.send("#audit button[data-primary]")
    assert desk.path() == "/records/"
    assert list(ServiceRecord.objects.order_by("pk").values_list("status", "audit_reason")) == [
        ("passed", "资料齐全，情况属实"),
        ("returned", "照片看不清"),
    ]


def test_the_engineer_finds_what_was_returned_and_why(come, records, auditor, norths_engineer):
    desk = come(auditor.username)
    desk.open(records[0].get_absolute_url())
    desk.choose("result", "returned")
    desk.fill(usual="", reason="请补充试机压力")
    desk.send("#audit button[data-primary]")
    engineer = come(norths_engineer.user.username, viewport={"width": 390, "height": 844})
    assert "请补充试机压力" in engineer.find("main").inner_text()
    engineer.open(records[0].get_absolute_url())
    assert engineer.find("#amend").count() == 1


def test_a_finding_is_looked_at_and_put_to_the_maker(come, records, manager):
    desk = come(manager.username)
    desk.open("/reports/failures/")
    desk.find("#pareto svg").wait_for()
    desk.find("#ages svg").wait_for()
    desk.find("[data-numbers]").first.click()
    desk.look()
    desk.send("a[href*='/reports/failures/propose/']")
    desk.fill(proposal="接头改用耐高温密封圈")
    desk.send("main button[data-primary]")
    made = MakerProposal.objects.get()
    assert desk.path() == made.get_absolute_url()
    assert made.figures["failures"] == 2
    desk.choose("verb", "take_up")
    desk.fill(answer="下批改用")
    desk.send("#answer button[data-primary]")
    desk.open("/reports/proposals/")
    assert "已采纳" in desk.find("main").inner_text()

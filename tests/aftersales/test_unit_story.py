"""A unit's whole story: all that a person may read of it, newest first, by sort (C2, L2)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from aftersales.unit_story import story
from equipment.models import EquipmentEvent
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.factories.visits import VisitFactory
from tickets.states import TicketStatus

AT = datetime(2026, 6, 15, 2, tzinfo=UTC)
# session, person, roles, unit, its self-check, whose tickets, the tickets, calls, the regulation, the file
STATEMENTS = 8
PART = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today_in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, installed=True, serial_number="EX215-2606-0001")


@pytest.fixture
def lived(unit, south):
    """A unit with a repair, another dealer's service, a call made, a call ahead and its registration."""
    mine = TicketFactory(
        equipment=unit,
        dealer=unit.dealer,
        description="渗油\n第二行",
        opened_at=datetime(2026, 6, 10, tzinfo=UTC),
    )
    theirs = TicketFactory(
        equipment=unit,
        dealer=south,
        description="秘密的话",
        status=TicketStatus.OFFERED,
        opened_at=datetime(2026, 6, 12, tzinfo=UTC),
    )
    done = VisitFactory(equipment=unit, done=True, rating=4, note="修得快")
    autumn = {"opens_on": date(2026, 8, 29), "due_on": date(2026, 9, 5), "closes_on": date(2026, 9, 12)}
    ahead = VisitFactory(equipment=unit, rule="three_months", **autumn)
    EquipmentEvent.objects.create(
        equipment=unit, dealer=unit.dealer, at=datetime(2026, 6, 1, tzinfo=UTC), verb="registered"
    )
    return mine, theirs, done, ahead


def told(client, unit, query=""):
    return client.get(f"/equipment/units/{unit.serial_number}/story/{query}")


def test_everything_stands_in_one_list_newest_first(page, dispatcher, unit, lived):
    mine, theirs, done, ahead = lived
    shown = told(page(dispatcher), unit)
    lines = shown.context["lines"]
    assert [line.ref for line in lines] == [ahead.number, done.number, theirs.number, mine.number, ""]
    assert (lines[1].note, lines[1].rating, bool(lines[1].window)) == ("修得快", 4, False)
    assert lines[0].window["opens"] == date(2026, 8, 29)
    assert (lines[3].text, lines[4].kind) == ("渗油", "Registered on delivery")
    counts = {tab["label"]: tab["count"] for tab in shown.context["tabs"]}
    assert counts == {"All": 5, "Tickets": 2, "Calls": 2, "File": 1}


@pytest.mark.parametrize(("of", "count"), [("tickets", 2), ("calls", 2), ("file", 1), ("nonsense", 5)])
def test_one_sort_is_asked_for(page, dispatcher, unit, lived, of, count):
    shown = told(page(dispatcher), unit, f"?of={of}")
    assert len(shown.context["lines"]) == count
    assert [tab["of"] for tab in shown.context["tabs"] if tab["current"]] == [of if count < 5 else ""]


def test_of_another_dealers_service_only_that_it_happened(page, norths_desk, unit, lived):
    """L2."""
    mine, theirs, *_ = lived
    text = told(page(norths_desk), unit).content.decode()
    assert mine.get_absolute_url() in text
    for secret in (theirs.number, "秘密的话", theirs.dealer.name):
        assert secret not in text


def test_who_does_not_see_units_is_told_no_story(page, norths_engineer, unit):
    """L2: an engineer's way to a machine is the job."""
    assert told(page(norths_engineer.user), unit).status_code == 403


def test_who_reads_no_calls_is_shown_none(unit, lived, norths_desk):
    norths_desk.groups.set([])
    norths_desk = type(norths_desk).objects.get(pk=norths_desk.pk)
    assert {line.of for line in story(unit, actor=norths_desk, at=AT)["lines"]} == {"file"}


def test_a_foreign_units_story_does_not_exist(page, souths_desk, unit):
    assert told(page(souths_desk), unit).status_code == 404


def test_a_script_gets_the_list_alone_and_anybody_else_a_page(page, dispatcher, unit):
    client = page(dispatcher)
    address = f"/equipment/units/{unit.serial_number}/story/"
    part, whole = (client.get(address, headers=headers).content.decode() for headers in (PART, {}))
    assert "Nothing has happened yet." in part
    assert part.strip() in whole
    assert "<html" not in part


@pytest.mark.parametrize("count", [1, 50])
def test_it_takes_the_same_statements_at_any_length(page, dispatcher, unit, count, django_assert_num_queries):
    for turn in range(count):
        TicketFactory(equipment=unit, dealer=unit.dealer)
        VisitFactory(equipment=unit, rule="annual", nth=turn + 1)
    client = page(dispatcher)
    address = f"/equipment/units/{unit.serial_number}/story/"
    client.get(address, headers=PART)
    with django_assert_num_queries(STATEMENTS):
        text = client.get(address, headers=PART).content.decode()
    assert text.count("<tr>") == 1 + 2 * count

"""A unit registered long after it came is installed on its true day, and its record is whole (C1, C3, F6)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from equipment import unit_page
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment
from tests.factories.equipment import ProductFactory
from visits.services.planning import plan_calls

UNITS = "/api/v1/equipment/"
SERIAL = "LD50.2601.0033"
TODAY = date(2026, 9, 15)
TRUE_DAY = date(2026, 1, 20)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-09-15T02:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def eight(db):
    ProductFactory(code="LD-50", self_check_items=[])
    return {
        "serial_number": SERIAL,
        "product": "LD-50",
        "customer": {"name": "癸物流园", "contact_name": "蒋经理", "phone": "13856781234"},
        "first_place_of_use": "南三市物流园二期",
        "project_name": "二期堆场",
        "planned_installation_on": TRUE_DAY.isoformat(),
    }


def install(client, day, **changes):
    given = {"installed_on": str(day), "confirmed_by": "蒋经理", "self_check": []} | changes
    return client.post(f"{UNITS}{SERIAL}/install/", given, format="json")


def correct(client, day):
    given = {"installed_on": str(day), "reason": "以签字日为准"}
    return client.post(f"{UNITS}{SERIAL}/correct-installation/", given, format="json")


def test_a_unit_registered_late_keeps_a_whole_record(api, norths_desk, agent, eight):
    """The eight fields alone, installed in January, recorded in September: calls gone by are lapsed."""
    client = api(norths_desk)
    created = client.post(UNITS, eight, format="json")
    assert (created.status_code, created.data["delivered_on"]) == (201, "2026-09-15")
    installed = install(client, TRUE_DAY)
    assert installed.status_code == 200, installed.data
    assert (installed.data["installed_on"], installed.data["delivered_on"]) == ("2026-01-20", "2026-01-20")
    plan_calls(timezone.now())
    calls = api(agent).get("/api/v1/visits/", {"equipment": SERIAL}).data["results"]
    planned = {(call["rule"], call["nth"]): (call["status"], call["reason"]) for call in calls}
    assert planned["one_week", 1] == ("lapsed", "recorded_late")
    assert planned["three_months", 1] == ("lapsed", "recorded_late")
    assert planned["annual", 1][0] == "planned"
    assert api(agent).get("/api/v1/visits/", {"overdue": "true"}).data["results"] == []


def test_the_history_says_that_the_delivery_was_moved(api, norths_desk, eight):
    """L3: the day that was never given moves with a line that says so."""
    client = api(norths_desk)
    client.post(UNITS, eight, format="json")
    install(client, TRUE_DAY)
    event = Equipment.objects.get().events.get(verb=EquipmentEventVerb.INSTALLED)
    assert event.changes["delivered_on"] == ["2026-09-15", "2026-01-20"]
    with translation.override("en"):
        told = unit_page.history_row(event)["text"]
    assert "Delivered on (day was not given) 2026-09-15 → 2026-01-20" in told


def test_a_correction_moves_a_delivery_that_was_only_assumed(api, norths_desk, eight):
    """Back with an earlier day, and forth again, never past the day of registration."""
    client = api(norths_desk)
    client.post(UNITS, eight, format="json")
    install(client, TODAY)
    for day, delivered in (
        (date(2016, 1, 20), "2016-01-20"),
        (TRUE_DAY, "2026-01-20"),
        (TODAY, "2026-09-15"),
    ):
        answer = correct(client, day)
        assert (answer.status_code, answer.data["delivered_on"]) == (200, delivered)
    events = Equipment.objects.get().events.filter(verb=EquipmentEventVerb.CORRECTED).order_by("pk")
    assert [event.changes["delivered_on"][1] for event in events] == [
        "2016-01-20",
        "2026-01-20",
        "2026-09-15",
    ]


def test_an_installation_after_the_registration_leaves_the_delivery(api, norths_desk, eight, clock):
    client = api(norths_desk)
    client.post(UNITS, eight, format="json")
    clock.shift(timedelta(days=10))
    assert install(client, date(2026, 9, 20)).data["delivered_on"] == "2026-09-15"
    assert "delivered_on" not in Equipment.objects.get().events.latest("pk").changes


def test_a_delivery_that_was_given_stands(api, norths_desk, eight):
    """C3: nothing is installed before the day somebody named, at the first record or at a correction."""
    client = api(norths_desk)
    client.post(UNITS, eight | {"delivered_on": "2026-01-21"}, format="json")
    refused = install(client, TRUE_DAY)
    assert (refused.status_code, refused.data["code"]) == (422, "day_not_possible")
    assert list(refused.data["fields"]) == ["installed_on"]
    assert install(client, date(2026, 1, 21)).status_code == 200
    assert correct(client, TRUE_DAY).status_code == 422
    assert Equipment.objects.get().delivered_on == date(2026, 1, 21)


def test_a_day_that_cannot_be_meant_is_refused_without_a_delivery_too(api, norths_desk, eight):
    """A mistyped year plans no calls for centuries."""
    client = api(norths_desk)
    client.post(UNITS, eight, format="json")
    assert install(client, date(1026, 1, 20)).status_code == 422
    assert not Equipment.objects.get().is_installed


def test_the_form_assumes_no_delivery_either(page, norths_desk, eight):
    """C1: an empty day is not today's day; the page of the installation sets no limit to it."""
    typed = {name: value for name, value in eight.items() if name != "customer"}
    client = page(norths_desk)
    assert not client.get(reverse("equipment:register")).context["form"]["delivered_on"].value()
    names = {"customer_name": "癸物流园", "contact_name": "蒋经理", "phone": "13856781234"}
    client.post(reverse("equipment:register"), typed | names)
    unit = Equipment.objects.get()
    assert (unit.delivered_on, unit.is_delivery_assumed) == (TODAY, True)
    address = reverse("equipment:install", args=[SERIAL])
    assert "min" not in client.get(address).context["form"].fields["installed_on"].widget.attrs
    assert client.post(address, {"installed_on": "2026-01-20", "confirmed_by": "蒋经理"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.installed_on, unit.delivered_on) == (TRUE_DAY, TRUE_DAY)

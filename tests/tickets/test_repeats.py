"""Repeat repairs: how close by the version in force, flagged to all who look, asked why (D13, K1, K2, L2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from regulation.editions import Edition, Editions
from regulation.models import RegulationVersion
from regulation.parameters import Parameters, Repairs
from tests.factories.equipment import EquipmentFactory
from tests.tickets.cast import closed, opened
from tickets.models import Ticket
from tickets.services.linking import link_tickets
from tickets.states import TicketStatus
from tickets.unit_history import repeats_among

FIRST = datetime(2026, 3, 1, 2, tzinfo=UTC)


def body(response):
    return response.content.decode()


def editions(months=3, *later):
    """Versions by the day from which they hold, each with its number of months (K1)."""
    calls = RegulationVersion.objects.get(number=1).parameters["calls"]
    return Editions(
        [
            Edition(
                pk=number,
                number=number,
                in_force_from=day,
                parameters=Parameters(calls=calls, repairs=Repairs(repeated_within_months=n)),
            )
            for number, (day, n) in enumerate([(date(2026, 1, 1), months), *later], start=1)
        ]
    )


def a_ticket(pk, opened_at, *, kind="repair", status="closed", description="漏油"):
    return Ticket(
        pk=pk, number=f"T-{pk}", opened_at=opened_at, kind=kind, status=status, description=description
    )


@pytest.mark.parametrize(
    ("second", "is_repeat"),
    [
        (datetime(2026, 3, 2, 2, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 16, tzinfo=UTC), False),
    ],
)
@pytest.mark.django_db
def test_a_second_repair_within_three_months_is_a_repeat(second, is_repeat):
    """D13: calendar months between local days."""
    pairs = repeats_among([a_ticket(1, FIRST), a_ticket(2, second)], editions())
    assert bool(pairs) is is_repeat


@pytest.mark.django_db
def test_the_version_in_force_when_the_later_one_was_opened_says_how_close():
    """D13, K1: six months from July on; what was opened before keeps the three months."""
    in_june, in_july = (a_ticket(n, datetime(2026, n, 20, 2, tzinfo=UTC)) for n in (6, 7))
    versions = editions(3, (date(2026, 7, 1), 6))
    assert repeats_among([a_ticket(1, FIRST), in_june], versions) == []
    first = a_ticket(1, FIRST)
    assert repeats_among([first, in_july], versions) == [(first, in_july)]


@pytest.mark.django_db
def test_neither_maintenance_nor_what_was_cancelled_repeats():
    """D13."""
    day = FIRST + timedelta(days=5)
    assert repeats_among([a_ticket(1, FIRST), a_ticket(2, day, kind="maintenance")], editions()) == []
    assert repeats_among([a_ticket(1, FIRST), a_ticket(2, day, status="cancelled")], editions()) == []


# ── the flag and its why ──


@pytest.fixture
def repeated(dispatcher, norths_desk, norths_engineer, agent):
    """A unit of North repaired on 15 September and again on the 20th."""
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    before = closed(dispatcher, norths_desk, norths_engineer, unit)
    again = opened(agent, unit)
    Ticket.objects.filter(pk=again.pk).update(
        opened_at=datetime(2026, 9, 20, 2, tzinfo=UTC), dealer=norths_desk.dealer, status=TicketStatus.OFFERED
    )
    again.refresh_from_db()
    with time_machine.travel("2026-09-20T02:00:00Z", tick=False):
        yield before, again


def test_a_repeat_repair_says_so_with_the_one_before(page, dispatcher, norths_desk, repeated):
    """D13."""
    before, again = repeated
    for reader in (dispatcher, norths_desk):
        seen = body(page(reader).get(again.get_absolute_url()))
        assert before.get_absolute_url() in seen
        assert "3 个月内同机已报修 1 次。" in seen
        assert reverse("tickets:repeat", args=[again.number]) in seen
    assert "个月内同机已报修" not in body(page(dispatcher).get(before.get_absolute_url()))


def test_the_flag_of_a_repeat_can_be_asked_why(page, dispatcher, repeated):
    """D13, K2: clause, version, inputs, arithmetic."""
    before, again = repeated
    client = page(dispatcher)
    response = client.get(reverse("tickets:repeat", args=[again.number]))
    why = response.context["why"]
    assert why["clause"]["label"].startswith("D13")
    assert "3 个月内再次报修" in why["clause"]["text"]
    assert [one["value"] for one in why["inputs"]] == ["2026-09-20", "2026-09-15"]
    assert why["inputs"][1]["url"] == before.get_absolute_url()
    assert [line["result"] for line in why["arithmetic"]] == ["2026-06-20", "计入", "1"]
    panel = client.get(reverse("tickets:repeat", args=[again.number]), headers={"HX-Request": "true"})
    assert "<html" not in body(panel)
    assert client.get(reverse("tickets:repeat", args=[before.number])).status_code == 404


def test_a_later_version_has_its_own_number_and_its_own_why(page, dispatcher, repeated):
    """D13, K1: read from the version in force on the day the newer ticket was opened."""
    before, again = repeated
    Ticket.objects.filter(pk=before.pk).update(opened_at="2026-05-01T02:00:00Z")
    address = reverse("tickets:repeat", args=[again.number])
    assert page(dispatcher).get(address).status_code == 404
    first = RegulationVersion.objects.get(number=1)
    second = RegulationVersion.objects.create(
        number=2,
        status="approved",
        in_force_from=date(2026, 9, 1),
        parameters=first.parameters | {"repairs": {"repeated_within_months": 6}},
        drafted_at=first.drafted_at,
        approved_at=first.approved_at,
    )
    for clause in first.clauses.all():
        clause.pk, clause.regulation_version = None, second
        clause.save()
    Ticket.objects.filter(pk=again.pk).update(regulation_version=second)
    why = page(dispatcher).get(address).context["why"]
    assert why["arithmetic"][0]["result"] == "2026-03-20"
    assert "6 个月" in why["version"]["parameter"]
    assert "3 个月" in why["version"]["parameter"]
    assert "6 个月" in why["clause"]["text"]


def test_of_a_repair_by_another_dealer_the_owner_learns_the_day_alone(
    page, norths_desk, norths_engineer, souths_desk, south, repeated
):
    """D13, L2: flagged to all who look at it; who did it is not theirs to know."""
    before, again = repeated
    Ticket.objects.filter(pk=before.pk).update(dealer=south, engineer=None, description="秘密的话")
    for address in (again.get_absolute_url(), reverse("tickets:repeat", args=[again.number])):
        seen = body(page(norths_desk).get(address))
        assert "由别处服务" in seen
        for secret in (before.number, "秘密的话", south.name):
            assert secret not in seen
    Ticket.objects.filter(pk=again.pk).update(dealer=south)
    Ticket.objects.filter(pk=before.pk).update(dealer=norths_desk.dealer)
    address = reverse("tickets:repeat", args=[again.number])
    assert page(souths_desk).get(address).status_code == 404  # not its unit, not its ticket


@pytest.mark.django_db
def test_an_earlier_repair_that_is_linked_too_counts_once(page, dispatcher, norths_desk, norths_engineer):
    """D10, D13: it stands in the note and among what belongs to the ticket."""
    earlier = closed(dispatcher, norths_desk, norths_engineer)
    later = opened(dispatcher, earlier.equipment)
    link_tickets(later, actor=dispatcher, at=later.opened_at, other=earlier, reason="同一根油管")
    with time_machine.travel(later.opened_at, tick=False):
        seen = body(page(dispatcher).get(later.get_absolute_url()))
    assert seen.count(f">{earlier.number}<") == 2
    assert "2 次" not in seen
    assert "同一根油管" in seen

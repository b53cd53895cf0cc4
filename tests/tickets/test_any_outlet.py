"""In warranty any outlet serves any unit: what it learns, what it opens, who sees what of it (D4, L2)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from dealers.roles import Role
from records.invariants import broken
from records.models import AuditEntry
from tests.factories.dealers import DealerFactory, TerritoryFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tickets import services
from tickets.models import Ticket
from tickets.permissions import may_serve_any
from tickets.services import (
    DealerNotServing,
    Intake,
    NothingCovered,
    PlaceMissing,
    ServedByTerritory,
    TooManyChecks,
    covered_unit,
    open_in_warranty,
)
from tickets.states import TicketStatus
from tickets.unit_history import tickets_of

pytestmark = pytest.mark.django_db
SERIAL = "EX215-2606-9001"
TYPED = {
    "kind": "repair",
    "priority": "normal",
    "description": "铲斗油缸漏油",
    "contact_name": "郑姐",
    "contact_phone": "13900000009",
    "place": "四川省成都市武侯区高架三标",
}
NUMBERS = {"serial_number": SERIAL}
ADDRESS = "/tickets/new/in-warranty/"


@pytest.fixture(autouse=True)
def now(time_machine, at):
    time_machine.move_to(at, tick=False)
    return at


@pytest.fixture
def norths_unit(north):
    """North's unit, installed and in warranty; South serves it."""
    return EquipmentFactory(
        dealer=north,
        serial_number=SERIAL,
        installed=True,
        project_name="秘密项目",
        first_place_of_use="江苏省南京市浦口区秘密工地",
    )


def intake(unit, **facts):
    given = {
        "kind": "repair",
        "channel": "dealer",
        "description": "漏油",
        "contact_name": "郑姐",
        "contact_phone": "13900000009",
        "place_text": TYPED["place"],
    }
    return Intake(equipment=unit, **given | facts)


def secrets_of(unit):
    contact = unit.contact
    return (
        unit.customer.name,
        contact.name,
        contact.masked_phone,
        unit.first_place_of_use,
        unit.project_name,
        unit.dealer.name,
        unit.dealer.code,
    )


# ── looking ──


def test_the_desk_learns_model_and_end_of_warranty_and_nothing_else(page, norths_unit, souths_desk):
    """A19, D4: neither owner nor place, dealer nor history."""
    Ticket.objects.all().delete()
    seen = page(souths_desk).post(ADDRESS, NUMBERS | {"check": "1"})
    body = seen.content.decode()
    assert seen.status_code == 200
    assert norths_unit.product.code in body or norths_unit.product.name in body
    assert f"{norths_unit.warranty_ends_on.year}" in body
    assert [secret for secret in secrets_of(norths_unit) if secret in body] == []


def test_the_number_is_the_whole_one_however_it_is_written(norths_unit, souths_desk, now):
    for written in (SERIAL, f" {SERIAL.lower()} ", "ＥＸ２１５－２６０６－９００１"):
        assert covered_unit(written, actor=souths_desk, at=now) == norths_unit
    for part in (SERIAL[:-1], SERIAL[3:], "", "%"):
        with pytest.raises(NothingCovered):
            covered_unit(part, actor=souths_desk, at=now)


@pytest.mark.parametrize("case", ["unknown", "not installed", "expired"])
def test_whatever_is_not_covered_is_answered_alike(page, north, souths_desk, now, settings, case):
    """L2, D14: an unknown number, a unit not installed and one out of warranty can't be told apart."""
    settings.HOTLINE = "400-600-1000"
    if case == "not installed":
        EquipmentFactory(dealer=north, serial_number=SERIAL)
    if case == "expired":
        EquipmentFactory(dealer=north, serial_number=SERIAL, installed=True, installed_on=date(2020, 1, 1))
    seen = page(souths_desk).post(ADDRESS, NUMBERS | {"check": "1"}, headers={"accept-language": "en"})
    assert seen.status_code == 404
    body = seen.content.decode()
    assert "Under this number nothing is in warranty here" in body
    assert "400-600-1000" in body
    assert (seen.context["unit"], str(seen.context["refusal"])) == (None, str(NothingCovered()))
    assert AuditEntry.objects.filter(verb="warranty_checked", object_ref="").count() == 1


def test_the_last_day_of_warranty_counts(norths_unit, souths_desk, now, time_machine):
    ends = norths_unit.warranty_ends_on
    last = now.replace(year=ends.year, month=ends.month, day=ends.day)
    assert covered_unit(SERIAL, actor=souths_desk, at=last) == norths_unit
    with pytest.raises(NothingCovered):
        covered_unit(SERIAL, actor=souths_desk, at=last + timedelta(days=1))


def test_each_look_is_recorded_and_too_many_are_refused(
    page, norths_unit, south, souths_desk, norths_desk, now
):
    """D4: counted for all people of a dealer, found or not; a new hour begins anew."""
    colleague = UserFactory(dealer=south, roles=[Role.DEALER_USER])
    for n in range(30):
        actor = colleague if n % 2 else souths_desk
        if n:
            with pytest.raises(NothingCovered):
                covered_unit(f"X-{n}", actor=actor, at=now)
        else:
            covered_unit(SERIAL, actor=actor, at=now)
    entries = AuditEntry.objects.filter(verb="warranty_checked")
    assert entries.count() == 30
    assert set(entries.values_list("object_ref", flat=True)) == {SERIAL, ""}
    for actor in (souths_desk, colleague):
        with pytest.raises(TooManyChecks):
            covered_unit(SERIAL, actor=actor, at=now)
    seen = page(souths_desk).post(ADDRESS, NUMBERS | {"check": "1"})
    assert seen.status_code == 429
    assert SERIAL in seen.content.decode()  # what was typed is not lost
    assert entries.count() == 30
    assert covered_unit(SERIAL, actor=norths_desk, at=now)
    assert covered_unit(SERIAL, actor=souths_desk, at=now + timedelta(hours=1))


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("souths_desk", True),
        ("centres_desk", True),
        ("souths_engineer", False),
        ("agent", False),
        ("dispatcher", False),
        ("manager", False),
        ("administrator", False),
    ],
)
def test_a_dealers_desk_looks_and_nobody_else(request, page, norths_unit, now, person, may):
    """Headquarters sees every unit by itself."""
    actor = request.getfixturevalue(person)
    actor = getattr(actor, "user", actor)
    assert may_serve_any(actor) is may
    assert page(actor).get(ADDRESS).status_code == (200 if may else 403)
    assert page(actor).post(ADDRESS, NUMBERS | {"check": "1"}).status_code == (200 if may else 403)
    if not may:
        with pytest.raises(PermissionDenied):
            covered_unit(SERIAL, actor=actor, at=now)
        with pytest.raises(PermissionDenied):
            open_in_warranty(actor=actor, at=now, intake=intake(norths_unit))


def test_a_desk_without_a_dealer_looks_at_nothing(norths_unit, now):
    forgotten = UserFactory(roles=[Role.DEALER_USER])
    with pytest.raises(PermissionDenied):
        covered_unit(SERIAL, actor=forgotten, at=now)


# ── opening ──


def test_who_opens_it_serves_it_and_nothing_of_the_owner_goes_in(page, norths_unit, souths_desk, south):
    client = page(souths_desk)
    answer = client.post(ADDRESS, NUMBERS | TYPED)
    ticket = Ticket.objects.get()
    assert answer.url == ticket.get_absolute_url()
    assert (ticket.status, ticket.dealer, ticket.equipment) == (TicketStatus.ACCEPTED, south, norths_unit)
    assert (ticket.place_text, ticket.contact_name) == (TYPED["place"], "郑姐")
    assert (ticket.customer.dealer, ticket.customer.name) == (south, "郑姐")
    assert ticket.warranty_ends_on == norths_unit.warranty_ends_on
    assert ticket.is_in_warranty
    steps = list(ticket.events.in_order().values_list("verb", "dealer__code"))
    assert steps == [("open", None), ("offer", "SOUTH"), ("accept", "SOUTH")]
    body = client.get(ticket.get_absolute_url()).content.decode()
    assert SERIAL in body
    assert [secret for secret in secrets_of(norths_unit) if secret in body] == []
    assert [fault for _code, fault in broken("T", "X", "D")] == []


def test_what_is_missing_is_said_at_once_and_nothing_typed_is_lost(page, norths_unit, souths_desk):
    sent = (
        NUMBERS | TYPED | {"description": "", "place": "", "contact_phone": "123", "contact_name": "郑大姐"}
    )
    seen = page(souths_desk).post(ADDRESS, sent)
    assert seen.status_code == 422
    assert set(seen.context["form"].errors) == {"description", "place", "contact_phone"}
    assert "郑大姐" in seen.content.decode()
    assert not Ticket.objects.exists()


def test_a_double_press_opens_one(page, norths_unit, souths_desk):
    client, sent = page(souths_desk), NUMBERS | TYPED | {"idempotency_key": "k1"}
    assert client.post(ADDRESS, sent).url == client.post(ADDRESS, sent).url
    assert Ticket.objects.count() == 1


def test_the_service_opens_nothing_that_is_not_covered(norths_unit, north, south, souths_desk, now):
    expired = EquipmentFactory(dealer=north, installed=True, installed_on=date(2020, 1, 1))
    for unit in (None, expired, EquipmentFactory(dealer=north)):
        with pytest.raises(PermissionDenied):
            open_in_warranty(actor=souths_desk, at=now, intake=intake(unit))
    with pytest.raises(PlaceMissing):
        open_in_warranty(actor=souths_desk, at=now, intake=intake(norths_unit, place_text=" "))
    with pytest.raises(services.ContactMissing):
        open_in_warranty(actor=souths_desk, at=now, intake=intake(norths_unit, contact_phone=""))
    south.is_active = False
    south.save()
    souths_desk.refresh_from_db()
    with pytest.raises(DealerNotServing):
        open_in_warranty(actor=souths_desk, at=now, intake=intake(norths_unit))


def test_the_usual_way_still_knows_no_foreign_unit(page, api, norths_unit, souths_desk, now):
    """L2: by the page of new tickets and by the API another dealer's unit does not exist."""
    with pytest.raises(PermissionDenied):
        services.open_ticket(actor=souths_desk, at=now, intake=intake(norths_unit))
    seen = page(souths_desk).get("/tickets/search/", {"q": SERIAL}, headers={"hx-request": "true"})
    body = seen.content.decode()
    assert ("pick1" in body, f"{ADDRESS}?q={SERIAL}" in body) == (False, True)
    sent = {"equipment": SERIAL, "kind": "repair", "channel": "dealer", "description": "漏油"}
    assert api(souths_desk).post("/api/v1/tickets/", sent, format="json").status_code == 400


def test_programs_open_one_in_warranty(api, norths_unit, souths_desk, agent):
    url, sent = "/api/v1/tickets/in-warranty/", NUMBERS | TYPED
    answer = api(souths_desk).post(url, sent, format="json")
    assert (answer.status_code, answer.json()["status"]) == (201, "accepted")
    unknown = api(souths_desk).post(url, sent | {"serial_number": "X-1"}, format="json")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "nothing_covered")
    assert api(souths_desk).post(url, NUMBERS, format="json").status_code == 400
    assert api(agent).post(url, sent, format="json").status_code == 403


# ── who sees what of it ──


@pytest.mark.parametrize(
    ("person", "page_status", "line", "card"),
    [
        ("souths_desk", 200, None, True),  # who serves it: the ticket; the unit is not in its lists
        ("norths_desk", 404, "foreign", False),  # its own dealer: that it was served, in the unit's history
        ("centres_desk", 404, "foreign", False),  # the centre above it: the same
        ("agent", 200, "mine", True),
        ("dispatcher", 200, "mine", True),
        ("souths_engineer", 404, None, False),  # nobody gave it to them
        ("norths_engineer", 404, None, False),
    ],
)
def test_who_sees_what_of_such_a_ticket(
    request, page, api, norths_unit, souths_desk, now, person, page_status, line, card
):
    """L2: a table of people; the new contact is the serving outlet's and headquarters' to see."""
    ticket = open_in_warranty(actor=souths_desk, at=now, intake=intake(norths_unit))
    actor = request.getfixturevalue(person)
    actor = getattr(actor, "user", actor)
    client = page(actor)
    seen = client.get(ticket.get_absolute_url())
    assert seen.status_code == page_status
    assert api(actor).get(f"/api/v1/tickets/{ticket.number}/").status_code == page_status
    assert ("郑姐" in seen.content.decode()) is card
    unit_page = client.get(norths_unit.get_absolute_url())
    if line is None:
        assert unit_page.status_code in {403, 404}
        return
    assert unit_page.status_code == 200
    (known,) = tickets_of(norths_unit, actor)
    assert known.is_mine is (line == "mine")
    for address in (f"{norths_unit.get_absolute_url()}story/", f"/tickets/life-lane/{SERIAL}/"):
        body = client.get(address).content.decode()
        assert (ticket.number in body) is (line == "mine")
        assert line == "mine" or "郑姐" not in body
        assert line == "mine" or "SOUTH" not in body


# ── dispatching by the same rule ──


@pytest.fixture
def warm(norths_unit, agent, jiangning, now):
    """A ticket in warranty at a place that nobody serves yet."""
    facts = {"channel": "hotline", "place_text": "江苏省南京市江宁区一号", "division": jiangning}
    return services.open_ticket(actor=agent, at=now, intake=intake(norths_unit, **facts))


def test_in_warranty_the_dispatcher_offers_to_any_outlet(warm, norths_territory, south, dispatcher, now):
    """D4."""
    moved = services.offer_ticket(warm, actor=dispatcher, at=now, dealer=south)
    assert (moved.status, moved.dealer) == (TicketStatus.OFFERED, south)


def out_of_warranty(warm):
    Ticket.objects.filter(pk=warm.pk).update(warranty_ends_on=date(2026, 9, 14))
    return Ticket.objects.get(pk=warm.pk)


@pytest.mark.parametrize("days", [0, -1])
def test_warranty_is_judged_on_the_day_of_the_request(warm, norths_territory, south, dispatcher, now, days):
    """What was asked for in warranty stays so, though it is offered after its end."""
    Ticket.objects.filter(pk=warm.pk).update(warranty_ends_on=date(2026, 9, 15) + timedelta(days=days))
    ticket, later = Ticket.objects.get(pk=warm.pk), now + timedelta(days=3)
    if days:
        with pytest.raises(ServedByTerritory):
            services.offer_ticket(ticket, actor=dispatcher, at=later, dealer=south)
    else:
        assert services.offer_ticket(ticket, actor=dispatcher, at=later, dealer=south).dealer == south


def test_out_of_warranty_who_serves_the_place_comes_first(
    page, warm, norths_territory, norths_desk, north, south, dispatcher, now
):
    """D4: another dealer is asked once that of the territory has declined."""
    ticket = out_of_warranty(warm)
    refused = page(dispatcher).post(f"{ticket.get_absolute_url()}offer/", {"dealer": "SOUTH"})
    assert refused.status_code == 422
    assert north.name in refused.content.decode()
    asked = services.offer_ticket(ticket, actor=dispatcher, at=now, dealer=north)
    back = services.refuse_ticket(asked, actor=norths_desk, at=now, reason="没有人手")
    assert services.offer_ticket(back, actor=dispatcher, at=now, dealer=south).dealer == south


def test_out_of_warranty_an_outlet_below_who_serves_the_place_is_of_the_place(
    warm, jiangning, centre, north, south, dispatcher, now
):
    TerritoryFactory(dealer=centre, division=jiangning)
    ticket = out_of_warranty(warm)
    with pytest.raises(ServedByTerritory):
        services.offer_ticket(ticket, actor=dispatcher, at=now, dealer=south)
    assert services.offer_ticket(ticket, actor=dispatcher, at=now, dealer=north).dealer == north


def test_out_of_warranty_where_nobody_serves_the_place_the_dispatcher_decides(warm, dispatcher, now):
    anybody = DealerFactory()
    ticket = out_of_warranty(warm)
    assert services.offer_ticket(ticket, actor=dispatcher, at=now, dealer=anybody).dealer == anybody

"""The API of tickets: opening, verbs, filters, whose they are, one request one effect (D1–D5, D7, L2, L3)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from equipment.models import CustomerContact
from tests.factories.dealers import ServiceStaffFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import TicketFactory
from tickets.models import ServiceRecord, Ticket
from tickets.services import refuse_ticket
from tickets.states import TicketStatus

S = TicketStatus
LIST = "/api/v1/tickets/"
pytestmark = pytest.mark.django_db
TOMORROW = (timezone.now() + timedelta(days=1)).isoformat()


def address(ticket, verb=""):
    return f"{LIST}{ticket.number}/" + (f"{verb}/" if verb else "")


def body(**facts):
    return {"kind": "repair", "channel": "hotline", "description": "渗油"} | facts


def test_an_agent_opens_a_ticket_for_a_unit(api, agent, unit, norths_territory):
    answer = api(agent).post(LIST, body(equipment=unit.serial_number), format="json")
    assert answer.status_code == 201
    got = answer.json()
    assert got["number"] in answer["Location"]
    assert (got["status"], got["dealer"]) == ("offered", "NORTH")
    assert (got["equipment"], got["product"]) == (unit.serial_number, unit.product.code)
    assert got["contact_phone"] == "138****5678"
    assert got["warranty_ends_on"] == "2027-06-05"
    assert [event["verb"] for event in got["events"]] == ["open", "offer"]
    assert [event["actor"] for event in got["events"]] == ["agent", None]
    assert got["offers"][0]["answer"] == "pending"


def test_an_agent_opens_one_for_a_model_and_a_place(api, agent, jiangning):
    product = ProductFactory()
    sent = body(
        product=product.code, place="南京江宁一号工地", contact_name="李工", contact_phone="13912345678"
    )
    got = api(agent).post(LIST, sent, format="json").json()
    assert (got["product"], got["equipment"], got["division"]) == (product.code, "", "320115")
    assert got["contact_phone"] == "139****5678"


def test_a_dealer_opens_one_online_and_sees_it_wait(api, norths_desk, unit):
    got = api(norths_desk).post(LIST, body(equipment=unit.serial_number, channel="dealer"), format="json")
    assert (got.status_code, got.json()["status"]) == (201, "new")
    assert api(norths_desk).get(address(Ticket.objects.get())).status_code == 200


def test_a_dealer_claims_no_other_channel(api, norths_desk, unit):
    """D1: refused by the field's name."""
    answer = api(norths_desk).post(LIST, body(equipment=unit.serial_number), format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["channel"])
    assert not Ticket.objects.exists()


def test_a_dealer_whose_ticket_goes_to_another_gets_a_receipt(api, souths_desk, south, norths_territory):
    """L2, D4: served where it stands, opened by the unit's own dealer."""
    unit = EquipmentFactory(dealer=south)
    sent = body(equipment=unit.serial_number, channel="dealer")
    answer = api(souths_desk).post(LIST, sent, format="json", HTTP_IDEMPOTENCY_KEY="once")
    assert answer.status_code == 201
    assert set(answer.json()) == {"number", "kind", "status", "opened_at", "moved_at"}
    again = api(souths_desk).post(LIST, sent, format="json", HTTP_IDEMPOTENCY_KEY="once")
    assert (again.status_code, again.json()) == (201, answer.json())
    assert api(souths_desk).get(address(Ticket.objects.get())).status_code == 404


def test_a_foreign_unit_does_not_exist(api, souths_desk, unit):
    """D14: the same answer as for a number that nobody has."""
    sent = [body(equipment=number) for number in (unit.serial_number, "NOBODY-1")]
    answers = [api(souths_desk).post(LIST, each, format="json") for each in sent]
    assert [answer.status_code for answer in answers] == [400, 400]
    texts = [
        answer.content.decode().replace(each["equipment"], "…")
        for answer, each in zip(answers, sent, strict=True)
    ]
    assert texts[0] == texts[1]


BAD = [
    ({"kind": "nonsense"}, 400, "kind"),
    ({"channel": "import"}, 400, "channel"),
    ({"channel": "visit"}, 400, "channel"),
    ({"description": ""}, 400, "description"),
    ({"description": "漏" * 2001}, 400, "description"),
    ({"division": "999999"}, 400, "division"),
    ({"previous": "T-2020-00001"}, 400, "previous"),
    ({"contact_phone": "1381234567"}, 400, "contact_phone"),
    ({"equipment": "NOBODY-1"}, 400, "equipment"),
]


@pytest.mark.parametrize(("facts", "status", "field"), BAD)
def test_a_bad_body_is_refused_field_by_field(api, agent, unit, facts, status, field):
    answer = api(agent).post(LIST, body(equipment=unit.serial_number) | facts, format="json")
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "detail", "fields"}
    assert list(answer.json()["fields"]) == [field]
    assert not Ticket.objects.exists()


def test_all_faults_of_a_body_are_named_in_one_answer(api, agent):
    """D1: nobody mends a request in rounds; what rests on an unreadable field is not missed as well."""
    sent = {"kind": "", "channel": "hotline", "contact_phone": "1381234567"}
    answer = api(agent).post(LIST, sent, format="json")
    assert answer.status_code == 400
    fields = answer.json()["fields"]
    assert set(fields) == {"kind", "description", "contact_name", "contact_phone", "equipment"}
    assert "11" in fields["contact_phone"][0]
    answer = api(agent).post(LIST, sent | {"product": "NONE"}, format="json")
    assert set(answer.json()["fields"]) == set(fields) - {"equipment"} | {"product"}
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("sent", [[], "text", 1])
def test_a_body_that_is_no_object_is_refused(api, agent, sent):
    assert api(agent).post(LIST, sent, format="json").status_code == 400


@pytest.mark.parametrize("person", ["deputy", "norths_engineer"])
def test_who_may_not_open_is_forbidden(request, api, person):
    found = request.getfixturevalue(person)
    sent = body(place="工地", contact_name="李工", contact_phone="13912345678")
    assert api(getattr(found, "user", found)).post(LIST, sent, format="json").status_code == 403


STEPS = [
    # state, verb, who, body, state after
    (S.NEW, "offer", "dispatcher", {"dealer": "NORTH"}, "offered"),
    (S.NEW, "accept", "dispatcher", {}, "accepted"),
    (S.NEW, "solve", "agent", {"note": "指导"}, "resolved"),
    (S.NEW, "cancel", "agent", {"reason": "重复"}, "cancelled"),
    (S.OFFERED, "accept", "norths_desk", {}, "accepted"),
    (S.ACCEPTED, "assign", "norths_desk", {"engineer": "N-1"}, "assigned"),
    (S.ACCEPTED, "wait", "norths_desk", {"reason": "part", "note": "等油泵", "until": None}, "waiting"),
    (S.WAITING, "chase", "agent", {"note": "客户说周五定"}, "waiting"),
    (S.ASSIGNED, "promise", "agent", {"until": TOMORROW}, "assigned"),
    (S.WAITING, "resume", "norths_desk", {}, "accepted"),
    (
        S.ASSIGNED,
        "record",
        "norths_engineer",
        {"work_done": "换件", "minutes_worked": 67, "result": "fixed"},
        "resolved",
    ),
    (
        S.ASSIGNED,
        "record",
        "norths_engineer",
        {"work_done": "换件", "minutes_worked": 67, "result": "not_fixed"},
        "assigned",
    ),
    (S.RESOLVED, "reopen", "agent", {"reason": "还漏"}, "accepted"),
    (S.RESOLVED, "close", "norths_desk", {"note": ""}, "closed"),
    (S.RESOLVED, "close", "agent", {}, "closed"),
]


@pytest.mark.parametrize(("state", "verb", "person", "sent", "after"), STEPS)
def test_each_verb_moves_the_ticket(
    request, api, ticket_in, norths_engineer, state, verb, person, sent, after
):
    found = request.getfixturevalue(person)
    actor = getattr(found, "user", found)
    ticket = ticket_in(state)
    shown = api(actor).get(address(ticket)).json()
    assert verb in shown["verbs"]
    answer = api(actor).post(address(ticket, verb), sent, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, after)
    assert answer.json()["events"][-1]["verb"] == verb
    assert answer.json()["version"] == shown["version"] + 1


def test_a_record_is_shown_with_its_ticket(api, ticket_in, norths_engineer):
    sent = {"work_done": "换件", "minutes_worked": 67, "result": "temporary"}
    got = api(norths_engineer.user).post(address(ticket_in(S.ASSIGNED), "record"), sent, format="json").json()
    assert got["outcome"] == "temporary"
    assert [(row["number"], row["engineer"]) for row in got["records"]] == [("S-2026-00001", "N-1")]


def test_who_refuses_is_left_with_a_receipt(api, ticket_in, norths_desk):
    ticket = ticket_in(S.OFFERED)
    answer = api(norths_desk).post(address(ticket, "refuse"), {"reason": "人手不够"}, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "new")
    assert api(norths_desk).get(answer["Location"]).json() == answer.json()
    assert api(norths_desk).get(address(ticket)).status_code == 404


VERBS = [
    "offer",
    "accept",
    "refuse",
    "assign",
    "appoint",
    "confirm",
    "call_off",
    "wait",
    "chase",
    "promise",
    "answer",
    "merge",
    "link",
    "resume",
    "record",
    "solve",
    "reopen",
    "close",
    "cancel",
]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("person", ["souths_desk", "souths_engineer"])
def test_another_dealers_ticket_does_not_exist(request, api, ticket_in, verb, person):
    """L2: 404 with the body of a missing one."""
    found = request.getfixturevalue(person)
    client = api(getattr(found, "user", found))
    foreign = client.post(address(ticket_in(S.ACCEPTED), verb), {}, format="json")
    missing = client.post(f"{LIST}T-2026-99999/{verb}/", {}, format="json")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


@pytest.mark.parametrize("verb", VERBS)
def test_who_sees_it_and_may_not_is_forbidden(api, ticket_in, deputy, verb):
    bodies = {
        "offer": {"dealer": "NORTH"},
        "assign": {"engineer": "N-1"},
        "appoint": {"begins_at": TOMORROW, "ends_at": TOMORROW},
        "record": {"work_done": "换件", "minutes_worked": 1, "result": "fixed"},
        "wait": {"reason": "part"},
        "promise": {"until": TOMORROW},
        "merge": {"other": TicketFactory().number, "reason": "重复"},
        "link": {"other": TicketFactory().number, "reason": "同一批"},
    }
    sent = bodies.get(verb, {"reason": "试", "note": "试"})
    answer = api(deputy).post(address(ticket_in(S.ASSIGNED), verb), sent, format="json")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("state", "verb", "person", "sent"),
    [
        (S.CLOSED, "cancel", "agent", {"reason": "重复"}),
        (S.NEW, "close", "agent", {}),
        (S.ACCEPTED, "close", "norths_desk", {}),
        (S.CLOSED, "reopen", "dispatcher", {"reason": "还漏"}),
        (S.ACCEPTED, "resume", "norths_desk", {}),
        (S.OFFERED, "assign", "norths_desk", {"engineer": "N-1"}),
        (S.NEW, "assign", "dispatcher", {"engineer": "HQ-1"}),
    ],
)
def test_a_step_that_the_table_does_not_hold_is_a_conflict(
    request, api, ticket_in, norths_engineer, state, verb, person, sent
):
    ServiceStaffFactory(code="HQ-1", dealer=None)
    ticket = ticket_in(state)
    answer = api(request.getfixturevalue(person)).post(address(ticket, verb), sent, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "transition_not_allowed")
    assert Ticket.objects.get().version == 1


def test_a_stale_program_is_told(api, ticket_in, norths_desk, norths_engineer, other_engineer):
    """Fault 30: the version that was seen is sent along."""
    ticket, client = ticket_in(S.ACCEPTED), api(norths_desk)
    seen = client.get(address(ticket)).json()["version"]
    for code, expected in (("N-1", 200), ("N-2", 409)):
        sent = {"engineer": code, "version": seen}
        answer = client.post(address(ticket, "assign"), sent, format="json")
        assert answer.status_code == expected
    assert answer.json()["code"] == "moved_by_another"
    assert Ticket.objects.get().engineer == norths_engineer


def test_an_unconfirmed_engineer_is_refused_with_the_reason(api, ticket_in, norths_desk, other_engineer):
    """B1."""
    other_engineer.filing_status = "filed"
    other_engineer.save()
    answer = api(norths_desk).post(
        address(ticket_in(S.ACCEPTED), "assign"), {"engineer": "N-2"}, format="json"
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["engineer"])


def test_another_dealers_engineer_does_not_exist(api, ticket_in, norths_desk, souths_engineer):
    answer = api(norths_desk).post(
        address(ticket_in(S.ACCEPTED), "assign"), {"engineer": "S-1"}, format="json"
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["engineer"])


def test_the_same_request_twice_has_one_effect(api, agent, unit, ticket_in, norths_engineer):
    """Fault 31: a lost answer is asked for again with the same key."""
    client = api(agent)
    sent = body(equipment=unit.serial_number)
    first, second = (client.post(LIST, sent, format="json", HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    other = client.post(LIST, sent | {"description": "异响"}, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert other.status_code == 422
    assert Ticket.objects.count() == 1
    ticket = ticket_in(S.ASSIGNED)
    done = {"work_done": "换件", "minutes_worked": 67, "result": "not_fixed"}
    for _ in range(3):
        api(norths_engineer.user).post(
            address(ticket, "record"), done, format="json", HTTP_IDEMPOTENCY_KEY="k2"
        )
    assert ServiceRecord.objects.count() == 1


def test_the_next_dealer_reads_nothing_of_the_refusal(
    api, ticket_in, norths_desk, souths_desk, dispatcher, at
):
    """L2, D15."""
    ticket = ticket_in(S.OFFERED, opened_by=norths_desk)
    refuse_ticket(ticket, actor=norths_desk, at=at, reason="欠款未清")
    api(dispatcher).post(address(ticket, "offer"), {"dealer": "SOUTH"}, format="json")
    answer = api(souths_desk).get(address(ticket))
    text = answer.content.decode()
    assert [event["verb"] for event in answer.json()["events"]] == ["open", "offer"]
    assert answer.json()["events"][0]["actor"] is None
    for secret in ("欠款", "NORTH", "华东一号", "norths-desk"):
        assert secret not in text


def test_an_earlier_ticket_is_named_to_who_may_see_it(api, ticket_in, unit, south, souths_desk, norths_desk):
    old = ticket_in(S.CLOSED)
    new = ticket_in(S.ACCEPTED, dealer=south, previous=old)
    assert api(souths_desk).get(address(new)).json()["previous"] is None
    again = ticket_in(S.ACCEPTED, previous=old)
    assert api(norths_desk).get(address(again)).json()["previous"] == old.number


def test_whom_to_call_is_hidden_30_days_after(api, ticket_in, norths_desk, south, time_machine):
    """C10: of a unit that is not its own."""
    unit = EquipmentFactory(dealer=south)
    ticket = ticket_in(S.CLOSED, equipment=unit, moved_at=datetime(2026, 9, 15, tzinfo=UTC))
    for day, shown in (
        (datetime(2026, 10, 14, tzinfo=UTC), True),
        (datetime(2026, 10, 16, tzinfo=UTC), False),
    ):
        time_machine.move_to(day, tick=False)
        assert bool(api(norths_desk).get(address(ticket)).json()["contact_phone"]) is shown


def test_nothing_of_a_ticket_can_be_written_past_the_verbs(api, agent, ticket_in):
    """safety.md, D9."""
    ticket, client = ticket_in(S.NEW), api(agent)
    for method in ("put", "patch", "delete"):
        sent = {"status": "closed", "cost": 0, "dealer": "NORTH"}
        assert getattr(client, method)(address(ticket), sent, format="json").status_code == 405
    sent = body(place="工地", contact_name="李工", contact_phone="13912345678", status="closed", cost=5)
    got = client.post(LIST, sent, format="json").json()
    assert (got["status"], got["cost"]) == ("new", None)


def test_a_phone_stands_in_no_ticket(api, agent, unit):
    """C10: whole numbers are kept with the contact, encrypted, and shown masked."""
    sent = body(equipment=unit.serial_number, contact_name="孙机手", contact_phone="13712345678")
    answer = api(agent).post(LIST, sent, format="json")
    assert "13712345678" not in answer.content.decode()
    assert CustomerContact.objects.filter(name="孙机手").exists()

"""The time agreed with the customer: agreed, changed, asked once more, called off, kept (D5, D6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tests.factories.dealers import QualificationFactory, StaffQualificationFactory
from tests.tickets.customers import linked
from tickets.choices import AppointmentState
from tickets.models import ServiceNeed, TicketAppointment
from tickets.services import (
    ConfirmedAlready,
    EngineerNotPossible,
    NoteMissing,
    NoteTooLong,
    NothingAgreed,
    WindowNotPossible,
    WindowTooFar,
    appoint_ticket,
    assign_ticket,
    call_off_appointment,
    cancel_ticket,
    confirm_appointment,
    merge_ticket,
    record_service,
    solve_ticket,
)
from tickets.states import TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db
S = TicketStatus
HOUR = timedelta(hours=1)
TWO = datetime(2026, 9, 16, 6, tzinfo=UTC)  # 14:00 of the next day


def agree(ticket, actor, at, *, begins=TWO, hours=2, **facts):
    return appoint_ticket(
        ticket, actor=actor, at=at, begins_at=begins, ends_at=begins + hours * HOUR, **facts
    )


def states(ticket):
    return list(ticket.appointments.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("status", [S.ACCEPTED, S.ASSIGNED, S.WAITING])
def test_a_time_is_agreed_and_the_ticket_stays_where_it_is(ticket_in, norths_desk, at, status):
    before = ticket_in(status)
    wait_reason = before.wait_reason
    ticket = agree(before, norths_desk, at)
    agreed = ticket.appointments.get()
    assert (ticket.status, ticket.wait_reason) == (status, wait_reason)
    assert (agreed.begins_at, agreed.ends_at) == (TWO, TWO + 2 * HOUR)
    assert (agreed.made_at, agreed.made_by, agreed.agreed_with) == (at, norths_desk, ticket.contact_name)
    step = ticket.events.in_order().last()
    assert (step.verb, step.source, step.target) == ("appoint", status, status)
    assert step.about == "2026-09-16 14:00–16:00"


@pytest.mark.parametrize("status", [S.NEW, S.OFFERED, S.RESOLVED, S.CLOSED, S.CANCELLED])
def test_nothing_is_agreed_where_nobody_comes(ticket_in, norths_desk, dispatcher, at, status):
    actor = dispatcher if status is S.NEW else norths_desk
    with pytest.raises((TransitionNotAllowed, PermissionDenied)):
        agree(ticket_in(status), actor, at)
    assert not TicketAppointment.objects.exists()


@pytest.mark.parametrize("person", ["souths_desk", "centres_desk", "agent", "dispatcher"])
def test_only_who_serves_agrees_on_a_time(request, ticket_in, norths_desk, person, at):
    actor = request.getfixturevalue(person)
    ticket = ticket_in(S.ASSIGNED)
    with pytest.raises(PermissionDenied):
        agree(ticket, actor, at)
    agree(ticket, norths_desk, at)
    for step in (confirm_appointment, lambda *a, **k: call_off_appointment(*a, reason="x", **k)):
        with pytest.raises(PermissionDenied):
            step(ticket, actor=actor, at=at)


@pytest.mark.parametrize(
    ("begins", "hours", "refusal"),
    [
        (TWO, 0, WindowNotPossible),
        (TWO, -1, WindowNotPossible),
        (TWO, 11, WindowNotPossible),  # past midnight
        (datetime(2026, 9, 14, 22, tzinfo=UTC), 2, WindowNotPossible),  # over already
        (TWO + timedelta(days=400), 1, WindowTooFar),
    ],
)
def test_a_window_lies_ahead_on_one_day(ticket_in, norths_desk, at, begins, hours, refusal):
    with pytest.raises(refusal):
        agree(ticket_in(S.ASSIGNED), norths_desk, at, begins=begins, hours=hours)


def test_another_time_needs_a_reason_and_the_first_stays_on_record(ticket_in, norths_engineer, at):
    ticket = agree(ticket_in(S.ASSIGNED), norths_engineer.user, at)
    later = TWO + 24 * HOUR
    with pytest.raises(NoteMissing):
        agree(ticket, norths_engineer.user, at, begins=later)
    ticket = agree(ticket, norths_engineer.user, at, begins=later, reason="客户出差", agreed_with="李姐")
    assert states(ticket) == ["changed", "agreed"]
    first, second = ticket.appointments.order_by("pk")
    assert (first.reason, first.ended_at, first.begins_at) == ("客户出差", at, TWO)
    assert (second.begins_at, second.agreed_with) == (later, "李姐")


def test_a_name_fits(ticket_in, norths_desk, at):
    with pytest.raises(NoteTooLong):
        agree(ticket_in(S.ASSIGNED), norths_desk, at, agreed_with="长" * 41)


def test_one_person_is_not_expected_twice_at_once(ticket_in, norths_desk, at):
    """The refusal names the other ticket; windows that touch don't collide."""
    first = agree(ticket_in(S.ASSIGNED), norths_desk, at)
    second = ticket_in(S.ASSIGNED)
    with override("en"), pytest.raises(EngineerNotPossible, match=first.number) as refused:
        agree(second, norths_desk, at, begins=TWO + HOUR)
    assert refused.value.field == "begins_at"
    assert agree(second, norths_desk, at, begins=TWO + 2 * HOUR)
    assert agree(first, norths_desk, at, begins=TWO - HOUR, reason="早一点")


def test_who_is_expected_elsewhere_does_not_get_the_ticket(
    ticket_in, norths_desk, norths_engineer, other_engineer, at
):
    """Another engineer takes the window over."""
    agree(ticket_in(S.ASSIGNED), norths_desk, at)
    ticket = agree(ticket_in(S.ACCEPTED), norths_desk, at, begins=TWO + HOUR)
    with pytest.raises(EngineerNotPossible):
        assign_ticket(ticket, actor=norths_desk, at=at, engineer=norths_engineer)
    ticket.refresh_from_db()
    moved = assign_ticket(ticket, actor=norths_desk, at=at, engineer=other_engineer)
    assert states(moved) == ["agreed"]


def test_certificates_are_judged_on_the_agreed_day(
    ticket_in, norths_desk, norths_engineer, other_engineer, at
):
    """B3."""
    height = QualificationFactory(certificate=True)
    ServiceNeed.objects.create(qualification=height, kind="repair")
    for person in (norths_engineer, other_engineer):
        StaffQualificationFactory(staff=person, qualification=height, valid_until=date(2026, 9, 15))
    ticket = assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=norths_engineer)
    with override("en"), pytest.raises(EngineerNotPossible, match="before the trip on Sep 16"):
        agree(ticket, norths_desk, at)
    assert agree(ticket, norths_desk, at, begins=TWO - 24 * HOUR)


def test_the_customer_is_asked_once_more(ticket_in, norths_desk, norths_engineer, at):
    """D6: who asked, and when."""
    ticket = ticket_in(S.ASSIGNED)
    with pytest.raises(NothingAgreed):
        confirm_appointment(ticket, actor=norths_desk, at=at)
    ticket = confirm_appointment(agree(ticket, norths_desk, at), actor=norths_engineer.user, at=at + HOUR)
    agreed = ticket.appointments.get()
    assert (agreed.confirmed_at, agreed.confirmed_by) == (at + HOUR, norths_engineer.user)
    with pytest.raises(ConfirmedAlready):
        confirm_appointment(ticket, actor=norths_desk, at=at)


def test_a_time_is_called_off_with_the_reason(ticket_in, norths_desk, at):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, at)
    with pytest.raises(NoteMissing):
        call_off_appointment(ticket, actor=norths_desk, at=at, reason=" ")
    ticket = call_off_appointment(ticket, actor=norths_desk, at=at, reason="客户取消")
    over = ticket.appointments.get()
    assert (over.state, over.reason, over.ended_at) == (AppointmentState.CALLED_OFF, "客户取消", at)
    with pytest.raises(NothingAgreed):
        call_off_appointment(ticket, actor=norths_desk, at=at, reason="再来")


def test_a_trip_keeps_the_time_and_an_end_without_one_calls_it_off(
    ticket_in, norths_desk, norths_engineer, dispatcher, at
):
    went = agree(ticket_in(S.ASSIGNED), norths_desk, at)
    done = {"work_done": "换件", "minutes_worked": 60, "result": "not_fixed"}
    record_service(went, actor=norths_engineer.user, at=at, **done)
    solved = agree(ticket_in(S.ACCEPTED), norths_desk, at)
    solve_ticket(solved, actor=norths_desk, at=at, note="电话解决")
    cancelled = agree(ticket_in(S.ACCEPTED), norths_desk, at)
    cancel_ticket(cancelled, actor=dispatcher, at=at, reason="不用了")
    merged = agree(ticket_in(S.ACCEPTED), norths_desk, at)
    merge_ticket(merged, actor=dispatcher, at=at, other=ticket_in(S.ACCEPTED), reason="写了两遍")
    assert states(went) == ["kept"]
    assert [states(one) for one in (solved, cancelled, merged)] == [["called_off"]] * 3


def test_the_database_keeps_one_open_window_a_ticket(ticket_in, norths_desk, at):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, at)
    row = {"ticket": ticket, "made_at": at, "made_by": norths_desk, "begins_at": TWO}
    for facts in (
        {"ends_at": TWO + HOUR},
        {"ends_at": TWO, "state": "kept", "ended_at": at},
        {"ends_at": TWO + HOUR, "state": "kept"},
        {"ends_at": TWO + HOUR, "state": "lost", "ended_at": at},
        {"ends_at": TWO + HOUR, "state": "kept", "ended_at": at, "confirmed_at": at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TicketAppointment.objects.create(**row | facts)


# ── pages and API ──

SENT = {"day": "2026-09-16", "begins": "14:00", "ends": "16:00", "agreed_with": "王先生"}


@pytest.fixture
def now(time_machine, at):
    time_machine.move_to(at, tick=False)
    return at


def test_the_desk_agrees_on_the_page_and_reads_it_there(page, ticket_in, norths_desk, now):
    ticket, client = ticket_in(S.ASSIGNED), page(norths_desk)
    url = ticket.get_absolute_url()
    assert client.post(f"{url}appoint/", SENT | {"day": ""}).status_code == 422
    assert client.post(f"{url}appoint/", SENT | {"ends": "13:00"}).status_code == 422
    assert client.post(f"{url}appoint/", SENT).status_code == 302
    response = client.get(url, headers={"accept-language": "en"})
    facts = {fact["label"]: str(fact["value"]) for fact in response.context["facts"]}
    assert any("14:00–16:00" in value and "王先生" in value for value in facts.values())
    verbs = {step["verb"] for step in response.context["steps"]}
    assert {"confirm", "call_off", "appoint"} <= verbs
    assert client.post(f"{url}appoint/", SENT | {"begins": "15:00"}).status_code == 422  # no reason
    assert client.post(f"{url}confirm/", {}).status_code == 302
    asked = client.get(url).context
    assert "confirm" not in {step["verb"] for step in asked["steps"]}
    assert client.post(f"{url}call_off/", {"reason": "客户取消"}).status_code == 302
    assert not {"confirm", "call_off"} & {step["verb"] for step in client.get(url).context["steps"]}


def test_the_engineers_jobs_stand_in_the_order_of_the_agreed_times(
    page, ticket_in, norths_engineer, norths_desk, now
):
    """D18: what has a time first, in its order."""
    later, without, sooner = (ticket_in(S.ASSIGNED) for _ in range(3))
    agree(later, norths_desk, now, begins=TWO + 3 * HOUR)
    agree(sooner, norths_desk, now)
    response = page(norths_engineer.user).get("/tickets/jobs/")
    assert [job["ticket"] for job in response.context["to_do"]] == [sooner, later, without]
    assert "14:00–16:00" in response.content.decode()
    job = page(norths_engineer.user).get(f"/tickets/{sooner.number}/job/")
    assert {"confirm", "appoint", "call_off"} <= {step["verb"] for step in job.context["steps"]}


def test_the_customer_reads_on_the_link_when_somebody_comes(
    client, ticket_in, norths_desk, now, time_machine
):
    """D20: until the time is over; nothing where none is agreed."""
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    token = linked(ticket, at=now)
    assert "We come tomorrow 14:00–16:00" in shown(client, token)
    time_machine.move_to(TWO + 3 * HOUR, tick=False)
    assert "We come" not in shown(client, token)


def shown(client, token):
    return client.get(f"/t/{token}/", headers={"accept-language": "en"}).content.decode()


def test_programs_agree_and_read_it(api, ticket_in, norths_desk, souths_desk, now):
    ticket, client = ticket_in(S.ASSIGNED), api(norths_desk)
    url = f"/api/v1/tickets/{ticket.number}/"
    sent = {"begins_at": "2026-09-16T06:00:00Z", "ends_at": "2026-09-16T08:00:00Z"}
    assert api(souths_desk).post(f"{url}appoint/", sent, format="json").status_code == 404
    assert {"appoint"} == {"appoint", "confirm", "call_off"} & set(client.get(url).json()["verbs"])
    answer = client.post(f"{url}appoint/", sent, format="json")
    assert answer.status_code == 200
    (row,) = answer.json()["appointments"]
    assert (row["state"], row["agreed_with"], row["confirmed_at"]) == ("agreed", ticket.contact_name, None)
    assert {"confirm", "call_off"} <= set(answer.json()["verbs"])
    assert client.post(f"{url}confirm/", {}, format="json").json()["appointments"][0]["confirmed_at"]
    over = client.post(f"{url}call_off/", {"reason": "客户取消"}, format="json").json()
    assert over["appointments"][0]["state"] == "called_off"
    assert client.post(f"{url}confirm/", {}, format="json").json()["code"] == "nothing_agreed"

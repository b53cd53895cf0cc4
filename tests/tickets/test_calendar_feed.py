"""An engineer's agreed times in a calendar program: what the file says, and who opens it (D5)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from icalendar import Calendar

from dealers.roles import Role
from dealers.services import give_roles
from records.models import AuditEntry
from tests.tickets.test_appointments import HOUR, TWO, agree
from tickets.models import CalendarFeed, Ticket
from tickets.services import assign_ticket, call_off_appointment, confirm_appointment, record_service
from tickets.services.feeds import holder_of_feed, make_feed, revoke_feed
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
PLACE = "江苏省南京市浦口区城西隧道二号工地东门进去左转，门卫室登记；三号泵房旁边，塔吊下面\n四号楼"


@pytest.fixture(autouse=True)
def now(time_machine, at):
    time_machine.move_to(at, tick=False)
    return at


@pytest.fixture
def token(norths_engineer, now):
    return make_feed(actor=norths_engineer.user, at=now)


def opened(client, token, **headers):
    return client.get(f"/c/{token}/jobs.ics", headers=headers)


def events(client, token):
    calendar = Calendar.from_ical(opened(client, token).content)
    return {str(event["uid"]).split("@")[0]: event for event in calendar.walk("VEVENT")}


def test_the_file_reads_back_with_time_place_and_ticket(client, ticket_in, norths_desk, token, now):
    ticket = agree(ticket_in(S.ASSIGNED, place_text=PLACE), norths_desk, now)
    response = opened(client, token)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(response.content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    (event,) = events(client, token).values()
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (TWO, TWO + 2 * HOUR)
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
    assert event.decoded("dtstamp") == now
    assert str(event["location"]) == PLACE
    assert ticket.number in event["summary"]
    assert ticket.product.code in event["summary"]
    assert event["url"] == f"http://testserver/tickets/{ticket.number}/job/"


def test_lines_of_chinese_are_folded_as_the_standard_says(client, ticket_in, norths_desk, token, now):
    """RFC 5545: CRLF, 75 octets a line, no letter torn apart; moments are in UTC."""
    agree(ticket_in(S.ASSIGNED, place_text=PLACE), norths_desk, now)
    raw = opened(client, token).content
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")]  # each piece is whole UTF-8
    assert b"DTSTART:20260916T060000Z" in lines


def test_nothing_of_the_customer_is_in_the_file(client, ticket_in, norths_desk, token, now):
    """C10: neither name nor phone, nor what somebody typed."""
    ticket = agree(
        ticket_in(S.ASSIGNED, description="王先生 13812345678 报修"),
        norths_desk,
        now,
        agreed_with="李姐",
        to_bring="问王先生",
    )
    said = opened(client, token).content.decode().replace("\r\n ", "")
    secrets = (
        ticket.contact_name,
        ticket.customer.name,
        ticket.contact.phone,
        ticket.contact.masked_phone,
        "13812345678",
        "李姐",
        "王先生",
    )
    assert [secret for secret in secrets if secret in said] == []


def test_a_changed_time_is_the_same_event_one_revision_later(
    client, ticket_in, norths_desk, norths_engineer, token, now
):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    (first,) = events(client, token)
    ticket = agree(ticket, norths_desk, now, begins=TWO + HOUR, reason="客户出差")
    ((uid, event),) = events(client, token).items()
    assert (uid, event["sequence"], event.decoded("dtstart")) == (first, 1, TWO + HOUR)
    confirm_appointment(ticket, actor=norths_desk, at=now)
    assert events(client, token)[uid]["sequence"] == 1
    ticket.refresh_from_db()
    ticket = call_off_appointment(ticket, actor=norths_desk, at=now, reason="取消")
    event = events(client, token)[uid]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)
    agree(ticket, norths_desk, now, begins=TWO + 3 * HOUR)
    found = events(client, token)
    assert len(found) == 2
    assert found[uid]["status"] == "CANCELLED"


def test_a_trip_that_was_made_stays_and_the_next_is_another_event(
    client, ticket_in, norths_desk, norths_engineer, token, now
):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    done = {"work_done": "换件", "minutes_worked": 60, "result": "not_fixed"}
    record_service(ticket, actor=norths_engineer.user, at=now, **done)
    ticket.refresh_from_db()
    agree(ticket, norths_desk, now, begins=TWO + HOUR)
    assert {uid[-2:] for uid in events(client, token)} == {"-1", "-2"}


def test_another_engineer_takes_the_event_over(client, ticket_in, norths_desk, other_engineer, token, now):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    assert events(client, token)
    assign_ticket(ticket, actor=norths_desk, at=now, engineer=other_engineer)
    assert events(client, token) == {}


def test_what_is_long_over_leaves_the_file(client, ticket_in, norths_desk, token, now):
    """E1: as long as the engineer sees the ticket."""
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    ticket.appointments.update(begins_at=now - timedelta(days=31), ends_at=now - timedelta(days=30, hours=1))
    assert events(client, token) == {}
    ticket.appointments.update(ends_at=now - timedelta(days=29))
    assert len(events(client, token)) == 1


def test_nothing_new_is_answered_without_the_file(client, ticket_in, norths_desk, token, now, time_machine):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    first = opened(client, token)
    assert first["Cache-Control"] == "private, no-cache"
    time_machine.move_to(now + HOUR, tick=False)
    again = opened(client, token, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    agree(ticket, norths_desk, now, begins=TWO + HOUR, reason="改约")
    changed = opened(client, token, **{"if-none-match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_the_file_is_in_chinese_whatever_the_program_asks_for(client, ticket_in, norths_desk, token, now):
    agree(ticket_in(S.ASSIGNED), norths_desk, now)
    assert "维修" in opened(client, token, **{"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_file_can_only_be_read(client, token, method):
    assert getattr(client, method)(f"/c/{token}/jobs.ics").status_code == 405
    assert client.head(f"/c/{token}/jobs.ics").status_code == 200


# ── who opens it ──


def test_the_secret_is_kept_as_a_hash_and_found_by_it_alone(token, norths_engineer):
    feed = CalendarFeed.objects.get()
    assert token not in f"{feed.token_hash} {feed.holder_mark}"
    assert holder_of_feed(token) == norths_engineer.user
    for wrong in ("", token[:-1], token.swapcase(), feed.token_hash, "null"):
        assert holder_of_feed(wrong) is None


def leaves(user):
    user.is_active = False
    user.save()


def stops_serving(user):
    user.staff.is_active = False
    user.staff.save()


def takes_a_new_password(user):
    user.set_password("another-long-one")
    user.save()


def repairs_no_more(user):
    give_roles(user, Role.DEALER_USER)


@pytest.mark.parametrize("happens", [leaves, stops_serving, takes_a_new_password, repairs_no_more])
def test_the_address_ends_with_its_holder(client, token, norths_engineer, happens):
    """G1, L1: what ends opens nothing, as if it had never been there."""
    happens(norths_engineer.user)
    response = opened(client, token)
    assert (response.status_code, response.content) == (404, b"")


def test_who_moves_to_another_dealer_takes_no_calendar_along(client, token, norths_engineer, south):
    """D12."""
    norths_engineer.user.dealer = south
    norths_engineer.user.save()
    assert opened(client, token).status_code == 404


def test_a_new_address_ends_the_old_one_and_an_end_ends_it(client, token, norths_engineer, now):
    second = make_feed(actor=norths_engineer.user, at=now)
    assert [opened(client, one).status_code for one in (token, second)] == [404, 200]
    assert revoke_feed(actor=norths_engineer.user, at=now) == 1
    assert opened(client, second).status_code == 404
    assert revoke_feed(actor=norths_engineer.user, at=now) == 0


def test_one_person_has_one_open_address(token, norths_engineer, now):
    row = {"user": norths_engineer.user, "token_hash": "x", "holder_mark": "y", "made_at": now}
    for facts in ({}, {"revoked_at": now - HOUR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFeed.objects.create(**row | facts)


def test_who_repairs_nothing_has_no_address(norths_desk, agent, page, now):
    for person in (norths_desk, agent):
        with pytest.raises(PermissionDenied):
            make_feed(actor=person, at=now)
        assert page(person).get("/tickets/calendar/subscription/").status_code == 403
        assert "/tickets/calendar/subscription/" not in page(person).get("/account/").content.decode()


def test_an_engineer_without_a_filed_person_reads_an_empty_calendar(client, norths_engineer, now):
    user = norths_engineer.user
    norths_engineer.user = None
    norths_engineer.save()
    user.refresh_from_db()
    token = make_feed(actor=user.__class__.objects.get(pk=user.pk), at=now)
    assert events(client, token) == {}


def test_a_wrong_address_is_recorded_without_it_and_slowed_down(client, token):
    """B2, B5."""
    for _ in range(25):
        assert opened(client, "AAAAAAAAAAAAAAAAAAAAAA").status_code in {404, 429}
    entries = AuditEntry.objects.filter(verb="link_refused")
    assert entries.count() == 20
    assert {entry.path for entry in entries} == {"/c/…/jobs.ics"}


def test_an_address_is_not_asked_without_end(client, token):
    answers = [opened(client, token).status_code for _ in range(22)]
    assert answers == [200] * 20 + [429] * 2
    assert opened(client, token)["Retry-After"] == "60"


# ── the person's own page ──


def test_the_address_is_shown_once_on_the_own_page(client, page, norths_engineer, now):
    browser = page(norths_engineer.user)
    assert "/tickets/calendar/subscription/" in browser.get("/account/").content.decode()
    url = "/tickets/calendar/subscription/"
    assert "/jobs.ics" not in browser.get(url).content.decode()
    link = browser.post(url, {"press": "make"}).context["link"]
    assert client.get(link).status_code == 200
    assert "/jobs.ics" not in browser.get(url).content.decode()
    part = browser.get(url, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert browser.post(url, {"press": "revoke"}).url == "/account/"
    assert client.get(link).status_code == 404


def test_the_file_asks_the_same_number_of_questions(
    client, ticket_in, norths_desk, token, now, django_assert_num_queries
):
    """House rule 11."""
    for n in range(12):
        agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=datetime(2026, 9, 16 + n, 6, tzinfo=UTC))
        if n in {0, 11}:
            with django_assert_num_queries(3):
                assert len(events(client, token)) == n + 1
    assert Ticket.objects.count() == 12

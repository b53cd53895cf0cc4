"""What a desk is offered and told while it agrees on a time (D5, D6)."""

from datetime import UTC, datetime

import pytest

from tests.tickets.test_appointments import HOUR, TWO, agree
from tickets.models import TicketAppointment
from tickets.services import NoteTooLong
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
TYPED = {"day": "2026-09-16", "begins": "14:00", "ends": "16:00"}


@pytest.fixture
def now(time_machine, at):
    time_machine.move_to(at, tick=False)
    return at


def offered(response):
    step = next(step for step in response.context["steps"] if step["verb"] == "appoint")
    return [(one["value"], one["is_chosen"]) for one in step["windows"]]


def test_the_next_free_windows_leave_out_what_the_engineer_has_agreed_already(
    page, ticket_in, norths_desk, now
):
    """10:00 on a Tuesday; the window that this ticket holds itself is free for it."""
    agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=datetime(2026, 9, 15, 2, 30, tzinfo=UTC))
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=datetime(2026, 9, 16, 0, 30, tzinfo=UTC))
    client = page(norths_desk)
    shown = offered(client.get(f"{ticket.get_absolute_url()}appoint/"))
    assert [value for value, _ in shown] == [
        "2026-09-15 12:30/14:30",
        "2026-09-16 08:30/10:30",
        "2026-09-16 12:00/14:00",
    ]
    nobodys = offered(client.get(f"{ticket_in(S.ACCEPTED).get_absolute_url()}appoint/"))
    assert nobodys[0] == ("2026-09-15 10:00/12:00", False)


def test_an_offered_window_is_agreed_on_by_one_press(page, ticket_in, norths_desk, now):
    ticket, client = ticket_in(S.ASSIGNED), page(norths_desk)
    url = f"{ticket.get_absolute_url()}appoint/"
    sent = {"window": "2026-09-16 08:30/10:30", "to_bring": "接头密封 ×2、46# 油 5 L"}
    assert client.post(url, sent).status_code == 302
    agreed = ticket.appointments.get()
    assert agreed.span == "2026-09-16 08:30–10:30"
    assert agreed.to_bring == "接头密封 ×2、46# 油 5 L"
    assert "接头密封 ×2" in client.get(ticket.get_absolute_url()).content.decode()


def test_what_was_chosen_stays_chosen_where_something_is_missing(page, ticket_in, norths_desk, now):
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    chosen = "2026-09-15 12:00/14:00"
    refused = page(norths_desk).post(
        f"{ticket.get_absolute_url()}appoint/", {"window": chosen, "to_bring": "密封圈"}
    )
    assert refused.status_code == 422
    assert (chosen, True) in offered(refused)
    assert "密封圈" in refused.content.decode()


@pytest.mark.parametrize(
    "window", ["x", "2026-09-16 08:30", "2026-02-30 08:30/10:00", "2026-09-16 08:30/25:00"]
)
def test_what_is_no_window_is_said_so(page, ticket_in, norths_desk, now, window):
    ticket = ticket_in(S.ASSIGNED)
    refused = page(norths_desk).post(f"{ticket.get_absolute_url()}appoint/", {"window": window})
    assert refused.status_code == 422
    assert not TicketAppointment.objects.exists()


def test_day_and_hours_are_asked_for_where_no_window_was_chosen(page, ticket_in, norths_desk, now):
    ticket = ticket_in(S.ASSIGNED)
    refused = page(norths_desk).post(f"{ticket.get_absolute_url()}appoint/", {"begins": "14:00", "ends": "x"})
    form = next(step["form"] for step in refused.context["steps"] if step["verb"] == "appoint")
    assert set(form.errors) == {"day", "ends"}


def test_what_to_bring_has_its_length(ticket_in, norths_desk, at):
    with pytest.raises(NoteTooLong):
        agree(ticket_in(S.ASSIGNED), norths_desk, at, to_bring="长" * 201)


def hinted(client, ticket, **typed):
    response = client.get(f"{ticket.get_absolute_url()}window/", typed, headers={"accept-language": "en"})
    return [(hint["tone"], hint["text"]) for hint in response.context["hints"]]


def test_a_window_is_judged_while_it_is_typed(page, ticket_in, norths_desk, norths_engineer, now):
    """A holiday and the hours after work may be agreed on; who is expected elsewhere can't come."""
    first = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    ticket, client = ticket_in(S.ASSIGNED), page(norths_desk)
    assert hinted(client, ticket, **TYPED | {"day": "2026-09-17"}) == []
    assert hinted(client, ticket, window="2026-09-17 08:30/10:30") == []
    assert hinted(client, ticket, day="2026-09-17") == []
    assert hinted(client, ticket, window="x") == []
    ((tone, text),) = hinted(client, ticket, **TYPED)
    assert (tone, first.number in text, norths_engineer.name in text) == ("bad", True, True)
    ((tone, text),) = hinted(client, ticket, **TYPED | {"day": "2026-09-25"})
    assert (tone, "no working day" in text) == ("warn", True)
    ((tone, text),) = hinted(client, ticket, **TYPED | {"day": "2026-09-17", "ends": "18:00"})
    assert (tone, "08:30–17:30" in text) == ("warn", True)
    nobodys = ticket_in(S.ACCEPTED)
    assert hinted(client, nobodys, **TYPED) == []
    assert [tone for tone, _ in hinted(client, ticket, **TYPED | {"begins": "05:00"})] == ["bad", "warn"]


def test_who_agrees_on_no_time_is_told_nothing(page, ticket_in, agent, souths_desk, now):
    ticket = ticket_in(S.ASSIGNED)
    assert page(agent).get(f"{ticket.get_absolute_url()}window/").status_code == 403
    assert page(souths_desk).get(f"{ticket.get_absolute_url()}window/").status_code == 404


def test_outside_working_hours_is_agreed_on_all_the_same(page, ticket_in, norths_desk, now):
    ticket = ticket_in(S.ASSIGNED)
    sent = TYPED | {"day": "2026-09-26"}
    assert page(norths_desk).post(f"{ticket.get_absolute_url()}appoint/", sent).status_code == 302


def test_the_queue_says_when_somebody_comes(page, ticket_in, norths_desk, now):
    """D5: in the row, in words; nothing where nothing is agreed or where the time was called off."""
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    paused = agree(ticket_in(S.WAITING), norths_desk, now, begins=TWO + 24 * HOUR)
    ticket_in(S.ASSIGNED)
    client = page(norths_desk)
    for query in ("?only=open", "?by=due"):
        groups = client.get(f"/tickets/{query}", headers={"accept-language": "en"}).context["row_groups"]
        said = {row["number"]: row["agreed"] for group in groups for row in group["rows"]}
        assert {number: words for number, words in said.items() if words} == {
            ticket.number: "tomorrow 14:00–16:00",
            paused.number: "Sep 17 14:00–16:00",
        }
        assert "Comes tomorrow 14:00" in [row["comes"] for group in groups for row in group["rows"]]


def test_programs_say_what_to_bring(api, ticket_in, norths_desk, now):
    ticket = ticket_in(S.ASSIGNED)
    sent = {"begins_at": TWO.isoformat(), "ends_at": (TWO + HOUR).isoformat(), "to_bring": "密封圈"}
    answer = api(norths_desk).post(f"/api/v1/tickets/{ticket.number}/appoint/", sent, format="json")
    assert answer.json()["appointments"][0]["to_bring"] == "密封圈"

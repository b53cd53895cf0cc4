"""The week of agreed times: who is expected where, who is free, what has no time yet (D5, D18)."""

from datetime import UTC, datetime, timedelta

import pytest

from dealers.choices import DealerKind
from tests.factories.dealers import DealerFactory, ServiceStaffFactory
from tests.tickets.test_appointments import HOUR, TWO, agree
from tickets.services import call_off_appointment, confirm_appointment, record_service
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
DAY = timedelta(days=1)
ADDRESS = "/tickets/calendar/"


@pytest.fixture(autouse=True)
def now(time_machine, at):
    time_machine.move_to(at, tick=False)
    return at


def rows(response):
    """Return person → day of the month → hours."""
    return {
        row["name"]: {
            cell["day"].day: [one["hours"] for one in cell["slots"]] for cell in row["cells"] if cell["slots"]
        }
        for row in response.context["rows"]
    }


def look(client, **asked):
    return client.get(ADDRESS, asked, headers={"accept-language": "en"})


def test_a_desk_sees_its_people_with_their_windows_and_who_is_free(
    page, ticket_in, norths_desk, other_engineer, south, now
):
    """D5: a row a person, a column a day; what nobody has yet has a row of its own."""
    ServiceStaffFactory(dealer=south, name="孙师傅")
    ServiceStaffFactory(dealer=norths_desk.dealer, name="走了", is_active=False)
    agree(ticket_in(S.ASSIGNED), norths_desk, now)
    agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=TWO - 4 * HOUR)
    agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=TWO + 7 * DAY)
    agree(ticket_in(S.ACCEPTED), norths_desk, now, begins=TWO + DAY)
    call_off_appointment(
        agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=TWO + 2 * DAY),
        actor=norths_desk,
        at=now,
        reason="取消",
    )
    seen = look(page(norths_desk))
    assert rows(seen) == {
        "赵师傅": {16: ["10:00–12:00", "14:00–16:00"]},
        "钱师傅": {},
        "Nobody yet": {17: ["14:00–16:00"]},
    }
    assert seen.context["agreed"] == 3
    assert rows(look(page(norths_desk), day="2026-09-23")) == {
        "赵师傅": {23: ["14:00–16:00"]},
        "钱师傅": {},
    }


def test_a_cell_is_drawn_in_the_hours_of_the_week(page, ticket_in, norths_desk, now):
    """The scale reaches to what was agreed outside of the hours; a day off is hatched; now stands today."""
    agree(
        ticket_in(S.ASSIGNED), norths_desk, now, begins=datetime(2026, 9, 16, 11, tzinfo=UTC)
    )  # 19:00–21:00
    cells = look(page(norths_desk)).context["rows"][0]["cells"]
    kinds = [[piece.kind for piece in cell["bar"].pieces] for cell in cells]
    assert kinds == [["open"], ["open"], ["open", "used"], ["open"], ["open"], [], ["open"]]
    assert [cell["bar"].now_x is not None for cell in cells] == [False, True, *[False] * 5]
    assert [cell["is_off"] for cell in cells] == [False] * 5 + [True, False]  # a Sunday that is worked
    used = cells[2]["bar"].pieces[1]
    assert used.x + used.width == pytest.approx(100 * (21 - 8) / (22 - 8), abs=0.1)
    assert "19:00–21:00" in cells[2]["label"]
    assert ("free" in cells[1]["label"], "no working day" in cells[5]["label"]) == (True, True)


def test_how_a_window_stands_is_said_by_a_sign(
    page, ticket_in, norths_desk, norths_engineer, now, time_machine
):
    kept, asked, passed, plain = (ticket_in(S.ASSIGNED) for _ in range(4))
    for n, ticket in enumerate((kept, asked, passed, plain)):
        agree(ticket, norths_desk, now, begins=TWO - DAY + n * 2 * HOUR)
    record_service(
        kept, actor=norths_engineer.user, at=now, work_done="换件", minutes_worked=60, result="fixed"
    )
    asked.refresh_from_db()
    confirm_appointment(asked, actor=norths_desk, at=now)
    time_machine.move_to(TWO - DAY + 5 * HOUR, tick=False)
    slots = look(page(norths_desk)).context["rows"][0]["cells"][1]["slots"]
    assert [(one["ticket"], one["says"]) for one in slots] == [
        (kept, "kept"),
        (asked, "passed without a record"),
        (passed, ""),
        (plain, ""),
    ]
    time_machine.move_to(now, tick=False)
    slots = look(page(norths_desk)).context["rows"][0]["cells"][1]["slots"]
    assert slots[1]["says"] == "asked once more"


def test_what_has_no_time_stands_beside_the_week(page, ticket_in, norths_desk, now):
    accepted, assigned = ticket_in(S.ACCEPTED), ticket_in(S.ASSIGNED)
    for status in (S.NEW, S.OFFERED, S.WAITING, S.RESOLVED, S.CLOSED):
        ticket_in(status)
    agree(ticket_in(S.ASSIGNED), norths_desk, now)
    seen = look(page(norths_desk))
    assert seen.context["unplanned"] == [accepted, assigned]
    assert f'"{assigned.get_absolute_url()}appoint/"' in seen.content.decode()


def test_a_phone_lists_the_days_instead(page, ticket_in, norths_desk, now, time_machine):
    for begins in (TWO - DAY, TWO, TWO + DAY, TWO + 10 * DAY):
        agree(ticket_in(S.ASSIGNED), norths_desk, now, begins=begins)
    agree(ticket_in(S.ACCEPTED), norths_desk, now, begins=now + HOUR, hours=1)
    ticket_in(S.ACCEPTED)
    time_machine.move_to(now + 2 * HOUR, tick=False)
    groups = look(page(norths_desk)).context["agenda"]
    assert [(group["group"], len(group["lines"])) for group in groups] == [
        ("passed", 1),
        ("today", 1),
        ("tomorrow", 1),
        ("this_week", 1),
        ("later", 1),
        ("unplanned", 1),
    ]


def test_one_person_alone_can_be_looked_at(
    page, ticket_in, norths_desk, norths_engineer, other_engineer, now
):
    agree(ticket_in(S.ASSIGNED), norths_desk, now)
    agree(ticket_in(S.ASSIGNED, engineer=other_engineer), norths_desk, now)
    ticket_in(S.ASSIGNED, engineer=other_engineer)
    seen = look(page(norths_desk), engineer=norths_engineer.code)
    assert rows(seen) == {"赵师傅": {16: ["14:00–16:00"]}}
    assert seen.context["unplanned"] == []


def test_an_engineer_sees_the_own_week_and_no_other(
    page, ticket_in, norths_desk, norths_engineer, other_engineer, now
):
    """E1."""
    mine = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    agree(ticket_in(S.ASSIGNED, engineer=other_engineer), norths_desk, now)
    ticket_in(S.ASSIGNED, engineer=other_engineer)
    for asked in ({}, {"engineer": other_engineer.code}, {"dealer": "SOUTH"}):
        seen = look(page(norths_engineer.user), **asked)
        assert seen.status_code == 200
        assert set(rows(seen)) <= {"赵师傅"}
        assert seen.context["unplanned"] == []
    seen = look(page(norths_engineer.user))
    assert f'href="/tickets/{mine.number}/job/"' in seen.content.decode()
    assert seen.context["dealers"] == []


def test_headquarters_engineer_sees_their_own(page, ticket_in, dispatcher, own_engineer, now):
    ticket = ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer)
    agree(ticket, dispatcher, now)
    for person in (own_engineer.user, dispatcher):
        assert rows(look(page(person)))["周师傅"] == {16: ["14:00–16:00"]}


def test_another_dealers_week_does_not_exist(page, ticket_in, norths_desk, souths_desk, now):
    """L2, D2."""
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now)
    client = page(souths_desk)
    assert look(client, dealer="NORTH").status_code == look(client, dealer="NONE").status_code == 404
    seen = look(client, engineer="N-1")
    assert (rows(seen), seen.context["agenda"]) == ({}, [])
    for secret in (ticket.number, "赵师傅", "NORTH"):
        assert secret not in look(client).content.decode()


def test_headquarters_and_a_centre_choose_whose_week(page, ticket_in, norths_desk, dispatcher, centre, now):
    agree(ticket_in(S.ASSIGNED), norths_desk, now)
    desk = DealerFactory(kind=DealerKind.OUTLET)
    for person in (dispatcher,):
        seen = look(page(person))
        assert {one.code for one in seen.context["dealers"]} >= {"NORTH", "CENTRE", desk.code}
        assert rows(seen) == {}
        assert rows(look(page(person), dealer="NORTH")) == {"赵师傅": {16: ["14:00–16:00"]}}


def test_a_centre_looks_at_its_outlets_weeks(page, ticket_in, norths_desk, centres_desk, now):
    agree(ticket_in(S.ASSIGNED), norths_desk, now)
    seen = look(page(centres_desk))
    assert [one.code for one in seen.context["dealers"]] == ["CENTRE", "NORTH"]
    assert rows(look(page(centres_desk), dealer="NORTH")) == {"赵师傅": {16: ["14:00–16:00"]}}


def test_who_sees_no_tickets_sees_no_calendar(page, administrator):
    assert look(page(administrator)).status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_week_asks_the_same_number_of_questions(
    page, ticket_in, norths_desk, now, django_assert_num_queries, count
):
    """House rule 11."""
    for n in range(count):
        agree(
            ticket_in(S.ASSIGNED),
            norths_desk,
            now,
            begins=TWO + n % 4 * DAY + n // 4 * 20 * HOUR / 60,
            hours=0.2,
        )
        ticket_in(S.ACCEPTED)
    client = page(norths_desk)
    with django_assert_num_queries(10):
        assert look(client).status_code == 200


def test_the_jobs_of_a_phone_stand_under_their_days_with_what_to_bring(
    page, ticket_in, norths_desk, norths_engineer, now
):
    """D6, D18: whom to call, masked, and what to bring."""
    ticket_in(S.ASSIGNED)
    ticket = agree(ticket_in(S.ASSIGNED), norths_desk, now, to_bring="接头密封 ×2")
    seen = page(norths_engineer.user).get("/tickets/jobs/")
    assert [(day["group"], len(day["lines"])) for day in seen.context["days"]] == [
        ("tomorrow", 1),
        ("unplanned", 1),
    ]
    body = seen.content.decode()
    assert "接头密封 ×2" in body
    assert ticket.contact.masked_phone in body
    assert ticket.contact.phone.removeprefix("+86") not in body

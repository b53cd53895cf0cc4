"""A day of the calendar changes: what hangs on it is read anew, whatever happens meanwhile (D3, D5, F6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from records.invariants import broken
from records.sweeps import sweep
from regulation import calendars
from regulation.models import SpecialDay
from tests.factories.tickets import TicketFactory
from tickets.models import Reckoning, Ticket, TicketAlert, TicketClock, TicketEvent, TicketOffer
from tickets.services import (
    accept_ticket,
    assign_ticket,
    chase_ticket,
    close_ticket,
    lapse_offers,
    promise_answer,
    raise_alerts,
    reckon_anew,
    reckoning,
    record_service,
    set_priority,
    wait_ticket,
)
from tickets.services.clocks import answer_due

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)  # Tuesday, 9:00 in the service region
TODAY, TOMORROW = date(2026, 9, 15), date(2026, 9, 16)
A_DAY = 24


def hours(count):
    return NINE + timedelta(hours=count)


def holiday(day, *, is_workday=False):
    SpecialDay.objects.update_or_create(day=day, defaults={"is_workday": is_workday, "name": "厂庆"})


def faults():
    return [text for _code, text in broken("T1", "T2", "D3")]


def stored():
    """Return every moment that hangs on the calendar, as it stands on record."""
    tickets = ("pk", "due_at", "due_clock", "alert", "next_alert_at", "chase_on", "version", "moved_at")
    clocks = ("pk", "due_at", "met_at", "stopped_at", "paused_minutes", "late_minutes")
    return [
        list(rows.order_by("pk").values_list(*names))
        for rows, names in (
            (Ticket.objects, tickets),
            (TicketClock.objects, clocks),
            (TicketOffer.objects, ("pk", "due_at")),
            (TicketAlert.objects, ("pk", "at")),
        )
    ]


@pytest.fixture
def desk(norths_desk):
    return norths_desk


@pytest.fixture
def running(ticket_in, desk, norths_engineer, agent):
    """Tickets of all kinds: offered, accepted, given, waiting, promised, closed early, closed long ago."""

    def offered(**facts):
        ticket = ticket_in("offered", opened_at=NINE, **facts)
        due_at = answer_due(ticket, at=NINE)
        TicketOffer.objects.filter(ticket=ticket).update(due_at=due_at)
        return ticket

    def accepted():
        return accept_ticket(offered(), actor=desk, at=hours(1))

    def assigned():
        return assign_ticket(accepted(), actor=desk, at=hours(1), engineer=norths_engineer)

    def closed():
        ticket = assigned()
        facts = {"work_done": "换油泵", "minutes_worked": 90, "result": "fixed"}
        record_service(ticket, actor=norths_engineer.user, at=hours(3), **facts)
        return close_ticket(Ticket.objects.get(pk=ticket.pk), actor=desk, at=hours(4))

    waiting = {
        reason: wait_ticket(assigned(), actor=desk, at=hours(2), reason=reason, note="等")
        for reason in ("customer", "part")
    }
    return {
        "offered": offered(),
        "accepted": accepted(),
        "assigned": assigned(),
        "promised": promise_answer(accepted(), actor=agent, at=hours(2), until=hours(A_DAY + 4)),
        "closed": closed(),
        "old": ticket_in("closed", opened_at=hours(-A_DAY * 200)),
        **waiting,
    }


def due(ticket, kind):
    return TicketClock.objects.get(ticket=ticket, kind=kind).due_at


# ── one change ──


def test_nothing_is_done_while_nothing_has_changed(running, django_assert_num_queries):
    """The last work, and the calendar that is kept in memory: each minute, with however many tickets."""
    assert reckon_anew(hours(5)) == 0
    assert not Reckoning.objects.exists()
    with django_assert_num_queries(4):
        reckon_anew(hours(5))


def test_a_new_holiday_puts_off_each_stored_moment(running):
    """D3, D5: what the day would have used up."""
    before = {kind: due(running["assigned"], kind) for kind in ("attend", "fix")}
    holiday(TOMORROW)
    assert faults() != []
    assert reckon_anew(hours(5)) > 0
    assert faults() == []
    assert {kind: due(running["assigned"], kind) for kind in before} == {
        kind: moment + timedelta(days=1) if kind == "attend" else moment + timedelta(days=2)
        for kind, moment in before.items()
    }
    ticket = Ticket.objects.get(pk=running["assigned"].pk)
    assert (ticket.due_clock, ticket.due_at) == ("attend", due(ticket, "attend"))
    assert ticket.next_alert_at > hours(2 * A_DAY)


def test_the_same_day_worked_after_all_brings_everything_back(running):
    before = stored()
    holiday(TOMORROW)
    reckon_anew(hours(5))
    assert stored() != before
    holiday(TOMORROW, is_workday=True)
    reckon_anew(hours(6))
    assert stored() == before
    assert faults() == []


def test_who_asks_again_does_so_on_a_day_that_is_worked(running, desk):
    """D3: every second working day while the customer is waited for; asking counts anew."""
    ticket = running["customer"]
    assert ticket.chase_on == date(2026, 9, 17)
    holiday(date(2026, 9, 17))
    reckon_anew(hours(5))
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.chase_on == date(2026, 9, 18)
    asked = chase_ticket(ticket, actor=desk, at=hours(A_DAY), note="没人接")
    assert asked.chase_on == date(2026, 9, 20)  # the Sunday is made up
    holiday(date(2026, 9, 18))
    reckon_anew(hours(A_DAY + 1))
    assert Ticket.objects.get(pk=ticket.pk).chase_on == date(2026, 9, 21)
    assert faults() == []


def test_an_offer_lapses_by_the_calendar_as_it_stands(running):
    """D5: two working hours; on a holiday none of them passes, though the sweep comes round."""
    offer = running["offered"].offers.get()
    assert offer.due_at == hours(2)
    holiday(TODAY)
    done = sweep(hours(3))
    assert (done["working calendar"] > 0, done["offers"], done["alerts"]) == (True, 0, 0)
    offer.refresh_from_db()
    assert offer.due_at == hours(A_DAY - 0.5 + 2)
    assert lapse_offers(hours(A_DAY + 2)) == 1


def test_an_offer_keeps_the_time_of_the_level_it_was_made_under(running, agent):
    ticket = set_priority(running["offered"], actor=agent, at=hours(0.5), priority="urgent")
    holiday(TODAY)
    reckon_anew(hours(1))
    assert ticket.offers.get().due_at == hours(2)
    assert faults() == []


def test_an_offer_without_a_time_to_answer_gets_none(ticket_in):
    ticket = ticket_in("offered", opened_at=NINE)
    holiday(TOMORROW)
    reckon_anew(hours(1))
    assert ticket.offers.get().due_at is None


def test_what_was_said_of_a_time_stays_said_and_is_not_said_again(running):
    """The manager has heard of it; afterwards the day turns out to have been a holiday."""
    raise_alerts(hours(10))
    told = list(TicketAlert.objects.order_by("pk").values())
    assert told
    holiday(TODAY)
    reckon_anew(hours(11))
    assert list(TicketAlert.objects.order_by("pk").values()) == told
    assert faults() == []
    raise_alerts(hours(A_DAY * 5))
    keys = [(alert.ticket_id, *alert.key, alert.step) for alert in TicketAlert.objects.all()]
    assert len(keys) == len(set(keys))
    assert faults() == []


def test_what_is_measured_of_a_closed_ticket_follows_too(running):
    """Reports say what the calendar says: completed on a holiday, no working minute was used."""
    clock = TicketClock.objects.get(ticket=running["closed"], kind="complete")
    holiday(TOMORROW)
    reckon_anew(hours(5))
    assert due(running["closed"], "complete") == clock.due_at + timedelta(days=1)
    assert faults() == []


def test_what_was_over_before_the_day_is_not_even_read(running):
    holiday(TOMORROW)
    reckon_anew(hours(5))
    work = Reckoning.objects.get()
    assert (work.first_day, work.read) == (TOMORROW, 7)


def test_no_step_is_taken_by_it(running):
    """Nobody has moved the ticket: what somebody is typing stays good."""
    rows = Ticket.objects.order_by("pk").values_list("version", "moved_at")
    before = TicketEvent.objects.count(), list(rows.all())
    holiday(TOMORROW)
    reckon_anew(hours(5))
    after = TicketEvent.objects.count(), list(rows.all())
    assert after == before


# ── the work itself ──


def test_twice_changes_nothing(running):
    holiday(TOMORROW)
    assert reckon_anew(hours(5)) > 0
    once = stored()
    assert reckon_anew(hours(6)) == 0
    assert (stored(), Reckoning.objects.count()) == (once, 1)


def test_a_name_or_a_day_that_counts_so_already_begins_nothing(running):
    SpecialDay.objects.create(day=date(2026, 9, 19), is_workday=False, name="周六")
    assert reckon_anew(hours(5)) == 0
    assert not Reckoning.objects.exists()


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 8, 200])
def test_a_chunk_more_or_less_gives_the_same(running, monkeypatch, chunk):
    monkeypatch.setattr(reckoning, "CHUNK", chunk)
    holiday(TOMORROW)
    moved = reckon_anew(hours(5))
    work = Reckoning.objects.get()
    assert (work.read, work.moved, work.finished_at) == (7, moved, hours(5))
    assert faults() == []


class Killed(Exception):
    """The process dies."""


@pytest.fixture
def dying(monkeypatch):
    """Let the sweep die at its nth ticket, in chunks of two."""
    whole = reckoning.alert_facts
    monkeypatch.setattr(reckoning, "CHUNK", 2)

    def at(place):
        left = [place]

        def read(*args, **known):
            left[0] -= 1
            if not left[0]:
                raise Killed
            return whole(*args, **known)

        monkeypatch.setattr(reckoning, "alert_facts", read)
        with pytest.raises(Killed):
            reckon_anew(hours(5))
        monkeypatch.setattr(reckoning, "alert_facts", whole)

    return at


@pytest.mark.parametrize("place", range(1, 8))
def test_killed_in_the_middle_it_goes_on_from_there(running, dying, place):
    """F6: the chunk that broke off is read again, none before it."""
    holiday(TOMORROW)
    dying(place)
    done = (place - 1) // 2 * 2
    work = Reckoning.objects.first()
    assert (work.read if work else 0) == done
    assert reckon_anew(hours(6)) > 0
    work = Reckoning.objects.get()
    assert (work.read, work.finished_at) == (7, hours(6))
    assert faults() == []


def test_changed_again_in_the_middle_it_begins_anew_by_what_stands_then(running, dying):
    """Also what was read by the first change, though that one is gone again."""
    before = stored()
    holiday(TOMORROW)
    dying(5)
    assert stored() != before
    SpecialDay.objects.all().delete()
    holiday(date(2026, 9, 22))
    reckon_anew(hours(6))
    work = Reckoning.objects.get()
    assert (work.first_day, work.entered) == (TOMORROW, {"2026-09-22": False})
    assert faults() == []


def test_holidays_that_come_with_the_program_are_a_change(running, monkeypatch):
    """The state publishes those of a year in the autumn before."""
    holiday(TOMORROW)
    reckon_anew(hours(5))
    monkeypatch.setattr(reckoning, "published_until", lambda: calendars.published_until() + 1)
    reckon_anew(hours(6))
    last = Reckoning.objects.latest("number")
    assert (last.number, last.first_day) == (2, date(calendars.published_until() + 1, 1, 1))
    assert reckon_anew(hours(7)) == 0
    assert Reckoning.objects.count() == 2


@pytest.mark.parametrize(("count", "statements"), [(1, 25), (2, 32), (10, 88)])
def test_a_ticket_costs_seven_statements_and_a_chunk_the_rest(
    north, unit, django_assert_num_queries, count, statements
):
    """Its alerts, four clocks, its offer, its row: what stays as it is costs one."""
    for _ in range(count):
        ticket = TicketFactory(dealer=north, equipment=unit, status="offered", opened_at=NINE)
        TicketOffer.objects.filter(ticket=ticket).update(due_at=answer_due(ticket, at=NINE))
    holiday(TODAY)
    with django_assert_num_queries(statements):
        reckon_anew(hours(1))


def test_a_fault_that_is_no_race_comes_out(running, monkeypatch):
    """Nothing is tried for ever."""

    def broken_row(*_args, **_known):
        raise IntegrityError

    holiday(TOMORROW)
    monkeypatch.setattr(reckoning, "alert_facts", broken_row)
    with pytest.raises(IntegrityError):
        reckon_anew(hours(5))


# ── what check_invariants finds ──


def test_what_the_calendar_says_otherwise_is_named(running):
    Ticket.objects.filter(pk=running["customer"].pk).update(chase_on=date(2026, 9, 30))
    TicketOffer.objects.filter(ticket=running["offered"]).update(due_at=hours(50))
    assert faults() == [
        f"ticket {running['customer'].number}: who is waited for is asked again on another day",
        f"ticket {running['offered'].number}: its offer is to be answered by another moment",
    ]


# ── who changes a day ──


@pytest.mark.parametrize(
    ("day", "is_workday", "said"),
    [
        (TOMORROW, False, "一分钟内重新计算 6 张未完结工单的时限"),
        (date(2026, 9, 19), False, "没有哪一天的算法变了，不需要重新计算"),  # a Saturday
    ],
)
def test_the_admin_says_what_follows(running, page, administrator, day, is_workday, said):
    client = page(administrator)
    typed = {"day": day.isoformat(), "name": "厂庆"} | ({"is_workday": "on"} if is_workday else {})
    shown = client.post("/admin/regulation/specialday/add/", typed, follow=True)
    assert said in shown.content.decode()


def test_taking_a_day_out_again_says_so_too(running, page, administrator):
    holiday(TOMORROW)
    day = SpecialDay.objects.get()
    client = page(administrator)
    shown = client.post(f"/admin/regulation/specialday/{day.pk}/delete/", {"post": "yes"}, follow=True)
    assert "重新计算 6 张" in shown.content.decode()
    holiday(TOMORROW)
    picked = {"action": "delete_selected", "_selected_action": [SpecialDay.objects.get().pk], "post": "yes"}
    shown = client.post("/admin/regulation/specialday/", picked, follow=True)
    assert "重新计算 6 张" in shown.content.decode()


def test_the_admin_shows_how_far_it_has_come(running, page, administrator):
    holiday(TOMORROW)
    reckon_anew(hours(5))
    shown = page(administrator).get("/admin/tickets/reckoning/")
    assert shown.status_code == 200
    assert "2026年9月16日" in shown.content.decode()

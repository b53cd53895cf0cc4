"""Warned before a time is over, escalated after it: each step once, to whom it concerns (D3, D10)."""

from datetime import UTC, datetime, timedelta

import pytest

from dealers.roles import Role
from records.invariants import broken
from records.models import OutboxMessage
from regulation.models import SpecialDay
from tests.factories.dealers import UserFactory
from tests.factories.tickets import TicketFactory
from tickets.choices import AlertStep, TicketChannel
from tickets.models import Ticket, TicketAlert, TicketEvent
from tickets.services import (
    accept_ticket,
    cancel_ticket,
    close_ticket,
    give_answer,
    promise_answer,
    raise_alerts,
    refuse_ticket,
    reopen_ticket,
    resume_ticket,
    set_priority,
    solve_ticket,
    wait_ticket,
)
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)  # Tuesday, 9:00 in the service region


def local(hour, minute=0, day=15):
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture(autouse=True)
def _everybody_has_mail(norths_desk, centres_desk, manager, dispatcher, souths_desk):
    for person in (norths_desk, centres_desk, manager, dispatcher, souths_desk):
        person.email = f"{person.username}@example.com"
        person.save()


@pytest.fixture(autouse=True)
def _levels_promise_customers_alone(without_plan):
    """The inner time is watched the same way, in tests of its own."""


@pytest.fixture
def ticket(ticket_in):
    """Accepted by North at nine; a repair is to be attended and fixed within days, closed later."""
    return ticket_in(S.ACCEPTED)


@pytest.fixture
def unanswered(ticket_in):
    """Offered to North at nine, to be responded to by eleven; the offer itself never lapses here."""
    return ticket_in(S.OFFERED)


def said(ticket):
    rows = TicketAlert.objects.filter(ticket=ticket).order_by("pk").values_list("kind", "step", "at")
    return [(kind, step, f"{at + timedelta(hours=8):%d %H:%M}") for kind, step, at in rows]


def events(ticket):
    noticed = TicketEvent.objects.filter(ticket=ticket, verb__in=["warn", "escalate"])
    return list(noticed.order_by("pk").values_list("verb", "about"))


def mails():
    messages = OutboxMessage.objects.filter(
        channel="email", template__in=["staff.warn", "staff.escalate"]
    ).order_by("pk")
    return [(message.template.removeprefix("staff."), message.to.split("@")[0]) for message in messages]


def faults():
    return [text for _code, text in broken("T1", "T2", "D3")]


def stands(ticket):
    ticket.refresh_from_db()
    return ticket.alert


def test_it_goes_up_step_by_step(unanswered):
    """Two working hours to respond: warned at 10:36, overdue at 11, centre at 12, manager at 14."""
    steps = [(10, 35, ""), (10, 36, "warn"), (11, 0, "desk"), (12, 0, "centre"), (14, 0, "manager")]
    for hour, minute, alarm in steps:
        raise_alerts(local(hour, minute))
        assert stands(unanswered) == alarm
        assert faults() == []
    assert said(unanswered) == [
        ("respond", "warn", "15 10:36"),
        ("respond", "desk", "15 11:00"),
        ("respond", "centre", "15 12:00"),
        ("respond", "manager", "15 14:00"),
    ]
    assert events(unanswered) == [
        ("warn", "respond warn"),
        ("escalate", "respond desk"),
        ("escalate", "respond centre"),
        ("escalate", "respond manager"),
    ]
    assert mails() == [
        ("warn", "norths-desk"),
        ("escalate", "norths-desk"),
        ("escalate", "centres-desk"),
        ("escalate", "manager"),
    ]


def test_after_a_standstill_all_steps_exist_and_people_hear_of_the_highest(unanswered):
    """F6: as many rows as if the sweep had never slept, one message."""
    assert raise_alerts(local(13)) == 1
    assert [step for _kind, step, _at in said(unanswered)] == ["warn", "desk", "centre"]
    assert said(unanswered)[0][2] == "15 10:36"
    assert (events(unanswered), mails()) == ([("escalate", "respond centre")], [("escalate", "centres-desk")])
    assert raise_alerts(local(13)) == 0
    assert faults() == []


def test_of_several_times_the_one_that_went_furthest_is_told(ticket):
    """After weeks: attend and fix are both with the manager, completion too; one message."""
    raise_alerts(local(9, day=30))
    assert {(kind, step) for kind, step, _at in said(ticket)} == {
        (kind, step.value) for kind in ("attend", "fix", "complete") for step in AlertStep
    }
    assert len(events(ticket)) == len(mails()) == 1
    assert faults() == []


def test_what_was_met_alarms_nobody_any_more(unanswered, norths_desk):
    raise_alerts(local(12))
    accepted = accept_ticket(ticket_of(unanswered), actor=norths_desk, at=local(12, 30))
    assert (accepted.alert, accepted.next_alert_at > local(12, 30)) == ("", True)
    assert raise_alerts(local(14)) == 0
    assert faults() == []


@pytest.mark.parametrize("ends", ["cancel", "close"])
def test_a_finished_ticket_never_alerts(ticket, agent, norths_desk, ends):
    raise_alerts(local(9, day=17))
    if ends == "cancel":
        over = cancel_ticket(ticket_of(ticket), actor=agent, at=local(9, 30, 17), reason="客户撤回")
    else:
        solved = solve_ticket(ticket_of(ticket), actor=norths_desk, at=local(9, 30, 17), note="电话解决")
        over = close_ticket(solved, actor=norths_desk, at=local(9, 40, 17))
    assert (over.alert, over.next_alert_at) == ("", None)
    assert raise_alerts(local(9, day=30)) == 0
    assert faults() == []


def ticket_of(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_imported_history_never_alerts(north, unit):
    imported = TicketFactory(channel=TicketChannel.IMPORT, dealer=north, equipment=unit, status=S.ACCEPTED)
    assert imported.next_alert_at is None
    assert raise_alerts(local(9, day=30)) == 0


def test_a_replayed_case_is_not_watched(agent, dispatcher, unit):
    """Its clocks run, but what is past in another system alarms nobody."""
    replayed = TicketFactory(dealer=None, equipment=unit, status=S.NEW)
    Ticket.objects.filter(pk=replayed.pk).update(channel=TicketChannel.IMPORT, next_alert_at=None)
    moved = accept_ticket(ticket_of(replayed), actor=dispatcher, at=local(10))
    assert moved.next_alert_at is None


def test_a_paused_ticket_has_no_next_alert_and_goes_on_where_it_stopped(ticket, norths_desk):
    """Attend: two working days, so warned after 14:24 working hours; half a day of waiting puts it off."""
    before = ticket.next_alert_at
    waiting = wait_ticket(ticket, actor=norths_desk, at=local(10), reason="customer")
    assert waiting.next_alert_at is None
    assert raise_alerts(local(9, day=16)) == 0
    resumed = resume_ticket(waiting, actor=norths_desk, at=local(10, day=16))
    assert resumed.next_alert_at == before + timedelta(days=1)
    assert faults() == []


def test_a_warning_rests_with_the_clock_and_comes_back_without_being_said_again(ticket, norths_desk):
    raise_alerts(local(15, day=16))
    waiting = wait_ticket(ticket_of(ticket), actor=norths_desk, at=local(16, day=16), reason="customer")
    assert waiting.alert == ""
    resumed = resume_ticket(waiting, actor=norths_desk, at=local(9, day=17))
    assert resumed.alert == "warn"
    assert raise_alerts(local(9, day=17)) == 0
    assert faults() == []


def test_what_passed_before_the_wait_stays_escalated(ticket, norths_desk):
    raise_alerts(local(9, day=17))
    waiting = wait_ticket(ticket_of(ticket), actor=norths_desk, at=local(9, 10, 17), reason="customer")
    assert (waiting.alert, waiting.next_alert_at) == ("desk", None)
    assert faults() == []


def test_a_step_that_came_before_the_wait_is_made_when_the_sweep_is_late(ticket, norths_desk):
    waiting = wait_ticket(ticket, actor=norths_desk, at=local(16, day=16), reason="customer")
    assert raise_alerts(local(17, day=16)) == 1
    assert said(waiting) == [("attend", "warn", "16 14:24")]
    assert stands(waiting) == ""
    assert "等待结束后" in OutboxMessage.objects.get(channel="email", template="staff.warn").text
    assert faults() == []


def test_a_make_up_workday_and_a_holiday_count_as_the_state_says(unit, north):
    """27 September 2026 is a holiday, Sunday 20 is worked."""
    before = TicketFactory(dealer=north, equipment=unit, status=S.OFFERED, opened_at=local(16, day=19))
    assert before.next_alert_at == local(10, 6, 20)
    during = TicketFactory(dealer=north, equipment=unit, status=S.OFFERED, opened_at=local(16, day=25))
    assert during.next_alert_at == local(10, 6, 28)


def test_a_calendar_changed_meanwhile_puts_off_what_seemed_to_come(unanswered):
    """An administrator makes the day a holiday: nobody is warned on it."""
    SpecialDay.objects.create(day=NINE.date(), is_workday=False)
    assert raise_alerts(local(11)) == 0
    unanswered.refresh_from_db()
    assert unanswered.next_alert_at == local(10, 6, 16)
    assert (said(unanswered), mails()) == ([], [])


# ── another priority, another dealer ──


def test_another_priority_promises_another_time_with_alerts_of_its_own(ticket, agent):
    """The machine stands: attended within hours, so the manager hears of it the same evening."""
    raise_alerts(local(15, day=16))
    assert stands(ticket) == "warn"
    urgent = set_priority(ticket, actor=agent, at=local(15, 30, 16), priority="urgent")
    assert urgent.alert == ""
    raise_alerts(local(15, 30, 16))
    assert stands(ticket) == "manager"
    normal = set_priority(ticket, actor=agent, at=local(16, day=16), priority="normal")
    assert normal.alert == "warn"  # said already: it is not said again
    count = len(events(ticket))
    assert raise_alerts(local(16, day=16)) == 0
    assert len(events(ticket)) == count
    assert faults() == []


def test_who_is_asked_next_sees_it_at_its_own_desk(unanswered, norths_desk, south, dispatcher, souths_desk):
    raise_alerts(local(11))
    refused = refuse_ticket(ticket_of(unanswered), actor=norths_desk, at=local(11, 10), reason="人手不够")
    assert (refused.status, refused.alert) == ("new", "desk")
    assert Ticket.objects.visible_to(dispatcher).lying_with(dispatcher).get() == refused
    assert not Ticket.objects.visible_to(norths_desk).lying_with(norths_desk).exists()


# ── who hears of it ──


@pytest.mark.parametrize(
    ("missing", "served_by", "heard"),
    [
        ((), "north", [("desk", "norths-desk"), ("centre", "centres-desk"), ("manager", "manager")]),
        (("centre",), "north", [("desk", "norths-desk"), ("manager", "manager")]),
        (("desk",), "north", [("centre", "centres-desk"), ("manager", "manager")]),
        ((), "south", [("desk", "souths-desk"), ("manager", "manager")]),
        ((), None, [("desk", "dispatcher"), ("manager", "manager")]),
        (("manager",), "north", [("desk", "norths-desk"), ("centre", "centres-desk"), ("manager", None)]),
    ],
)
def test_where_nobody_stands_at_a_level_the_next_one_hears_of_it(
    request, ticket_in, missing, served_by, heard
):
    """Nobody is told twice: who stood in for a level has heard of it."""
    people = {"desk": "norths_desk", "centre": "centres_desk", "manager": "manager"}
    for level in missing:
        person = request.getfixturevalue(people[level])
        person.is_active = False
        person.save()
    dealer = request.getfixturevalue(served_by) if served_by else None
    ticket = ticket_in(S.OFFERED, dealer=dealer) if dealer else ticket_in(S.NEW)
    for moment in (local(11), local(12), local(14)):
        raise_alerts(moment)
    levels = [about.split()[1] for _verb, about in events(ticket)]
    assert levels == [level for level, _who in heard]
    assert [who for _template, who in mails()] == [who for _level, who in heard if who]
    assert {step for _kind, step, _at in said(ticket)} == set(AlertStep.values)
    assert faults() == []


def test_a_warning_goes_to_the_next_level_where_the_desk_has_nobody(unanswered, norths_desk):
    norths_desk.is_active = False
    norths_desk.save()
    raise_alerts(local(10, 40))
    assert mails() == [("warn", "centres-desk")]
    assert stands(unanswered) == "warn"


def test_the_desks_of_others_and_engineers_hear_nothing(unanswered, north, souths_desk):
    UserFactory(dealer=north, roles=[Role.ENGINEER], email="engineer@example.com")
    raise_alerts(local(14))
    assert mails() == [("escalate", "manager")]


def test_the_message_says_what_is_late_since_when_and_who_serves(unanswered):
    raise_alerts(local(11))
    text = OutboxMessage.objects.get(channel="email", template="staff.escalate").text
    for part in (unanswered.number, "响应", "9月15日 11:00", "华东一号经销商"):
        assert part in text


# ── promised answers ──


@pytest.fixture
def promised(ticket, agent):
    """At ten, for three in the afternoon: five working hours."""
    return promise_answer(ticket, actor=agent, at=local(10), until=local(15))


def test_a_promised_answer_is_watched_likewise(promised):
    """D10."""
    for hour, minute, alarm in ((14, 0, "warn"), (15, 0, "desk"), (16, 0, "centre")):
        raise_alerts(local(hour, minute))
        assert stands(promised) == alarm
    assert said(promised) == [
        ("promise", "warn", "15 14:00"),
        ("promise", "desk", "15 15:00"),
        ("promise", "centre", "15 16:00"),
    ]
    raise_alerts(local(9, day=16))
    assert stands(promised) == "manager"
    assert faults() == []


def test_an_answer_given_ends_its_alerts(promised, agent):
    raise_alerts(local(15))
    answered = give_answer(ticket_of(promised), actor=agent, at=local(15, 30), note="配件周五到")
    assert answered.alert == ""
    assert raise_alerts(local(16)) == 0
    assert faults() == []


def test_a_second_promise_is_watched_for_itself(promised, agent):
    raise_alerts(local(15))
    again = promise_answer(ticket_of(promised), actor=agent, at=local(15, 30), until=local(17))
    assert (again.alert, again.next_alert_at) == ("", local(16, 42))
    raise_alerts(local(17))
    assert stands(promised) == "desk"
    assert faults() == []


def test_a_promise_goes_on_while_the_ticket_waits(promised, norths_desk):
    waiting = wait_ticket(ticket_of(promised), actor=norths_desk, at=local(11), reason="customer")
    assert waiting.next_alert_at == local(14)
    raise_alerts(local(15))
    assert stands(waiting) == "desk"
    assert faults() == []


# ── reopened ──


def test_a_reopened_ticket_is_watched_from_where_it_stopped(ticket, norths_desk, agent):
    solved = solve_ticket(ticket, actor=norths_desk, at=local(10), note="电话解决")
    assert solved.next_alert_at is not None  # it still has to be closed
    reopened = reopen_ticket(solved, actor=agent, at=local(10, day=16), reason="又漏了")
    raise_alerts(local(9, day=30))
    assert {"attend", "fix"} <= {kind for kind, _step, _at in said(reopened)}
    assert faults() == []

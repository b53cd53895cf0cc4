"""A sweep that dies or meets another one makes each alert once; check_invariants counts them (F6, D3)."""

from datetime import UTC, datetime, timedelta

import pytest

from dealers.models import Dealer
from records.invariants import broken
from records.models import OutboxMessage
from records.sweeps import sweep
from tickets.models import Ticket, TicketAlert, TicketEvent
from tickets.services import accept_ticket, alerting, raise_alerts
from tickets.services.moving import TicketMovedByAnother
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


def ticket_of(ticket):
    return Ticket.objects.get(pk=ticket.pk)


# ── faults, and two at once ──


def test_what_dies_before_the_message_is_out_has_said_nothing(unanswered, monkeypatch):
    """Killed between the claim and the message: neither stays, and the next sweep makes both."""

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(alerting, "tell_of_alert", die)
    with pytest.raises(KeyboardInterrupt):
        raise_alerts(local(11))
    monkeypatch.undo()
    assert (stands(unanswered), said(unanswered), events(unanswered)) == ("", [], [])
    assert raise_alerts(local(11)) == 1
    assert len(mails()) == 1
    assert faults() == []


def test_the_second_of_two_sweeps_finds_nothing_left(unanswered):
    raise_alerts(local(11))
    assert alerting._raise(unanswered.pk, at=local(11)) == 0  # noqa: SLF001 (the second of two at once)
    assert len(mails()) == 1


def test_a_sweep_that_read_the_ticket_before_another_one_leaves_it(unanswered):
    """As if both had read the same row: the claim holds the second back."""
    stale = Ticket.objects.with_names().get(pk=unanswered.pk)
    raise_alerts(local(11))
    with pytest.raises(TicketMovedByAnother):
        alerting._alert(stale, at=local(10, 40))  # noqa: SLF001 (the second of two at once)


def test_a_sweep_that_comes_second_counts_nothing(unanswered, monkeypatch):
    def moved(*_args, **_kwargs):
        raise TicketMovedByAnother(number="T", status="new")

    monkeypatch.setattr(alerting, "_alert", moved)
    assert raise_alerts(local(11)) == 0


def test_a_step_taken_before_an_alert_was_seen_is_taken_anew(unanswered, norths_desk):
    """Whoever read the ticket before the alert would put it back: they look again."""
    stale = ticket_of(unanswered)
    raise_alerts(local(11))
    with pytest.raises(TicketMovedByAnother):
        accept_ticket(stale, actor=norths_desk, at=local(11))


def test_what_a_person_types_meanwhile_stays_good(unanswered):
    """An alert is no step of anybody: neither the version nor the day of the last step moves."""
    before = (unanswered.version, unanswered.moved_at)
    raise_alerts(local(11))
    unanswered.refresh_from_db()
    assert (unanswered.version, unanswered.moved_at) == before


def test_more_than_a_chunk_is_walked_through_to_the_end(ticket_in, monkeypatch):
    monkeypatch.setattr(alerting, "CHUNK", 2)
    for _ in range(5):
        ticket_in(S.OFFERED)
    assert raise_alerts(local(11)) == 5
    assert len(mails()) == 5


def test_the_sweep_does_it_after_waits_have_ended(unanswered):
    assert sweep(local(11))["alerts"] == 1
    assert sweep(local(11))["alerts"] == 0


def test_a_centre_closed_meanwhile_is_stood_in_for(unanswered, centres_desk):
    Dealer.objects.filter(code="NORTH").update(parent=None)
    raise_alerts(local(12))
    assert stands(unanswered) == "manager"
    assert faults() == []


# ── what check_invariants sees ──


@pytest.mark.parametrize(
    "wrong",
    [{"alert": "manager"}, {"alert": ""}, {"next_alert_at": None}, {"next_alert_at": NINE}],
)
def test_a_ticket_watched_otherwise_than_its_history_says_is_named(unanswered, wrong):
    raise_alerts(local(11))
    Ticket.objects.filter(pk=unanswered.pk).update(**wrong)
    assert faults() == [f"ticket {unanswered.number} is not watched as its history says"]


def test_an_alert_at_another_moment_is_named(unanswered):
    raise_alerts(local(11))
    event = unanswered.events.in_order().last()
    row = {"ticket": unanswered, "kind": "fix", "minutes": 60, "basis": "working", "event": event}
    TicketAlert.objects.create(**row, step="warn", at=local(9, 5))
    assert faults() == [f"ticket {unanswered.number}: “warn” of “fix” came at another moment"]

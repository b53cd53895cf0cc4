"""Setting a priority anew: who may, and what it does to level and clocks (D3, L3)."""

import pytest
from django.core.exceptions import PermissionDenied

from regulation.models import ServiceLevel
from tests.tickets.cast import NOW, opened
from tickets import services
from tickets.choices import TicketPriority
from tickets.clock_invariants import d3
from tickets.invariants import t1, t2
from tickets.models import TicketClock, TicketEvent
from tickets.services import SamePriority, set_priority
from tickets.states import TransitionNotAllowed


def promised(ticket):
    return dict(TicketClock.objects.filter(ticket=ticket).values_list("kind", "minutes"))


@pytest.fixture
def by_priority(db):
    """Let urgent repairs have a level of their own, with a faster response and no time to attend."""
    levels = ServiceLevel.objects.filter(regulation_version__number=1)
    repair, first = levels.get(code="repair"), levels.order_by("position")[0].position
    for level in levels.order_by("-position"):
        ServiceLevel.objects.filter(pk=level.pk).update(position=level.position + 1)
    targets = {**repair.targets, "respond": {"minutes": 7, "basis": "calendar"}}
    targets.pop("attend", None)
    ServiceLevel.objects.create(
        regulation_version=repair.regulation_version,
        position=first,
        code="urgent_repair",
        name_zh="加急",
        name_en="Urgent repair",
        conditions={"kinds": ["repair"], "priorities": ["urgent"]},
        targets=targets,
    )


@pytest.mark.parametrize("name", ["agent", "dispatcher"])
def test_headquarters_desk_sets_it_and_the_history_says_so(request, agent, name):
    """D3, L3."""
    actor = request.getfixturevalue(name)
    ticket = set_priority(opened(agent), actor=actor, at=NOW, priority="high")
    step = TicketEvent.objects.filter(ticket=ticket).order_by("pk").last()
    assert (ticket.priority, ticket.status, step.verb, step.about) == ("high", "new", "prioritize", "high")
    assert (step.actor, step.source, step.target) == (actor, "new", "new")


def test_the_level_and_the_clocks_are_chosen_anew_from_the_opening(agent, by_priority):
    """D3: a clock that stays is changed, one that is not promised any more goes, and back again."""
    ticket = opened(agent)
    before, kept = promised(ticket), ticket.clocks.get(kind="respond").pk
    urgent = set_priority(ticket, actor=agent, at=NOW, priority="urgent")
    assert (urgent.level, promised(urgent)["respond"]) == ("urgent_repair", 7)
    assert "attend" not in promised(urgent)
    assert urgent.clocks.get(kind="respond").pk == kept
    assert (urgent.due_clock, urgent.due_at) == ("respond", urgent.clocks.get(kind="respond").due_at)
    assert urgent.clocks.get(kind="respond").started_at == urgent.opened_at
    back = set_priority(urgent, actor=agent, at=NOW, priority="normal")
    assert (back.level, promised(back)) == ("repair", before)
    assert [*t1(), *t2(), *d3()] == []


def test_a_request_that_no_level_holds_for_has_no_clock(agent, db):
    """D3: also one that had none comes to its clocks, by the version in force on its day."""
    rows = ServiceLevel.objects.filter(regulation_version__number=1)
    kept = list(rows)
    rows.update(conditions={"priorities": ["normal"]})
    without = set_priority(opened(agent), actor=agent, at=NOW, priority="low")
    assert (without.level, without.regulation_version, promised(without)) == ("", None, {})
    assert without.due_at is None
    for level in kept:
        level.save()
    again = set_priority(without, actor=agent, at=NOW, priority="high")
    assert (again.level, bool(promised(again))) == ("repair", True)
    assert list(d3()) == []


def test_a_waiting_ticket_goes_on_waiting(agent, ticket_in, norths_desk):
    """D3: its clocks stay paused, and it goes on from where it began to wait."""
    ticket = ticket_in("accepted")
    services.wait_ticket(ticket, actor=norths_desk, at=NOW, reason="customer")
    ticket.refresh_from_db()
    waiting = set_priority(ticket, actor=agent, at=NOW, priority="urgent")
    assert (waiting.status, waiting.waiting_from, waiting.wait_reason) == ("waiting", "accepted", "customer")
    assert waiting.due_at is None
    assert [*t1(), *t2(), *d3()] == []
    gone_on = services.resume_ticket(waiting, actor=norths_desk, at=NOW)
    assert gone_on.status == "accepted"


def test_dealers_and_engineers_do_not(ticket_in, norths_desk, norths_engineer, deputy):
    for actor in (norths_desk, norths_engineer.user, deputy):
        with pytest.raises(PermissionDenied):
            set_priority(ticket_in("assigned"), actor=actor, at=NOW, priority="urgent")


def test_the_same_again_and_what_is_over_are_refused(agent, ticket_in):
    ticket = ticket_in("new")
    with pytest.raises(SamePriority):
        set_priority(ticket, actor=agent, at=NOW, priority=ticket.priority)
    for status in ("resolved", "closed", "cancelled"):
        with pytest.raises(TransitionNotAllowed):
            set_priority(ticket_in(status), actor=agent, at=NOW, priority="urgent")


def test_the_page_offers_it_and_tells_it(page, agent):
    ticket = opened(agent)
    client = page(agent)
    sent = client.post(f"{ticket.get_absolute_url()}prioritize/", {"version": 1, "priority": "urgent"})
    assert sent.status_code == 302
    assert (
        f"改了级别：{TicketPriority.URGENT.label}" in client.get(ticket.get_absolute_url()).content.decode()
    )

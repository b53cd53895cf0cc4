"""The page of one ticket and its steps by form: who sees what, nothing typed is lost (D3, D5, C10, L2)."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from records.models import AuditEntry, ImportRun
from tests.factories.dealers import DivisionFactory, ServiceStaffFactory, TerritoryFactory
from tests.factories.equipment import EquipmentFactory
from tests.tickets.cast import accepted, assigned, closed, offered, opened, resolved
from tickets import services
from tickets.models import Ticket, TicketEvent
from tickets.services.importing import PastService, import_past_services
from tickets.states import TicketStatus

NOW = "2026-09-15T02:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def body(response):
    return response.content.decode()


def act(client, verb, ticket, **typed):
    return client.post(reverse(f"tickets:{verb}", args=[ticket.number]), typed)


def stands(ticket):
    ticket.refresh_from_db()
    return ticket.status


# ── who sees it ──


def test_each_role_that_may_sees_the_page(
    page, agent, dispatcher, manager, deputy, director, norths_desk, centres_desk, norths_engineer
):
    """D3, L1."""
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    readers = [agent, dispatcher, manager, deputy, director, norths_desk, centres_desk, norths_engineer.user]
    for reader in readers:
        response = page(reader).get(ticket.get_absolute_url())
        assert response.status_code == 200, reader
        assert ticket.number in body(response)


def test_a_foreign_ticket_does_not_exist_and_a_role_without_the_right_is_refused(
    page, agent, south, souths_desk, administrator, norths_desk, dispatcher
):
    """L2."""
    ticket = offered(dispatcher, norths_desk.dealer)
    assert page(souths_desk).get(ticket.get_absolute_url()).status_code == 404
    assert page(administrator).get(ticket.get_absolute_url()).status_code == 403


def test_a_server_of_anothers_unit_gets_the_reduced_card(page, dispatcher, north, souths_desk):
    """L2, C2: no way to the file, no project."""
    unit = EquipmentFactory(dealer=north, project_name="秘密项目", installed=True)
    ticket = offered(dispatcher, souths_desk.dealer, unit)
    seen = body(page(souths_desk).get(ticket.get_absolute_url()))
    assert unit.serial_number in seen
    assert unit.get_absolute_url() not in seen
    assert "秘密项目" not in seen
    assert north.name not in seen


def test_who_was_asked_before_is_headquarters_business(page, dispatcher, north, souths_desk, norths_desk):
    """L2: neither the offers nor the time line name the dealer that refused."""
    ticket = offered(dispatcher, souths_desk.dealer)
    services.refuse_ticket(ticket, actor=souths_desk, at=ticket.opened_at, reason="本周没有人手")
    services.offer_ticket(ticket, actor=dispatcher, at=ticket.opened_at, dealer=north)
    seen = body(page(norths_desk).get(ticket.get_absolute_url()))
    assert souths_desk.dealer.name not in seen
    assert "本周没有人手" not in seen
    assert souths_desk.dealer.name in body(page(dispatcher).get(ticket.get_absolute_url()))


def test_a_phone_is_masked_until_it_is_asked_for_and_that_is_recorded(page, dispatcher, norths_desk):
    """C10."""
    ticket = offered(dispatcher, norths_desk.dealer)
    client = page(norths_desk)
    address = reverse("tickets:reveal-phone", args=[ticket.number])
    assert "138****5678" in body(client.get(ticket.get_absolute_url()))
    assert "13812345678" not in body(client.get(ticket.get_absolute_url()))
    assert "138" in body(client.post(address)).replace(" ", "")
    assert AuditEntry.objects.get(verb="phone_revealed").reason == ticket.number
    fragment = client.post(address, headers={"HX-Request": "true"})
    assert "<html" not in body(fragment)


def test_an_engineer_sees_no_number_after_the_work_is_over(page, dispatcher, norths_desk, norths_engineer):
    """C10, E8."""
    ticket = closed(dispatcher, norths_desk, norths_engineer)
    client = page(norths_engineer.user)
    assert client.post(reverse("tickets:reveal-phone", args=[ticket.number])).status_code == 403


# ── steps by form ──


def test_the_way_of_a_ticket_by_forms(page, dispatcher, norths_desk, norths_engineer):
    """D5: offer, accept, assign, wait, resume, reopen, close, each by its own form."""
    ticket = opened(dispatcher)
    act(page(dispatcher), "offer", ticket, dealer="NORTH")
    assert stands(ticket) == TicketStatus.OFFERED
    client = page(norths_desk)
    act(client, "accept", ticket)
    assert stands(ticket) == TicketStatus.ACCEPTED
    response = act(client, "assign", ticket, engineer=norths_engineer.code)
    assert (response.status_code, response.url) == (302, ticket.get_absolute_url())
    assert stands(ticket) == TicketStatus.ASSIGNED
    act(client, "wait", ticket, reason="customer")
    assert stands(ticket) == TicketStatus.WAITING
    response = act(page(norths_engineer.user), "resume", ticket)
    assert response.url == reverse("tickets:job", args=[ticket.number])
    assert stands(ticket) == TicketStatus.ASSIGNED


def test_solve_reopen_close_and_cancel_by_forms(page, agent, dispatcher, norths_desk):
    """D5."""
    ticket = accepted(dispatcher, norths_desk)
    client = page(norths_desk)
    act(client, "solve", ticket, note="电话指导复位")
    assert stands(ticket) == TicketStatus.RESOLVED
    act(client, "reopen", ticket, reason="又停机")
    assert stands(ticket) == TicketStatus.ACCEPTED
    act(client, "solve", ticket, note="再次复位")
    act(client, "close", ticket)
    assert stands(ticket) == TicketStatus.CLOSED
    other = opened(agent)
    act(page(agent), "cancel", other, reason="客户撤回")
    assert stands(other) == TicketStatus.CANCELLED


def test_a_refused_offer_is_out_of_the_dealers_sight(page, dispatcher, norths_desk):
    """D5, L2."""
    ticket = offered(dispatcher, norths_desk.dealer)
    client = page(norths_desk)
    assert act(client, "refuse", ticket, reason="没有人手").url == reverse("tickets:list")
    assert stands(ticket) == TicketStatus.NEW
    assert client.get(ticket.get_absolute_url()).status_code == 404


def test_a_stale_page_of_a_refused_offer_is_told_where_the_ticket_went(page, dispatcher, norths_desk, south):
    """Not a missing page: the dealer knew this ticket; a dealer that never did learns nothing."""
    ticket = offered(dispatcher, norths_desk.dealer)
    client = page(norths_desk)
    act(client, "refuse", ticket, reason="忙不过来")
    answer = client.post(reverse("tickets:accept", args=[ticket.number]), {}, follow=True)
    assert ticket.number in " ".join(str(said) for said in answer.context["messages"])
    assert stands(ticket) == "new"
    foreign = offered(dispatcher, south)
    assert act(client, "accept", foreign).status_code == 404


def test_the_way_shows_only_what_happened(page, agent, dispatcher, norths_desk):
    """L3: solved by phone it was never accepted; cancelled it goes nowhere any more."""
    solved = opened(agent)
    services.solve_ticket(solved, actor=agent, at=solved.moved_at, note="电话里指导好了")
    cancelled = offered(dispatcher, norths_desk.dealer)
    services.cancel_ticket(cancelled, actor=dispatcher, at=cancelled.moved_at, reason="客户撤回")
    client = page(dispatcher)
    ways = [
        [step["state"] for step in client.get(one.get_absolute_url()).context["path"]]
        for one in (solved, cancelled)
    ]
    assert ways[0] == ["done", "current", "todo", "todo"]
    assert ways[1] == ["done", "stopped"]


def test_a_long_description_is_read_whole(page, agent):
    ticket = opened(agent, description="油缸渗油" * 200)
    assert ticket.description in body(page(agent).get(ticket.get_absolute_url()))


def test_a_step_is_asked_only_once_it_is_opened(page, dispatcher, norths_desk):
    """What comes first stands open; another is fetched when it is opened, or is open at its own address."""
    ticket, client = offered(dispatcher, norths_desk.dealer), page(norths_desk)
    address = reverse("tickets:refuse", args=[ticket.number])
    plain = body(client.get(ticket.get_absolute_url()))
    assert f'hx-get="{address}"' in plain
    assert 'name="reason"' not in plain
    part = client.get(address, headers={"HX-Request": "true"})
    assert part.templates[0].name == "tickets/_step.html"
    assert 'name="reason"' in body(part)
    whole = body(client.get(address))
    assert 'name="reason"' in whole
    assert '<details class="step" id="refuse" open>' in whole


def test_a_step_that_is_open_no_longer_says_so_where_it_would_stand(page, dispatcher, norths_desk):
    ticket, client = offered(dispatcher, norths_desk.dealer), page(norths_desk)
    services.accept_ticket(ticket, actor=norths_desk, at=ticket.opened_at)
    address = reverse("tickets:accept", args=[ticket.number])
    part = client.get(address, headers={"HX-Request": "true"})
    assert part.status_code == 409
    assert ticket.get_absolute_url() in body(part)
    assert "<html" not in body(part)
    assert client.get(address).url == ticket.get_absolute_url()


def test_what_is_missing_is_said_at_its_field(page, dispatcher, norths_desk):
    ticket = offered(dispatcher, norths_desk.dealer)
    response = act(page(norths_desk), "refuse", ticket, reason="  ")
    assert response.status_code == 422
    assert 'aria-invalid="true"' in body(response)
    assert stands(ticket) == TicketStatus.OFFERED


def test_a_refusal_of_the_service_keeps_what_was_typed(page, dispatcher, norths_desk):
    """Bad input loses nothing."""
    ticket = offered(dispatcher, norths_desk.dealer)
    long = "人手不足" * 100
    response = act(page(norths_desk), "refuse", ticket, reason=long)
    assert response.status_code == 422
    assert long in body(response)


def test_an_engineer_not_confirmed_can_t_be_sent(page, dispatcher, norths_desk, souths_engineer):
    """B1, L2."""
    ticket = accepted(dispatcher, norths_desk)
    filed = ServiceStaffFactory(code="N-9", name="吴师傅", dealer=norths_desk.dealer, filing_status="filed")
    client = page(norths_desk)
    assert "吴师傅" in body(client.get(ticket.get_absolute_url()))
    for code in (filed.code, souths_engineer.code, ""):
        assert act(client, "assign", ticket, engineer=code).status_code == 422
    assert stands(ticket) == TicketStatus.ACCEPTED


def test_a_stale_page_is_told_so_and_keeps_the_text(page, dispatcher, norths_desk, norths_engineer):
    """409: somebody else was first; the page shows how the ticket stands now."""
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    seen = ticket.version
    services.wait_ticket(ticket, actor=norths_engineer.user, at=ticket.opened_at, reason="site", note="门禁")
    response = act(page(norths_desk), "wait", ticket, reason="part", note="等配件到货", version=seen)
    assert response.status_code == 409
    assert "等配件到货" in body(response)
    assert "门禁" in body(response)
    assert TicketEvent.objects.filter(ticket=ticket, verb="wait").count() == 1


def test_a_stale_version_of_the_same_state_is_refused_once(page, dispatcher, norths_desk, norths_engineer):
    """The second press, on the page as it is now, goes through."""
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    response = act(page(norths_desk), "wait", ticket, reason="part", version=ticket.version - 1)
    assert response.status_code == 409
    assert f'name="version" value="{ticket.version}"' in body(response)
    assert act(page(norths_desk), "wait", ticket, reason="part", version=ticket.version).status_code == 302


def test_an_illegal_step_is_409(page, dispatcher, norths_desk, norths_engineer):
    """T1: a closed ticket stays closed."""
    ticket = closed(dispatcher, norths_desk, norths_engineer)
    response = act(page(norths_desk), "reopen", ticket, reason="故障又来")
    assert response.status_code == 409
    assert "故障又来" in body(response)
    assert stands(ticket) == TicketStatus.CLOSED


def test_a_double_click_steps_once(page, dispatcher, norths_desk, norths_engineer):
    """safety.md, 14."""
    ticket = resolved(dispatcher, norths_desk, norths_engineer)
    client = page(norths_desk)
    answers = [act(client, "close", ticket, note="", idempotency_key="k-1") for _ in range(2)]
    assert [(one.status_code, one.url) for one in answers] == [(302, ticket.get_absolute_url())] * 2
    assert TicketEvent.objects.filter(ticket=ticket, verb="close").count() == 1


def test_a_centre_looks_on(page, dispatcher, norths_desk, centres_desk):
    """L2: it sees its outlet's ticket and is offered no step."""
    ticket = offered(dispatcher, norths_desk.dealer)
    client = page(centres_desk)
    response = client.get(ticket.get_absolute_url())
    assert response.context["steps"] == []
    assert act(client, "accept", ticket).status_code == 403


def test_the_dealer_of_the_territory_is_chosen_already(page, dispatcher, north):
    """D4."""
    place = DivisionFactory()
    ticket = opened(dispatcher, EquipmentFactory(division=place))
    TerritoryFactory(dealer=north, division=place)
    form = page(dispatcher).get(ticket.get_absolute_url()).context["steps"][0]["form"]
    assert form.initial["dealer"] == "NORTH"


def test_an_imported_ticket_shows_what_its_file_told(page, dispatcher):
    run = ImportRun.objects.create(
        code="r1",
        kind="tickets",
        file_name="a.csv",
        digest="d",
        once_key="d",
        started_by=dispatcher,
        created_at="2026-09-15T01:00:00Z",
    )
    past = PastService(
        line=2, day=date(2020, 5, 1), cause="漏油", cost=Decimal("-12.50"), columns={"Barrier": "无件"}
    )
    (ticket,) = import_past_services([past], actor=dispatcher, run_id=run.pk, file_name="a.csv")
    seen = body(page(dispatcher).get(ticket.get_absolute_url()))
    assert all(told in seen for told in ("漏油", "12.50", "无件"))


@pytest.mark.parametrize(
    ("ends_on", "says"),
    [
        ("2026-09-30", "保修期到9月30日"),
        ("2026-09-15", "保修期到今天"),
        ("2026-09-12", "受理时在保，9月13日起已过保"),
        ("2026-09-09", "9月10日起已过保"),
    ],
)
def test_the_warranty_is_one_sentence_by_the_day_the_ticket_was_opened(page, dispatcher, ends_on, says):
    """C4: what held when the customer asked decides; the last day is still covered."""
    ticket = opened(dispatcher)
    Ticket.objects.filter(pk=ticket.pk).update(opened_at="2026-09-10T02:00:00Z", warranty_ends_on=ends_on)
    shown = page(dispatcher).get(ticket.get_absolute_url()).context["unit_facts"]
    (fact,) = [one for one in shown if one["label"] == "保修"]
    assert (fact["value"], "note" in fact) == (says, False)

"""One step for several tickets: who may, what becomes of each, and whose they are (D5, D6)."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.dealers import TerritoryFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.cast import NOW, opened
from tickets.bulk import acts_of
from tickets.models import Ticket
from tickets.services import each, offer_to_next, set_priority

ADDRESS = "/tickets/bulk/"


def sent(client, act, *tickets, **fields):
    picked = {"act": act, "pick": [ticket.number for ticket in tickets], "go": "1"}
    return client.post(ADDRESS, picked | fields)


def said(response):
    return {outcome.ticket.number: outcome.refusal or "done" for outcome in response.context["outcomes"]}


@pytest.mark.parametrize(
    ("name", "acts"),
    [
        ("agent", ["priority", "cancel"]),
        ("dispatcher", ["offer", "assign", "priority", "cancel"]),
        ("norths_desk", ["assign"]),
        ("deputy", []),
    ],
)
def test_the_bar_holds_what_a_person_may_do_the_commonest_first(request, page, name, acts, ticket_in):
    """ui, 5."""
    actor = request.getfixturevalue(name)
    ticket_in("assigned")
    assert [act["name"] for act in acts_of(actor)] == acts
    seen = page(actor).get("/tickets/", {"only": "open"}).content.decode()
    assert ('id="bulk"' in seen, 'name="pick"' in seen) == (bool(acts), bool(acts))


def test_a_step_asks_for_the_rest_before_anything_happens(page, dispatcher, ticket_in):
    ticket = ticket_in("new")
    asked = page(dispatcher).post(ADDRESS, {"act": "offer", "pick": [ticket.number]})
    assert (asked.status_code, asked.context["tickets"]) == (200, [ticket])
    part = page(dispatcher).post(
        ADDRESS, {"act": "offer", "pick": [ticket.number]}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == "new"


def test_each_is_offered_to_the_dealer_of_its_place_or_says_why_not(
    page, dispatcher, agent, unit, norths_territory, ticket_in
):
    """D4, D5: one that is refused leaves the others as they are."""
    placed, nowhere, over = ticket_in("new"), ticket_in("new"), ticket_in("closed")
    Ticket.objects.filter(pk=placed.pk).update(division=norths_territory.division)
    answer = sent(page(dispatcher), "offer", placed, nowhere, over)
    words = said(answer)
    assert (answer.context["done"], answer.context["refused"]) == (1, 2)
    assert words[placed.number] == "done"
    assert "没有可以再问的经销商" in words[nowhere.number]
    placed.refresh_from_db()
    nowhere.refresh_from_db()
    assert (placed.status, placed.dealer, nowhere.status) == ("offered", norths_territory.dealer, "new")


def test_all_are_offered_to_the_dealer_chosen(page, dispatcher, south, ticket_in):
    tickets = [ticket_in("new"), ticket_in("new")]
    sent(page(dispatcher), "offer", *tickets, dealer=south.code)
    assert set(Ticket.objects.values_list("status", "dealer")) == {("offered", south.pk)}


def test_who_refused_it_is_not_asked_again(dispatcher, norths_desk, ticket_in, norths_territory):
    """D4."""
    wider = TerritoryFactory(division=norths_territory.division.parent)
    ticket = ticket_in("new")
    Ticket.objects.filter(pk=ticket.pk).update(division=norths_territory.division)
    ticket.refresh_from_db()
    ticket.offers.create(
        dealer=norths_territory.dealer, offered_at=NOW, answer="refused", answered_at=NOW, reason="人手不够"
    )
    assert offer_to_next(ticket, actor=dispatcher, at=NOW).dealer == wider.dealer


def test_only_who_dispatches_asks_the_next_dealer(norths_desk, ticket_in):
    """D4, D5."""
    with pytest.raises(PermissionDenied):
        offer_to_next(ticket_in("new"), actor=norths_desk, at=NOW)


def test_a_desk_gives_several_jobs_to_one_engineer(page, norths_desk, norths_engineer, ticket_in):
    tickets = [ticket_in("accepted"), ticket_in("accepted")]
    answer = sent(page(norths_desk), "assign", *tickets, engineer=norths_engineer.code)
    assert (answer.context["done"], answer.context["refused"]) == (2, 0)
    assert set(Ticket.objects.values_list("engineer", flat=True)) == {norths_engineer.pk}


def test_the_desk_of_requests_sets_priorities_and_cancels(page, agent, ticket_in):
    tickets = [ticket_in("new"), ticket_in("accepted")]
    sent(page(agent), "priority", *tickets, priority="high")
    assert set(Ticket.objects.values_list("priority", flat=True)) == {"high"}
    assert sent(page(agent), "cancel", *tickets, reason="").status_code == 422
    sent(page(agent), "cancel", *tickets, reason="重复登记")
    assert set(Ticket.objects.values_list("status", flat=True)) == {"cancelled"}


def test_a_foreign_number_refuses_the_whole(page, souths_desk, south, ticket_in):
    """D6: the answer is that of a missing one, and the own ticket stays as it was."""
    own = TicketFactory(dealer=south, status="accepted")
    foreign = ticket_in("accepted")
    for pick in ([own.number, foreign.number], [own.number, "T-2026-99999"], []):
        answer = page(souths_desk).post(ADDRESS, {"act": "assign", "pick": pick, "go": "1"})
        assert answer.status_code == 404
    own.refresh_from_db()
    assert own.status == "accepted"


def test_an_act_that_is_not_theirs_or_not_known_is_refused(page, norths_desk, ticket_in):
    ticket = ticket_in("accepted")
    assert sent(page(norths_desk), "cancel", ticket, reason="x").status_code == 403
    assert sent(page(norths_desk), "close", ticket).status_code == 404
    assert page(norths_desk).get(ADDRESS).status_code == 302


def test_too_many_are_refused(page, agent):
    picked = {"act": "cancel", "pick": [f"T-{place}" for place in range(101)], "go": "1", "reason": "x"}
    assert page(agent).post(ADDRESS, picked).status_code == 422


def test_what_is_not_ones_own_is_said_ticket_by_ticket(agent, norths_desk, ticket_in):
    mine = opened(agent)
    outcomes = each([mine], lambda ticket: set_priority(ticket, actor=norths_desk, at=NOW, priority="low"))
    assert [outcome.is_done for outcome in outcomes] == [False]
    with pytest.raises(ZeroDivisionError):  # what nobody foresaw is not hidden
        each([mine], lambda ticket: 1 / 0)


def test_a_repeated_request_takes_effect_once(page, agent, ticket_in):
    """safety.md, 14."""
    ticket, client = ticket_in("new"), page(agent)
    key = {"priority": "high", "idempotency_key": "k" * 20}
    assert sent(client, "priority", ticket, **key).status_code == 200
    assert sent(client, "priority", ticket, **key).status_code == 302

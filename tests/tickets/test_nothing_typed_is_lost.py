"""Who comes second on a page is told, and finds what was typed in the page that comes back (fault 29)."""

import pytest
from django.urls import reverse

from tests.tickets.every_verb import AT, OF_A_TIME, S, V, prepare, steps
from tickets import services
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
WORDS = "写了很久的一段话，不能丢"
# verb, state, what is typed, by whom; {engineer}, {dealer} and {other} are filled in
TYPED = [
    (V.OFFER, S.NEW, {"dealer": "{dealer}"}),
    (V.REFUSE, S.OFFERED, {"reason": WORDS}),
    (V.ASSIGN, S.ACCEPTED, {"engineer": "{engineer}"}),
    (V.APPOINT, S.ASSIGNED, {"day": "2026-09-16", "begins": "14:00", "ends": "16:00", "to_bring": WORDS}),
    (V.CALL_OFF, S.ASSIGNED, {"reason": WORDS}),
    (V.WAIT, S.ASSIGNED, {"reason": "site", "note": WORDS}),
    (V.CHASE, S.WAITING, {"note": WORDS}),
    (V.PROMISE, S.ASSIGNED, {"until": "2026-09-15T14:00", "note": WORDS}),
    (V.ANSWER, S.ASSIGNED, {"note": WORDS}),
    (V.RECORD, S.ASSIGNED, {"work_done": WORDS, "minutes_worked": "30", "result": "fixed"}),
    (V.SOLVE, S.ACCEPTED, {"note": WORDS}),
    (V.REOPEN, S.RESOLVED, {"reason": WORDS}),
    (V.CLOSE, S.RESOLVED, {"note": WORDS}),
    (V.CANCEL, S.ASSIGNED, {"reason": WORDS}),
    (V.MERGE, S.ASSIGNED, {"other": "{other}", "reason": WORDS}),
]


def goes_on(ticket, request):
    """Let somebody else take a step that leaves the ticket where it stands."""
    agent, desk = request.getfixturevalue("agent"), request.getfixturevalue("norths_desk")
    if ticket.status == S.RESOLVED:
        services.reopen_ticket(ticket, actor=desk, at=AT, reason="还漏")
        resolved = Ticket.objects.get(pk=ticket.pk)
        services.solve_ticket(resolved, actor=desk, at=AT, note="指导后好了")
    else:
        services.set_priority(ticket, actor=agent, at=AT, priority="urgent")


def ends(ticket, request):
    """Let somebody else end the ticket, so that the step is not open any more."""
    agent = request.getfixturevalue("agent")
    if ticket.status == S.RESOLVED:
        services.close_ticket(ticket, actor=agent, at=AT)
    else:
        services.cancel_ticket(ticket, actor=agent, at=AT, reason="客户撤回")


@pytest.mark.parametrize("meanwhile", [goes_on, ends])
@pytest.mark.parametrize(("verb", "status", "sent"), TYPED, ids=[row[0].value for row in TYPED])
def test_the_second_is_told_and_keeps_what_was_typed(
    request, page, ticket_in, time_machine, verb, status, sent, meanwhile
):
    """409 with the form as it was sent; the ticket is as the first one left it."""
    time_machine.move_to(AT, tick=False)
    table = steps(request, status)
    ticket = prepare(ticket_in(status), table, {verb} & (OF_A_TIME | {V.ANSWER}))
    seen, facts = ticket.version, table[verb][2]
    codes = {"{dealer}": "dealer", "{engineer}": "engineer", "{other}": "other"}
    filled = {
        name: getattr(facts[codes[value]], "code", "") or facts[codes[value]].number
        if value in codes
        else value
        for name, value in sent.items()
    }
    meanwhile(ticket, request)
    after = Ticket.objects.values().get(pk=ticket.pk)
    response = page(table[verb][1]).post(
        reverse(f"tickets:{verb.value}", args=[ticket.number]), filled | {"version": seen}
    )
    assert response.status_code == 409
    assert Ticket.objects.values().get(pk=ticket.pk) == after
    body = response.content.decode()
    words = WORDS if WORDS in filled.values() else next(iter(filled.values()))
    assert words in body


@pytest.mark.parametrize("verb", [V.ACCEPT, V.CONFIRM, V.RESUME])
def test_a_step_without_words_says_what_happened(request, page, ticket_in, time_machine, verb):
    time_machine.move_to(AT, tick=False)
    status = {V.ACCEPT: S.OFFERED, V.CONFIRM: S.ASSIGNED, V.RESUME: S.WAITING}[verb]
    table = steps(request, status)
    ticket = prepare(ticket_in(status), table, {verb} & OF_A_TIME)
    seen = ticket.version
    goes_on(ticket, request)
    url = reverse(f"tickets:{verb.value}", args=[ticket.number])
    response = page(table[verb][1]).post(url, {"version": seen}, headers={"accept-language": "en"})
    assert response.status_code == 409
    assert "Somebody else was first" in response.content.decode()

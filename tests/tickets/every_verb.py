"""Every verb of the table: who takes it, with what, and what has to be there before it (tables of proof)."""

from datetime import UTC, datetime, timedelta

from tests.factories.dealers import DealerFactory, ServiceStaffFactory
from tests.factories.tickets import FaultClassFactory
from tests.tickets.quotes import ADDRESS, drafted, sent
from tests.tickets.referrals import ASKED, complete, referred
from tickets import services
from tickets.models import Quote, Referral, Ticket
from tickets.states import NOTICED, TRANSITIONS, TicketStatus, TicketVerb

S, V = TicketStatus, TicketVerb
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIME = {"begins_at": AT + 4 * HOUR, "ends_at": AT + 6 * HOUR, "reason": "改约"}
BY_NOBODY = {V.OPEN, V.IMPORT, V.LAPSE, V.EXPIRE, *NOTICED}  # openings, and what the sweep does
OF_A_TIME = {V.CONFIRM, V.CALL_OFF}
OF_A_SENT_QUOTE = {V.AGREE, V.DECLINE, V.WITHDRAW}
FROM = {status: sorted({row.verb for row in TRANSITIONS if row.source == status} - BY_NOBODY) for status in S}


def send(ticket, *, actor, at):
    """Send the quote that is being written, of the ticket as the caller holds it."""
    services.send_quote(_quote(ticket, "drafted"), actor=actor, at=at, address=ADDRESS)


def agree(ticket, *, actor, at):
    quote = _quote(ticket, "sent")
    services.agree_to_quote(quote, actor=actor, at=at, answered="phone", said_by="王老板")


def decline(ticket, *, actor, at):
    quote = _quote(ticket, "sent")
    services.decline_quote(quote, actor=actor, at=at, answered="phone", said_by="王老板", reason="太贵")


def withdraw(ticket, *, actor, at):
    services.withdraw_quote(_quote(ticket, "sent"), actor=actor, at=at)


def advise(ticket, *, actor, at):
    """Answer the referral as its own page read it, with the ticket as the caller holds it."""
    referral = Referral.objects.filter(ticket=ticket.pk).order_by("-pk").first()
    referral.ticket = ticket
    services.advise_referral(referral, actor=actor, at=at, answer="换先导泵", given="remote")


def _quote(ticket, status):
    """Return the quote as its own page read it, with the ticket as the caller holds it."""
    quote = Quote.objects.filter(ticket=ticket.pk).order_by("-pk").first()
    assert quote is not None
    quote = Quote.objects.filter(ticket=ticket.pk, status=status).first() or quote
    quote.ticket = ticket
    return quote


def steps(request, status):
    """Return verb → (service, actor, facts) for a ticket of North in a state."""
    desk, dispatcher = request.getfixturevalue("norths_desk"), request.getfixturevalue("dispatcher")
    engineer, agent = request.getfixturevalue("norths_engineer"), request.getfixturevalue("agent")
    north, ticket_in = request.getfixturevalue("north"), request.getfixturevalue("ticket_in")
    other = ServiceStaffFactory(dealer=north)
    done = {"work_done": "换件", "minutes_worked": 30, "result": "fixed"}
    return {
        V.OFFER: (services.offer_ticket, dispatcher, {"dealer": DealerFactory()}),
        V.ACCEPT: (services.accept_ticket, dispatcher if status is S.NEW else desk, {}),
        V.REFUSE: (services.refuse_ticket, desk, {"reason": "人手不够"}),
        V.ASSIGN: (services.assign_ticket, desk, {"engineer": other}),
        V.APPOINT: (services.appoint_ticket, desk, TIME),
        V.CONFIRM: (services.confirm_appointment, desk, {}),
        V.CALL_OFF: (services.call_off_appointment, desk, {"reason": "客户取消"}),
        V.WAIT: (services.wait_ticket, desk, {"reason": "customer"}),
        V.CHASE: (services.chase_ticket, desk, {"note": "客户说明天答复"}),
        V.RESUME: (services.resume_ticket, desk, {}),
        V.PROMISE: (services.promise_answer, agent, {"until": AT + 4 * HOUR}),
        V.ANSWER: (services.give_answer, agent, {"note": "已答复"}),
        V.DEPART: (services.depart, engineer.user, {}),
        V.ARRIVE: (services.arrive, engineer.user, {}),
        V.RECORD: (services.record_service, engineer.user, done),
        V.SOLVE: (services.solve_ticket, agent, {"note": "指导"}),
        V.REOPEN: (services.reopen_ticket, agent, {"reason": "还漏"}),
        V.CLOSE: (services.close_ticket, desk, {}),
        V.CANCEL: (services.cancel_ticket, agent, {"reason": "重复"}),
        V.PRIORITIZE: (services.set_priority, agent, {"priority": "urgent"}),
        V.CLASSIFY: (services.classify_ticket, agent, {"fault_class": FaultClassFactory()}),
        V.MERGE: (services.merge_ticket, agent, {"other": ticket_in(S.ASSIGNED), "reason": "写了两遍"}),
        V.QUOTE: (send, desk, {}),
        V.AGREE: (agree, agent, {}),
        V.DECLINE: (decline, agent, {}),
        V.WITHDRAW: (withdraw, desk, {}),
        V.REFER: (services.refer_ticket, desk, ASKED),
        V.ADVISE: (advise, request.getfixturevalue("support"), {}),
    }


def of_north(ticket_in, table, status, verbs):
    """Make a ticket in a state; whoever goes to the machine has it, also while it waits."""
    if status is not S.WAITING or not {V.DEPART, V.ARRIVE} & set(verbs):
        return ticket_in(status)
    ticket = ticket_in(S.ASSIGNED)
    services.wait_ticket(ticket, actor=table[V.ASSIGN][1], at=AT, reason="customer")
    return ticket


def take(ticket, step):
    service, actor, facts = step
    service(ticket, actor=actor, at=AT, **facts)


def needs(status, verbs):
    """Return what these verbs need on a ticket in a state: where it is equal, the same ticket will do."""
    travel = {V.DEPART, V.ARRIVE} if status is S.WAITING else set()
    alike = (OF_A_TIME, OF_A_SENT_QUOTE, travel, {V.ANSWER}, {V.QUOTE}, {V.REFER}, {V.ADVISE})
    return frozenset(n for n, group in enumerate(alike) if group & set(verbs))


def prepare(ticket, table, verbs):
    """Bring about what these verbs need, and leave the ticket where it stands."""
    desk, wanted = table[V.ASSIGN][1], set(verbs)
    if V.ANSWER in wanted:
        take(ticket, table[V.PROMISE])
    if wanted & OF_A_TIME:
        begins = AT + 24 * HOUR + timedelta(minutes=ticket.pk % 300)  # beside those of other tickets
        ends = begins + timedelta(minutes=1)
        services.appoint_ticket(ticket, actor=desk, at=AT, begins_at=begins, ends_at=ends)
    status = ticket.status
    if wanted & OF_A_SENT_QUOTE:
        sent(ticket, desk)
        ticket = Ticket.objects.get(pk=ticket.pk)
        if ticket.status != status:
            services.resume_ticket(ticket, actor=desk, at=AT)
    if V.QUOTE in wanted:
        drafted(Ticket.objects.get(pk=ticket.pk), desk)
    if V.REFER in wanted:
        complete(ticket, desk)
    if V.ADVISE in wanted:
        referred(Ticket.objects.get(pk=ticket.pk), desk)
    fresh = Ticket.objects.get(pk=ticket.pk)
    assert fresh.status == status
    return fresh

"""Who may do what with a ticket: what a person is to it, judged by the one table of moves (D5, L2)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dealers.roles import Right
from tickets.querysets import is_engineer_only, sees_every_ticket
from tickets.states import FINAL, TRANSITIONS, Standing, TicketStatus, TicketVerb, verbs_from

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment
    from tickets.models import DayPlan, ServiceRecord, Ticket

CARD_SHOWN_FOR: Final = timedelta(days=30)
ACT_ON_IT: Final = frozenset(
    {
        *(Standing.AGENT, Standing.DISPATCHER, Standing.HEADQUARTERS),
        *(Standing.SERVING_DESK, Standing.ENGINEER, Standing.SUPPORT),
    }
)
ROLES_OF_VERB: Final[Mapping[TicketVerb, frozenset[Standing]]] = MappingProxyType(
    {verb: frozenset().union(*(row.roles for row in TRANSITIONS if row.verb == verb)) for verb in TicketVerb}
)


def standings(actor: "User", ticket: "Ticket") -> frozenset[Standing]:
    """Return all that a person is to a ticket; a centre sees its outlets' tickets and is nothing to them."""
    found = {
        Standing.AGENT: actor.is_head_office and actor.may(Right.OPEN_TICKETS),
        Standing.DISPATCHER: _dispatches(actor),
        Standing.HEADQUARTERS: actor.is_head_office
        and (actor.may(Right.OPEN_TICKETS) or actor.may(Right.DISPATCH)),
        Standing.SERVING_DESK: _is_serving_desk(actor, ticket),
        Standing.ENGINEER: _is_engineer_of(actor, ticket),
        Standing.SUPPORT: actor.is_head_office and actor.may(Right.ADVISE),
        Standing.OPENER: actor.may(Right.OPEN_TICKETS),
    }
    return frozenset(standing for standing, holds in found.items() if holds)


def _dispatches(actor: "User") -> bool:
    return actor.is_head_office and actor.may(Right.DISPATCH)


def _is_serving_desk(actor: "User", ticket: "Ticket") -> bool:
    if actor.is_head_office:
        return _dispatches(actor) and ticket.is_headquarters_own
    return (
        actor.may(Right.SERVE_AS_DESK) and actor.dealer_id is not None and actor.dealer_id == ticket.dealer_id
    )


def _is_engineer_of(actor: "User", ticket: "Ticket") -> bool:
    engineer = ticket.engineer
    return actor.may(Right.REPAIR) and engineer is not None and engineer.user_id == actor.pk


def allowed_verbs(actor: "User", ticket: "Ticket") -> frozenset[TicketVerb]:
    """Return the verbs open to a person in the state the ticket is in."""
    return verbs_from(TicketStatus(ticket.status), standings(actor, ticket))


def _may(actor: "User", ticket: "Ticket", verb: TicketVerb) -> bool:
    """Say whether a verb is this person's at all; whether the state allows it is the table's word."""
    held = standings(actor, ticket)
    if _dispatches(actor) and ticket.dealer_id is None:
        held |= {Standing.SERVING_DESK}  # of what is headquarters' own, or may become so
    return bool(ROLES_OF_VERB[verb] & held)


def may_open(actor: "User", equipment: "Equipment | None" = None) -> bool:
    """Headquarters opens for any unit, a dealer for its own (D1)."""
    if not actor.may(Right.OPEN_TICKETS):
        return False
    if actor.is_head_office:
        return True
    return equipment.dealer_id in actor.dealer_ids if equipment else bool(actor.dealer_ids)


def may_serve_any(actor: "User") -> bool:
    """Let a dealer's desk ask whether a unit is in warranty, whoever's it is (D4)."""
    is_desk = actor.may(Right.OPEN_TICKETS) and actor.may(Right.SERVE_AS_DESK)
    return is_desk and actor.dealer_id is not None


def may_serve_in_warranty(actor: "User", unit: "Equipment", *, on: date) -> bool:
    """In warranty any outlet serves any unit, wherever it was bought (D4)."""
    ends_on = unit.warranty_ends_on
    return may_serve_any(actor) and ends_on is not None and ends_on >= on


def may_offer(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.OFFER)


def may_accept(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.ACCEPT)


def may_refuse(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.REFUSE)


def may_assign(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.ASSIGN)


def may_appoint(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.APPOINT)


def may_wait(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.WAIT)


def may_chase(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.CHASE)


def may_promise(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.PROMISE)


def may_answer(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.ANSWER)


def may_merge(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.MERGE)


def may_link(actor: "User", ticket: "Ticket") -> bool:
    """Linking moves no ticket: who may solve one, may say which it belongs to."""
    return _may(actor, ticket, TicketVerb.SOLVE)


def may_resume(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.RESUME)


def may_depart(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.DEPART)


def may_arrive(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.ARRIVE)


def may_record(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.RECORD)


def may_write_record(actor: "User", record: "ServiceRecord") -> bool:
    """Let who was on a trip write its record, have it signed and change it: nobody in their stead (D7)."""
    return actor.may(Right.REPAIR) and actor.is_active and record.engineer.user_id == actor.pk


def may_audit_records(actor: "User") -> bool:
    """Let headquarters' service administrator judge service records (D8)."""
    return actor.is_head_office and actor.may(Right.AUDIT_RECORDS)


def may_audit(actor: "User", record: "ServiceRecord") -> bool:
    """Nobody judges the record of a trip of their own (D8)."""
    return may_audit_records(actor) and record.engineer.user_id != actor.pk


def may_solve(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.SOLVE)


def may_reopen(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.REOPEN)


def may_close(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.CLOSE)


def may_cancel(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.CANCEL)


def may_attach(actor: "User", ticket: "Ticket") -> bool:
    """Whoever acts on a ticket adds files to it: a photo may come after the closing (D7)."""
    return bool(ACT_ON_IT & standings(actor, ticket))


def may_prioritize(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.PRIORITIZE)


def may_classify(actor: "User", ticket: "Ticket") -> bool:
    """Whoever speaks with the customer or is at the machine says of which class the fault is (D13)."""
    return _may(actor, ticket, TicketVerb.CLASSIFY)


def may_prepare(actor: "User", ticket: "Ticket") -> bool:
    """Who serves prepares the trip: the desk, or whoever goes; while the work is not done (D6)."""
    return _may(actor, ticket, TicketVerb.CONFIRM) and ticket.status not in FINAL


def may_send_link(actor: "User", ticket: "Ticket", at: datetime) -> bool:
    """Let whoever speaks with the customer give them their link: headquarters' desk, or who serves (D20)."""
    speaks = {Standing.AGENT, Standing.DISPATCHER, Standing.SERVING_DESK} & standings(actor, ticket)
    return bool(speaks) and may_see_contact(actor, ticket, at)


def may_write(actor: "User", ticket: "Ticket") -> bool:
    """Headquarters' desk writes to customers by mail: the mailbox is its own (D1)."""
    return bool({Standing.AGENT, Standing.DISPATCHER} & standings(actor, ticket))


def may_place_mails(actor: "User") -> bool:
    """Headquarters' agents look at mails that belong to no ticket yet (D1)."""
    return actor.is_head_office and actor.may(Right.OPEN_TICKETS)


def may_quote(actor: "User", ticket: "Ticket") -> bool:
    """Who serves a ticket says what the work will cost: the desk, or the engineer on site (C4)."""
    return _may(actor, ticket, TicketVerb.QUOTE)


def may_answer_quote(actor: "User", ticket: "Ticket") -> bool:
    """Whoever speaks with the customer puts down their answer to a quote (C4)."""
    return _may(actor, ticket, TicketVerb.AGREE)


def may_withdraw_quote(actor: "User", ticket: "Ticket") -> bool:
    return _may(actor, ticket, TicketVerb.WITHDRAW)


def may_see_quotes(actor: "User") -> bool:
    """Quotes are seen with their tickets, and by who follows up what customers owe an answer (C4)."""
    return actor.may(Right.SEE_TICKETS) or actor.may(Right.WATCH_QUOTES)


def may_export_quotes(actor: "User") -> bool:
    return actor.may(Right.EXPORT) and may_see_quotes(actor)


def may_refer(actor: "User", ticket: "Ticket") -> bool:
    """Who serves a ticket asks headquarters about a hard case: the desk, or the engineer on site (D9)."""
    return _may(actor, ticket, TicketVerb.REFER)


def may_advise(actor: "User", ticket: "Ticket") -> bool:
    """Headquarters' technical support answers hard cases (D9)."""
    return _may(actor, ticket, TicketVerb.ADVISE)


def may_see_referrals(actor: "User") -> bool:
    return actor.may(Right.SEE_TICKETS)


def may_export_referrals(actor: "User") -> bool:
    return actor.may(Right.EXPORT) and may_see_referrals(actor)


def may_subscribe(actor: "User") -> bool:
    """Let who repairs read the own agreed times in a calendar program (D5)."""
    return actor.is_active and actor.may(Right.REPAIR)


def may_close_day(actor: "User", plan: "DayPlan") -> bool:
    """Let whoever's day it is close it; a desk closes that of a person without an account (D18)."""
    if plan.staff.user_id is not None:
        return actor.may(Right.REPAIR) and plan.staff.user_id == actor.pk
    return _is_desk_of(actor, plan)


def may_explain_day(actor: "User", plan: "DayPlan") -> bool:
    """Let whoever's day it was, or their desk, say later why a job was not done (D18)."""
    is_own = actor.may(Right.REPAIR) and plan.staff.user_id == actor.pk
    return is_own or _is_desk_of(actor, plan)


def _is_desk_of(actor: "User", plan: "DayPlan") -> bool:
    if actor.is_head_office:
        return _dispatches(actor) and plan.dealer_id is None
    is_own = actor.dealer_id is not None and actor.dealer_id == plan.dealer_id
    return actor.may(Right.SERVE_AS_DESK) and is_own


def may_see(actor: "User") -> bool:
    return actor.may(Right.SEE_TICKETS)


def may_export(actor: "User") -> bool:
    return actor.may(Right.EXPORT) and may_see(actor)


def may_see_unit(actor: "User", ticket: "Ticket") -> bool:
    """Say whether the unit's whole file is the person's: headquarters' and its own dealer's (C2)."""
    unit = ticket.equipment
    if unit is None or not actor.may(Right.SEE_EQUIPMENT):
        return False
    return actor.is_head_office or unit.dealer_id in actor.dealer_ids


def may_name(actor: "User", person: "User") -> bool:
    """Say whether a person may be named: another dealer's people may not (L2)."""
    return actor.is_head_office or person.dealer_id is None or person.dealer_id in actor.dealer_ids


def may_see_contact(actor: "User", ticket: "Ticket", at: datetime) -> bool:
    """Show whom to call to headquarters' desk, to who serves while it is open and 30 days after (C10, E8)."""
    if sees_every_ticket(actor) or may_see_unit(actor, ticket) or ticket.status not in FINAL:
        return True
    return at - ticket.moved_at <= CARD_SHOWN_FOR


def may_reveal_phone(actor: "User", ticket: "Ticket", at: datetime) -> bool:
    """Allow the whole number to who has to call: an engineer only while the work is theirs (C10, E8)."""
    if not actor.may(Right.REVEAL_PHONES) or ticket.contact_id is None:
        return False
    if is_engineer_only(actor):
        return _is_engineer_of(actor, ticket) and ticket.status not in FINAL
    return may_see_contact(actor, ticket, at)

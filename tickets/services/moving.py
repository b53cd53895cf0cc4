"""The one writer of a ticket's status: check, claim, record (D5, L3, T1, T2)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from records.kept import held
from records.refusals import MovedByAnother
from tickets import permissions
from tickets.clock_rules import UNHEARD, Step
from tickets.models import Ticket, TicketClock, TicketEvent
from tickets.services import clocks
from tickets.services.settling import facts_after, settle
from tickets.services.telling import tell_of_step
from tickets.services.watching import alert_facts, promised_after
from tickets.states import Standing, TicketStatus, TicketVerb, roles_for

if TYPE_CHECKING:
    from dealers.models import Dealer, User
    from tickets.models import CustomerLink
    from tickets.querysets import TicketQuerySet

SYSTEM = frozenset({Standing.SYSTEM})
CUSTOMER = frozenset({Standing.CUSTOMER})
LONGEST_ABOUT = 80


class TicketMovedByAnother(MovedByAnother):
    message = _(
        "Somebody else was first: ticket %(number)s is now “%(status)s”. Look at it, then decide anew."
    )


@held()
def _begin(
    ticket: Ticket, *, actor: "User | None", at: datetime, offered_to: "Dealer | None" = None
) -> Ticket:
    """Put a new ticket on record with its first step, and with the second where a rule says whom to ask."""
    roles_for(TicketVerb.OPEN, None, TicketStatus.NEW)
    steps = [TicketEvent(ticket=ticket, at=at, actor=actor, verb=TicketVerb.OPEN, target=TicketStatus.NEW)]
    ticket.status = TicketStatus.NEW
    ticket.opened_at = ticket.moved_at = at
    ticket.opened_by = actor
    running = clocks.set_level(ticket, at=at)
    if offered_to is not None:
        steps.append(_offered(ticket, offered_to, at=at))
    ticket.version = len(steps)
    ticket.save(force_insert=True)
    TicketClock.objects.bulk_create(running)
    for event in TicketEvent.objects.bulk_create(steps):
        tell_of_step(ticket, event, at=at)
    return ticket


def _offered(ticket: Ticket, dealer: "Dealer", *, at: datetime) -> TicketEvent:
    """Let a ticket that is being put on record begin as offered, and return the step."""
    source, target = TicketStatus.NEW, TicketStatus.OFFERED
    _check_who(roles_for(TicketVerb.OFFER, source, target), ticket, actor=None, link=None)
    ticket.status, ticket.dealer = target, dealer
    return TicketEvent(
        ticket=ticket,
        at=at,
        verb=TicketVerb.OFFER,
        source=source,
        target=target,
        dealer=dealer,
        about=dealer.name[:LONGEST_ABOUT],
    )


def _check_who(
    roles: frozenset[Standing], ticket: Ticket, *, actor: "User | None", link: "CustomerLink | None"
) -> None:
    held = permissions.standings(actor, ticket) if actor else CUSTOMER if link else SYSTEM
    if not roles & held:
        raise PermissionDenied


@held()
def _move(
    ticket: Ticket,
    verb: TicketVerb,
    target: TicketStatus,
    *,
    actor: "User | None",
    at: datetime,
    happened_at: datetime | None = None,
    note: str = "",
    about: str = "",
    link: "CustomerLink | None" = None,
    pauses: bool = False,
    **changes: Any,
) -> Ticket:
    """Check the table and who asks, claim the row, record the step: the only code that moves a ticket.

    No actor means the system, or by a link the customer. Clocks go by when it `happened_at`, told later (D7).
    """
    source = TicketStatus(ticket.status)
    _check_who(roles_for(verb, source, target), ticket, actor=actor, link=link)
    facts, when = facts_after(ticket, verb, target, **changes), happened_at or at
    step = Step(when, verb, target, pauses)
    moved, times = _times_after(ticket, step, promised_until=facts["promised_until"])
    facts |= times | {
        "status": target.value,
        "version": ticket.version + 1,
        "moved_at": at,
        "closed_at": at if target is TicketStatus.CLOSED else None,
    }
    claimed = _as_it_stands(ticket).update(**facts)
    if not claimed:
        raise _moved_by_another(ticket)
    event = TicketEvent.objects.create(
        ticket=ticket,
        at=when,
        actor=actor,
        verb=verb,
        source=source,
        target=target,
        dealer=facts.get("dealer") or ticket.dealer,
        note=note,
        about=about[:LONGEST_ABOUT],
        link=link,
    )
    settle(ticket, event)
    clocks.save_clocks(moved)
    for name, value in facts.items():
        setattr(ticket, name, value)
    tell_of_step(ticket, event, at=at)
    return ticket


def _times_after(
    ticket: Ticket, step: Step, *, promised_until: datetime | None
) -> tuple[list[TicketClock], dict[str, Any]]:
    """Return the clocks that a step moves, with what is due next and when somebody is alerted (D3)."""
    if step.verb in UNHEARD:
        return [], {}
    steps, counted = [*clocks.steps_of(ticket), step], clocks.counted_on(ticket)
    running, moved = clocks.follow(ticket, steps, counted=counted)
    due_at, due_clock = clocks.due_next(running, promised_until=promised_until)
    promised = promised_after(ticket, step, promised_until)
    facts = alert_facts(ticket, running, steps, counted=counted, promised=promised)
    return moved, {"due_at": due_at, "due_clock": due_clock, **facts}


def _as_it_stands(ticket: Ticket) -> "TicketQuerySet":
    """Return the row of a ticket, if neither a step nor an alert has changed it since it was read."""
    return Ticket.objects.filter(
        pk=ticket.pk, status=ticket.status, version=ticket.version, next_alert_at=ticket.next_alert_at
    )


def _notice(ticket: Ticket, verb: TicketVerb, *, at: datetime, about: str, **facts: Any) -> TicketEvent:
    """Record what the system noticed of a ticket: the only other writer of events (D3).

    It moves nothing: what a person is typing on the ticket's page stays good.
    """
    status = TicketStatus(ticket.status)
    _check_who(roles_for(verb, status, status), ticket, actor=None, link=None)
    _set_alert(ticket, **facts)
    return TicketEvent.objects.create(
        ticket=ticket, at=at, verb=verb, source=status, target=status, dealer=ticket.dealer, about=about
    )


def _set_alert(ticket: Ticket, **facts: Any) -> None:
    if not _as_it_stands(ticket).update(**facts):
        raise _moved_by_another(ticket)


def _moved_by_another(ticket: Ticket) -> TicketMovedByAnother:
    """Return the refusal of a step that came second; the ticket is read as it stands now."""
    ticket.refresh_from_db()
    return TicketMovedByAnother(number=ticket.number, status=TicketStatus(ticket.status).label)

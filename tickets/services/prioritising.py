"""Changing how urgent a ticket is: its level and its clocks are chosen anew, from the opening on (D3, L3)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from regulation.calendars import local_day
from regulation.choices import TimeBasis
from regulation.levels import choose_level
from regulation.services import approved_version, levels_of, version_in_force
from tickets import permissions
from tickets.choices import TicketPriority
from tickets.models import Ticket, TicketClock
from tickets.services.clocks import counted_by, read_clocks, request_of, started, steps_of, targets_of
from tickets.services.holding import hold
from tickets.services.moving import _move
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.models import RegulationVersion, ServiceLevel


class SamePriority(Refusal):
    code = "same_priority"
    message = _("Ticket %(number)s has this priority already. Choose another one, or leave it.")


@transaction.atomic
def set_priority(ticket: Ticket, *, actor: "User", at: datetime, priority: str) -> Ticket:
    """Say how much the customer suffers; what the new level promises counts from the opening (D3)."""
    if not permissions.may_prioritize(actor, ticket):
        raise PermissionDenied
    if ticket.priority == priority:
        raise SamePriority(number=ticket.number, field="priority")
    hold(ticket)
    ticket.priority = TicketPriority(priority).value
    _choose_level_anew(ticket)
    return _move(
        ticket,
        TicketVerb.PRIORITIZE,
        TicketStatus(ticket.status),
        actor=actor,
        at=at,
        about=ticket.priority,
        priority=ticket.priority,
        level=ticket.level,
        regulation_version=ticket.regulation_version,
    )


def _choose_level_anew(ticket: Ticket) -> None:
    """Give the ticket the level and the clocks it would have had if it had been opened so."""
    ruling = approved_version(ticket.regulation_version_id)
    version = ruling or version_in_force(local_day(ticket.opened_at))
    rows = {row.code: row for row in levels_of(version.pk)}
    level = choose_level([row.typed for row in rows.values()], request_of(ticket))
    ticket.regulation_version = version if level else None
    ticket.level = level.code if level else ""
    _promise(ticket, version, rows[level.code] if level else None)


def _promise(ticket: Ticket, version: "RegulationVersion", level: "ServiceLevel | None") -> None:
    """Let the clocks promise what the level does: one that stays is changed, not made anew."""
    steps = steps_of(ticket)
    targets = targets_of(level.typed, steps) if level else {}
    kept = {clock.kind: clock for clock in ticket.clocks.all()}
    ticket.clocks.exclude(kind__in=targets).delete()
    for kind in targets.keys() & kept.keys():
        clock, target = kept[kind], targets[kind]
        clock.minutes, clock.basis = target.minutes, target.basis
        clock.save(update_fields=["minutes", "basis"])
    fresh = started(ticket, {kind: target for kind, target in targets.items() if kind not in kept})
    read_clocks(fresh, steps, counted_by(version, set(TimeBasis)))
    TicketClock.objects.bulk_create(fresh)

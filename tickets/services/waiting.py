"""Waiting: for what, who is asked again, and what ends it (D3)."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.kept import held
from records.refusals import MovedByAnother, Refusal
from regulation.calendars import local_day
from regulation.choices import WaitReason
from regulation.services import approved_version, version_in_force, work_calendar
from tickets import permissions
from tickets.models import Ticket, TicketWait
from tickets.services.moving import _move
from tickets.services.notes import LONGEST_WAIT, NoteMissing, checked
from tickets.states import TicketStatus, TicketVerb, TransitionNotAllowed

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.models import RegulationVersion

LONGEST: Final = timedelta(days=366)


class DayMissing(Refusal):
    code = "day_missing"
    message = _("Say until which day: on it the ticket goes on by itself.")


class DayNotPossible(Refusal):
    code = "day_not_possible"
    message = _("%(day)s can't be waited for: choose a day from tomorrow on, within a year.")


@transaction.atomic
@held()
def wait_ticket(
    ticket: Ticket,
    *,
    actor: "User",
    at: datetime,
    reason: str,
    note: str = "",
    until: date | None = None,
) -> Ticket:
    """Say for what the work waits; who is asked again how often is the regulation's (D3).

    With a day it goes on by itself when work begins on that day, unless something ends it before.
    """
    if not permissions.may_wait(actor, ticket):
        raise PermissionDenied
    why, words = WaitReason(reason), checked(note, field="note", limit=LONGEST_WAIT)
    ends_at = _end_of(why, until, at=at, version=version_of(ticket, at))
    return begin_wait(ticket, TicketVerb.WAIT, reason=why, actor=actor, at=at, note=words, ends_at=ends_at)


def begin_wait(
    ticket: Ticket,
    verb: TicketVerb,
    *,
    reason: WaitReason,
    actor: "User",
    at: datetime,
    note: str = "",
    about: str = "",
    ends_at: datetime | None = None,
) -> Ticket:
    """Take the step with which a ticket begins to wait, by the rule of the regulation for what it waits."""
    rule = version_of(ticket, at).typed.waits.of(reason)
    moved = _move(
        ticket,
        verb,
        TicketStatus.WAITING,
        actor=actor,
        at=at,
        note=note,
        about=about,
        pauses=rule.pauses_clocks,
        waiting_from=ticket.status,
        wait_reason=reason,
        chase_on=chase_day(rule.chased_every_working_days, on=local_day(at)),
    )
    TicketWait.objects.create(
        ticket=moved,
        reason=reason,
        note=note,
        pauses=rule.pauses_clocks,
        chase_every=rule.chased_every_working_days,
        ends_at=ends_at,
        began=moved.events.in_order().reverse()[0],
    )
    return moved


@transaction.atomic
def chase_ticket(ticket: Ticket, *, actor: "User", at: datetime, note: str) -> Ticket:
    """Ask again who is waited for, and write down what they said; the next time is counted from now (D3)."""
    if not permissions.may_chase(actor, ticket):
        raise PermissionDenied
    said = checked(note, field="note", missing=NoteMissing(_("Write whom you asked and what they said.")))
    wait = ticket.waits.open().first()
    every = wait.chase_every if wait else 0
    moved = _move(
        ticket,
        TicketVerb.CHASE,
        TicketStatus.WAITING,
        actor=actor,
        at=at,
        note=said,
        chase_on=chase_day(every, on=local_day(at)),
    )
    moved.waits.open().update(chased=F("chased") + 1)
    return moved


@transaction.atomic
def resume_ticket(ticket: Ticket, *, actor: "User", at: datetime) -> Ticket:
    """Go on from where the ticket stood before it waited."""
    if not permissions.may_resume(actor, ticket):
        raise PermissionDenied
    return _resume(ticket, actor=actor, at=at)


def _resume(ticket: Ticket, *, actor: "User | None", at: datetime) -> Ticket:
    if ticket.status != TicketStatus.WAITING:
        raise TransitionNotAllowed(verb=TicketVerb.RESUME.label, status=TicketStatus(ticket.status).label)
    return _move(ticket, TicketVerb.RESUME, TicketStatus(ticket.waiting_from), actor=actor, at=at)


def end_waits(at: datetime) -> int:
    """Go on with each ticket whose agreed day has come (D3).

    The step is written for the moment that was agreed, however late the sweep: clocks lose no minute by it.
    """
    over = TicketWait.objects.over(at).order_by("ends_at", "pk").values_list("pk", flat=True)
    return sum(_end_wait(pk, at=at) for pk in list(over))


def _end_wait(pk: int, *, at: datetime) -> int:
    try:
        with transaction.atomic():
            wait = TicketWait.objects.over(at).select_related("ticket").filter(pk=pk).first()
            if wait is None or wait.ends_at is None:
                return 0
            last = wait.ticket.events.in_order().reverse()[0]
            _resume(wait.ticket, actor=None, at=max(wait.ends_at, last.at))
    except MovedByAnother:
        return 0
    return 1


def version_of(ticket: Ticket, at: datetime) -> "RegulationVersion":
    """Return the version that rules a ticket: that of its opening; for taken-over history that of the day."""
    return approved_version(ticket.regulation_version_id) or version_in_force(local_day(at))


def _end_of(
    reason: WaitReason, until: date | None, *, at: datetime, version: "RegulationVersion"
) -> datetime | None:
    if until is None:
        if reason is WaitReason.DAY:
            raise DayMissing(field="until")
        return None
    today = local_day(at)
    if not today < until <= today + LONGEST:
        raise DayNotPossible(day=until.isoformat(), field="until")
    begins: time = version.typed.working_hours.opens_at
    return timezone.make_aware(datetime.combine(until, begins))


def chase_day(every: int, *, on: date) -> date | None:
    """Return the day on which to ask again: so many working days after a day, or never (D3)."""
    return work_calendar().working_day_after(on, every) if every else None

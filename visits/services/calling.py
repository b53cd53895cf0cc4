"""What people do about a planned call: take it, try, finish. Each move of a call by a person happens here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.refusals import MovedByAnother, Refusal
from regulation.calendars import local_day
from regulation.services import load_editions, work_calendar
from tickets.choices import TicketChannel
from tickets.services import Intake, open_ticket
from visits import attempt_rules, permissions
from visits.answer_rules import checked_answers, checked_rating
from visits.choices import NOT_REACHED_OUTCOMES, AttemptOutcome, VisitReason
from visits.models import Question, Visit, VisitAnswer, VisitAttempt, VisitEvent
from visits.states import CALLABLE, VisitStatus, VisitTransitionNotAllowed, VisitVerb, target_of

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import Ticket
    from visits.querysets import VisitQuerySet

LEASE: Final = timedelta(minutes=15)
LONGEST_NOTE: Final = 300
NEXT_TRIED: Final = 10


class NotOpenYet(Refusal):
    code = "window_not_open"
    message = _("The window of this call opens on %(day)s. Call from that day on.")


class HeldByColleague(Refusal):
    code = "held_by_colleague"
    status = 409
    message = _("%(colleague)s has taken this call until %(until)s. Take another one.")


class LeaseLost(Refusal):
    code = "lease_lost"
    status = 409
    message = _("This call is no longer taken by you. Take it again; what you typed is still on the page.")


class CallAgainNotValid(Refusal):
    code = "call_again_not_valid"
    message = _("Choose a later time to call again: the one given is over.")


class CallAgainTooLate(Refusal):
    code = "call_again_too_late"
    message = _("A call is put off by %(days)s days at most: choose an earlier time.")


class CallAgainMissing(Refusal):
    code = "call_again_missing"
    message = _("The customer asked for another time: say when to call again.")


class NothingHeard(Refusal):
    code = "nothing_heard"
    message = _(
        "Nothing is written on this sheet. Rate, answer or note what was said; if nobody was reached, say so."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the customer answered to one question of the stage, by the question's code."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What the customer asks for in a call: it becomes a ticket in the same step (F9)."""

    kind: str
    description: str


# ── the lease: one agent a call ──


@transaction.atomic
def take_visit(visit: Visit, *, actor: "User", at: datetime, leave_others: bool = False) -> Visit:
    """Take a call for a quarter of an hour, so that no colleague dials the same customer.

    `leave_others` gives back what the person had taken before: at the desk one person is in one call.
    """
    _check_may_call(visit, actor=actor, at=at)
    if leave_others:
        Visit.objects.filter(leased_to=actor).exclude(pk=visit.pk).update(leased_to=None, leased_until=None)
    is_mine = visit.leased_to_id == actor.pk and visit.leased_until is not None and visit.leased_until > at
    _claim_lease(visit, Visit.objects.free_for(actor, at=at), actor=actor, at=at)
    if not is_mine:
        VisitEvent.objects.create(visit=visit, at=at, actor=actor, verb=VisitVerb.TAKE)
    return _fresh(visit)


@transaction.atomic
def take_next(candidates: "VisitQuerySet", *, actor: "User", at: datetime) -> Visit | None:
    """Take the first of the calls that no colleague takes at this moment; none when the queue is empty."""
    for visit in candidates.with_names()[:NEXT_TRIED]:
        try:
            with transaction.atomic():
                return take_visit(visit, actor=actor, at=at, leave_others=True)
        except Refusal:
            continue  # a colleague was faster
    return None


@transaction.atomic
def renew_lease(visit: Visit, *, actor: "User", at: datetime) -> Visit:
    """Keep a call while its sheet is open."""
    _check_may_call(visit, actor=actor, at=at)
    _claim_lease(visit, Visit.objects.filter(leased_to=actor), actor=actor, at=at)
    return _fresh(visit)


@transaction.atomic
def release_visit(visit: Visit, *, actor: "User", at: datetime) -> Visit:
    """Give a call back to the queue; what was typed stays with it."""
    if not permissions.may_call(actor):
        raise PermissionDenied
    Visit.objects.filter(pk=visit.pk, leased_to=actor).update(leased_to=None, leased_until=None)
    return _fresh(visit)


@transaction.atomic
def save_draft(visit: Visit, *, actor: "User", at: datetime, draft: dict[str, Any]) -> Visit:
    """Keep what is typed so far; only who has taken the call writes on its sheet."""
    _check_may_call(visit, actor=actor, at=at)
    mine = Visit.objects.filter(leased_to=actor)
    _claim_lease(visit, mine, actor=actor, at=at, draft=draft, draft_saved_at=at)
    return _fresh(visit)


def _claim_lease(
    visit: Visit, candidates: "VisitQuerySet", *, actor: "User", at: datetime, **changes: Any
) -> None:
    """Write the lease by a conditional UPDATE: two agents can't both win."""
    claimed = candidates.filter(pk=visit.pk, status__in=CALLABLE).update(
        leased_to=actor, leased_until=at + LEASE, **changes
    )
    if not claimed:
        _refuse_what_others_did(_fresh(visit), actor=actor, at=at)
        raise LeaseLost


def _check_may_call(visit: Visit, *, actor: "User", at: datetime) -> None:
    if not permissions.may_call(actor):
        raise PermissionDenied
    _refuse_what_others_did(visit, actor=actor, at=at)
    if visit.opens_on > local_day(at):
        raise NotOpenYet(day=visit.opens_on.isoformat())


def _refuse_what_others_did(visit: Visit, *, actor: "User", at: datetime) -> None:
    """Refuse a call that is over, or that a colleague is in."""
    if visit.status not in CALLABLE:
        raise VisitTransitionNotAllowed(status=VisitStatus(visit.status).label)
    if visit.is_held_by_other(actor, at=at):
        until = timezone.localtime(visit.leased_until).strftime("%H:%M")
        raise HeldByColleague(colleague=str(visit.leased_to), until=until)


# ── attempts ──


@transaction.atomic
def record_attempt(
    visit: Visit,
    *,
    actor: "User",
    at: datetime,
    outcome: str,
    call_again_at: datetime | None = None,
    note: str = "",
) -> Visit:
    """Log a try that ended without a talk; after the limit the customer stands as not reached (F7).

    The version in force on the local day of the attempt decides: that is the day that counts for it. Every
    try is kept; only those on another working day and half-day than the ones before count.
    """
    _check_may_call(visit, actor=actor, at=at)
    target_of(VisitVerb.ATTEMPT, VisitStatus(visit.status))
    edition = load_editions().in_force(local_day(at))
    rule, calendar = edition.parameters.attempts, work_calendar()
    _check_call_again(outcome, call_again_at, at=at, within_days=rule.again_within_days)
    moment = timezone.localtime(at)
    counted = [timezone.localtime(one) for one in visit.attempts.counted().values_list("at", flat=True)]
    verdict = attempt_rules.judge(outcome, moment, earlier=counted, rule=rule, calendar=calendar)
    if verdict is attempt_rules.Verdict.COUNTS:
        counted.append(moment)
    facts = {
        "version": edition.number,
        "limit": rule.limit,
        "counted": len(counted),
        "verdict": verdict.value,
    }
    verb = _verb_after(outcome, is_limit_reached=len(counted) >= rule.limit)
    if verb is VisitVerb.ATTEMPT and call_again_at is None:
        call_again_at = attempt_rules.next_try(moment, counted=counted, calendar=calendar)
    VisitAttempt.objects.create(
        visit=visit,
        at=at,
        actor=actor,
        outcome=outcome,
        counts=verdict is attempt_rules.Verdict.COUNTS,
        call_again_at=call_again_at if verb is VisitVerb.ATTEMPT else None,
        note=note[:LONGEST_NOTE],
    )
    changes = {"attempts_made": len(counted), **_after_attempt(verb, call_again_at, actor=actor, at=at)}
    return _move(visit, verb, actor=actor, at=at, remark=note[:LONGEST_NOTE], facts=facts, **changes)


def _check_call_again(
    outcome: str, call_again_at: datetime | None, *, at: datetime, within_days: int
) -> None:
    if outcome == AttemptOutcome.ASKED_LATER and call_again_at is None:
        raise CallAgainMissing(field="call_again_at")
    if call_again_at is not None and call_again_at <= at:
        raise CallAgainNotValid(field="call_again_at")
    if call_again_at is not None and call_again_at > at + timedelta(days=within_days):
        raise CallAgainTooLate(days=within_days, field="call_again_at")


def _verb_after(outcome: str, *, is_limit_reached: bool) -> VisitVerb:
    if outcome == AttemptOutcome.REFUSED:
        return VisitVerb.REFUSE
    if outcome in NOT_REACHED_OUTCOMES and is_limit_reached:
        return VisitVerb.GIVE_UP
    return VisitVerb.ATTEMPT


def _after_attempt(
    verb: VisitVerb, call_again_at: datetime | None, *, actor: "User", at: datetime
) -> dict[str, Any]:
    if verb is VisitVerb.ATTEMPT:
        return {"call_again_at": call_again_at}
    reason = VisitReason.CUSTOMER_REFUSED if verb is VisitVerb.REFUSE else VisitReason.ATTEMPTS_USED
    return {"reason": reason, "call_again_at": None, **_ended(actor=actor, at=at)}


# ── the talk ──


@transaction.atomic
def complete_visit(
    visit: Visit,
    *,
    actor: "User",
    at: datetime,
    rating: int | None,
    answers: list[Answer],
    note: str = "",
    ticket: NewTicket | None = None,
) -> Visit:
    """Record what the customer said, once; what is wrong becomes a ticket in the same step (F9)."""
    _check_may_call(visit, actor=actor, at=at)
    checked_rating(rating)
    asked = list(Question.objects.of_rule(visit.rule))
    given = checked_answers([(answer.question, answer.value) for answer in answers], asked)
    if rating is None and not given and not note.strip() and ticket is None:
        raise NothingHeard  # one key too many must not end a call that nobody has made (F6)
    done = _move(
        visit,
        VisitVerb.COMPLETE,
        actor=actor,
        at=at,
        rating=rating,
        note=note,
        reason="",
        call_again_at=None,
        draft={},
        draft_saved_at=None,
        **_ended(actor=actor, at=at),
    )
    VisitAnswer.objects.bulk_create(
        VisitAnswer(visit=done, position=question.position, question=question.code, value=value)
        for question, value in given
    )
    if ticket is not None:
        opened = _open_ticket(done, ticket, actor=actor, at=at)
        Visit.objects.filter(pk=done.pk).update(opened_ticket=opened)
    return _fresh(done)


def _open_ticket(visit: Visit, wanted: NewTicket, *, actor: "User", at: datetime) -> "Ticket":
    """Open what the customer asks for, linked both ways; a fault that returns names the ticket before it."""
    if not permissions.may_open_tickets(actor):
        raise PermissionDenied
    earlier, unit = visit.ticket, visit.equipment
    contact = visit.contact if earlier else None  # else the unit's own, which the ticket knows
    intake = Intake(
        kind=wanted.kind,
        channel=TicketChannel.VISIT,
        description=wanted.description,
        contact_name=visit.contact_name if contact else "",
        contact_phone=contact.phone if contact else "",
        equipment=unit,
        product=visit.product,
        place_text=visit.place,
        division=earlier.division if earlier else unit.division if unit else None,
        previous=earlier,
        origin=visit.number,
    )
    return open_ticket(actor=actor, at=at, intake=intake)


# ── the one writer ──


def _ended(*, actor: "User", at: datetime) -> dict[str, Any]:
    return {"ended_at": at, "ended_on": local_day(at), "ended_by": actor}


def _move(
    visit: Visit,
    verb: VisitVerb,
    *,
    actor: "User",
    at: datetime,
    remark: str = "",
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Visit:
    """Check, claim, record: the only code by which a person changes a call's status; it ends the lease."""
    target = target_of(verb, VisitStatus(visit.status))
    claimed = (
        Visit.objects.free_for(actor, at=at)
        .filter(pk=visit.pk, status=visit.status, version=visit.version)
        .update(status=target, version=F("version") + 1, leased_to=None, leased_until=None, **changes)
    )
    if not claimed:
        _refuse_what_others_did(_fresh(visit), actor=actor, at=at)
        raise MovedByAnother(
            _("Somebody else changed this call first. Reload the page to see what they did.")
        )
    VisitEvent.objects.create(visit=visit, at=at, actor=actor, verb=verb, note=remark, changes=facts or {})
    return _fresh(visit)


def _fresh(visit: Visit) -> Visit:
    return Visit.objects.with_names().get(pk=visit.pk)

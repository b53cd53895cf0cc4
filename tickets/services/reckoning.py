"""Reading anew what was reckoned in working time, once a day of the calendar has changed (D3, D5, F6).

When a clock is due, when somebody is alerted or asked again, until when a dealer answers: each is stored, as
lists sort and sweeps ask by it. A change of the calendar tells nobody. The sweep compares the calendar as it
stands with the one that was read last, by whichever way it was changed, and reads the tickets that a changed
day can touch, a chunk a transaction. What was said of a time that has passed stays said.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from records.days import first_moment
from records.kept import held
from regulation.calendars import WorkCalendar, days_changed, local_day, published_until
from regulation.services import work_calendar
from tickets.choices import OfferAnswer
from tickets.clock_rules import Step
from tickets.models import Reckoning, Referral, Ticket, TicketClock, TicketOffer
from tickets.querysets import TicketQuerySet
from tickets.referrals.states import ReferralStatus
from tickets.services.clocks import answer_due, counted_on, due_next, follow, save_clocks, steps_of_each
from tickets.services.moving import _set_alert
from tickets.services.referring import due_of
from tickets.services.waiting import chase_day
from tickets.services.watching import alert_facts, promised_on
from tickets.states import TicketVerb

CHUNK: Final = 200


def reckon_anew(at: datetime) -> int:
    """Read anew what a changed calendar touches; return how many tickets came out otherwise.

    It comes before all that acts on those moments, and does it to the end: nothing lapses by an old calendar.
    """
    changed = 0
    while (moved := _next_chunk(at)) is not None:
        changed += moved
    return changed


def _next_chunk(at: datetime) -> int | None:
    """Read one chunk in one transaction; nothing where nothing is left."""
    with transaction.atomic(), held():
        work = _work(at)
        return None if work is None else _read_chunk(work, at=at)


def touched_since(day: date) -> TicketQuerySet:
    """Return the tickets of which a stored moment can hang on a day or on a later one."""
    since = first_moment(day)
    clocks = TicketClock.objects.filter(Q(due_at__isnull=True) | Q(due_at__gte=since), ticket=OuterRef("pk"))
    referred = Referral.objects.waiting().filter(ticket=OuterRef("pk"), due_at__gte=since)
    offers = TicketOffer.objects.pending().filter(ticket=OuterRef("pk"), due_at__gte=since)
    return Ticket.objects.filter(
        Q(moved_at__gte=since)
        | Q(next_alert_at__gte=since)
        | Q(promised_until__gte=since)
        | Q(chase_on__gte=day)
        | Exists(clocks)
        | Exists(offers)
        | Exists(referred)
    )


def count_touched(day: date) -> int:
    """Count the open tickets that a change of a day touches: who changes it is told."""
    return touched_since(day).open().count()


def _work(at: datetime) -> Reckoning | None:
    """Return the work to go on with, begun now if the calendar is not the one that was read last."""
    last = Reckoning.objects.order_by("number").select_for_update().last()
    calendar, published = work_calendar(), published_until()
    days = days_changed(last.calendar if last else WorkCalendar(), calendar)
    if last and last.published_until < published:  # holidays of a further year have come with the program
        days.add(date(last.published_until + 1, 1, 1))
    is_under_way = last is not None and last.finished_at is None
    if not days:
        return last if is_under_way else None
    entered = {day.isoformat(): worked for day, worked in sorted(calendar.entered.items())}
    if last is not None and is_under_way:  # changed again meanwhile: from the beginning, by what stands now
        last.first_day = min(*days, last.first_day)
        last.entered, last.published_until = entered, published
        last.last = last.read = last.moved = 0
        return last
    number = last.number + 1 if last else 1
    facts = {"first_day": min(days), "entered": entered, "published_until": published, "begun_at": at}
    return _begin(number, **facts)


def _begin(number: int, **facts: Any) -> Reckoning | None:
    """Put the work on record; where another sweep has begun it at this very moment, go on with its row."""
    try:
        with transaction.atomic():
            return Reckoning.objects.create(number=number, **facts)
    except IntegrityError:
        rows = Reckoning.objects.filter(number=number, finished_at__isnull=True)
        return rows.select_for_update().first()


def _read_chunk(work: Reckoning, *, at: datetime) -> int:
    """Read the next tickets and put down how far it has come, or that nothing is left."""
    rows = touched_since(work.first_day).filter(pk__gt=work.last).order_by("pk")
    tickets = list(
        rows.prefetch_related("clocks", "offers", "referrals", "waits__began").select_for_update(
            of=("self",), no_key=True
        )[:CHUNK]
    )
    steps = steps_of_each(tickets)
    moved = sum(_read(ticket, steps[ticket.pk]) for ticket in tickets)
    work.read += len(tickets)
    work.moved += moved
    work.last = tickets[-1].pk if tickets else work.last
    work.finished_at = at if len(tickets) < CHUNK else None
    work.save()
    return moved


def _read(ticket: Ticket, steps: Sequence[Step]) -> bool:
    """Put on a ticket what a fresh reading gives; say whether that was another thing."""
    counted = counted_on(ticket)
    clocks, moved = follow(ticket, steps, counted=counted)
    due_at, due_clock = due_next(clocks, promised_until=ticket.promised_until)
    facts = {
        "due_at": due_at,
        "due_clock": due_clock,
        "chase_on": fresh_chase(ticket, steps),
        **alert_facts(ticket, clocks, steps, counted=counted, promised=promised_on(ticket)),
    }
    save_clocks(moved)
    offered, referred = _read_offers(ticket, steps), _read_referrals(ticket)
    differing = _differing(ticket, facts)
    if differing:
        _set_alert(ticket, **differing)
    return bool(moved or offered or referred or differing)


def _differing(ticket: Ticket, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if getattr(ticket, name) != value}


def fresh_chase(ticket: Ticket, steps: Sequence[Step]) -> date | None:
    """Return when who is waited for is asked again: so many working days after the last time, or the wait."""
    wait = next((wait for wait in ticket.waits.all() if wait.ended_id is None), None)
    if wait is None:
        return None
    asked = [step.at for step in steps if step.verb == TicketVerb.CHASE and step.at >= wait.began.at]
    return chase_day(wait.chase_every, on=local_day(max([wait.began.at, *asked])))


def _read_offers(ticket: Ticket, steps: Sequence[Step]) -> int:
    """Set anew until when the offered dealer answers; return how many offers that changed."""
    changed = 0
    for offer in ticket.offers.all():
        due_at = fresh_answer(ticket, offer, steps)
        if due_at != offer.due_at:
            changed += TicketOffer.objects.pending().filter(pk=offer.pk).update(due_at=due_at)
    return changed


def _read_referrals(ticket: Ticket) -> int:
    """Set anew until when headquarters answers what it was asked; return how many referrals that changed."""
    changed = 0
    for referral in ticket.referrals.all():
        due_at = fresh_advice(referral)
        if due_at != referral.due_at:
            changed += Referral.objects.waiting().filter(pk=referral.pk).update(due_at=due_at)
    return changed


def fresh_advice(referral: Referral) -> datetime | None:
    """Return until when headquarters answers, as the calendar stands; what is answered or ended stays."""
    if referral.status != ReferralStatus.REFERRED or referral.referred_at is None:
        return referral.due_at
    return due_of(referral.referred_at)


def fresh_answer(ticket: Ticket, offer: TicketOffer, steps: Sequence[Step]) -> datetime | None:
    """Return until when a dealer answers, as the calendar stands; what is answered or without time stays.

    So does an offer made before another priority was set: the time it was given is that of the level before.
    """
    since = offer.offered_at
    is_of_another_level = any(step.verb == TicketVerb.PRIORITIZE and step.at >= since for step in steps)
    if offer.answer != OfferAnswer.PENDING or offer.due_at is None or is_of_another_level:
        return offer.due_at
    return answer_due(ticket, at=since)

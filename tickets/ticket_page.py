"""What the page of one ticket says of it: its way, its facts, what happened, and whom to call."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from dealers.roles import Right
from dealers.services import division_names
from records.wording import money, short_day, short_moment
from regulation.calendars import local_day
from tickets import explain, permissions
from tickets.alert_page import alert_said, chip, clocks_with_alerts, promise_alerted, with_chips
from tickets.appointments import agreed_of, appointment_words
from tickets.around import tickets_around
from tickets.choices import TicketChannel, TicketPriority
from tickets.clock_page import ClockBook
from tickets.clock_rules import Step
from tickets.customer_side import customer_side
from tickets.faults import fault_name
from tickets.listing import STATUS_TONES
from tickets.models import ServiceRecord, Ticket, TicketAppointment, TicketEvent, TicketOffer
from tickets.onsite.page import TONES as RECORD_TONES
from tickets.preparation_page import is_prepared_for
from tickets.states import NOTICED, TicketStatus, TicketVerb
from tickets.step_icons import ICONS
from tickets.unit_history import counts_back_to, repeat_of
from tickets.waiting_page import beside, subject, times, wait_facts

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.querysets import TicketOfferQuerySet

RESULT_TONES: Final = {"fixed": "good", "temporary": "warn", "not_fixed": "bad"}


def page_context(ticket: Ticket, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what the page shows of a ticket to a person."""
    today = local_day(at)
    all_events = _all_events(ticket, actor)
    agreed = agreed_of(ticket)
    _name_people(ticket, agreed, all_events)
    events = [event for event in all_events if getattr(event, "is_readable", False)]
    done = {event.verb for event in all_events}
    if actor.is_head_office and TicketVerb.OFFER in done:
        prefetch_related_objects([ticket], Prefetch("offers", _offers_seen(actor)))
    clocks = clocks_with_alerts(actor).filter(ticket=ticket)
    book = ClockBook(ticket, at=at, steps=_steps(all_events), clocks=clocks)
    sees_contact = permissions.may_see_contact(actor, ticket, at)
    around = tickets_around(ticket, actor, since=counts_back_to(ticket))
    repeat = repeat_of(ticket, actor, around=around)
    return {
        "ticket": ticket,
        "today": today,
        "subject": subject(ticket),
        "status": TicketStatus(ticket.status).label,
        "tone": STATUS_TONES[ticket.status],
        "path": [] if ticket.came_in_closed else path(ticket, events, today),
        "repeat": repeat,
        "repeat_says": explain.says(repeat) if repeat else "",
        "linked": beside(ticket, around, today),
        "history": [history_line(event, today) for event in reversed(events)],
        "records": _records(ticket, actor, today) if TicketVerb.RECORD in done else [],
        "offers": _offers(ticket, today) if actor.is_head_office and TicketVerb.OFFER in done else [],
        "clocks": with_chips(times(book, all_events, at), ticket),
        "alert": chip(ticket.alert),
        "wait": wait_facts(ticket, all_events, today),
        "facts": facts(ticket, today, level=book.level_name, agreed=agreed),
        "imported": sorted(ticket.import_columns.items()),
        "unit_facts": unit_facts(ticket, today),
        "warranty": warranty_window(ticket, actor, today),
        "sees_unit": permissions.may_see_unit(actor, ticket),
        "sees_contact": sees_contact,
        "may_reveal": sees_contact and permissions.may_reveal_phone(actor, ticket, at),
        "customer_side": customer_side(ticket, actor=actor, at=at),
        "prepares": is_prepared_for(ticket),
        "sees_calls": actor.may(Right.SEE_VISITS),
        "may_open_again": permissions.may_open(actor, ticket.equipment)
        and ticket.status == TicketStatus.CLOSED,
    }


def _all_events(ticket: Ticket, actor: "User") -> list[TicketEvent]:
    """Return all steps with what each began, marked with whether the person may read it: clocks need all.

    They are put in order here: Django takes longer over an ORDER BY of so many columns than over the rows.
    """
    rows = ticket.events.marked_for(actor).annotate(alerted=promise_alerted(actor))
    joined = rows.select_related("actor", "begins_wait", "makes_promise")
    return sorted(joined, key=lambda event: event.pk)


def _name_people(ticket: Ticket, agreed: "TicketAppointment | None", events: list[TicketEvent]) -> None:
    """Take who opened the ticket and who confirmed its time from the steps: they were fetched with them."""
    people = {event.actor_id: event.actor for event in events}
    if ticket.opened_by_id in people:
        ticket.opened_by = people[ticket.opened_by_id]
    if agreed is not None and agreed.confirmed_by_id in people:
        agreed.confirmed_by = people[agreed.confirmed_by_id]


# ── the way ──


def path(ticket: Ticket, events: list[TicketEvent], today: date) -> list[dict[str, str]]:
    """Return the steps from intake to the call after service, each with when it was reached last."""
    events = [event for event in events if event.verb not in NOTICED]
    reached = {event.target: event for event in events}
    reached |= {event.target: event for event in events if event.verb == TicketVerb.OPEN}
    way = [TicketStatus.NEW, TicketStatus.OFFERED, *_AFTER_OFFER]
    if ticket.is_headquarters_own and TicketStatus.OFFERED not in reached:
        way = [TicketStatus.NEW, *_AFTER_OFFER]
    here = _stands_at(ticket, events)
    way = _without_steps_left_out(way, reached, here=here)
    is_over = ticket.status == TicketStatus.CANCELLED
    place = next((n for n, status in enumerate(way) if status == here), 0)
    if is_over:
        way = way[: place + 1]
    steps = [
        {
            "label": str(STEP_NAMES[status]),
            "note": short_moment(reached[status].at, today) if status in reached and n <= place else "",
            "state": _state(n, place, ticket),
        }
        for n, status in enumerate(way)
    ]
    if ticket.status in {TicketStatus.WAITING, TicketStatus.CANCELLED}:
        last = events[-1] if events else None
        steps[place]["label"] = str(TicketStatus(ticket.status).label)
        steps[place]["note"] = short_moment(last.at, today) if last else ""
    if is_over:
        return steps
    return [*steps, {"label": pgettext("step of a ticket", "Call"), "note": "", "state": "todo"}]


def _without_steps_left_out(
    way: list[TicketStatus], reached: dict[str, TicketEvent], *, here: str
) -> list[TicketStatus]:
    """Leave out what never happened on the way to where the ticket stands, as when it is solved by phone."""
    place = next((n for n, status in enumerate(way) if status == here), 0)
    return [status for n, status in enumerate(way) if n >= place or status in reached]


_AFTER_OFFER: Final = (
    TicketStatus.ACCEPTED,
    TicketStatus.ASSIGNED,
    TicketStatus.RESOLVED,
    TicketStatus.CLOSED,
)


def _stands_at(ticket: Ticket, events: list[TicketEvent]) -> str:
    if ticket.status == TicketStatus.WAITING:
        return ticket.waiting_from
    if ticket.status == TicketStatus.CANCELLED:
        sources = [event.source for event in events if event.verb == TicketVerb.CANCEL]
        return (sources[-1] if sources else "") or TicketStatus.NEW
    return ticket.status


def _state(n: int, place: int, ticket: Ticket) -> str:
    if n != place:
        return "done" if n < place else "todo"
    if ticket.status == TicketStatus.CANCELLED:
        return "stopped"
    return "done" if ticket.status == TicketStatus.CLOSED else "current"


# the steps of the way as acts; the status of a row says what it waits for
STEP_NAMES: Final = {
    TicketStatus.NEW: pgettext_lazy("step of a ticket", "Opened"),
    TicketStatus.OFFERED: pgettext_lazy("step of a ticket", "Offered"),
    TicketStatus.ACCEPTED: pgettext_lazy("step of a ticket", "Accepted"),
    TicketStatus.ASSIGNED: pgettext_lazy("step of a ticket", "Assigned"),
    TicketStatus.RESOLVED: pgettext_lazy("step of a ticket", "Record"),
    TicketStatus.CLOSED: pgettext_lazy("step of a ticket", "Closed"),
}
# where the word of a step in the time line is also that of a status, it is named as the act
ACTS: Final = {
    TicketVerb.OFFER: STEP_NAMES[TicketStatus.OFFERED],
    TicketVerb.ACCEPT: STEP_NAMES[TicketStatus.ACCEPTED],
    TicketVerb.ASSIGN: STEP_NAMES[TicketStatus.ASSIGNED],
    TicketVerb.CLOSE: STEP_NAMES[TicketStatus.CLOSED],
    TicketVerb.WAIT: pgettext_lazy("step of a ticket", "Set waiting"),
    TicketVerb.REFUSE: pgettext_lazy("step of a ticket", "Refused"),
}


# ── what happened ──


def history_line(event: TicketEvent, today: date) -> dict[str, Any]:
    """Return one step of the time line with who and when (L3)."""
    return {
        "icon": ICONS.get(event.verb, "point"),
        "text": _said(event),
        "say": event.note,
        "who": _who(event),
        "at": short_moment(event.at, today),
        "tone": "bad" if event.verb in {TicketVerb.REFUSE, TicketVerb.CANCEL, TicketVerb.ESCALATE} else "",
    }


def _who(event: TicketEvent) -> str:
    """Name who made a step: nobody of ours opens a ticket of itself but for a customer who wrote to us."""
    if event.actor is not None:
        return str(event.actor)
    if event.link_id is not None:
        return _("the customer, online")
    return pgettext("who made a step", "the customer") if event.verb == TicketVerb.OPEN else _("by itself")


def _said(event: TicketEvent) -> str:
    """Return a step as a sentence, with whom or what it names."""
    verb = TicketVerb(event.verb)
    label = str(ACTS.get(verb, verb.label))
    if not event.about:
        return label
    if event.verb in NOTICED:
        return alert_said(event)
    if event.verb == TicketVerb.REOPEN:
        return _("Reopened without %(about)s, who can't be sent any more") % {"about": event.about}
    named = fault_name(event.about) if event.verb == TicketVerb.CLASSIFY else event.about
    about = TicketPriority(named).label if event.verb == TicketVerb.PRIORITIZE else named
    return _("%(step)s: %(about)s") % {"step": label, "about": about}


def _records(ticket: Ticket, actor: "User", today: date) -> list[dict[str, Any]]:
    rows = ServiceRecord.objects.visible_to(actor).filter(ticket=ticket).select_related("engineer")
    return [
        {
            "record": row,
            "at": short_moment(row.recorded_at or row.began_at, today),
            "result": row.get_result_display() if row.recorded_at else "",
            "tone": RESULT_TONES.get(row.result, ""),
            "signed": row.get_status_display(),
            "signed_tone": RECORD_TONES[row.status],
        }
        for row in rows.order_by("pk")
    ]


def _offers(ticket: Ticket, today: date) -> list[dict[str, Any]]:
    """Return who was asked before; which dealers those are is headquarters' business."""
    tones = {"accepted": "good", "refused": "bad", "pending": "warn"}
    return [
        {
            "dealer": row.dealer,
            "at": short_moment(row.offered_at, today),
            "answer": row.get_answer_display(),
            "tone": tones.get(row.answer, ""),
            "answered_at": short_moment(row.answered_at, today) if row.answered_at else "",
            "reason": row.reason,
        }
        for row in ticket.offers.all()
    ]


def _offers_seen(actor: "User") -> "TicketOfferQuerySet":
    return TicketOffer.objects.visible_to(actor).select_related("dealer").order_by("pk")


def _steps(events: list[TicketEvent]) -> list[Step]:
    return [
        Step(
            event.at,
            TicketVerb(event.verb),
            TicketStatus(event.target),
            pauses=hasattr(event, "begins_wait") and event.begins_wait.pauses,
        )
        for event in events
        if event.verb not in NOTICED
    ]


def facts(
    ticket: Ticket, today: date, *, level: str = "", agreed: "TicketAppointment | None" = None
) -> list[dict[str, Any]]:
    """Return what was asked for, by which way, and how it ended."""
    shown: list[tuple[str, Any]] = [
        (_("Kind"), ticket.get_kind_display()),
        (_("Channel"), ticket.get_channel_display()),
        (_("Priority"), "" if ticket.came_in_closed else ticket.get_priority_display()),
        (_("Fault class"), ticket.fault_class),
        (_("Service level"), level),
        (_("Service contract"), ticket.contract),
        (_("Opened"), f"{short_moment(ticket.opened_at, today)} · {ticket.opened_by or _opener(ticket)}"),
        (
            _("Served by"),
            ticket.dealer or (_("Headquarters") if ticket.is_headquarters_own else _("nobody yet")),
        ),
        (_("Engineer"), ticket.engineer),
        (_("Agreed time"), appointment_words(agreed, today)),
        (_("To bring"), agreed.to_bring if agreed else ""),
        (_("Outcome"), _outcome(ticket)),
        (_("Cause"), ticket.cause),
        (_("Cost"), money(ticket.cost) if ticket.cost is not None else ""),
        (_("Number elsewhere"), ticket.external_id),
    ]
    always = {_("Kind"), _("Channel"), _("Opened"), _("Served by")}
    return [{"label": label, "value": value} for label, value in shown if value or label in always]


def _opener(ticket: Ticket) -> str:
    is_imported = ticket.channel == TicketChannel.IMPORT
    return _("by itself") if is_imported else pgettext("who made a step", "the customer")


def _outcome(ticket: Ticket) -> str:
    known = {
        "fixed": pgettext("outcome", "Fixed"),
        "temporary": pgettext("outcome", "Fixed for the time being"),
        "not_fixed": pgettext("outcome", "Not fixed"),
        "solved": pgettext("outcome", "Solved without a trip"),
    }
    return known.get(ticket.outcome, ticket.outcome)


def unit_facts(ticket: Ticket, today: date) -> list[dict[str, Any]]:
    """Return the reduced card of the machine: what its server needs, and no more (L2)."""
    ends_on = ticket.warranty_ends_on
    shown: list[dict[str, Any]] = [
        {"label": _("Model"), "value": ticket.product or ticket.product_text},
        {"label": _("Serial no."), "value": ticket.serial_number or ticket.unit_text},
        {"label": _("Place"), "value": ticket.place_text},
        {"label": _("Division"), "value": division_names()[ticket.division_id] if ticket.division_id else ""},
    ]
    if ends_on is not None:
        shown.append(
            {
                "label": _("Warranty"),
                "value": _warranty(ends_on, local_day(ticket.opened_at), today),
                "tone": "good" if ends_on >= local_day(ticket.opened_at) else "warn",
            }
        )
    return shown


def _warranty(ends_on: date, opened_on: date, today: date) -> str:
    """Say whether the repair is covered: what held on the day the ticket was opened decides (C4)."""
    days = {"until": short_day(ends_on, today), "since": short_day(ends_on + timedelta(days=1), today)}
    if ends_on < opened_on:
        return _("Out of warranty from %(day)s") % {"day": days["since"]}
    if ends_on < today:
        return _("In warranty when it was opened, out of it from %(since)s") % days
    return _("In warranty up to %(day)s") % {"day": days["until"]}


def warranty_window(ticket: Ticket, actor: "User", today: date) -> dict[str, Any] | None:
    """Return the unit's warranty as a window, to whom its file is open."""
    unit, ends_on = ticket.equipment, ticket.warranty_ends_on
    if (
        unit is None
        or ends_on is None
        or unit.installed_on is None
        or not permissions.may_see_unit(actor, ticket)
    ):
        return None
    return {
        "opens": unit.installed_on,
        "closes": ends_on,
        "now": today,
        "tone": "good" if today <= ends_on else "bad",
        "name": _("Warranty"),
        "marks": [
            {"at": unit.installed_on, "text": unit.installed_on.isoformat()},
            {"at": ends_on, "text": ends_on.isoformat()},
        ],
        "width": 330,
    }

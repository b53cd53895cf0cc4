"""Warnings and escalation as pages show them: chips, words of the history, the why of one (D3, D10, K2)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import ClockKind, TimeBasis
from regulation.explain import cite_clause
from regulation.level_words import limit_words
from regulation.names import leaf_name, value_words
from regulation.worktime import MINUTE
from tickets.alert_rules import STEPS, WHOLE, minutes_used
from tickets.choices import AlertStep
from tickets.clock_explain import arithmetic_of, inputs_of, total
from tickets.clock_page import ClockBook, span
from tickets.clock_rules import steps_heard
from tickets.models import Ticket, TicketAlert, TicketClock, TicketEvent, TicketPromise

if TYPE_CHECKING:
    from django.db.models import QuerySet, Subquery

    from dealers.models import User
    from regulation.parameters import Escalation

CLAUSE: Final = "D3.2"
# what stands on a chip: a word, its tone, its sign
CHIPS: Final[Mapping[str, tuple[Any, str, str]]] = {
    AlertStep.WARN: (pgettext_lazy("alert", "warned"), "warn", "alarm"),
    AlertStep.DESK: (pgettext_lazy("alert", "desk told"), "bad", "flame"),
    AlertStep.CENTRE: (pgettext_lazy("alert", "centre told"), "bad", "arrow-up"),
    AlertStep.MANAGER: (pgettext_lazy("alert", "manager told"), "bad", "arrow-up"),
}
LEVELS: Final[Mapping[str, Any]] = {
    AlertStep.WARN: pgettext_lazy("level", "who serves"),
    AlertStep.DESK: pgettext_lazy("level", "who serves"),
    AlertStep.CENTRE: pgettext_lazy("level", "the centre above"),
    AlertStep.MANAGER: pgettext_lazy("level", "headquarters' service manager"),
}
SETS: Final[Mapping[str, tuple[str, ...]]] = {
    AlertStep.WARN: ("escalation.warn_left",),
    AlertStep.DESK: (),
    AlertStep.CENTRE: ("escalation.centre_after",),
    AlertStep.MANAGER: ("escalation.centre_after", "escalation.manager_after"),
}


def chip(step: str) -> dict[str, Any] | None:
    """Return the chip of how far it has gone; none where nothing was said."""
    if not step:
        return None
    label, tone, icon = CHIPS[step]
    return {"label": label, "tone": tone, "icon": icon}


def alert_said(event: TicketEvent) -> str:
    """Say in the history what the system noticed: of which time, and who heard of it."""
    kind, step = event.about.split()
    known = {"clock": ClockKind(kind).label, "level": LEVELS[step]}
    if step == AlertStep.WARN:
        return _("Warned %(level)s: “%(clock)s” runs out") % known
    return _("Told %(level)s: “%(clock)s” has passed") % known


def clocks_with_alerts(actor: "User") -> "QuerySet[TicketClock]":
    """Return clocks with how far it has gone with each as it stands now, as far as the person may know."""
    same = {name: OuterRef(name) for name in ("ticket", "kind", "minutes", "basis")}
    said = TicketAlert.objects.not_anothers(actor).filter(**same)
    return TicketClock.objects.annotate(alerted=said.furthest())


def promise_alerted(actor: "User") -> "Subquery":
    """Return, for a step that promised an answer, how far it has gone with that answer."""
    return TicketAlert.objects.not_anothers(actor).filter(promise__made=OuterRef("pk")).furthest()


def with_chips(rows: Iterable[dict[str, Any]], ticket: Ticket) -> list[dict[str, Any]]:
    """Give each clock of a page the chip of its own alert, with its why."""
    return [row | {"alert": _linked(ticket, row["kind"], row["alerted"])} for row in rows]


def _linked(ticket: Ticket, kind: str, step: str) -> dict[str, Any] | None:
    shown = chip(step)
    return shown and shown | {"why": reverse("tickets:alert-why", args=[ticket.number, f"{kind}-{step}"])}


def why_alert(alert: TicketAlert, *, at: datetime, link: str) -> dict[str, Any]:
    """Return what the why panel shows of one alert: clause, version, what was promised, arithmetic (K2)."""
    ticket, today = alert.ticket, local_day(at)
    book = ClockBook(ticket, at=at)
    version, counts_as = book.version, _counts_as(alert)
    values = version.typed.model_dump(mode="json")["escalation"]
    return {
        "subject": ticket.number,
        "conclusion": _("%(clock)s: %(level)s heard of it, %(moment)s")
        % {
            "clock": alert.get_kind_display(),
            "level": LEVELS[alert.step],
            "moment": short_moment(alert.at, today),
        },
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": _("It was in force on %(day)s, the day of the opening.")
            % {"day": local_day(ticket.opened_at).isoformat()},
            "url": version.get_absolute_url(),
        },
        "inputs": [
            {"label": _("Service level"), "value": book.level_name},
            *_promised(alert, book),
            *(
                {"label": leaf_name(path), "value": value_words(path, values[path.rpartition(".")[2]])}
                for path in SETS[counts_as]
            ),
            {"label": _("Noticed at"), "value": short_moment(alert.event.at, today)},
        ],
        "arithmetic": _arithmetic(alert, counts_as, book),
        "more": "" if counts_as == alert.step else _stands_in(counts_as),
        "link": link,
        "computed": _("each step once, at the moment that counts"),
    }


def _counts_as(alert: TicketAlert) -> AlertStep:
    """Return by which step a moment was counted: where nobody stands at a level, the next one has its."""
    step = AlertStep(alert.step)
    below = STEPS[1 : STEPS.index(step)] if step is not AlertStep.WARN else ()
    with_it = {one.step for one in alert.event.alerts.all() if one.key == alert.key and one.at == alert.at}
    return next((earlier for earlier in below if earlier in with_it), step)


def _stands_in(step: AlertStep) -> str:
    return _("Nobody stands at this level: %(level)s. The next one stood in for it.") % {
        "level": LEVELS[step]
    }


def _promised(alert: TicketAlert, book: ClockBook) -> list[dict[str, str]]:
    promise, today = alert.promise, book.today
    if promise is not None:
        return [
            {"label": _("Promised"), "value": short_moment(promise.made.at, today)},
            {"label": _("Promised for"), "value": short_moment(promise.until, today)},
        ]
    started = short_moment(_started_at(alert, book), today)
    return inputs_of(alert.kind, minutes=alert.minutes, basis=alert.basis, started=started)


def _started_at(alert: TicketAlert, book: ClockBook) -> datetime:
    """Return from when the clock of an alert counts: it may run no more, for a level may be chosen anew."""
    return steps_heard(ClockKind(alert.kind), book.steps)[0].at


def _arithmetic(alert: TicketAlert, step: AlertStep, book: ClockBook) -> list[dict[str, Any]]:
    """Return the way from what was promised to the moment of a step."""
    escalation, label = book.version.typed.escalation, str(LEVELS[alert.step])
    if alert.promise is not None:
        return [*_of_promise(alert.promise, step, book), total(label, short_moment(alert.at, book.today))]
    used = minutes_used(alert.minutes, escalation)[step]
    clock = TicketClock(kind=alert.kind, minutes=used, basis=alert.basis, started_at=_started_at(alert, book))
    term = f"{limit_words(alert.minutes, alert.basis)} {_sum(step, escalation)}".strip()
    return [
        {"term": term, "result": span(used * MINUTE, alert.basis), "total": False},
        *arithmetic_of(book, clock, label=label),
    ]


def _sum(step: AlertStep, escalation: "Escalation") -> str:
    """Write what is done to a time before it is counted: × 80 %, + 60."""
    added = {
        AlertStep.WARN: f"× {WHOLE - escalation.warn_left} %",
        AlertStep.CENTRE: f"+ {escalation.centre_after}",
        AlertStep.MANAGER: f"+ {escalation.centre_after} + {escalation.manager_after}",
    }
    return added.get(step, "")


def _of_promise(promise: TicketPromise, step: AlertStep, book: ClockBook) -> list[dict[str, Any]]:
    way, escalation = book.counted[TimeBasis.WORKING], book.version.typed.escalation
    if step is AlertStep.WARN:
        had = way.seconds_between(promise.made.at, promise.until)
        used = had * (WHOLE - escalation.warn_left) // WHOLE
        term = f"{span(had, TimeBasis.WORKING)} {_sum(step, escalation)}"
        return [{"term": term, "result": span(used, TimeBasis.WORKING), "total": False}]
    term = f"{short_moment(promise.until, book.today)} {_sum(step, escalation)}".strip()
    return [{"term": term, "result": "", "total": False}]

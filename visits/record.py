"""What the record of one call shows: its window, what was said, its attempts, its history, its links."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from records.wording import short_moment
from visits import context, permissions, sheet
from visits.explain import attempts_mark
from visits.forms import ANSWER_PREFIX
from visits.listing import STATUS_TONES
from visits.models import Question, Visit, VisitEvent
from visits.queue import rules_of
from visits.states import VisitStatus, VisitVerb
from visits.wording import plain_day

if TYPE_CHECKING:
    from dealers.models import User

ICONS: Final = {
    VisitVerb.MOVE.value: "calendar-time",
    VisitVerb.TAKE.value: "phone-outgoing",
    VisitVerb.ATTEMPT.value: "phone-x",
    VisitVerb.COMPLETE.value: "circle-check",
    VisitVerb.GIVE_UP.value: "phone-off",
    VisitVerb.REFUSE.value: "phone-x",
    VisitVerb.LAPSE.value: "calendar-x",
    VisitVerb.REVIVE.value: "calendar-plus",
    VisitVerb.CANCEL.value: "ban",
}
SHOWN_TO_ALL: Final = (
    VisitVerb.MOVE,
    VisitVerb.COMPLETE,
    VisitVerb.GIVE_UP,
    VisitVerb.REFUSE,
    VisitVerb.LAPSE,
    VisitVerb.REVIVE,
    VisitVerb.CANCEL,
)


def record(visit: Visit, *, actor: "User", today: date, phone: str = "") -> dict[str, Any]:
    """Return the record of a call for a person; a dealer reads window, score and text."""
    may_call = permissions.may_call(actor)
    rules = rules_of(today)
    return {
        "visit": visit,
        "call": sheet.head(visit, today, rules=rules),
        "status": visit.get_status_display(),
        "tone": STATUS_TONES[visit.status],
        "reason": visit.get_reason_display(),
        "conclusion": conclusion(visit, today),
        "answers": answers(visit),
        "attempts": {
            "made": visit.attempts_made,
            "of": max(rules.attempts.limit, visit.attempts_made),
            "mark": attempts_mark(today),
        },
        "attempt_lines": _attempts(visit, today) if actor.is_head_office else [],
        "history": history(visit, actor=actor, today=today),
        "unit_facts": context.unit_facts(visit, today, is_whole=sees_unit(visit, actor)),
        "may_call": may_call and visit.is_callable and visit.opens_on <= today,
        "may_reveal": visit.contact is not None and permissions.may_reveal_phone(actor),
        "sees_unit": sees_unit(visit, actor),
        "phone": phone,
        "today": today,
    }


def sees_unit(visit: Visit, actor: "User") -> bool:
    """Say whether the unit's file exists for the person: a served unit may be another dealer's."""
    unit = visit.equipment
    return unit is not None and (actor.is_head_office or unit.dealer_id in actor.dealer_ids)


def conclusion(visit: Visit, today: date) -> str:
    """Say in one sentence how the call stands."""
    if visit.status == VisitStatus.DONE and visit.rating is not None:
        words = _("Made on %(day)s, rated %(rating)s of 5.")
    elif visit.status == VisitStatus.DONE:
        words = _("Made on %(day)s, without a rating.")
    elif visit.is_open and visit.closes_on < today:
        words = _("Overdue: the window closed on %(closes)s.")
    elif visit.is_open and visit.opens_on > today:
        words = _("Planned: the window opens on %(opens)s.")
    elif visit.is_open:
        words = _("To be made until %(closes)s.")
    else:
        return f"{VisitStatus(visit.status).label} · {visit.get_reason_display()}"
    return words % {
        "day": plain_day(visit.ended_on, today),
        "rating": visit.rating,
        "opens": plain_day(visit.opens_on, today),
        "closes": plain_day(visit.closes_on, today),
    }


def answers(visit: Visit) -> list[dict[str, Any]]:
    """Return what the customer answered, in the words of the sheet."""
    asked = {question.code: question for question in Question.objects.of_rule(visit.rule)}
    shown = []
    for answer in visit.answers.in_order():
        question = asked.get(answer.question)
        typed = {f"{ANSWER_PREFIX}{answer.question}": answer.value}
        drawn = sheet.question(question, typed) if question else None
        chosen = (
            next((one for one in drawn["options"] if one["value"] == answer.value), None) if drawn else None
        )
        shown.append(
            {
                "ask": question.text if question else answer.question,
                "kind": drawn["kind"] if drawn else "text",
                "label": chosen["label"] if chosen else answer.value,
                "score": int(answer.value) if drawn and drawn["kind"] == "scale" else None,
                "bad": bool(chosen and chosen.get("bad")),
            }
        )
    return shown


def _attempts(visit: Visit, today: date) -> list[dict[str, Any]]:
    return [
        {
            "at": short_moment(attempt.at, today),
            "outcome": attempt.get_outcome_display(),
            "counts": attempt.counts,
            "again": short_moment(attempt.call_again_at, today) if attempt.call_again_at else "",
            "note": attempt.note,
            "who": str(attempt.actor),
        }
        for attempt in visit.attempts.in_order().select_related("actor")
    ]


def history(visit: Visit, *, actor: "User", today: date) -> list[dict[str, Any]]:
    """Return each step with who and when, newest first (L3); a dealer does not see the agents' tries."""
    events = VisitEvent.objects.filter(visit=visit).select_related("actor")
    if not actor.is_head_office:
        events = events.filter(verb__in=SHOWN_TO_ALL)
    planned = {
        "icon": "calendar-plus",
        "text": _("Planned"),
        "say": "",
        "who": _("by itself"),
        "at": short_moment(visit.planned_at, today),
    }
    steps = [
        {
            "icon": ICONS.get(event.verb, "point"),
            "text": event.get_verb_display(),
            "say": _said(event) if actor.is_head_office else "",
            "who": str(event.actor) if event.actor else _("by itself"),
            "at": short_moment(event.at, today),
        }
        for event in reversed(events.in_order())
    ]
    return [*steps, planned]


def _said(event: VisitEvent) -> str:
    if event.verb == VisitVerb.MOVE:
        moved = [f"{old} → {new}" for old, new in event.changes.values() if old != new]
        return " · ".join(moved)
    return event.note

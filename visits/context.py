"""What an agent sees beside the sheet: customer, unit, the dealer's score, what happened lately."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from equipment.models import CustomerContact, EquipmentEvent
from equipment.permissions import may_correct_contact
from records.wording import short_day, short_moment
from regulation.calendars import local_day
from regulation.services import load_editions
from tickets.models import Ticket
from visits.models import Visit
from visits.scale import Scale, score_of
from visits.states import VisitStatus

if TYPE_CHECKING:
    from dealers.models import User

SCORE_MONTHS: Final = 3
LINES: Final = 6
OTHER_CONTACTS: Final = 3


def beside(visit: Visit, *, actor: "User", at: datetime, phone: str = "") -> dict[str, Any]:
    """Return the context pane of a call; `phone` is the whole number just revealed."""
    today = local_day(at)
    return {
        "visit": visit,
        "contact": visit.contact,
        "contact_name": visit.contact_name,
        "phone": phone,
        "others": _other_contacts(visit, actor),
        "unit_facts": unit_facts(visit, today),
        "correct_url": _correct_url(visit, actor),
        "score": dealer_score(visit, actor=actor, today=today),
        "lately": lately(visit, actor=actor, today=today),
    }


def _correct_url(visit: Visit, actor: "User") -> str:
    """Return where a wrong number is mended while the customer is on the line; it leads back to the call."""
    unit = visit.equipment
    if unit is None or not may_correct_contact(actor, unit.customer):
        return ""
    back = urlencode({"back": reverse("visits:desk-call", args=[visit.number])})
    return f"{reverse('equipment:contact', args=[unit.serial_number])}?{back}"


def _other_contacts(visit: Visit, actor: "User") -> list[CustomerContact]:
    if visit.customer is None:
        return []
    contacts = CustomerContact.objects.visible_to(actor).current().filter(customer=visit.customer)
    if visit.contact is not None:
        contacts = contacts.exclude(pk=visit.contact.pk)
    return list(contacts.order_by("pk")[:OTHER_CONTACTS])


def unit_facts(visit: Visit, today: date, *, is_whole: bool = True) -> list[dict[str, Any]]:
    """Return what there is to know of the machine; of another dealer's unit what its server needs (L2)."""
    unit = visit.equipment
    if unit is None:
        ticket = visit.ticket
        product = (ticket.product or ticket.product_text) if ticket else ""
        return [
            {"label": _("Model"), "value": str(product or "")},
            {"label": _("Place"), "value": visit.place},
        ]
    ends_on = unit.warranty_ends_on
    facts: list[dict[str, Any]] = [
        {"label": _("Model"), "value": str(visit.product or "")},
        {"label": _("Serial no."), "value": unit.serial_number},
        {"label": _("Place"), "value": visit.place},
    ]
    if is_whole:
        installed_on = unit.installed_on.isoformat() if unit.installed_on else None
        facts += [
            {"label": _("Project"), "value": unit.project_name},
            {"label": _("Delivered"), "value": unit.delivered_on.isoformat()},
            {"label": _("Installed"), "value": installed_on},
        ]
    if ends_on is not None:
        is_covered = today <= ends_on
        facts.append(
            {
                "label": _("Warranty"),
                "value": _("in warranty") if is_covered else _("warranty over"),
                "tone": "good" if is_covered else "warn",
                "note": _("until %(day)s") % {"day": ends_on.isoformat()},
            }
        )
    return facts


def dealer_score(visit: Visit, *, actor: "User", today: date) -> dict[str, Any]:
    """Return the dealer's score of the last three months in calls of this stage, with the target (J1)."""
    rated = (
        Visit.objects.visible_to(actor)
        .rated()
        .filter(dealer=visit.dealer, rule=visit.rule, ended_on__gt=today - relativedelta(months=SCORE_MONTHS))
    )
    scale = Scale(load_editions())
    points, answers = rated.aggregate(points=Sum(scale.points(), default=0), answers=Count("pk")).values()
    rule = scale.rules(today, today=today)
    score = score_of(points, answers)
    return {
        "score": score,
        "answers": answers,
        "target": rule.target,
        "is_low": score is not None and score < rule.target,
    }


# ── what happened lately ──


def lately(visit: Visit, *, actor: "User", today: date) -> list[dict[str, Any]]:
    """Return the newest events of the call, its unit and its customer's tickets, newest first."""
    lines = [*_attempts(visit, today)]
    if visit.equipment is not None:
        lines += [
            *_earlier_calls(visit, actor, today),
            *_tickets(visit, actor, today),
            *_unit_events(visit, actor, today),
        ]
    elif visit.ticket is not None:
        lines.append(_ticket_line(visit.ticket, today))
    newest = sorted(lines, key=lambda line: line["when"], reverse=True)
    return newest[:LINES]


def _attempts(visit: Visit, today: date) -> list[dict[str, Any]]:
    attempts = list(visit.attempts.in_order().select_related("actor"))
    return [
        {
            "when": attempt.at,
            "icon": "phone-x",
            "text": _("Attempt %(n)s: %(outcome)s")
            % {"n": number, "outcome": attempt.get_outcome_display().lower()},
            "say": attempt.note,
            "who": str(attempt.actor),
            "at": short_moment(attempt.at, today),
        }
        for number, attempt in enumerate(attempts, start=1)
    ]


def _earlier_calls(visit: Visit, actor: "User", today: date) -> list[dict[str, Any]]:
    ended = (
        Visit.objects.visible_to(actor)
        .filter(equipment=visit.equipment, status__in=[VisitStatus.DONE, VisitStatus.UNREACHABLE])
        .exclude(pk=visit.pk)
        .select_related("ended_by")
        .order_by("-ended_at")[:LINES]
    )
    return [
        {
            "when": one.ended_at,
            "icon": "phone-check" if one.status == VisitStatus.DONE else "phone-off",
            "text": f"{one.get_rule_display()} · {_rated_words(one)}",
            "url": one.get_absolute_url(),
            "say": one.note,
            "who": str(one.ended_by or ""),
            "at": short_day(one.ended_on, today),
        }
        for one in ended
    ]


def _rated_words(visit: Visit) -> str:
    if visit.rating is None:
        return str(VisitStatus(visit.status).label)
    return _("rated %(rating)s of 5") % {"rating": visit.rating}


def _tickets(visit: Visit, actor: "User", today: date) -> list[dict[str, Any]]:
    tickets = Ticket.objects.visible_to(actor).filter(equipment=visit.equipment).order_by("-opened_at")
    return [_ticket_line(ticket, today) for ticket in tickets[:LINES]]


def _ticket_line(ticket: Ticket, today: date) -> dict[str, Any]:
    return {
        "when": ticket.closed_at or ticket.opened_at,
        "icon": "ticket",
        "text": f"{ticket.get_kind_display()} · {ticket.get_status_display()}",
        "url": ticket.get_absolute_url(),
        "say": ticket.description[:60],
        "who": ticket.number,
        "at": short_day(ticket.closed_at or ticket.opened_at, today),
    }


def _unit_events(visit: Visit, actor: "User", today: date) -> list[dict[str, Any]]:
    events = (
        EquipmentEvent.objects.visible_to(actor)
        .filter(equipment=visit.equipment)
        .select_related("actor")
        .newest_first()[:LINES]
    )
    icons = {"registered": "truck-delivery", "installed": "circle-check", "corrected": "edit"}
    return [
        {
            "when": event.at,
            "icon": icons.get(event.verb, "point"),
            "text": event.get_verb_display(),
            "who": str(event.actor or ""),
            "at": short_day(event.at, today),
        }
        for event in events
    ]

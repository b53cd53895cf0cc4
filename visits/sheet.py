"""What the call sheet shows of one call: head, greeting, questions with what is typed, what was heard."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dealers.services import dealer_for, find_division
from records.wording import short_day, weekday
from regulation.calendars import local_day
from regulation.choices import RuleCode
from regulation.parameters import Parameters
from regulation.services import work_calendar
from tickets.choices import TicketKind
from visits import attempt_rules, explain
from visits.answer_rules import RATINGS
from visits.choices import QuestionKind
from visits.forms import ANSWER_PREFIX, RATING_WORDS
from visits.models import Question, Visit
from visits.queue import rules_of
from visits.states import VisitStatus
from visits.wording import plain_day

if TYPE_CHECKING:
    from django.forms import BaseForm

    from dealers.models import Dealer, User

SCALE: Final = [{"value": str(score), "label": str(score)} for score in RATINGS]
LATER_CHOICES: Final = 4


def sheet(
    visit: Visit,
    *,
    actor: "User",
    at: datetime,
    typed: Mapping[str, str] | None = None,
    form: "BaseForm | None" = None,
) -> dict[str, Any]:
    """Return the sheet of a call for a person: to be filled in by its holder, to be read by others."""
    today = local_day(at)
    rules = rules_of(today)
    values = visit.draft if typed is None else typed
    is_mine = visit.is_callable and visit.is_held_by(actor, at=at)
    shown: dict[str, Any] = {
        "visit": visit,
        "call": head(visit, today, rules=rules),
        "is_mine": is_mine,
        "lead": greeting(visit, today),
        "questions": questions(visit, values, satisfied_from=rules.satisfaction.satisfied_from),
        "form": form,
        "only_words_missing": form is not None and {*form.errors} == {"ticket_description"},
    }
    if is_mine:
        strip = heard(visit, values, shown["questions"], today=today)
        if form is not None and "ticket_description" in form.errors:
            strip |= {"error": form.errors["ticket_description"][0], "open": True}
        place_heard(shown["questions"], strip)
        shown |= {
            "limit": rules.attempts.limit,
            "attempts_mark": explain.attempts_mark(today),
            "later": later_choices(at),
            "saved_at": visit.draft_saved_at,
            "note": values.get("note", ""),
        }
    else:
        shown |= {"standing": standing(visit, actor=actor, at=at)}
    return shown


def head(visit: Visit, today: date, *, rules: Parameters) -> dict[str, Any]:
    """Return the head of the sheet: who is called about what, in which window."""
    contact = visit.contact
    return {
        "stage": visit.rule,
        "title": f"{visit.get_rule_display()} · {visit.customer or visit.number}",
        "number": visit.number,
        "contact": visit.contact_name,
        "phone": contact.masked_phone if contact else "",
        "window": window(visit, today, rules=rules),
        "why_url": reverse("visits:why", args=[visit.number]),
        "why_text": explain.window_mark(visit),
    }


def window(visit: Visit, today: date, *, rules: Parameters) -> dict[str, Any]:
    """Return a call's window with its words, from the day it counts from to the day it closes."""
    counted = visit.why.get("inputs", {}).get("day")
    start = date.fromisoformat(counted) if counted else visit.counted_on
    marks = [
        {"at": start, "text": _start_words(visit) % {"day": short_day(start)}},
        {"at": visit.opens_on, "text": _("%(day)s opens") % {"day": short_day(visit.opens_on)}},
        {"at": visit.closes_on, "text": _("%(day)s closes") % {"day": short_day(visit.closes_on)}},
    ]
    is_far = (visit.opens_on - start).days > 4 * ((visit.closes_on - visit.opens_on).days + 1)
    drawn: dict[str, Any] = {
        "opens": visit.opens_on,
        "closes": visit.closes_on,
        "now": today,
        "closing_share": rules.warn_last_share,
        "marks": marks[1:] if is_far or start >= visit.opens_on else marks,
    }
    if not is_far and start < visit.opens_on:
        drawn["start"] = start
    if visit.status == VisitStatus.DONE and visit.ended_on:
        drawn["done"] = visit.ended_on
    elif not visit.is_open:
        ended_on = visit.ended_on or today
        drawn |= {"now": min(ended_on, visit.closes_on), "tone": "hold", "text": short_day(ended_on, today)}
    elif visit.closes_on == today:
        drawn["tone"] = "bad"
    return drawn


def _start_words(visit: Visit) -> str:
    words = {
        RuleCode.THREE_MONTHS.value: _("%(day)s in use"),
        RuleCode.AFTER_SERVICE.value: _("%(day)s closed"),
    }
    return words.get(visit.rule, _("%(day)s installed"))


def greeting(visit: Visit, today: date) -> str:
    """Return what the agent says first, about this unit and this call."""
    words = {
        "contact": visit.contact_name,
        "product": visit.product.code if visit.product else _("machine"),
        "dealer": dealer_name(visit.dealer),
        "day": plain_day(visit.counted_on if visit.nth in {None, 1} else _start_day(visit), today),
        "ticket": visit.ticket.number if visit.ticket else "",
        "nth": visit.nth or 1,
    }
    return _GREETINGS[visit.rule]() % words


_GREETINGS: Final = {
    RuleCode.ONE_WEEK.value: lambda: _(
        "“%(contact)s, this is the service centre. Your %(product)s was installed by %(dealer)s on %(day)s. "
        "May I take two minutes to ask how it works?”"
    ),
    RuleCode.THREE_MONTHS.value: lambda: _(
        "“%(contact)s, this is the service centre. Your %(product)s has been at work since %(day)s. "
        "May I take two minutes to ask how it works and what could be better?”"
    ),
    RuleCode.ANNUAL.value: lambda: _(
        "“%(contact)s, this is the service centre. %(dealer)s installed your %(product)s on %(day)s. "
        "May I take two minutes to ask how the year went?”"
    ),
    RuleCode.AFTER_SERVICE.value: lambda: _(
        "“%(contact)s, this is the service centre. %(dealer)s finished the service of your %(product)s on "
        "%(day)s. May I ask whether all is well?”"
    ),
}


def _start_day(visit: Visit) -> date:
    counted = visit.why.get("inputs", {}).get("day")
    return date.fromisoformat(counted) if counted else visit.counted_on


def dealer_name(dealer: "Dealer | None") -> str:
    """Name who is judged; where no dealer served, it is headquarters."""
    return dealer.name if dealer else _("headquarters")


# ── questions ──


def questions(visit: Visit, values: Mapping[str, str], *, satisfied_from: int) -> list[dict[str, Any]]:
    """Return the stage's questions with the rating among them: choices first, then rating, scales, words."""
    asked = list(Question.objects.for_rule(visit.rule))
    choices = [question(one, values) for one in asked if one.kind == QuestionKind.CHOICE]
    scales = [question(one, values) for one in asked if one.kind == QuestionKind.SCORE]
    texts = [question(one, values) for one in asked if one.kind == QuestionKind.TEXT]
    listed = [*choices, _rating(visit, values, satisfied_from), *scales, *texts]
    current = next((one for one in listed if not one["value"]), None)
    for number, one in enumerate(listed, start=1):
        one["no"] = number
        one["state"] = "now" if one is current else "done" if one["value"] else ""
    return listed


def question(asked: Question, values: Mapping[str, str]) -> dict[str, Any]:
    """Return one question as the sheet shows it, with the answer typed so far."""
    name = f"{ANSWER_PREFIX}{asked.code}"
    kinds = {QuestionKind.CHOICE: "choice", QuestionKind.SCORE: "scale", QuestionKind.TEXT: "text"}
    language = "zh" if asked.text == asked.text_zh else "en"
    options = [
        {"value": str(one["value"]), "label": one.get(language) or one["value"], "bad": bool(one.get("bad"))}
        for one in asked.choices
    ]
    return {
        "name": name,
        "ask": asked.text,
        "kind": kinds[QuestionKind(asked.kind)],
        "options": SCALE if asked.kind == QuestionKind.SCORE else options,
        "value": values.get(name, ""),
        "placeholder": _("Their own words, as they come") if asked.kind == QuestionKind.TEXT else "",
    }


def _rating(visit: Visit, values: Mapping[str, str], satisfied_from: int) -> dict[str, Any]:
    hint = _("Keys 1 to 5 rate and go on. At %(low)s or less, ask why and write it down.")
    return {
        "name": "rating",
        "ask": _rating_question(visit) % {"dealer": dealer_name(visit.dealer)},
        "kind": "rating",
        "options": [{"value": str(rating), "label": str(words)} for rating, words in RATING_WORDS.items()],
        "value": values.get("rating", ""),
        "hint": hint % {"low": satisfied_from - 1},
    }


def _rating_question(visit: Visit) -> str:
    if visit.rule == RuleCode.ONE_WEEK:
        return _("How do you rate the installation by %(dealer)s?")
    if visit.rule == RuleCode.AFTER_SERVICE:
        return _("How do you rate this service by %(dealer)s?")
    return _("How do you rate the service of %(dealer)s?")


def is_bad(shown: dict[str, Any]) -> bool:
    """Say whether a question's answer tells of a problem: then the strip opens that makes it a ticket."""
    return shown["kind"] == "choice" and any(
        option["bad"] and option["value"] == shown["value"] for option in shown["options"]
    )


def place_heard(shown: list[dict[str, Any]], strip: dict[str, Any]) -> None:
    """Hang the strip under the first bad answer, else under the last question with choices or the rating."""
    choices = [one for one in shown if one["kind"] == "choice"]
    under = next(filter(is_bad, choices), None) or (choices or shown)[-1]
    under["heard"] = strip


def heard(
    visit: Visit, values: Mapping[str, str], shown: list[dict[str, Any]], *, today: date
) -> dict[str, Any]:
    """Return the strip that turns a problem into a ticket in the same step (F9)."""
    chosen = values.get("ticket_kind", "")
    is_open = bool(chosen or values.get("ticket_description")) or any(map(is_bad, shown))
    kinds = [
        ("", _("Only note it"), "notes", ""),
        (TicketKind.REPAIR.value, _("Make repair"), "tool", "r"),
        (TicketKind.COMPLAINT.value, _("Make complaint"), "message-exclamation", "c"),
    ]
    warranty = _warranty(visit, today)
    return {
        "words_name": "ticket_description",
        "words": values.get("ticket_description", ""),
        "kind_name": "ticket_kind",
        "kinds": [
            {
                "value": value,
                "label": label,
                "icon": icon,
                "checked": value == chosen,
                "key": f"alt+{key}" if key else "",
                "shown_key": f"Alt {key.upper()}" if key else "",
            }
            for value, label, icon, key in kinds
        ],
        "open": is_open,
        **warranty,
        **_destination(visit),
    }


def _warranty(visit: Visit, today: date) -> dict[str, str]:
    ends_on = visit.equipment.warranty_ends_on if visit.equipment else None
    if ends_on is None:
        return {}
    is_covered = today <= ends_on
    return {
        "warranty": _("in warranty") if is_covered else _("warranty over"),
        "warranty_tone": "good" if is_covered else "warn",
    }


def _destination(visit: Visit) -> dict[str, str]:
    """Say where a ticket of this call would go: to the dealer that serves the place, else to headquarters."""
    source = visit.ticket or visit.equipment
    code = source.division_id if source else None
    if not code and visit.place:
        division = find_division(visit.place)
        code = division.code if division else None
    dealer = dealer_for(code or "")
    return {
        "goes_to": dealer_name(dealer),
        "goes_note": _("serves the place") if dealer else _("no dealer serves the place"),
    }


# ── when not now ──


def later_choices(at: datetime) -> list[dict[str, str]]:
    """Return the times an agent can offer with one press."""
    local = timezone.localtime(at)
    choices = attempt_rules.later_choices(local, calendar=work_calendar(), count=LATER_CHOICES)
    return [{"value": f"{one:%Y-%m-%dT%H:%M}", "label": f"{weekday(one)} {one:%H:%M}"} for one in choices]


def standing(visit: Visit, *, actor: "User", at: datetime) -> dict[str, str]:
    """Say why a person can't write on this sheet now, and what they can do about it."""
    today = local_day(at)
    if not visit.is_callable:
        return {"code": "over", "text": str(VisitStatus(visit.status).label)}
    if visit.is_held_by_other(actor, at=at):
        until = timezone.localtime(visit.leased_until).strftime("%H:%M")
        text = _("%(colleague)s is in this call until %(until)s.") % {
            "colleague": visit.leased_to,
            "until": until,
        }
        return {"code": "held", "text": text}
    if visit.opens_on > today:
        text = _("The window of this call opens on %(day)s.") % {"day": plain_day(visit.opens_on, today)}
        return {"code": "early", "text": text}
    return {"code": "free", "text": _("Take the call, then dial: nobody else can take it meanwhile.")}

"""The why of a call in the reader's language: clause, version then in force, inputs, arithmetic (K2)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils import dateformat
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from records.wording import short_day, short_moment, weekday
from regulation.calendars import local_day
from regulation.choices import CountedFrom, RuleCode
from regulation.models import Clause, RegulationVersion
from regulation.services import version_in_force
from visits.attempt_rules import Verdict
from visits.models import Visit, VisitAttempt, VisitEvent
from visits.states import VisitVerb

ATTEMPTS_CLAUSE: Final = "F7"
_PLACE: Final = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)*)\}")
_DISTANCE: Final = re.compile(r"(\d+)([ymd])")
_SIGNS: Final = {"+": "+", "-": "−"}


class ClauseBook:
    """The clauses that a list of calls refers to, fetched once for all of them."""

    def __init__(self, visits: Iterable[Visit]) -> None:
        wanted = {(visit.regulation_version_id, str(visit.why.get("clause", ""))) for visit in visits}
        versions = {version for version, _code in wanted}
        codes = {code for _version, code in wanted}
        found = Clause.objects.filter(Q(regulation_version__in=versions) & Q(code__in=codes))
        self._clauses = {(clause.regulation_version_id, clause.code): clause for clause in found}

    def clause(self, visit: Visit) -> Clause | None:
        return self._clauses.get((visit.regulation_version_id, str(visit.why.get("clause", ""))))


# ── for programs ──


def as_data(visit: Visit, book: ClauseBook) -> dict[str, Any]:
    """Return a call's why as the API gives it: codes, numbers, and sentences in the reader's language."""
    stored, version = visit.why, visit.regulation_version
    clause = book.clause(visit)
    return {
        "clause": stored.get("clause", ""),
        "name": clause.short_name if clause else "",
        "text": clause_text(clause, version) if clause else "",
        "version": version.number,
        "in_force_from": version.in_force_from,
        "inputs": stored.get("inputs", {}),
        "arithmetic": [f"{line['term']} = {line['result']}" for line in arithmetic(stored)],
    }


# ── for people ──


def why_window(visit: Visit, *, today: date, link: str) -> dict[str, Any]:
    """Return what the why panel shows of a call's window."""
    version = visit.regulation_version
    clause = ClauseBook([visit]).clause(visit)
    days = {
        name: _day(day, today)
        for name, day in (("opens", visit.opens_on), ("closes", visit.closes_on), ("due", visit.due_on))
    }
    conclusion = (
        _("To be made between %(opens)s and %(closes)s, due on %(due)s") % days
        if visit.opens_on != visit.closes_on
        else _("To be made on %(due)s") % days
    )
    held = _("It was in force on %(day)s, the day that counts here.")
    return {
        "subject": visit.number,
        "conclusion": conclusion,
        "clause": _clause(clause, str(visit.why.get("clause", "")), version),
        "version": _version(version, standing_words(version, visit.counted_on, held=held, today=today)),
        "inputs": _inputs(visit),
        "window": {"opens": visit.opens_on, "closes": visit.closes_on, "now": today},
        "arithmetic": arithmetic(visit.why),
        "more": _provisional() if visit.is_provisional else "",
        "link": link,
        "computed": _("counted from the original day, never from the last call"),
    }


def why_attempts(visit: Visit, *, today: date, link: str) -> dict[str, Any]:
    """Return what the why panel shows of a call's attempts: which counted, which did not, the limit (F7)."""
    attempts = list(visit.attempts.in_order())
    verdicts = _verdicts(visit)
    last_on = local_day(attempts[-1].at) if attempts else today
    version = version_in_force(last_on)
    limit = version.typed.attempts.limit
    clause = version.clauses.filter(code=ATTEMPTS_CLAUSE).first()
    counted = sum(attempt.counts for attempt in attempts)
    held = _("It was in force on %(day)s, the local day of the last attempt.")
    return {
        "subject": visit.number,
        "conclusion": ngettext(
            "%(counted)s of %(limit)s attempt counts", "%(counted)s of %(limit)s attempts count", counted
        )
        % {"counted": counted, "limit": limit},
        "clause": _clause(clause, ATTEMPTS_CLAUSE, version),
        "version": _version(version, standing_words(version, last_on, held=held, today=today)),
        "inputs": [
            {
                "label": short_moment(attempt.at, today),
                "value": attempt.get_outcome_display(),
                "note": _verdict_words(attempt, verdicts),
            }
            for attempt in attempts
        ],
        "arithmetic": _counting(counted, limit),
        "more": "",
        "link": link,
        "computed": "",
    }


def clause_text(clause: Clause, version: RegulationVersion) -> str:
    """Return a clause's text with the parameters of its version in place of their names."""
    values = version.parameters

    def value(match: re.Match[str]) -> str:
        found: Any = values
        for name in match[1].split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return match[0] if found is None else str(found)

    return _PLACE.sub(value, clause.text)


def arithmetic(stored: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the stored steps as rows: each [day, what is done, result, what the result is]."""
    lines = stored.get("arithmetic", [])
    return [_line(line, stored.get("inputs", {})) for line in lines]


def _line(line: list[str], inputs: Mapping[str, Any]) -> dict[str, Any]:
    day, step, result, name = line
    words = _WORDS.get(name)
    if step in _DAYS:
        said = _DAYS[step]()
        shown = f"{words()} · {result}" if words and name == "closes_on" else result
        return {"term": f"{day} {_weekday(day)} {said}", "result": shown, "total": name == "closes_on"}
    start = _FROM.get(str(inputs.get("counted_from"))) if day == inputs.get("day") else None
    term = f"{day}{_in_brackets(start()) if start else ''} {distance(step)}"
    return {
        "term": term,
        "result": f"{result} {words() if words else ''}".strip(),
        "total": name == "closes_on",
    }


def distance(step: str) -> str:
    """Write a stored distance for people: +7d becomes + 7 days."""
    sign, parts = _SIGNS.get(step[:1], ""), _DISTANCE.findall(step)
    if all(count == "0" for count, _unit in parts):
        return _("same day")
    written = " ".join(_UNITS[unit](int(count)) % {"n": count} for count, unit in parts)
    return f"{sign} {written}".strip()


_UNITS: Final = {
    "d": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "m": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "y": lambda n: ngettext("%(n)s year", "%(n)s years", n),
}
_WORDS: Final = {
    "opens_on": lambda: _("opens"),
    "due_on": lambda: _("due"),
    "closes_on": lambda: _("closes"),
}
_DAYS: Final = {
    "start": lambda: _("closing day of the ticket, day 0"),
    "working_day": lambda: _("working day"),
    "day_off": lambda: _("day off, not counted"),
}
_FROM: Final = {
    CountedFrom.INSTALLATION.value: lambda: _("installed"),
    CountedFrom.START_OF_USE.value: lambda: _("in use"),
    CountedFrom.CLOSING.value: lambda: _("closed"),
}


def _in_brackets(words: str) -> str:
    return f"（{words}）" if is_chinese() else f" ({words})"


def is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _day(day: date, today: date) -> str:
    """Write a day, with its year where it is not this one; never as “today”: it stands inside a sentence."""
    if day.year == today.year:
        return short_day(day)
    return dateformat.format(day, pgettext("date format", "M j, Y"))


def standing_words(version: RegulationVersion, on: date, *, held: str, today: date) -> str:
    """Say why a version is taken for a day: it held then, or it is the first and the day lies before it."""
    if version.in_force_from <= on:
        return held % {"day": _day(on, today)}
    return _("No version was in force yet on %(day)s; for earlier days the first one is taken.") % {
        "day": _day(on, today)
    }


def _weekday(day: str) -> str:
    written = weekday(date.fromisoformat(day))
    return written.rsplit(" ", 1)[-1]


def _provisional() -> str:
    return _(
        "The holidays of this year are not published yet: Monday to Friday are counted for the time being."
    )


def _clause(clause: Clause | None, code: str, version: RegulationVersion) -> dict[str, str]:
    if clause is None:
        return {"label": code, "text": "", "url": version.get_absolute_url()}
    label = f"{clause.code} {clause.short_name}" if is_chinese() else clause.code
    return {"label": label, "text": clause_text(clause, version), "url": version.get_absolute_url()}


def _version(version: RegulationVersion, counted: str) -> dict[str, str]:
    since = _("in force from %(day)s") % {"day": version.in_force_from.isoformat()}
    return {
        "label": f"{version} · {since}",
        "detail": counted,
        "url": version.get_absolute_url(),
        "link_label": _("Read it"),
    }


def _inputs(visit: Visit) -> list[dict[str, str]]:
    inputs = visit.why.get("inputs", {})
    day = {"label": str(CountedFrom(inputs["counted_from"]).label), "value": inputs["day"]} if inputs else {}
    if day and visit.equipment is not None and visit.rule != RuleCode.AFTER_SERVICE:
        day |= {"url": visit.equipment.get_absolute_url(), "link_label": _("Unit")}
    elif day and visit.ticket is not None:
        day |= {"url": visit.ticket.get_absolute_url(), "link_label": visit.ticket.number}
    rows = [day] if day else []
    if visit.nth is not None and visit.rule == RuleCode.ANNUAL:
        rows.append({"label": _("turn"), "value": str(visit.nth)})
    rows.append({"label": _("day that counts"), "value": visit.counted_on.isoformat()})
    return rows


# ── attempts ──


def _verdicts(visit: Visit) -> dict[Any, str]:
    verbs = (VisitVerb.ATTEMPT, VisitVerb.GIVE_UP, VisitVerb.REFUSE)
    events = VisitEvent.objects.filter(visit=visit, verb__in=verbs).values_list("at", "changes")
    return {at: str(changes.get("verdict", "")) for at, changes in events}


def _verdict_words(attempt: VisitAttempt, verdicts: Mapping[Any, str]) -> str:
    words: dict[str, str] = {
        Verdict.COUNTS: _("counts"),
        Verdict.REACHED: _("reached: does not count"),
        Verdict.DAY_OFF: _("not a working day: does not count"),
        Verdict.SAME_DAY: _("same day as one that counted: does not count"),
        Verdict.SAME_HALF_DAY: _("same half-day as the last that counted: does not count"),
    }
    return words.get(verdicts.get(attempt.at, ""), "")


def _counting(counted: int, limit: int) -> list[dict[str, Any]]:
    left = max(limit - counted, 0)
    end = (
        _("limit reached: not reached")
        if not left
        else ngettext("%(n)s attempt left", "%(n)s attempts left", left) % {"n": left}
    )
    return [
        {"term": _("Attempts that count"), "result": str(counted)},
        {"term": _("Limit"), "result": str(limit)},
        {"term": _("Result"), "result": end, "total": True},
    ]

"""The why of a call in the reader's language: clause, version then in force, inputs, arithmetic (K2)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import CountedFrom, RuleCode
from regulation.clauses import render
from regulation.explain import cite_clause
from regulation.models import Clause, RegulationVersion
from regulation.services import version_in_force
from visits.attempt_rules import Verdict
from visits.models import Visit, VisitAttempt, VisitEvent
from visits.states import VisitVerb
from visits.windows import row_window
from visits.wording import plain_day

ATTEMPTS_CLAUSE: Final = "F7"
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
        "name": clause.name if clause else "",
        "text": render(clause.text, version.parameters) if clause else "",
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
        name: plain_day(day, today)
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
        "clause": cite_clause(version, clause, str(visit.why.get("clause", ""))),
        "version": _version(version, standing_words(version, visit.counted_on, held=held, today=today)),
        "inputs": _inputs(visit),
        "window": row_window(visit, today, rules=version.typed),
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
            "%(counted)s of %(limit)s attempts counts", "%(counted)s of %(limit)s attempts count", counted
        )
        % {"counted": counted, "limit": limit},
        "clause": cite_clause(version, clause, ATTEMPTS_CLAUSE),
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


def window_mark(visit: Visit) -> str:
    """Name the clause that sets a call's window, as the mark beside it does."""
    clause = ClauseBook([visit]).clause(visit)
    return clause.name if clause else str(visit.why.get("clause", ""))


def attempts_mark(today: date) -> str:
    """Name the clause that counts attempts, as the mark beside them does (F7)."""
    clause = version_in_force(today).clauses.filter(code=ATTEMPTS_CLAUSE).first()
    return clause.name if clause else ATTEMPTS_CLAUSE


def arithmetic(stored: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the stored steps as rows: each [day, what is done, result, what the result is]."""
    lines = stored.get("arithmetic", [])
    return [_line(line, stored.get("inputs", {})) for line in lines]


def _line(line: list[str], inputs: Mapping[str, Any]) -> dict[str, Any]:
    day, step, result, name = line
    shown = {"day": day, "n": result}
    if step in _DAYS:
        day_of_week = dateformat.format(date.fromisoformat(day), "D")
        term = _DAYS[step]() % {**shown, "weekday": day_of_week}
        said = _("%(n)s, closes") % shown if name == "closes_on" else result
    else:
        start = _FROM.get(str(inputs.get("counted_from"))) if day == inputs.get("day") else None
        term = (start() if start else "%(day)s %(distance)s") % {**shown, "distance": distance(step)}
        said = _RESULTS[name]() % {"day": result} if name in _RESULTS else result
    return {"term": term, "result": said, "total": name == "closes_on"}


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
_RESULTS: Final = {
    "opens_on": lambda: _("%(day)s opens"),
    "due_on": lambda: _("%(day)s due"),
    "closes_on": lambda: _("%(day)s closes"),
}
_DAYS: Final = {
    "start": lambda: _("%(day)s %(weekday)s closing day of the ticket, day 0"),
    "working_day": lambda: _("%(day)s %(weekday)s working day"),
    "day_off": lambda: _("%(day)s %(weekday)s day off, not counted"),
}
_FROM: Final = {
    CountedFrom.INSTALLATION.value: lambda: _("%(day)s (installed) %(distance)s"),
    CountedFrom.START_OF_USE.value: lambda: _("%(day)s (in use) %(distance)s"),
    CountedFrom.CLOSING.value: lambda: _("%(day)s (closed) %(distance)s"),
}


def standing_words(version: RegulationVersion, on: date, *, held: str, today: date) -> str:
    """Say why a version is taken for a day: it held then, or it is the first and the day lies before it."""
    if version.in_force_from <= on:
        return held % {"day": plain_day(on, today)}
    return _("No version was in force yet on %(day)s; for earlier days the first one is taken.") % {
        "day": plain_day(on, today)
    }


def _provisional() -> str:
    return _(
        "The holidays of this year are not published yet: Monday to Friday are counted for the time being."
    )


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

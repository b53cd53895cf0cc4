"""The why of a repeat repair: clause, version then in force, inputs, arithmetic, for people (K2)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulation.calendars import local_day
from regulation.explain import ParameterExplained, explain_clause
from regulation.models import RegulationVersion
from regulation.names import value_words

if TYPE_CHECKING:
    from tickets.unit_history import Known, Repeat

CLAUSE: Final = "D13"
WITHIN: Final = "repairs.repeated_within_months"


def says(repeat: "Repeat") -> str:
    """Say how often the unit was repaired before, and within which span that counts."""
    times = len(repeat.earlier)
    return ngettext(
        "Repaired once already within %(span)s.", "Repaired %(n)s times already within %(span)s.", times
    ) % {"n": times, "span": value_words(WITHIN, repeat.months)}


def why_repeat(repeat: "Repeat", *, today: date, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the flag of a repeat repair (D13, K2)."""
    version = RegulationVersion.objects.get(pk=repeat.edition.pk)
    clause = explain_clause(version, CLAUSE)
    opened_on = local_day(repeat.ticket.opened_at)
    return {
        "subject": repeat.ticket.number,
        "conclusion": says(repeat),
        "clause": {
            "label": clause["name"] if clause else CLAUSE,
            "text": clause["text"] if clause else "",
            "url": clause["url"] if clause else version.get_absolute_url(),
        },
        "version": {
            "label": _("%(version)s · in force from %(day)s")
            % {"version": version, "day": version.in_force_from.isoformat()},
            "detail": _standing(version, opened_on),
            "parameter": "".join(_number(one) for one in clause["parameters"]) if clause else "",
            "url": version.get_absolute_url(),
            "link_label": _("Read it"),
        },
        "inputs": [
            {"label": _("This ticket opened"), "value": opened_on.isoformat()},
            *(_input(one) for one in repeat.earlier),
        ],
        "arithmetic": _arithmetic(repeat, opened_on),
        "more": _("Repairs of another known fault class don't count; one whose class is not known does."),
        "link": link,
        "computed": _("computed on %(day)s from the tickets of this unit") % {"day": today.isoformat()},
    }


def _standing(version: RegulationVersion, on: date) -> str:
    if version.in_force_from <= on:
        return _("It was in force on %(day)s, when this ticket was opened.") % {"day": on.isoformat()}
    return _("No version was in force yet on %(day)s; for earlier days the first one is taken.") % {
        "day": on.isoformat()
    }


def _number(explained: ParameterExplained) -> str:
    said = {"parameter": explained["name"], "value": explained["value"], "before": explained["before"]}
    if explained["is_changed"]:
        return _("%(parameter)s: %(value)s, before that %(before)s") % said
    return _("%(parameter)s: %(value)s") % said


def _input(one: "Known") -> dict[str, Any]:
    """Name an earlier repair by its day; which one it was only to whom it is theirs to read (L2)."""
    line = {"label": _("Earlier repair opened"), "value": local_day(one.ticket.opened_at).isoformat()}
    if not one.is_mine:
        return line | {"note": _("by somebody else")}
    return line | {"url": one.ticket.get_absolute_url(), "link_label": one.ticket.number}


def _arithmetic(repeat: "Repeat", opened_on: date) -> list[dict[str, Any]]:
    """Count back from this ticket, and hold each earlier repair against that day."""
    span = value_words(WITHIN, repeat.months)
    since = repeat.since.isoformat()
    days = [local_day(one.ticket.opened_at).isoformat() for one in repeat.earlier]
    return [
        {"term": f"{opened_on.isoformat()} − {span}", "result": since},
        *({"term": f"{day} ≥ {since}", "result": pgettext("repeat repair", "counts")} for day in days),
        {"term": _("Earlier repairs that count"), "result": str(len(days)), "total": True},
    ]

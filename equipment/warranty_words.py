"""A warranty in sentences: whether it holds, why, and the way to its end (C4, K2)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from equipment.warranty_rules import Reason
from regulation.explain import cite_clause
from regulation.models import RegulationVersion

if TYPE_CHECKING:
    from equipment.models import Warranty
    from equipment.warranty import BookOfWarranty, Kept
    from equipment.warranty_rules import Term, Verdict

CLAUSE: Final = "C4.1"


def hours_words(hours: int) -> str:
    """Write operating hours with their unit."""
    return _("%(hours)s h") % {"hours": f"{hours:,}"}


def sentences(book: "BookOfWarranty", verdict: "Verdict", *, on: date) -> list[str]:
    """Say whether a day is covered, by what, and what the end of it was made of (C4)."""
    term = verdict.term
    if term is None:
        return [_("Not installed yet: the warranty begins on the day of the installation.")]
    kept = next(one for one in book.kept if one.term == term)
    return [_standing(verdict, term), _terms(kept.warranty, term), *_moved(book, term, on=on)]


def _standing(verdict: "Verdict", term: "Term") -> str:
    if verdict.reason is Reason.NOT_BEGUN:
        return _("The warranty begins on %(day)s.") % {"day": term.cover.begins_on}
    if verdict.is_covered:
        return _("In warranty until %(day)s.") % {"day": term.ends_on}
    return _("Out of warranty since %(day)s.") % {"day": term.ends_on + timedelta(days=1)}


def _terms(warranty: "Warranty", term: "Term") -> str:
    known = {"what": str(warranty), "day": term.cover.begins_on}
    known["months"] = ngettext("%(n)s month", "%(n)s months", term.cover.months) % {"n": term.cover.months}
    if warranty.replaced_on is not None:
        return _("%(what)s: %(months)s from its replacement on %(day)s.") % known
    return _("%(what)s: %(months)s from the installation on %(day)s.") % known


def _moved(book: "BookOfWarranty", term: "Term", *, on: date) -> list[str]:
    """Say what moves the end beside the months: days in repair, operating hours."""
    said = []
    if days := sum(one.days for one in term.added):
        said.append(
            ngettext("%(n)s day in repair is added.", "%(n)s days in repair are added.", days) % {"n": days}
        )
    if term.hours_limit is None:
        return said
    limit = {"limit": hours_words(term.hours_limit)}
    if term.shown_by is not None:
        known = limit | {"hours": hours_words(term.shown_by.hours), "day": term.shown_by.on}
        return [*said, _("At most %(limit)s: on %(day)s the unit had run %(hours)s.") % known]
    latest = [reading for reading in book.readings if reading.read_on <= on]
    if not latest:
        return [*said, _("At most %(limit)s; nobody has read the meter yet.") % limit]
    known = limit | {"hours": hours_words(latest[-1].hours), "day": latest[-1].read_on}
    return [*said, _("At most %(limit)s; on %(day)s it had run %(hours)s.") % known]


def why_warranty(book: "BookOfWarranty", kept: "Kept", *, on: date, link: str) -> dict[str, Any]:
    """Return what the why panel shows of one warranty: terms, clause, facts, the way to its last day."""
    version = RegulationVersion.objects.get(pk=kept.edition.pk)
    clause = version.clauses.filter(code=CLAUSE).first()
    verdict = book.decide_by(kept, on=on)
    return {
        "subject": book.unit.serial_number,
        "conclusion": f"{kept.warranty} · {_standing(verdict, kept.term)}",
        "clause": cite_clause(version, clause, CLAUSE),
        "version": {
            "label": str(version),
            "detail": _in_force(version, kept.term.cover.begins_on),
            "url": version.get_absolute_url(),
        },
        "inputs": inputs(book, kept),
        "arithmetic": arithmetic(kept.term),
        "more": _("The terms are the model's on the day of registration: no later catalogue moves them."),
        "link": link,
        "computed": _("computed on %(day)s from the file of this unit") % {"day": on},
    }


def _in_force(version: RegulationVersion, on: date) -> str:
    if version.in_force_from <= on:
        return _("It was in force on %(day)s, the day from which this warranty counts.") % {"day": on}
    return _("No version was in force yet on %(day)s; for earlier days the first one is taken.") % {"day": on}


def inputs(book: "BookOfWarranty", kept: "Kept") -> list[dict[str, Any]]:
    """Return the facts of a warranty; from which tickets they came is their dealers' to read (L2)."""
    term, warranty = kept.term, kept.warranty
    begun = _("Replaced on") if warranty.replaced_on else _("Installed on")
    lines = [
        {"label": _("Terms"), "value": terms_words(warranty)},
        {"label": begun, "value": str(term.cover.begins_on)},
    ]
    if warranty.replaced_at_hours:
        value = hours_words(warranty.replaced_at_hours)
        lines.append({"label": _("Operating hours then"), "value": value})
    lines += [
        {
            "label": _("In repair"),
            "value": _("%(start)s to %(end)s") % {"start": one.repair.from_on, "end": one.repair.until_on},
        }
        for one in term.added
    ]
    if term.hours_limit is not None:
        lines += [
            {"label": _("Meter read"), "value": hours_words(one.hours), "note": str(one.read_on)}
            for one in book.readings
        ]
    return lines


def terms_words(warranty: "Warranty") -> str:
    """Write what a warranty promises: months, and hours where they are limited."""
    months = ngettext("%(n)s month", "%(n)s months", warranty.months) % {"n": warranty.months}
    if warranty.hours is None:
        return months
    return _("%(months)s or %(hours)s") % {"months": months, "hours": hours_words(warranty.hours)}


def arithmetic(term: "Term") -> list[dict[str, Any]]:
    """Return the way to the last day: months, days in repair, hours, whichever ends first."""
    months = ngettext("%(n)s month", "%(n)s months", term.cover.months) % {"n": term.cover.months}
    lines: list[dict[str, Any]] = [
        {"term": f"{term.cover.begins_on} + {months}", "result": str(term.months_end_on)}
    ]
    if term.added:
        days = sum(one.days for one in term.added)
        added = " + ".join(str(one.days) for one in term.added)
        lines.append(
            {
                "term": f"{term.months_end_on} + {added} "
                + ngettext("day in repair", "days in repair", days),
                "result": str(term.time_ends_on),
            }
        )
    if term.hours_limit is not None:
        lines += _hours_lines(term, term.hours_limit)
    lines.append({"term": _("Last day covered"), "result": str(term.ends_on), "total": True})
    return lines


def _hours_lines(term: "Term", limit: int) -> list[dict[str, Any]]:
    if term.shown_by is None or term.used_up_on is None:
        return [{"term": _("%(limit)s reached") % {"limit": hours_words(limit)}, "result": _("not yet")}]
    over = hours_words(term.shown_by.hours - limit)
    return [
        {
            "term": _("%(day)s: %(over)s above the limit, at most 24 h a day")
            % {"day": term.shown_by.on, "over": over},
            "result": _("reached by %(day)s") % {"day": term.used_up_on},
        }
    ]

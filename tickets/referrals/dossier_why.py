"""The why of a dossier: what the clause asks for, and what of this very case is there or missing (D9, K2)."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from regulation.calendars import local_day
from regulation.explain import cite_clause
from regulation.names import full_name, listed, value_words
from regulation.services import version_in_force
from tickets.referrals.dossier import Part, missing

CLAUSE: Final = "D9"
PARAMETERS: Final = ("photos", "diagnosis_length")


def why_dossier(found: list[Part], *, subject: str, at: datetime, link: str) -> dict[str, Any]:
    """Return what the why panel shows of a check-list, by the version in force at its moment."""
    version, absent = version_in_force(local_day(at)), missing(found)
    values = version.typed.referrals
    asked = (
        _("%(parameter)s: %(value)s")
        % {
            "parameter": full_name(f"referrals.{name}"),
            "value": value_words(f"referrals.{name}", getattr(values, name)),
        }
        for name in PARAMETERS
    )
    there = {"done": len(found) - len(absent), "all": len(found)}
    return {
        "subject": subject,
        "conclusion": _("Headquarters can't be asked yet: %(done)s of %(all)s parts are there") % there
        if absent
        else _("The dossier is whole: %(all)s parts are there") % there,
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": listed(asked),
            "url": version.get_absolute_url(),
        },
        "inputs": [{"label": part.code.label, "value": part.value, "note": part.missing} for part in found],
        "window": None,
        "arithmetic": [
            {"term": _("parts needed"), "result": str(len(found))},
            {"term": _("parts missing"), "result": str(len(absent))},
            {"term": _("parts there"), "result": str(there["done"]), "total": True},
        ],
        "more": "",
        "link": link,
        "computed": _("as it stood on %(day)s") % {"day": local_day(at).isoformat()},
    }

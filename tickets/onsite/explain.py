"""Why a record is back by a day: clause, version then in force, inputs, arithmetic (D8, K2)."""

from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulation.calendars import local_day
from regulation.explain import cite_clause
from regulation.names import full_name, value_words
from regulation.services import version_in_force
from tickets.models import ServiceRecord
from tickets.onsite.states import RecordVerb

CLAUSE: Final = "D8"
WORKING_DAYS: Final = "service_records.back_within_working_days"


def why_back(record: ServiceRecord, *, at: datetime, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the day by which a record is back."""
    counted_from, said = _counted_from(record)
    version = version_in_force(counted_from)
    days = value_words(WORKING_DAYS, version.typed.service_records.back_within_working_days)
    return {
        "subject": record.number,
        "conclusion": _("Record %(number)s is back in time until %(day)s, this day included.")
        % {"number": record.number, "day": record.back_by.isoformat()},
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s")
            % {"parameter": full_name(WORKING_DAYS), "value": days},
            "url": version.get_absolute_url(),
        },
        "inputs": [
            {
                "label": said,
                "value": counted_from.isoformat(),
                "url": record.get_absolute_url(),
                "link_label": record.number,
            }
        ],
        "window": {
            "opens": counted_from,
            "closes": record.back_by,
            "now": local_day(at),
            "name": _("Service record"),
        },
        "arithmetic": [
            {
                "term": f"{counted_from.isoformat()} + {days}",
                "result": record.back_by.isoformat(),
                "total": True,
            }
        ],
        "more": _("Days off are not counted; the day itself is not counted either."),
        "link": link,
        "computed": "",
    }


def _counted_from(record: ServiceRecord) -> tuple[date, str]:
    """Return the day it is counted from: of the last return, else of the trip."""
    returned = record.events.filter(verb=RecordVerb.RETURN).order_by("pk").last()
    if returned is not None:
        return local_day(returned.at), pgettext("service record", "Returned by the audit")
    return local_day(record.began_at), pgettext("service record", "Trip begun")

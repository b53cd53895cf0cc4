"""A service record as the phone at the machine, its own page and its sheet show it (D7)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import duration, short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import (
    RecordEvent,
    RecordLine,
    RecordPhoto,
    RecordReading,
    ServiceRecord,
    SignedRecord,
    Ticket,
)
from tickets.onsite.checking import is_amended
from tickets.onsite.device_forms import PhotosForm
from tickets.onsite.forms import Sheet
from tickets.onsite.items import CHARGED
from tickets.onsite.signature import box_of, path_of
from tickets.onsite.states import RecordStatus
from tickets.services import photos_missing

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Warranty

S = RecordStatus
TONES: Final = {
    S.OPEN.value: "o",
    S.WRITTEN.value: "warn",
    S.SIGNED.value: "info",
    S.PASSED.value: "good",
    S.RETURNED.value: "warn",
    S.ABNORMAL.value: "bad",
    S.INVALID.value: "bad",
    S.BROKEN_OFF.value: "",
}
NOTICED: Final = 120  # seconds: a device's clock that is further off is worth a word


def writing_page(
    request: HttpRequest,
    ticket: Ticket,
    record: ServiceRecord | None,
    *,
    sheet: Sheet,
    photos_form: PhotosForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page on which a record is written, for one thumb."""
    actor: Any = request.user
    shown = {
        "ticket": ticket,
        "record": record,
        "form": sheet.form,
        "lines": sheet.lines,
        "readings": sheet.readings,
        "is_covered": ticket.is_in_warranty,
        "worked": _minutes_there(record, timezone.now()),
        "named_parts": _named_parts(ticket),
        **photo_section(record, actor=actor, at=timezone.now(), sent=photos_form),
    }
    return render(request, "tickets/onsite/write.html", shown, status=status)


def _named_parts(ticket: Ticket) -> "list[Warranty]":
    """Return the unit's parts with a warranty of their own, by number, whoever sold the unit (C4)."""
    rows = ticket.equipment.warranties.all() if ticket.equipment else ()
    return [row for row in rows if row.replaced_on is None and not row.is_of_whole_unit]


def photo_section(
    record: ServiceRecord | None, *, actor: "User", at: datetime, sent: PhotosForm | None = None
) -> dict[str, Any]:
    """Return the photos of a record, what is still asked for, and the form by which more are added."""
    if record is None:
        return {"photos": [], "lacking": [], "photos_form": None}
    lacking = photos_missing(record, at=at)
    return {
        "record": record,
        "photos": photos_of(record, actor),
        "lacking": lacking_words(lacking),
        "photos_form": sent or PhotosForm(initial={"step": next(iter(lacking), "before")}),
    }


def photos_of(record: ServiceRecord, actor: "User") -> list[RecordPhoto]:
    return list(RecordPhoto.objects.visible_to(actor).filter(record=record).in_order())


def lacking_words(lacking: dict[Any, int]) -> list[str]:
    """Say which photos are still asked for."""
    return [_("%(n)s × “%(step)s”") % {"n": number, "step": step.label} for step, number in lacking.items()]


def _minutes_there(record: ServiceRecord | None, at: datetime) -> int | None:
    """Return the minutes since the arrival, as a suggestion."""
    if record is None or record.arrived_at is None or record.recorded_at is not None:
        return None
    return max(0, int((at - record.arrived_at).total_seconds()) // 60)


def content_of(record: ServiceRecord, *, actor: "User") -> dict[str, Any]:
    """Return what a record says, line by line, as the customer reads it before signing."""
    rows = list(RecordLine.objects.visible_to(actor).filter(record=record).in_order())
    return {
        "record": record,
        "ticket": record.ticket,
        "paid": [row for row in rows if row.kind in CHARGED],
        "needed": [row for row in rows if row.kind not in CHARGED],
        "readings": list(RecordReading.objects.visible_to(actor).filter(record=record).in_order()),
        "photos": photos_of(record, actor),
        "facts": _facts(record),
    }


def _facts(record: ServiceRecord) -> list[dict[str, Any]]:
    today = None
    shown: list[tuple[str, Any]] = [
        (_("Departed"), short_moment(record.departed_at, today) if record.departed_at else ""),
        (_("Arrived"), short_moment(record.arrived_at, today) if record.arrived_at else ""),
        (
            pgettext("service record", "Done"),
            short_moment(record.recorded_at, today) if record.recorded_at else "",
        ),
        (_("On the way"), _span(record.minutes_travelled)),
        (_("Worked"), _span(record.minutes_worked)),
        (_("Hour meter"), "" if record.meter is None else f"{record.meter:,} h"),
        (_("Fault"), record.cause.fault_class.name if record.cause else ""),
        (_("Cause"), record.cause.name if record.cause else ""),
        (_("Remedy"), record.remedy.name if record.remedy else ""),
        (_("Result"), record.get_result_display() if record.result else ""),
    ]
    return [{"label": label, "value": value} for label, value in shown if value]


def _span(minutes: int | None) -> str:
    return "" if minutes is None else duration(minutes)


def record_page(record: ServiceRecord, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return the page of one record: what it says, who signed it, what the person may do with it now."""
    signed = list(SignedRecord.objects.visible_to(actor).filter(record=record).in_order())
    may_write = permissions.may_write_record(actor, record)
    status = S(record.status)
    return content_of(record, actor=actor) | {
        "sees_ticket": Ticket.objects.visible_to(actor).filter(pk=record.ticket_id).exists(),
        "status": record.get_status_display(),
        "tone": TONES[record.status],
        "versions": [_version(one, local_day(at)) for one in reversed(signed)],
        "is_amended": bool(signed) and is_amended(record),
        "may_sign": may_write and status is S.WRITTEN,
        "may_amend": may_write and status in {S.WRITTEN, S.SIGNED, S.RETURNED},
        "window": _window(record, local_day(at)) if record.is_owed else None,
        "is_late": record.is_owed and record.back_by < local_day(at),
        "auditor": str(record.audited_by) if record.audited_by else "",
        "audited": short_moment(record.audited_at, local_day(at)) if record.audited_at else "",
        "may_write": may_write and status is S.OPEN,
        "history": _history(record, actor=actor, today=local_day(at)),
    }


def _window(record: ServiceRecord, today: date) -> dict[str, Any]:
    return {
        "opens": local_day(record.began_at),
        "closes": record.back_by,
        "now": today,
        "name": _("Service record"),
    }


def _version(signed: SignedRecord, today: date) -> dict[str, Any]:
    return {
        "signed": signed,
        "at": short_moment(signed.signed_at, today),
        "path": path_of(signed.strokes),
        "box": box_of(signed.strokes),
        "short_hash": signed.hash[:16],
    }


def _history(record: ServiceRecord, *, actor: "User", today: date) -> list[dict[str, Any]]:
    """Return the steps with who and when, and where a device told later or by a clock that is off."""
    steps = RecordEvent.objects.visible_to(actor).filter(record=record).in_order()
    return [
        {
            "at": short_moment(step.at, today),
            "said": step.get_verb_display(),
            "who": str(step.actor) if step.actor and permissions.may_name(actor, step.actor) else "",
            "note": step.note,
            "late": short_moment(step.received_at, today) if _is_late(step) else "",
            "clock": _clock_words(step.clock_off_seconds),
        }
        for step in steps
    ]


def _is_late(step: RecordEvent) -> bool:
    return (step.received_at - step.at).total_seconds() >= NOTICED


def _clock_words(seconds: int) -> str:
    """Say how far the clock of the device was off."""
    if abs(seconds) < NOTICED:
        return ""
    span = duration(abs(seconds) // 60)
    if seconds > 0:
        return _("the device's clock was %(span)s ahead") % {"span": span}
    return _("the device's clock was %(span)s behind") % {"span": span}

"""What the service administrator sees of a record that is to be judged: what was looked at, in words (D8)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.wording import duration, money
from tickets.choices import OldPart
from tickets.models import Quote, RecordEvent, RecordLine, RecordPhoto, ServiceRecord, SignedRecord
from tickets.onsite.audit_rules import Facts, Finding, findings
from tickets.onsite.check_words import named
from tickets.onsite.checking import differences
from tickets.onsite.page import lacking_words
from tickets.services import photos_missing

if TYPE_CHECKING:
    from dealers.models import User

ICONS: Final = {"good": "circle-check", "warn": "alert-triangle", "bad": "circle-x"}
WORDS: Final[dict[str, Any]] = {
    "differs": _("Not as it was signed: %(fields)s"),
    "unchanged": _("Signed, and unchanged since"),
    "unsigned": _("Not signed by the customer"),
    "photos_missing": _("Photos are missing: %(photos)s"),
    "photos_elsewhere": _("The same photo stands in %(numbers)s"),
    "photos_there": _("The photos that are asked for are there, and in no other record"),
    "same_time": _("At that time the engineer was on another trip: %(numbers)s"),
    "times_fit": _("Times fit each other, and no other trip of the engineer"),
    "worked_longer": _("Worked %(told)s as written, was there for %(there)s"),
    "travelled_longer": _("On the way for %(told)s as written, arrived after %(there)s"),
    "clock_off": _("The phone's clock was %(minutes)s off; it was put right"),
    "told_late": _("Told %(minutes)s after it happened"),
    "nothing_charged": _("Nothing is charged"),
    "more_than_agreed": _("%(total)s is charged, %(agreed)s was agreed to"),
    "as_agreed": _("%(total)s is charged, within the %(agreed)s agreed to"),
    "charged_in_warranty": _("%(total)s is charged though the machine is in warranty"),
    "nothing_agreed": _("%(total)s is charged, and no quote was agreed to"),
}


def seen_of(record: ServiceRecord, *, actor: "User", at: datetime) -> list[dict[str, str]]:
    """Return what was looked at, each as a line with its sign."""
    return [
        {"text": sentence(one), "tone": one.tone, "icon": ICONS[one.tone]}
        for one in findings(facts_of(record, actor=actor, at=at))
    ]


def sentence(finding: Finding) -> str:
    """Put a finding into words."""
    values = finding.values
    if finding.code == "parts_left":
        said = ngettext(
            "%(count)s replaced part was left with the customer, in warranty",
            "%(count)s replaced parts were left with the customer, in warranty",
            values["count"],
        )
        return said % values
    return str(WORDS[finding.code]) % {name: _worded(name, value) for name, value in values.items()}


def _worded(name: str, value: Any) -> str:  # noqa: ANN401 (whatever a sentence holds)
    if name in {"total", "agreed"}:
        return money(value)
    if name in {"told", "there", "minutes"}:
        return duration(value)
    return "、".join(named(value) if name == "fields" else value)


def facts_of(record: ServiceRecord, *, actor: "User", at: datetime) -> Facts:
    """Read what is known of a record."""
    signed = SignedRecord.objects.visible_to(actor).with_record().filter(record=record)
    last = signed.order_by("-version").first()
    steps = list(RecordEvent.objects.visible_to(actor).filter(record=record))
    agreed = Quote.objects.visible_to(actor).holding(record.ticket)
    lines = RecordLine.objects.visible_to(actor).filter(record=record, old_part=OldPart.LEFT)
    return Facts(
        began_at=record.began_at,
        recorded_at=record.recorded_at,
        departed_at=record.departed_at,
        arrived_at=record.arrived_at,
        minutes_worked=record.minutes_worked,
        minutes_travelled=record.minutes_travelled,
        is_signed=last is not None and not record.unsigned_because,
        differs=differences(last) if last is not None else (),
        photos_missing=lacking_words(photos_missing(record, at=at)),
        photos_elsewhere=_photos_elsewhere(record, actor=actor),
        same_time=_same_time(record, actor=actor),
        clock_off=max(
            (timedelta(seconds=abs(step.clock_off_seconds)) for step in steps), default=timedelta()
        ),
        told_after=max((step.received_at - step.at for step in steps), default=timedelta()),
        total=record.total,
        is_covered=record.ticket.is_in_warranty,
        agreed=agreed.total if agreed else None,
        parts_left=lines.count(),
    )


def _photos_elsewhere(record: ServiceRecord, *, actor: "User") -> list[str]:
    """Return the numbers of other records that show a picture of this one, by the bytes of the files."""
    rows = RecordPhoto.objects.visible_to(actor)
    digests = list(rows.filter(record=record).values_list("file__digest", flat=True))
    others = rows.filter(file__digest__in=digests).exclude(record=record)
    return sorted(set(others.values_list("record__number", flat=True)))


def _same_time(record: ServiceRecord, *, actor: "User") -> list[str]:
    """Return the numbers of the engineer's other records whose time at a machine runs into this one's."""
    if record.arrived_at is None or record.recorded_at is None:
        return []
    others = ServiceRecord.objects.visible_to(actor).told().filter(engineer=record.engineer)
    others = others.filter(arrived_at__lt=record.recorded_at, recorded_at__gt=record.arrived_at)
    return sorted(others.exclude(pk=record.pk).values_list("number", flat=True))

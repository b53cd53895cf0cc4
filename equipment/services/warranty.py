"""A unit's warranty: copied from its model, its end reckoned anew whenever a fact moves it (C4)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from equipment import permissions
from equipment.models import Equipment, HourReading, ProductPart, RepairTime, Warranty
from equipment.rules import clean_text, is_believable
from equipment.services.holding import hold_unit
from equipment.services.maintenance import reckon_maintenance
from equipment.warranty import BookOfWarranty
from equipment.warranty_rules import HOURS_A_DAY
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_REASON: Final = 300
OF_A_PART: Final = ("name_zh", "name_en", "months", "hours")
MOST_HOURS: Final = 200_000  # a machine that never stands reaches them after 22 years


class HoursNotPossible(Refusal):
    code = "hours_not_possible"
    message = _("Operating hours are a whole number from 0 to %(limit)s. Read the meter again.")


class HoursFallen(Refusal):
    code = "hours_fallen"
    message = _(
        "The meter showed %(before)s hours on %(day)s and can't show less now. Read it again; if the meter "
        "was replaced, say so."
    )


class HoursTooFast(Refusal):
    code = "hours_too_fast"
    message = _(
        "From %(first)s to %(last)s a machine can run at most %(most)s hours, and this would be %(hours)s. "
        "Look at the day and the meter again."
    )


class ReadingDayNotPossible(Refusal):
    code = "day_not_possible"
    message = _("%(day)s lies ahead: write down what the meter shows today.")


class ReadingGone(Refusal):
    code = "reading_gone"
    status = 409
    message = _("This reading was withdrawn already.")


class LaterReadingsFirst(Refusal):
    code = "later_readings_first"
    message = _("Later readings count on from this new meter. Withdraw them first, from the latest on.")


class WithdrawalNeedsReason(Refusal):
    code = "reason_missing"
    message = _("Write why the reading is wrong, in at most %(limit)s characters: it stays in the history.")


def copy_terms(unit: Equipment, *, at: datetime) -> None:
    """Copy what the model promises on the day of registration: no later catalogue moves it (C4)."""
    product, copied = unit.product, {"equipment": unit, "copied_at": at}
    whole = Warranty(months=product.warranty_months, hours=product.warranty_hours, **copied)
    parts = [
        Warranty(**{name: getattr(part, name) for name in OF_A_PART}, part=part.code, **copied)
        for part in ProductPart.objects.of(product)
    ]
    Warranty.objects.bulk_create([whole, *parts])


def reckon_warranty(unit: Equipment) -> None:
    """Put the day on which the whole unit's warranty ends where lists find it; the caller holds the unit."""
    ends_on = BookOfWarranty.of(unit.pk).ends_on
    if unit.warranty_ends_on != ends_on:
        Equipment.objects.filter(pk=unit.pk).update(warranty_ends_on=ends_on)
        unit.warranty_ends_on = ends_on


@transaction.atomic
def count_repair(unit: Equipment, *, number: str, from_on: date, until_on: date) -> None:
    """Keep the days on which a unit stood in a repair under warranty; fixed again later, they grow (C4)."""
    hold_unit(unit)
    RepairTime.objects.update_or_create(
        equipment=unit, number=number, defaults={"from_on": from_on, "until_on": until_on}
    )
    reckon_warranty(unit)


@transaction.atomic
def note_hours(
    unit: Equipment, *, actor: "User", at: datetime, read_on: date, meter: int, is_new_meter: bool = False
) -> HourReading:
    """Write down what the hour meter showed on a day; the same reading again is the one there is (C4, C5)."""
    if not permissions.may_note_hours(actor, unit):
        raise PermissionDenied
    return take_hours(unit, actor=actor, at=at, read_on=read_on, meter=meter, is_new_meter=is_new_meter)


@transaction.atomic
def take_hours(
    unit: Equipment,
    *,
    actor: "User",
    at: datetime,
    read_on: date,
    meter: int,
    is_new_meter: bool = False,
    taken_in: str = "",
) -> HourReading:
    """Keep a reading of whoever the caller has let, an engineer at another dealer's machine (C4, D7).

    Told again in the same record `taken_in`, it was changed there: what that record told before is withdrawn.
    """
    if not 0 <= meter <= MOST_HOURS:
        raise HoursNotPossible(limit=MOST_HOURS, field="meter")
    if read_on > local_day(at):
        raise ReadingDayNotPossible(day=read_on, field="read_on")
    if not is_believable(read_on, today=local_day(at)):
        raise ReadingDayNotPossible(
            _("%(day)s can't be meant. Look at the year again."), day=read_on, field="read_on"
        )
    hold_unit(unit)
    if taken_in:
        _take_back(unit, taken_in, actor=actor, at=at, but=(read_on, meter))
    readings = list(HourReading.objects.of(unit).standing())
    for known in readings:
        if (known.read_on, known.meter, known.is_new_meter) == (read_on, meter, is_new_meter):
            return known
    hours = _hours(readings, read_on=read_on, meter=meter, is_new_meter=is_new_meter)
    reading = HourReading.objects.create(
        equipment=unit,
        read_on=read_on,
        meter=meter,
        hours=hours,
        is_new_meter=is_new_meter,
        taken_in=taken_in,
        recorded_at=at,
        recorded_by=actor,
    )
    reckon_warranty(unit)
    reckon_maintenance(unit)
    return reading


@transaction.atomic
def drop_hours(unit: Equipment, *, taken_in: str, actor: "User", at: datetime) -> None:
    """Withdraw what a service record told of the meter: changed, it tells nothing of it any more (C4, D7)."""
    hold_unit(unit)
    if _take_back(unit, taken_in, actor=actor, at=at):
        reckon_warranty(unit)
        reckon_maintenance(unit)


def _take_back(
    unit: Equipment, taken_in: str, *, actor: "User", at: datetime, but: tuple[date, int] | None = None
) -> bool:
    """Withdraw the standing readings of a record but for one; say whether there were any."""
    told = HourReading.objects.of(unit).standing().filter(taken_in=taken_in)
    gone = [one.pk for one in told if (one.read_on, one.meter) != but]
    because = _("Changed on %(record)s.") % {"record": taken_in}
    withdrawn = {"withdrawn_at": at, "withdrawn_by": actor, "withdrawn_because": because}
    return bool(gone and HourReading.objects.filter(pk__in=gone).update(**withdrawn))


def _hours(readings: list[HourReading], *, read_on: date, meter: int, is_new_meter: bool) -> int:
    """Return the hours since the unit was new; refuse what the readings before and after it rule out."""
    before = next((one for one in reversed(readings) if one.read_on <= read_on), None)
    after = next((one for one in readings if one.read_on > read_on), None)
    if after is not None and is_new_meter:
        raise HoursFallen(
            _("Later readings are on record. Withdraw them before you record a new meter."), field="read_on"
        )
    if before is None:
        hours = meter
    elif is_new_meter:
        hours = before.hours + meter
    elif meter < before.meter:
        raise HoursFallen(before=before.meter, day=before.read_on, field="meter")
    else:
        hours = before.hours + meter - before.meter
    if after is not None and hours > after.hours:
        raise HoursFallen(
            _("On %(day)s the unit had run %(after)s hours. Look at the day and the meter again."),
            day=after.read_on,
            after=after.hours,
            field="meter",
        )
    if before is not None:
        _check_pace(before.read_on, read_on, hours - before.hours)
    if after is not None:
        _check_pace(read_on, after.read_on, after.hours - hours)
    return hours


def _check_pace(first: date, last: date, hours: int) -> None:
    """Refuse more hours than there are between two days, both counted: on each at some hour of it."""
    most = ((last - first).days + 1) * HOURS_A_DAY
    if hours > most:
        raise HoursTooFast(first=first, last=last, most=most, hours=hours, field="meter")


@transaction.atomic
def withdraw_hours(reading: HourReading, *, actor: "User", at: datetime, reason: str) -> None:
    """Take a wrong reading out of the reckoning, with a reason; it stays on record (C4, L3)."""
    unit = reading.equipment
    if not permissions.may_note_hours(actor, unit):
        raise PermissionDenied
    told = clean_text(reason)
    if not told or len(told) > LONGEST_REASON:
        raise WithdrawalNeedsReason(limit=LONGEST_REASON, field="reason")
    hold_unit(unit)
    standing = HourReading.objects.of(unit).standing()
    later = Q(read_on__gt=reading.read_on) | Q(read_on=reading.read_on, hours__gt=reading.hours)
    if reading.is_new_meter and standing.filter(later).exists():
        raise LaterReadingsFirst
    withdrawn = {"withdrawn_at": at, "withdrawn_by": actor, "withdrawn_because": told}
    if not standing.filter(pk=reading.pk).update(**withdrawn):
        raise ReadingGone
    reckon_warranty(unit)
    reckon_maintenance(unit)

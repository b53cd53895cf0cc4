"""Installing and commissioning a unit: the day from which warranty and calls count (C3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from equipment import permissions
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment, EquipmentEvent, SelfCheckResult
from equipment.rules import LATEST_START_OF_USE, clean_text, is_believable
from equipment.services.maintenance import reckon_maintenance
from equipment.services.seen import FileMovedOn
from equipment.warranty import BookOfWarranty
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_NAME = 40
LONGEST_NOTE = 200
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One point of the self-check with its answer."""

    item: str
    passed: bool
    note: str = ""


class AlreadyInstalled(Refusal):
    code = "already_installed"
    status = 409
    message = _("The installation on %(day)s is recorded already. Correct it with a reason if it is wrong.")


class NotInstalled(Refusal):
    code = "not_installed"
    message = _("There is no installation to correct yet. Record the installation first.")


class DayNotPossible(Refusal):
    code = "day_not_possible"


class ConfirmationMissing(Refusal):
    code = "confirmation_missing"
    message = _("Write who confirmed for the customer, in at most 40 characters.")


class SelfCheckNotComplete(Refusal):
    code = "self_check_not_complete"


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Write why the date is corrected, in at most 300 characters: it stays in the history.")


class NothingToCorrect(Refusal):
    code = "nothing_to_correct"
    message = _("These are the days on record already. Type the right ones, or leave the page.")


@transaction.atomic
def install_equipment(
    equipment: Equipment,
    *,
    actor: "User",
    at: datetime,
    installed_on: date,
    confirmed_by: str,
    self_check: Sequence[CheckedItem],
    in_use_from: date | None = None,
) -> Equipment:
    """Close the installation with the customer's word: warranty and calls count from it (C3)."""
    if not permissions.may_install(actor, equipment):
        raise PermissionDenied
    if equipment.is_installed:
        raise AlreadyInstalled(day=equipment.installed_on)
    start = in_use_from or installed_on
    _check_days(equipment, installed_on=installed_on, in_use_from=start, at=at)
    confirmed = clean_text(confirmed_by)
    if not confirmed or len(confirmed) > LONGEST_NAME:
        raise ConfirmationMissing(field="confirmed_by")
    results = _self_check(equipment, self_check)
    days = _days(equipment, installed_on=installed_on, in_use_from=start)
    changes = _changed_days(equipment, **days)
    still = {"pk": equipment.pk, "dealer": equipment.dealer_id}  # handed over meanwhile: no longer theirs
    claimed = Equipment.objects.awaiting_installation().filter(**still)
    if not claimed.update(
        **days,
        warranty_ends_on=BookOfWarranty.of(equipment.pk, installed_on=installed_on).ends_on,
        installation_recorded_at=at,
        installation_recorded_by=actor,
        confirmed_by=confirmed,
        version=F("version") + 1,
    ):
        equipment.refresh_from_db()
        raise AlreadyInstalled(day=equipment.installed_on) if equipment.is_installed else FileMovedOn
    SelfCheckResult.objects.bulk_create(results)
    _record(equipment, EquipmentEventVerb.INSTALLED, actor=actor, at=at, changes=changes)
    reckon_maintenance(equipment)
    equipment.refresh_from_db()
    return equipment


@transaction.atomic
def correct_installation(
    equipment: Equipment,
    *,
    actor: "User",
    at: datetime,
    installed_on: date,
    reason: str,
    in_use_from: date | None = None,
) -> Equipment:
    """Put a wrong date right, with a reason; open calls move by themselves, finished ones stay (C3).

    A start of use that equalled the old day moves with it unless another is given.
    """
    if not permissions.may_install(actor, equipment):
        raise PermissionDenied
    if equipment.installed_on is None:
        raise NotInstalled
    told = clean_text(reason)
    if not told or len(told) > LONGEST_REASON:
        raise ReasonMissing(field="reason")
    start = in_use_from or _moved_start(equipment, installed_on)
    _check_days(equipment, installed_on=installed_on, in_use_from=start, at=at)
    days = _days(equipment, installed_on=installed_on, in_use_from=start)
    changes = _changed_days(equipment, **days)
    if not changes:
        raise NothingToCorrect(field="installed_on")
    ends_on = BookOfWarranty.of(equipment.pk, installed_on=installed_on).ends_on
    claimed = Equipment.objects.filter(pk=equipment.pk, version=equipment.version)
    if not claimed.update(**days, warranty_ends_on=ends_on, version=F("version") + 1):
        raise FileMovedOn
    _record(equipment, EquipmentEventVerb.CORRECTED, actor=actor, at=at, changes=changes, note=told)
    reckon_maintenance(equipment)
    equipment.refresh_from_db()
    return equipment


def _moved_start(equipment: Equipment, installed_on: date) -> date:
    start = equipment.in_use_from
    return installed_on if start is None or start == equipment.installed_on else start


def day_faults(
    equipment: Equipment, *, installed_on: date, in_use_from: date | None, at: datetime
) -> Iterator[DayNotPossible]:
    """Name what can't be: days ahead of today, before the delivery, a use before the installation."""
    start = in_use_from or _moved_start(equipment, installed_on)
    is_known = not equipment.is_delivery_assumed
    if installed_on > local_day(at):
        yield DayNotPossible(
            _("%(day)s lies ahead: record the installation once it is done."),
            field="installed_on",
            day=installed_on,
        )
    elif not is_known and not is_believable(installed_on, today=local_day(at)):
        yield DayNotPossible(
            _("%(day)s can't be meant. Look at the year again."), field="installed_on", day=installed_on
        )
    elif is_known and installed_on < equipment.delivered_on:
        yield DayNotPossible(
            _("The unit was delivered on %(delivered)s and can't be installed before. Look at the date."),
            field="installed_on",
            delivered=equipment.delivered_on,
        )
    if start < installed_on:
        yield DayNotPossible(
            _("The use can't start before the installation on %(installed)s. Type that day or a later one."),
            field="in_use_from",
            installed=installed_on,
        )
    elif start > _latest_start(installed_on):
        yield DayNotPossible(
            _("The use starts within a year of the installation on %(installed)s. Look at the year again."),
            field="in_use_from",
            installed=installed_on,
        )


def _latest_start(installed_on: date) -> date:
    """Return the last believable start of use; the calendar itself ends one day."""
    return installed_on + LATEST_START_OF_USE if installed_on.year < date.max.year else date.max


def _check_days(equipment: Equipment, *, installed_on: date, in_use_from: date, at: datetime) -> None:
    faults = day_faults(equipment, installed_on=installed_on, in_use_from=in_use_from, at=at)
    if fault := next(faults, None):
        raise fault


def _self_check(equipment: Equipment, answers: Sequence[CheckedItem]) -> list[SelfCheckResult]:
    """Return the product's points in its order, each answered once; refuse any other list by its points."""
    wanted = [str(item) for item in equipment.product.self_check_items]
    given = {clean_text(answer.item): answer for answer in answers}
    unknown = [item for item in given if item not in wanted]
    missing = [item for item in wanted if item not in given]
    if unknown or len(given) != len(answers):
        raise SelfCheckNotComplete(
            _("Points that are not this model's, or come twice: %(points)s. Answer the model's own list."),
            field="self_check",
            points="; ".join(unknown)[:200] or "–",
        )
    if missing:
        raise SelfCheckNotComplete(
            _("These points of the self-check are not answered: %(points)s. Answer each of them."),
            field="self_check",
            points="; ".join(missing),
        )
    silent = [item for item in wanted if not given[item].passed and not clean_text(given[item].note)]
    if silent:
        raise SelfCheckNotComplete(
            _("Write a note to each point that did not pass: %(points)s."),
            field="self_check",
            points="; ".join(silent),
        )
    return [
        SelfCheckResult(
            equipment=equipment,
            position=position,
            item=item,
            passed=given[item].passed,
            note=clean_text(given[item].note)[:LONGEST_NOTE],
        )
        for position, item in enumerate(wanted, start=1)
    ]


def _days(equipment: Equipment, *, installed_on: date, in_use_from: date) -> dict[str, date]:
    """Return what the file holds from now on; a delivery whose day was not given came no later than this."""
    delivered_on = equipment.delivered_on
    if equipment.is_delivery_assumed:
        delivered_on = min(local_day(equipment.registered_at), installed_on)
    return {"installed_on": installed_on, "in_use_from": in_use_from, "delivered_on": delivered_on}


def _changed_days(equipment: Equipment, **days: date) -> dict[str, list[str]]:
    """Return the days that differ from the record, as field → [old, new]."""
    stood: dict[str, date | None] = {field: getattr(equipment, field) for field in days}
    return {
        field: [_written(stood[field]), day.isoformat()] for field, day in days.items() if stood[field] != day
    }


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _record(
    equipment: Equipment,
    verb: EquipmentEventVerb,
    *,
    actor: "User",
    at: datetime,
    changes: dict[str, Any],
    note: str = "",
) -> None:
    EquipmentEvent.objects.create(
        equipment=equipment,
        dealer_id=equipment.dealer_id,
        at=at,
        actor=actor,
        verb=verb,
        note=note,
        changes=changes,
    )

"""A unit's maintenance: copied from its model, reckoned anew with each fact, written down as done (C5)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment import permissions
from equipment.maintenance import BookOfMaintenance
from equipment.maintenance_rules import State
from equipment.models import Equipment, Maintenance, MaintenanceDone, ProductMaintenance
from equipment.models.maintenance import FACTS
from equipment.rules import clean_text
from equipment.services.holding import hold_unit
from records.kept import held
from records.refusals import Refusal
from regulation.calendars import local_day
from regulation.services import load_editions

if TYPE_CHECKING:
    from collections.abc import Collection

    from dealers.models import User
    from equipment.maintenance import KeptCourse
    from equipment.maintenance_rules import Turn

CHUNK: Final = 500
LONGEST_REASON: Final = 300
NO_TURN: Final[dict[str, Any]] = {
    "counted_on": None,
    "times": 0,
    "hours_limit": None,
    "opens_on": None,
    "due_on": None,
    "closes_on": None,
}
WRITTEN: Final = (*NO_TURN, "editions")


class NotInUse(Refusal):
    code = "not_in_use"
    message = _("The unit is not installed yet: its maintenance counts from the start of use.")


class DoneDayNotPossible(Refusal):
    code = "day_not_possible"
    message = _("It was done between the start of use on %(first)s and today. Look at the day again.")


class DoneAlready(Refusal):
    code = "done_already"
    status = 409
    message = _("It is on record as done on %(day)s already.")


class HowMissing(Refusal):
    code = "note_missing"
    message = _("Write who did it and how you know, in at most %(limit)s characters.")


class TakingBackNeedsReason(Refusal):
    code = "reason_missing"
    message = _("Write why it does not count, in at most %(limit)s characters: it stays in the history.")


class DoneGone(Refusal):
    code = "done_gone"
    status = 409
    message = _("This was taken back already.")


def copy_plan(unit: Equipment, *, at: datetime) -> None:
    """Copy the plan that the model has on the day of registration: no later catalogue moves it (C5)."""
    Maintenance.objects.bulk_create(
        Maintenance(equipment=unit, copied_at=at, **{name: getattr(line, name) for name in FACTS})
        for line in ProductMaintenance.objects.of(unit.product)
    )


def reckon_maintenance(unit: Equipment) -> None:
    """Put the next turn of each maintenance where lists find it; the caller holds the unit (C5)."""
    _write(BookOfMaintenance.of(unit.pk))


def _write(book: BookOfMaintenance) -> None:
    changed = []
    for kept in book.kept:
        row, facts = kept.maintenance, turn_facts(kept.course.next)
        facts["editions"] = len(book.editions.all)
        if any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        Maintenance.objects.bulk_update(changed, WRITTEN)


def turn_facts(turn: "Turn | None") -> dict[str, Any]:
    """Return what a turn says in its row; nothing where none is to come."""
    if turn is None:
        return dict(NO_TURN)
    return {
        "counted_on": turn.base.on,
        "times": turn.times,
        "hours_limit": turn.hours_limit,
        "opens_on": turn.opens_on,
        "due_on": turn.due_on,
        "closes_on": turn.closes_on,
    }


def follow_versions(at: datetime) -> int:
    """Reckon anew what was reckoned before another version of the regulation was approved (C5, K1)."""
    editions, count = len(load_editions().all), 0
    while units := _units_behind(editions):
        for pk in units:
            count += _follow(pk)
    return count


def _units_behind(editions: int) -> list[int]:
    behind = Maintenance.objects.behind(editions=editions).order_by("equipment_id")
    return list(behind.values_list("equipment_id", flat=True).distinct()[:CHUNK])


@transaction.atomic
@held()
def _follow(pk: int) -> int:
    unit = Equipment.objects.get(pk=pk)
    hold_unit(unit)
    reckon_maintenance(unit)
    return 1


@transaction.atomic
def record_maintenance(
    maintenance: Maintenance, *, actor: "User", at: datetime, done_on: date, note: str
) -> MaintenanceDone:
    """Write down a maintenance done without a ticket of ours: when, by whom, how it is known (C5)."""
    unit = maintenance.equipment
    if not permissions.may_record_maintenance(actor, unit):
        raise PermissionDenied
    told = clean_text(note)
    if not told or len(told) > LONGEST_REASON:
        raise HowMissing(limit=LONGEST_REASON, field="note")
    hold_unit(unit)
    in_use_from = Equipment.objects.values_list("in_use_from", flat=True).get(pk=unit.pk)
    if in_use_from is None:
        raise NotInUse
    if not in_use_from <= done_on <= local_day(at):
        raise DoneDayNotPossible(first=in_use_from, field="done_on")
    if MaintenanceDone.objects.standing().filter(maintenance=maintenance, done_on=done_on).exists():
        raise DoneAlready(day=done_on, field="done_on")
    done = MaintenanceDone.objects.create(
        maintenance=maintenance, done_on=done_on, note=told, recorded_at=at, recorded_by=actor
    )
    reckon_maintenance(unit)
    return done


@transaction.atomic
def withdraw_maintenance(done: MaintenanceDone, *, actor: "User", at: datetime, reason: str) -> None:
    """Let a maintenance that was not done count no more, with the reason; it stays on record (C5, L3)."""
    unit = done.maintenance.equipment
    if not permissions.may_record_maintenance(actor, unit):
        raise PermissionDenied
    told = clean_text(reason)
    if not told or len(told) > LONGEST_REASON:
        raise TakingBackNeedsReason(limit=LONGEST_REASON, field="reason")
    hold_unit(unit)
    facts = {"withdrawn_at": at, "withdrawn_by": actor, "withdrawn_because": told}
    if not MaintenanceDone.objects.standing().filter(pk=done.pk).update(**facts):
        raise DoneGone
    reckon_maintenance(unit)


@transaction.atomic
def count_maintenance(
    unit: Equipment,
    *,
    ticket: str,
    lines: "Collection[int]",
    actor: "User | None",
    at: datetime,
) -> None:
    """Keep that a ticket's maintenance was done on the day of the moment (C5).

    A ticket that a person opened names no line: it was for what could be done that day, else for the next.
    """
    hold_unit(unit)
    on, book = local_day(at), BookOfMaintenance.of(unit.pk)
    meant = [kept for kept in book.kept if kept.maintenance.pk in lines] or _meant(book, on=on)
    MaintenanceDone.objects.bulk_create(
        MaintenanceDone(
            maintenance=kept.maintenance, done_on=on, ticket=ticket, recorded_at=at, recorded_by=actor
        )
        for kept in meant
        if not any(one.done_on == on for one in kept.done)
    )
    reckon_maintenance(unit)


def _meant(book: BookOfMaintenance, *, on: date) -> "list[KeptCourse]":
    """Return what could be done on a day; where nothing was, what comes next by its day."""
    ahead = [kept for kept in book.kept if kept.course.next is not None]
    possible = [kept for kept in ahead if kept.course.state(on) is not State.NOT_YET]
    return possible or sorted(ahead, key=_due_next)[:1]


def _due_next(kept: "KeptCourse") -> date:
    turn = kept.course.next
    return (turn.due_on if turn else None) or date.max


@transaction.atomic
def uncount_maintenance(
    unit: Equipment, *, ticket: str, actor: "User | None", at: datetime, reason: str
) -> None:
    """Let what a ticket has counted as done count no more, for it was taken up again (C5)."""
    hold_unit(unit)
    facts = {
        "withdrawn_at": at,
        "withdrawn_by": actor,
        "withdrawn_because": clean_text(reason)[:LONGEST_REASON],
    }
    counted = MaintenanceDone.objects.standing().filter(maintenance__equipment=unit, ticket=ticket)
    if counted.update(**facts):
        reckon_maintenance(unit)

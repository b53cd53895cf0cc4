"""Each person chooses how to be told: ways a group of events, own mobile, language, own quiet hours (D20)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.choices import NEVER_SILENT, NoticeGroup, NoticeWay
from dealers.models import Telling, TellingWay
from dealers.models.telling import LANGUAGES
from dealers.roles import Right
from records.phone_numbers import is_mobile, mask, normalise
from records.refusals import Refusal
from records.sealing import seal
from regulation.calendars import local_day
from regulation.services import load_editions

if TYPE_CHECKING:
    from dealers.models import User

G, R = NoticeGroup, Right
# whom the steps of a ticket concern: nobody is asked about what they are never told of
HEARD_BY: Final[Mapping[str, frozenset[Right]]] = {
    G.OFFERED: frozenset({R.SERVE_AS_DESK}),
    G.ASSIGNED: frozenset({R.REPAIR, R.ADVISE}),
    G.ANSWERED: frozenset({R.SERVE_AS_DESK, R.REPAIR}),
    G.ACCOUNT: frozenset({R.SERVE_AS_DESK}),
    G.RECORDS: frozenset({R.SERVE_AS_DESK, R.REPAIR, R.DISPATCH}),
    G.TIMES: frozenset({R.SERVE_AS_DESK, R.DISPATCH}),
    G.ESCALATED: frozenset({R.SERVE_AS_DESK, R.DISPATCH, R.ADVISE}),
}


class NotOfYourWork(Refusal):
    code = "not_of_your_work"
    message = _("You are never told of “%(group)s”. Leave it out.")


class WarningsStay(Refusal):
    code = "warnings_stay"
    message = _("Warnings can't be switched off wholly. Leave at least one way.")


class NoAddressOnFile(Refusal):
    code = "no_address_on_file"
    message = _("No e-mail address of yours is on file. Ask an administrator to add it, or leave out e-mail.")


class MobileMissing(Refusal):
    code = "mobile_missing"
    message = _("Write your mobile number, or leave out SMS.")


class NotAMobile(Refusal):
    code = "not_a_mobile"
    message = _("Only a mobile takes an SMS. Write a number of 11 digits that begins with 1.")


class LanguageUnknown(Refusal):
    code = "language_unknown"
    message = _("Messages are written in Chinese or English. Choose one of them.")


class QuietHoursNotWhole(Refusal):
    code = "quiet_hours_not_whole"
    message = _("Write from when until when, at two different times, or leave both empty.")


class QuietHoursTooLong(Refusal):
    code = "quiet_hours_too_long"
    message = _("The regulation lets you be left alone between %(from)s and %(until)s. Stay within that.")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks for; a group that is left out stays as it was."""

    ways: Mapping[str, frozenset[NoticeWay]]
    mobile: str = ""
    language: str = LANGUAGES[0][0]
    quiet_from: time | None = None
    quiet_until: time | None = None


def groups_of(actor: "User") -> list[NoticeGroup]:
    """Return the events that a person's roles can be told of."""
    return [group for group in NoticeGroup if actor.rights & HEARD_BY[group]]


def quiet_bounds(at: datetime) -> tuple[time, time]:
    """Return between which times people may ask to be left alone, by the version in force (D20)."""
    hours = load_editions().in_force(local_day(at)).parameters.messages
    return hours.quiet_from, hours.quiet_until


@transaction.atomic
def choose_telling(wishes: Wishes, *, actor: "User", at: datetime) -> Telling:
    """Keep how a person wants to be told from now on; the history says what it was before (L3)."""
    if not actor.is_active:
        raise PermissionDenied
    for fault in faults_of(wishes, actor=actor, at=at):
        raise fault
    telling = Telling.objects.of(actor).select_for_update().first() or Telling(person=actor)
    number = normalise(wishes.mobile) if wishes.mobile.strip() else ""
    facts = {
        "language": wishes.language,
        "masked_mobile": mask(number) if number else "",
        "quiet_from": wishes.quiet_from,
        "quiet_until": wishes.quiet_until,
    }
    if telling.pk is None or telling.mobile != number or _differs(telling, facts):
        telling.sealed_mobile = seal(number) if number else ""
        _save(telling, facts, actor=actor, at=at)
    for group, chosen in wishes.ways.items():
        way = TellingWay.objects.filter(telling=telling, group=group).first()
        way = way or TellingWay(telling=telling, group=group)
        ticked = {
            "on_page": NoticeWay.PAGE in chosen,
            "by_email": NoticeWay.EMAIL in chosen,
            "by_sms": NoticeWay.SMS in chosen,
        }
        if way.pk is None or _differs(way, ticked):
            _save(way, ticked, actor=actor, at=at)
    return telling


def _differs(row: Telling | TellingWay, facts: Mapping[str, object]) -> bool:
    return any(getattr(row, name) != value for name, value in facts.items())


def _save(row: Telling | TellingWay, facts: Mapping[str, object], *, actor: "User", at: datetime) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row._history_user, row._history_date = actor, at  # type: ignore[union-attr]  # noqa: SLF001 (the package's documented way)
    row.save()


def faults_of(wishes: Wishes, *, actor: "User", at: datetime) -> Iterator[Refusal]:
    """Name all that can't be, each at its field: nobody mends it in rounds."""
    yield from _way_faults(wishes, actor=actor)
    yield from _mobile_faults(wishes)
    if wishes.language not in dict(LANGUAGES):
        yield LanguageUnknown(field="language")
    yield from _quiet_faults(wishes, at=at)


def _way_faults(wishes: Wishes, *, actor: "User") -> Iterator[Refusal]:
    known = groups_of(actor)
    for group, ways in wishes.ways.items():
        if group not in known:
            yield NotOfYourWork(group=NoticeGroup(group).label, field=group)
        elif not ways and group in NEVER_SILENT:
            yield WarningsStay(field=group)
        elif NoticeWay.EMAIL in ways and not actor.email:
            yield NoAddressOnFile(field=group)


def _mobile_faults(wishes: Wishes) -> Iterator[Refusal]:
    if not wishes.mobile.strip():
        if any(NoticeWay.SMS in ways for ways in wishes.ways.values()):
            yield MobileMissing(field="mobile")
        return
    try:
        if not is_mobile(normalise(wishes.mobile)):
            yield NotAMobile(field="mobile")
    except Refusal as refusal:
        refusal.field = "mobile"
        yield refusal


def _quiet_faults(wishes: Wishes, *, at: datetime) -> Iterator[Refusal]:
    begins, ends = wishes.quiet_from, wishes.quiet_until
    if begins is None and ends is None:
        return
    if begins is None or ends is None or begins == ends:
        yield QuietHoursNotWhole(field="quiet_from")
        return
    first, last = quiet_bounds(at)
    if not _lies_within(begins, ends, first=first, last=last):
        values = {"from": f"{first:%H:%M}", "until": f"{last:%H:%M}"}
        yield QuietHoursTooLong(field="quiet_from", **values)


def _lies_within(begins: time, ends: time, *, first: time, last: time) -> bool:
    """Count from when the regulation's hours begin: they may last over midnight, and so may the person's."""
    whole = _minutes(first, last)
    return _minutes(first, begins) < _minutes(first, ends) <= whole


def _minutes(begins: time, ends: time) -> int:
    """Return how long it is from one time of day to the next other."""
    return ((ends.hour - begins.hour) * 60 + ends.minute - begins.minute) % (24 * 60)

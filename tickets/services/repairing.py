"""The work itself: the service record of a trip (D7)."""

from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.numbers import take_number
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.choices import RecordResult
from tickets.models import ServiceRecord, Ticket
from tickets.services.appointing import end_appointment
from tickets.services.moving import _move
from tickets.services.notes import LONGEST_DESCRIPTION, checked
from tickets.services.repair_time import count_time_in_repair
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import ServiceStaff, User

LONGEST_WORK: Final = 1440 * 31  # minutes: a month without a break


class WorkMissing(Refusal):
    code = "work_missing"
    message = _("Write what was done, so that the next one to come knows it.")


class MinutesNotPossible(Refusal):
    code = "minutes_not_possible"
    message = _("Working time is a number of minutes from 0 to %(limit)s. Mend it.")


@transaction.atomic
def record_service(
    ticket: Ticket, *, actor: "User", at: datetime, work_done: str, minutes_worked: int, result: str
) -> ServiceRecord:
    """Keep what was done on a trip; a fault not put right leaves the ticket with its engineer (D7)."""
    if not permissions.may_record(actor, ticket):
        raise PermissionDenied
    work = checked(work_done, field="work_done", limit=LONGEST_DESCRIPTION, missing=WorkMissing())
    if not 0 <= minutes_worked <= LONGEST_WORK:
        raise MinutesNotPossible(limit=LONGEST_WORK, field="minutes_worked")
    outcome = RecordResult(result)
    is_over = outcome is not RecordResult.NOT_FIXED
    number = take_number("S", year=local_day(at).year)
    moved = _move(
        ticket,
        TicketVerb.RECORD,
        TicketStatus.RESOLVED if is_over else TicketStatus.ASSIGNED,
        actor=actor,
        at=at,
        note=work,
        about=number,
        outcome=outcome.value,
        resolved_at=at if is_over else None,
    )
    end_appointment(moved, TicketVerb.RECORD, at=at)
    if is_over:
        count_time_in_repair(moved, at=at)
    return ServiceRecord.objects.create(
        number=number,
        ticket=moved,
        engineer=cast("ServiceStaff", moved.engineer),  # the database keeps one with each assigned ticket
        dealer=moved.dealer,
        recorded_at=at,
        work_done=work,
        minutes_worked=minutes_worked,
        result=outcome,
    )

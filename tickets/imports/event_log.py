"""The event log of another system out of a file: each row an event, each case a ticket with its steps."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.rules import fold_serial_number
from records.imports import Importer, Job, Outcome, Problem, ReadRow
from records.imports.fields import Field, FieldType
from records.refusals import Refusal
from tickets.choices import TicketKind, TicketPriority
from tickets.imports.history import LIES_AHEAD, NOT_BELIEVABLE
from tickets.log_rules import REACHES, LoggedEvent, StateReached
from tickets.models import Ticket
from tickets.services.importing import named_products, named_units
from tickets.services.notes import LONGEST_DESCRIPTION
from tickets.services.replaying import LONGEST_NOTE, Event, Log, may_replay, replay_event, steps_of
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from dealers.models import User

KIND: Final = "ticket_log"
EARLIEST: Final = datetime(1950, 1, 1, tzinfo=UTC)

FIELDS = (
    Field(
        "case",
        pgettext_lazy("event log", "Case"),
        longest=80,
        is_required=True,
        aliases=("工单号", "案例", "case id", "caseid", "case:concept:name", "ticket", "ticket id"),
    ),
    Field(
        "event",
        _("Event"),
        FieldType.CHOICE,
        is_required=True,
        choices=tuple(LoggedEvent.choices),
        aliases=("事件", "活动", "activity", "activity name", "concept:name", "status"),
    ),
    Field(
        "at",
        _("Time of the event"),
        FieldType.MOMENT,
        is_required=True,
        aliases=("时间", "事件时间", "timestamp", "time:timestamp", "complete timestamp", "completed at"),
    ),
    Field("note", _("Note"), longest=LONGEST_NOTE, aliases=("备注", "comment", "remark")),
    Field(
        "kind",
        _("Kind"),
        FieldType.CHOICE,
        choices=tuple(TicketKind.choices),
        default=TicketKind.REMOTE_SUPPORT,
        aliases=("服务类型", "工单类型", "ticket kind"),
    ),
    Field(
        "priority",
        _("Priority"),
        FieldType.CHOICE,
        choices=tuple(TicketPriority.choices),
        default=TicketPriority.NORMAL,
        aliases=("级别", "优先级", "severity", "seriousness"),
    ),
    Field("description", _("Description"), longest=LONGEST_DESCRIPTION, aliases=("描述", "问题", "subject")),
    Field("product_text", _("Product"), longest=120, aliases=("产品", "机型", "product", "model")),
    Field("unit_text", _("Unit"), longest=120, aliases=("设备", "机号", "序列号", "serial number", "asset")),
    Field("place_text", _("Place"), longest=160, aliases=("地点", "现场", "site", "location")),
)


class Stand(NamedTuple):
    """Where a case stands: all that a trial needs to know of it, for a trial leaves no ticket behind."""

    status: TicketStatus
    moved_at: datetime


def fields_for(_actor: "User") -> tuple[Field, ...]:
    return FIELDS


def look(rows: Sequence[ReadRow], job: Job) -> list[Problem]:
    """Name the times that can't be: not yet come, or before there were such machines."""
    problems = []
    for row in rows:
        at = row.values.get("at")
        if at is not None and not EARLIEST <= at <= job.at:
            reason = LIES_AHEAD if at > job.at else NOT_BELIEVABLE
            problems.append(Problem(row.line, "at", reason, {"day": at}))
    return problems


def take(rows: Sequence[ReadRow], job: Job) -> Outcome:
    """Replay events in the order of the file; one that changes nothing and one refused are named.

    A case goes on where its ticket stands, whichever file its next events come in: sent again, they find the
    states reached. A trial judges by the same rules and takes no step.
    """
    log = Log(job.actor, job.run_id, job.file_name)
    events = _events(rows)
    tickets = {
        ticket.external_id: ticket
        for ticket in Ticket.objects.replayed().filter(external_id__in={event.case for event in events})
    }
    stands: dict[str, Stand] = job.memory.setdefault("stands", {})
    outcome = Outcome()
    for event in events:
        try:
            if job.is_trial:
                stands[event.case] = _judged(event, stands.get(event.case), tickets.get(event.case))
            else:
                with transaction.atomic():
                    tickets[event.case] = replay_event(event, tickets.get(event.case), log=log)
        except StateReached as reached:
            outcome.unchanged += 1
            outcome.named.append(_problem(event, reached))
        except Refusal as refusal:
            outcome.refused.append(_problem(event, refusal))
        else:
            outcome.taken += 1
    return outcome


def _problem(event: Event, refusal: Refusal) -> Problem:
    return Problem(event.line, refusal.field or "event", refusal.text, refusal.values)


def _judged(event: Event, stand: Stand | None, ticket: Ticket | None) -> Stand:
    if stand is None and ticket is not None:
        stand = Stand(TicketStatus(ticket.status), ticket.moved_at)
    steps_of(event, status=stand.status if stand else None, moved_at=stand.moved_at if stand else None)
    return Stand(REACHES[event.event], event.at)


def _events(rows: Sequence[ReadRow]) -> list[Event]:
    units = named_units([row.values["unit_text"] or "" for row in rows])
    products = named_products([row.values["product_text"] or "" for row in rows])
    events = []
    for row in rows:
        filled = {code: value for code, value in row.values.items() if value is not None}
        filled["event"] = LoggedEvent(filled["event"])
        unit = units.get(fold_serial_number(filled.get("unit_text", "")))
        product = products.get(filled.get("product_text", ""))
        events.append(Event(line=row.line, columns=row.kept, equipment=unit, product=product, **filled))
    return events


IMPORTER = Importer(
    kind=KIND,
    label=_("Event log of tickets"),
    hint=_("What happened to each ticket in another system, event by event, replayed at its times."),
    icon="timeline-event",
    may_import=may_replay,
    fields=fields_for,
    take=take,
    look=look,
    is_once_for_all=True,
    list_page="tickets:list",
)

"""Service history out of a file: what each column of a repair of the past becomes on a closed ticket."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from records.imports import Importer, Job, Outcome, Problem, ReadRow
from records.imports.fields import Field, FieldType
from regulation.calendars import local_day
from tickets.choices import TicketKind
from tickets.services.fault_names import LONGEST_NAME, folded_name, known_faults, says_something
from tickets.services.importing import PastService, import_past_services, may_import_history

if TYPE_CHECKING:
    from dealers.models import User

EARLIEST = date(1950, 1, 1)
NO_FAULT_CLASS = _(
    "There is no fault class “%(name)s”. Map the column to “Fault class, made where it is not known yet”, or"
    " leave it out."
)
NOT_BELIEVABLE = _("%(day)s can't be meant. Look at the year again.")
LIES_AHEAD = _("%(day)s lies ahead: only what is done can be history.")

FIELDS = (
    Field(
        "day",
        _("Day of service"),
        FieldType.DATE,
        is_required=True,
        aliases=(
            "日期",
            "服务日期",
            "维修日期",
            "date",
            "event_date",
            "closed_on",
            "start date",
            "service date",
        ),
    ),
    Field(
        "description", _("Description"), aliases=("故障描述", "描述", "问题", "problem", "text", "short text")
    ),
    Field(
        "kind",
        _("Kind"),
        FieldType.CHOICE,
        choices=tuple(TicketKind.choices),
        default=TicketKind.REPAIR,
        aliases=("服务类型", "工单类型", "ticket kind"),
    ),
    Field("outcome", _("Outcome"), longest=60, aliases=("结果", "维修结果", "repair_status", "result")),
    Field("cause", _("Cause"), longest=160, aliases=("原因", "故障原因", "reason", "barrier")),
    Field(
        "fault_class",
        _("Fault class"),
        longest=LONGEST_NAME,
        aliases=("故障类别", "故障分类", "故障现象", "fault code", "symptom", "failure mode"),
    ),
    Field("new_fault_class", _("Fault class, made where it is not known yet"), longest=LONGEST_NAME),
    Field("cost", _("Cost"), FieldType.DECIMAL, aliases=("费用", "金额", "amount", "costs")),
    Field(
        "product_text",
        _("Product"),
        longest=120,
        aliases=("产品", "机型", "型号", "model", "product_category"),
    ),
    Field(
        "unit_text",
        _("Unit"),
        longest=120,
        aliases=("设备", "机号", "序列号", "serial number", "machine", "asset"),
    ),
    Field(
        "place_text", _("Place"), longest=160, aliases=("地点", "地址", "现场", "site", "location", "city")
    ),
    Field(
        "external_id",
        _("Number elsewhere"),
        longest=80,
        aliases=("外部编号", "原编号", "单号", "id", "ticket id", "order"),
    ),
)


def fields_for(_actor: "User") -> tuple[Field, ...]:
    return FIELDS


def look(rows: Sequence[ReadRow], job: Job) -> list[Problem]:
    """Name the days that can't be history, and the fault classes that are not known."""
    return _impossible_days(rows, job) + _unknown_faults(rows)


def _impossible_days(rows: Sequence[ReadRow], job: Job) -> list[Problem]:
    today = local_day(job.at)
    problems = []
    for row in rows:
        day = row.values.get("day")
        if day is not None and not EARLIEST <= day <= today:
            reason = LIES_AHEAD if day > today else NOT_BELIEVABLE
            problems.append(Problem(row.line, "day", reason, {"day": day}))
    return problems


def _unknown_faults(rows: Sequence[ReadRow]) -> list[Problem]:
    """Name what was mapped to the known classes and is none: made only where asked for."""
    written = {row.line: row.values.get("fault_class") or "" for row in rows}
    known = known_faults(written.values())
    return [
        Problem(line, "fault_class", NO_FAULT_CLASS, {"name": name})
        for line, name in written.items()
        if says_something(name) and folded_name(name) not in known
    ]


def take(rows: Sequence[ReadRow], job: Job) -> Outcome:
    """Put every row in; identical ones too, for a file of history has no key (they are counted)."""
    services = [_service(row) for row in rows]
    import_past_services(services, actor=job.actor, run_id=job.run_id, file_name=job.file_name)
    return Outcome(taken=len(services))


def _service(row: ReadRow) -> PastService:
    filled = {code: value for code, value in row.values.items() if value is not None}
    return PastService(line=row.line, columns=row.kept, **filled)


IMPORTER = Importer(
    kind="tickets",
    label=_("Service history"),
    hint=_("Repairs of the past as closed tickets: day, what was wrong, how it ended. No calls follow."),
    icon="history",
    may_import=may_import_history,
    fields=fields_for,
    take=take,
    look=look,
    is_once_for_all=True,
    list_page="tickets:list",
)

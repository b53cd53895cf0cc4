"""The page of one region's day: its sum, its dealers and kinds, its tickets, later news (D16)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from dealers.models import Dealer
from records.wording import MINUS, short_moment, weekday
from regulation.calendars import local_day
from reports import permissions
from reports.daily.figures import (
    CAME_IN,
    CLOSED,
    LABELS,
    OPEN,
    OVERDUE,
    RESOLVED,
    SUM,
    DayFigures,
    counted,
    grouped,
    total,
)
from reports.daily.hours import window_of
from reports.daily.listing import standing
from reports.daily.states import Entered, Left
from reports.forms.daily import ConfirmDayForm
from reports.models import DailyReport, DailyReportChange, DailyReportLine, OfADay
from tickets.choices import TicketKind
from tickets.models import Ticket

if TYPE_CHECKING:
    from dealers.models import User
    from reports.daily.querysets import DailyReportLineQuerySet

MOST_LINES: Final = 500
COLUMNS: Final = (CAME_IN, RESOLVED, OPEN, OVERDUE)


def lines_asked(report: DailyReport, asked: Mapping[str, str], *, actor: "User") -> "DailyReportLineQuerySet":
    """Return the lines that a figure, a dealer or a kind of the address stands for."""
    rows = DailyReportLine.objects.visible_to(actor).filter(report=report).behind(asked.get("figure", ""))
    if asked.get("dealer"):
        rows = rows.filter(dealer__code=asked["dealer"])
    return rows.filter(kind=asked["kind"]) if asked.get("kind") in TicketKind.values else rows


def day_page(
    report: DailyReport,
    *,
    actor: "User",
    at: datetime,
    asked: Mapping[str, str],
    form: ConfirmDayForm | None = None,
) -> dict[str, Any]:
    """Return what the page of a day says, and its form where the day waits for who looks at it."""
    today = local_day(at)
    everything = DailyReportLine.objects.visible_to(actor).filter(report=report)
    by_dealer = grouped(everything, "dealer__code")
    figures = total(by_dealer.values())
    lines = list(lines_asked(report, asked, actor=actor).with_tickets().in_order()[: MOST_LINES + 1])
    known = _known({line.ticket_id for line in lines}, actor)
    may_confirm = not report.is_confirmed and permissions.may_confirm_day(actor, report)
    refused = form if report.is_confirmed else None
    if may_confirm and report.ends_at <= at and form is None:
        form = ConfirmDayForm()
    return {
        "report": report,
        "day": weekday(report.on),
        "sum": [_figure(code, figures, asked, sign=sign) for code, sign in SUM.items()],
        "beside": [_figure(code, figures, asked) for code in (OVERDUE, CLOSED)],
        "columns": [LABELS[code] for code in COLUMNS],
        "dealers": _groups("dealer", by_dealer, names=_dealer_names(by_dealer), asked=asked),
        "kinds": _groups("kind", grouped(everything, "kind"), names=dict(TicketKind.choices), asked=asked),
        "lines": [_line(line, is_known=line.ticket_id in known) for line in lines[:MOST_LINES]],
        "is_cut": len(lines) > MOST_LINES,
        "conditions": _conditions(asked, by_dealer),
        "window": window_of(report, at=at),
        "form": form if may_confirm else None,
        "refused": refused,
        "runs_for_head": may_confirm and form is None,
        "confirmed": short_moment(report.confirmed_at, today) if report.confirmed_at else "",
        "reckoned": short_moment(report.reckoned_at, today) if report.reckoned_at else "",
        "later": _later(report, actor=actor, at=at),
        "told": _told_that_day(report, actor=actor),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        **standing(report, at=at),
    }


def _known(tickets: set[int], actor: "User") -> set[int]:
    """Return which tickets the person may open: one that went to another region is only named."""
    return set(Ticket.objects.visible_to(actor).filter(pk__in=tickets).values_list("pk", flat=True))


def _figure(code: str, figures: DayFigures, asked: Mapping[str, str], *, sign: str = "") -> dict[str, Any]:
    return {
        "code": code,
        "label": LABELS[code],
        "count": figures.of(code),
        "sign": sign,
        "url": f"?{urlencode({'figure': code})}#tickets",
        "current": asked.get("figure") == code,
        "is_bad": code == OVERDUE and figures.of(code) > 0,
    }


def _groups(
    by: str, groups: Mapping[Any, DayFigures], *, names: Mapping[Any, Any], asked: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return a row for each dealer or kind, each figure with the address of its tickets."""
    rows = [
        {
            "name": names.get(key, key),
            "url": f"?{urlencode({by: key})}#tickets",
            "current": asked.get(by) == key,
            "cells": [
                {
                    "count": figures.of(code),
                    "url": f"?{urlencode({'figure': code, by: key})}#tickets",
                    "is_bad": code == OVERDUE,
                }
                for code in COLUMNS
            ],
            "open": figures.of(OPEN),
        }
        for key, figures in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["open"], str(row["name"])))


def _dealer_names(codes: Mapping[Any, DayFigures]) -> dict[str, str]:
    rows: Any = Dealer.objects.filter(code__in=list(codes))
    return dict(rows.values_list("code", "name"))


def _conditions(asked: Mapping[str, str], dealers: Mapping[Any, DayFigures]) -> list[dict[str, str]]:
    """Return what the list of tickets is narrowed to, each with the address that drops it."""
    names = _dealer_names(dealers) if asked.get("dealer") else {}
    said = {
        "figure": (_("Figure"), str(LABELS.get(asked.get("figure", ""), ""))),
        "dealer": (_("Dealer"), names.get(asked.get("dealer", ""), asked.get("dealer", ""))),
        "kind": (_("Kind"), str(dict(TicketKind.choices).get(asked.get("kind", ""), ""))),
    }
    found = []
    for name, (label, value) in said.items():
        if not value:
            continue
        rest = {key: one for key, one in asked.items() if one and key != name}
        found.append(
            {"name": name, "label": label, "value": value, "remove_url": f"?{urlencode(rest)}#tickets"}
        )
    return found


def stood(row: OfADay) -> str:
    """Say in a word how a ticket stood to the day at its end."""
    if row.is_open:
        return pgettext("daily report", "Open at day's end")
    if row.left:
        return str(Left(row.left).label)
    return pgettext("daily report", "Closed") if row.is_closed else pgettext("daily report", "not counted")


def _tone(line: DailyReportLine) -> str:
    if line.is_open:
        return "bad" if line.is_overdue else "o"
    return "good" if line.left == Left.RESOLVED else ""


def _line(line: DailyReportLine, *, is_known: bool) -> dict[str, Any]:
    ticket = line.ticket
    came = Entered(line.entered).label if line.entered else pgettext("daily report", "Carried over")
    return {
        "ticket": ticket,
        "is_known": is_known,
        "subject": ticket.description if is_known else "",
        "customer": str(ticket.customer or ticket.contact_name) if is_known else "",
        "engineer": str(ticket.engineer or "") if is_known else "",
        "kind": line.get_kind_display(),
        "dealer": line.dealer.name,
        "came": came if line.was_open or line.entered else "",
        "stood": stood(line),
        "tone": _tone(line),
        "is_overdue": line.is_overdue,
    }


HEADS: Final = (
    gettext_lazy("Ticket"),
    gettext_lazy("Kind"),
    gettext_lazy("Dealer"),
    pgettext_lazy("daily report", "In the morning"),
    pgettext_lazy("daily report", "At day's end"),
    pgettext_lazy("daily report", "Overdue"),
    gettext_lazy("Customer"),
    gettext_lazy("Engineer"),
    gettext_lazy("Description"),
)


def file_rows(lines: list[DailyReportLine], *, actor: "User") -> Iterator[list[Any]]:
    """Yield lines as rows of a file: number, address where the person may open it, and what stands beside."""
    known = _known({line.ticket_id for line in lines}, actor)
    for line in lines:
        row = _line(line, is_known=line.ticket_id in known)
        yield [
            line.ticket.number,
            line.ticket.get_absolute_url() if row["is_known"] else "",
            row["kind"],
            row["dealer"],
            str(row["came"]),
            str(row["stood"]),
            pgettext("daily report", "yes") if line.is_overdue else "",
            row["customer"],
            row["engineer"],
            row["subject"],
        ]


def _later(report: DailyReport, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what was told of a confirmed day since: by figure what differs, and ticket for ticket."""
    rows = DailyReportChange.objects.visible_to(actor).filter(report=report).in_order()
    last = {change.ticket_id: change for change in rows.select_related("ticket", "dealer")}
    lines = DailyReportLine.objects.visible_to(actor).filter(report=report, ticket__in=last)
    before = {line.ticket_id: line for line in lines}
    differs = counted(last.values()) - counted(before.values())
    return {
        "figures": [
            {"label": LABELS[code], "count": f"+{n}" if n > 0 else f"{MINUS}{-n}"}
            for code, n in differs.items()
        ],
        "rows": _news(list(last.values()), before, at=at, actor=actor),
    }


def _told_that_day(report: DailyReport, *, actor: "User") -> list[dict[str, Any]]:
    """Return what was told on this day of earlier ones that were confirmed: it lands here, openly."""
    rows = DailyReportChange.objects.visible_to(actor).filter(
        report__region=report.region_id, found_at__gte=report.begins_at, found_at__lt=report.ends_at
    )
    found = list(rows.in_order().select_related("ticket", "report__region")[:MOST_LINES])
    known = _known({change.ticket_id for change in found}, actor)
    return [
        {
            "ticket": change.ticket,
            "is_known": change.ticket_id in known,
            "report": change.report,
            "now": stood(change),
        }
        for change in found
    ]


def _news(
    changes: list[DailyReportChange], before: Mapping[int, OfADay], *, at: datetime, actor: "User"
) -> list[dict[str, Any]]:
    known = _known({change.ticket_id for change in changes}, actor)
    return [
        {
            "ticket": change.ticket,
            "is_known": change.ticket_id in known,
            "was": stood(before[change.ticket_id])
            if change.ticket_id in before
            else pgettext("daily report", "not counted"),
            "now": stood(change),
            "at": short_moment(change.found_at, local_day(at)),
        }
        for change in changes
    ]

"""What the failure analysis shows: a rate, a Pareto, an age curve, each group's interval (D15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import permissions, wording
from reports.choices import FailureGroup
from reports.failure_rules import Rate, cumulated, rate, stands_out, wilson
from reports.failures import IN_SERVICE, Counted, Failures
from reports.failures_asked import FailuresAsked
from reports.operations import CODE_WIDTH, province_names
from reports.stretch_links import neighbours, spans
from tickets.failing import age_bounds
from tickets.models import FaultCause

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.querysets import EquipmentQuerySet
    from reports.forms.failures import FailuresQuery
    from tickets.querysets import TicketQuerySet

MOST_DRAWN: Final = 12  # marks of a Pareto: what comes after is in its numbers
TENTH: Final = Decimal("0.1")
DAYS_A_YEAR: Final = 365
G = FailureGroup


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One group: its key in addresses, its name, its failures, and how often they come."""

    key: str
    name: str
    counted: Counted
    rate: Rate
    share: tuple[float, float] | None  # of a hundred failures, the ends of the interval


@dataclass(frozen=True, slots=True)
class FailureReport:
    """The analysis that an address asks for."""

    asked: FailuresAsked
    failures: Failures
    today: date
    class_names: Mapping[str, str]

    def rows(self) -> tuple[Rate, Counted, list[FailureRow]]:
        """Return all failures, and each group of them, the most first."""
        group, all_counted = self.asked.grouping, self.failures.all_counted()
        everywhere = self.failures.in_service().get(None, {})
        whole = rate(all_counted.failures, self.failures.days(everywhere))
        counted = {key: found for key, found in self.failures.counted(group).items() if _is_named(key)}
        rates = self._rates(counted, whole)
        names = self._names(list(counted))
        rows = [
            FailureRow(
                _written(group, key),
                names[key],
                found,
                rates[key],
                wilson(found.failures, all_counted.failures),
            )
            for key, found in counted.items()
        ]
        return whole, all_counted, sorted(rows, key=lambda row: (-row.counted.failures, row.name))

    def _rates(self, counted: dict[Any, Counted], whole: Rate) -> dict[Any, Rate]:
        """Return the rate of each group: by its own units where they are known, else by all of them."""
        group = self.asked.grouping
        if group is G.AGE:
            by_age = self.failures.rates_by_age()
            return {key: by_age[key] for key in counted}
        if group not in IN_SERVICE:
            return {key: rate(found.failures, whole.unit_days) for key, found in counted.items()}
        units = self.failures.in_service(group)
        return {
            key: rate(found.failures, self.failures.days(units.get(key, {})))
            for key, found in counted.items()
        }

    def _names(self, keys: Sequence[Any]) -> dict[Any, str]:
        group = self.asked.grouping
        if group is G.AGE:
            return {key: age_name(key) for key in keys}
        if group is G.BATCH:
            return {key: wording.month_name(key) for key in keys}
        if group is G.FAULT_CLASS:
            return {key: self.class_names.get(key, key) for key in keys}
        if group is G.REGION:
            provinces = province_names(keys)
            return {key: provinces.get(key, key) for key in keys}
        if group is G.CAUSE:
            known = {one.code: one.name for one in FaultCause.objects.filter(code__in=keys)}
            return {key: known.get(key, key) for key in keys}
        return {key: str(key) for key in keys}


def _is_named(key: Any) -> bool:  # noqa: ANN401 (a code, a month, an age)
    return key is not None and key != ""


def _written(group: FailureGroup, key: Any) -> str:  # noqa: ANN401 (a code, a month, an age)
    """Return a key as a list of tickets takes it."""
    if group is G.BATCH:
        return f"{key:%Y-%m}"
    return str(key).ljust(CODE_WIDTH, "0") if group is G.REGION else str(key)


def age_name(age: int) -> str:
    """Name an age: 0–30 days, 1–2 years, from 5 years on."""
    begins, ends = age_bounds(age)
    if ends is None:
        return _("from %(n)s years on") % {"n": begins // DAYS_A_YEAR}
    if begins < DAYS_A_YEAR:
        return _("%(from)s–%(until)s days") % {"from": begins, "until": ends}
    years = {"from": begins // DAYS_A_YEAR, "until": ends // DAYS_A_YEAR}
    return _("%(from)s–%(until)s years") % years


def report_of(
    form: "FailuresQuery", *, tickets: "TicketQuerySet", units: "EquipmentQuerySet", today: date
) -> FailureReport:
    """Return the analysis a checked address asks for, over what exists for the person."""
    asked = form.asked(today)
    failures = Failures(tickets, units, asked.where, asked.stretch(today))
    return FailureReport(asked, failures, today, form.names)


def page_context(form: "FailuresQuery", report: FailureReport, *, actor: "User") -> dict[str, Any]:
    """Return the whole page."""
    asked, today = report.asked, report.today
    whole, counted, rows = report.rows()
    return {
        "asked": asked,
        "form": form,
        "spans": spans(asked),
        "months": neighbours(asked, today),
        "groupings": _groupings(asked),
        "head": str(asked.grouping.label),
        "whole": shown_rate(whole),
        "failures": counted.failures,
        "failures_url": asked.tickets(today),
        "units": counted.units,
        "unit_years": round(whole.unit_days / 365.25),
        "above": [row.name for row in rows if asked.grouping in IN_SERVICE and stands_out(row.rate, whole)],
        "has_own_units": asked.grouping in IN_SERVICE,
        "rows": [_row(report, row, whole) | {"so_far": so_far} for row, so_far in _with_shares(rows)],
        "pareto": _pareto(report, rows),
        "ages": _ages(report),
        "may_propose": permissions.may_propose(actor),
        "file_url": asked.at("failures-export") if permissions.may_export(actor) else "",
    }


def _with_shares(rows: Sequence[FailureRow]) -> list[tuple[FailureRow, Decimal]]:
    shares = cumulated(row.counted.failures for row in rows)
    return list(zip(rows, shares, strict=True))


def shown_rate(found: Rate) -> dict[str, Any]:
    """Return a rate and its interval with one decimal; nothing where no unit was in service."""
    return {name: _tenth(getattr(found, name)) for name in ("value", "low", "high")}


def _tenth(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(number).quantize(TENTH)


def _row(report: FailureReport, row: FailureRow, whole: Rate) -> dict[str, Any]:
    asked = report.asked
    return {
        "name": row.name,
        "url": asked.tickets(report.today, asked.grouping, row.key),
        "failures": row.counted.failures,
        "units": row.counted.units,
        "unit_years": round(row.rate.unit_days / 365.25),
        "rate": shown_rate(row.rate),
        "share": [_tenth(end) for end in row.share] if row.share else None,
        "is_above": asked.grouping in IN_SERVICE and stands_out(row.rate, whole),
        "propose_url": f"{asked.at('propose')}&{urlencode({'of': row.key})}",
    }


def figures_of(report: FailureReport, row: FailureRow, whole: Rate) -> dict[str, Any]:
    """Return the figures of one group as they go into a proposal to the maker: as text, never to change."""
    asked = report.asked
    stretch = asked.stretch(report.today)
    shown = {name: str(number or "") for name, number in shown_rate(row.rate).items()}
    return {
        "grouping": str(asked.grouping.label),
        "name": row.name,
        "first": stretch.first.isoformat(),
        "last": stretch.last.isoformat(),
        "failures": row.counted.failures,
        "units": row.counted.units,
        "rate": shown["value"],
        "low": shown["low"],
        "high": shown["high"],
        "whole": str(shown_rate(whole)["value"] or ""),
        "url": asked.tickets(report.today, asked.grouping, row.key),
    }


def finding_words(figures: Mapping[str, Any]) -> dict[str, str]:
    """Return a title and the finding in a sentence, to begin a proposal with."""
    title = _("%(grouping)s %(name)s: failures") % figures
    finding = ngettext(
        "From %(first)s to %(last)s: %(failures)s failure of %(units)s units, %(rate)s by 100 unit-years "
        "(95 %% between %(low)s and %(high)s; all units %(whole)s).",
        "From %(first)s to %(last)s: %(failures)s failures of %(units)s units, %(rate)s by 100 unit-years "
        "(95 %% between %(low)s and %(high)s; all units %(whole)s).",
        figures["failures"],
    )
    return {"title": title, "finding": finding % figures}


def _groupings(asked: FailuresAsked) -> list[dict[str, Any]]:
    return [
        {"label": str(one.label), "url": asked.page(grouping=one), "current": one is asked.grouping}
        for one in FailureGroup
    ]


def _pareto(report: FailureReport, rows: Sequence[FailureRow]) -> dict[str, Any]:
    """Return the groups with the most failures first, and what they make up together."""
    asked = report.asked
    known = [
        (row, so_far, asked.tickets(report.today, asked.grouping, row.key))
        for row, so_far in _with_shares(rows)
    ]
    return {
        "card": {
            "id": "pareto",
            "kind": "pareto",
            "title": _("Where failures come from"),
            "sub": _("failures, the most first, and their share together"),
            "label": _pareto_words(rows),
            "height": "chart-pareto",
            "head": [str(asked.grouping.label), _("Failures"), _("Together, %")],
            "rows": [
                {"url": url, "cells": [row.name, row.counted.failures, so_far]} for row, so_far, url in known
            ],
        },
        "figures": {
            "rows": [
                {"label": row.name, "y": row.counted.failures, "so_far": float(so_far), "url": url}
                for row, so_far, url in known[:MOST_DRAWN]
            ],
            "words": {"failures": _("Failures"), "together": _("together, %")},
        },
    }


def _pareto_words(rows: Sequence[FailureRow]) -> str:
    """Say the drawing in words, for whoever can't see it."""
    if not rows:
        return _("There is no failure to tell apart.")
    said = ngettext(
        "%(n)s failure at %(name)s, the most.",
        "%(n)s failures at %(name)s, the most.",
        rows[0].counted.failures,
    )
    return said % {"n": rows[0].counted.failures, "name": rows[0].name}


def _ages(report: FailureReport) -> dict[str, Any]:
    """Return the rate at each age with its interval: the curve of early, chance and worn-out failures."""
    asked = report.asked
    found = report.failures.rates_by_age()
    urls = {age: asked.tickets(report.today, G.AGE, str(age)) for age in found}
    return {
        "card": {
            "id": "ages",
            "kind": "ages",
            "height": "chart-pareto",
            "title": _("How failures come with age"),
            "sub": _("failures by 100 unit-years, by the time since the installation"),
            "label": _("Failures by 100 unit-years at each age, with the interval of 95 %"),
            "head": [_("Age"), _("Failures"), _("By 100 unit-years"), _("from"), _("to")],
            "rows": [
                {
                    "url": urls[age],
                    "cells": [
                        age_name(age),
                        one.failures,
                        *shown_rate(one).values(),
                    ],
                }
                for age, one in found.items()
            ],
        },
        "figures": {
            "x": [age_name(age) for age in found],
            "values": [
                {"y": one.value, "low": one.low, "high": one.high, "n": one.failures, "url": urls[age]}
                for age, one in found.items()
            ],
            "words": {
                "series": _("By 100 unit-years"),
                "answers": _("failures"),
                "between": _("95 % between"),
            },
        },
    }

"""Which calls a unit or a closed ticket must have, with windows and why. Pure: no rows, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, cast

from dateutil.relativedelta import relativedelta

from regulation.calendars import WorkCalendar
from regulation.choices import CountedFrom, RuleCode
from regulation.editions import Edition, Editions
from regulation.rules import VisitRule, Window
from regulation.why import Why, why

UNIT_RULES: Final = (RuleCode.ONE_WEEK, RuleCode.THREE_MONTHS, RuleCode.ANNUAL)
END_OF_MONTH: Final = relativedelta(day=31)


class Turn(NamedTuple):
    """One call as it must be: rule and turn, the day that counts, the version then in force, the window."""

    rule: str
    nth: int | None
    counted_on: date
    edition: Edition
    window: Window
    why: Why
    is_provisional: bool


def horizon(today: date, months: int) -> date:
    """Return the day up to which calls are planned: the end of the month that lies `months` ahead.

    It moves once a month, so whichever day of the month a sweep runs, the same calls are planned (F6).
    """
    return today + relativedelta(months=months) + END_OF_MONTH


@dataclass(slots=True)
class Schedule:
    """Windows by rule, start and turn, each computed once: many units share an installation day."""

    editions: Editions
    calendar: WorkCalendar
    _turns: dict[tuple[str, date, int], Turn | None] = field(default_factory=dict)

    def of_unit(
        self, installed_on: date, in_use_from: date, *, until: date, at_least: dict[str, int] | None = None
    ) -> Iterator[Turn]:
        """Yield a unit's calls whose window opens by `until`, and turns up to `at_least` of each rule."""
        starts = {CountedFrom.INSTALLATION.value: installed_on, CountedFrom.START_OF_USE.value: in_use_from}
        for rule in UNIT_RULES:
            start = starts[self._rule(rule, installed_on).counted_from]
            nth = 1
            while (turn := self._turn(rule.value, start, nth)) is not None and (
                turn.window.opens_on <= until or nth <= (at_least or {}).get(rule.value, 0)
            ):
                yield turn
                nth += 1

    def after_service(self, closed_on: date) -> Turn:
        """Return the call after a ticket closed on a local day (F5)."""
        turn = self._turn(RuleCode.AFTER_SERVICE.value, closed_on, 1)
        return cast("Turn", turn)._replace(nth=None)  # a first turn is in every version

    def _rule(self, rule: str, on: date) -> VisitRule:
        return self.editions.in_force(on).parameters.rules[rule]

    def _turn(self, rule: str, start: date, nth: int) -> Turn | None:
        """Return a rule's nth turn; none where the version then in force does not repeat it."""
        key = (rule, start, nth)
        if key not in self._turns:
            self._turns[key] = self._computed(rule, start, nth)
        return self._turns[key]

    def _computed(self, rule: str, start: date, nth: int) -> Turn | None:
        counted_on = self._rule(rule, start).counting_day(start, nth=nth)
        edition = self.editions.in_force(counted_on)
        visit_rule = edition.parameters.rules[rule]
        if nth > 1 and not visit_rule.repeats:
            return None
        window = visit_rule.window(start, calendar=self.calendar, nth=nth)
        inputs = {
            "counted_from": visit_rule.counted_from,
            "day": start.isoformat(),
            "nth": nth,
            "counted_on": counted_on.isoformat(),
        }
        is_by_working_days = visit_rule.closes_after_working_days is not None
        arithmetic = (
            _working_days(window, self.calendar)
            if is_by_working_days
            else _distances(visit_rule, start, nth, window=window)
        )
        return Turn(
            rule,
            nth,
            counted_on,
            edition,
            window,
            why(visit_rule.clause, edition.number, inputs, arithmetic=arithmetic),
            is_by_working_days and self._touches_unpublished(window),
        )

    def _touches_unpublished(self, window: Window) -> bool:
        days = [day for day, _ in self.calendar.days_after(window.opens_on, window.closes_on)]
        return any(self.calendar.is_provisional(day) for day in days)


def _distances(rule: VisitRule, start: date, nth: int, *, window: Window) -> list[list[str]]:
    """Write each step as [day, distance, day, what the result is]."""
    opens_on, due_on, closes_on = (day.isoformat() for day in window)
    return [
        [start.isoformat(), f"+{_distance(rule.after * nth)}", due_on, "due_on"],
        [due_on, f"-{_distance(rule.opens_before)}", opens_on, "opens_on"],
        [due_on, f"+{_distance(rule.closes_after)}", closes_on, "closes_on"],
    ]


def _working_days(window: Window, calendar: WorkCalendar) -> list[list[str]]:
    """Write each day after the start as [day, worked or free, running count, what the last one is]."""
    lines = [[window.opens_on.isoformat(), "start", "0", "opens_on"]]
    count = 0
    for day, is_worked in calendar.days_after(window.opens_on, window.closes_on):
        count += is_worked
        is_last = day == window.closes_on
        kind = "working_day" if is_worked else "day_off"
        lines.append([day.isoformat(), kind, str(count), "closes_on" if is_last else ""])
    return lines


def _distance(delta: relativedelta) -> str:
    parts = [(delta.years, "y"), (delta.months, "m"), (delta.days, "d")]
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0d"

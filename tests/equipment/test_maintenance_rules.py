"""When maintenance is due, by a table of dated cases: due day, state on a day, how it was done (C5)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equipment.maintenance_rules import (
    Base,
    Done,
    Margins,
    PlanLine,
    State,
    Use,
    expected_on,
    hours_a_day,
    hours_at,
    reckon,
)
from equipment.warranty_rules import Reading

DAYS = st.dates(min_value=date(2004, 1, 1), max_value=date(2040, 12, 31))
MARGINS = Margins(opens_before_days=14, opens_before_hours=25, closes_after_days=14)

FIRST = PlanLine(1, 50, is_first=True)
FIRST_BY_TIME = PlanLine(1, None, is_first=True)
HALF_YEAR = PlanLine(6, None)
HALF_YEAR_BY_PLAN = PlanLine(6, None, by_plan=True)
BOTH = PlanLine(6, 500)
BOTH_BY_PLAN = PlanLine(6, 500, by_plan=True)
HOURS = PlanLine(None, 250)
HOURS_BY_PLAN = PlanLine(None, 250, by_plan=True)
MONTHLY_BY_PLAN = PlanLine(1, None, by_plan=True)


def day(written):
    return date.fromisoformat(written)


def readings(*pairs):
    return tuple(Reading(day(on), hours) for on, hours in pairs)


def course(line, start, done=(), read=(), *, known=None, margins=MARGINS):
    use = Use(day(start), day(known or start), readings(*read))
    return reckon(line, use, [day(on) for on in done], margins_on=lambda _on: margins)


def case(line, due, state, on, *, start="2026-01-10", done=(), read=(), known=None):
    """What is planned, when it is due (empty: nobody knows, None: nothing comes), how it stands on a day."""
    return line, start, done, read, known, due, state, on


NOT_YET, OPEN, DUE, OVERDUE, OVER = State.NOT_YET, State.OPEN, State.DUE, State.OVERDUE, State.OVER

CASES = {
    # ── the first maintenance: once, whichever comes first ──
    "first, new": case(FIRST, "2026-02-10", NOT_YET, "2026-01-10"),
    "first, the day before its window": case(FIRST, "2026-02-10", NOT_YET, "2026-01-26"),
    "first, first day of its window": case(FIRST, "2026-02-10", OPEN, "2026-01-27"),
    "first, the day before it is due": case(FIRST, "2026-02-10", OPEN, "2026-02-09"),
    "first, due": case(FIRST, "2026-02-10", DUE, "2026-02-10"),
    "first, last day in time": case(FIRST, "2026-02-10", DUE, "2026-02-24"),
    "first, overdue": case(FIRST, "2026-02-10", OVERDUE, "2026-02-25"),
    "first, by hours before time": case(FIRST, "2026-01-20", DUE, "2026-01-20", read=[("2026-01-20", 50)]),
    "first, read far above": case(FIRST, "2026-01-16", DUE, "2026-01-20", read=[("2026-01-20", 150)]),
    "first, near its hours": case(FIRST, "2026-02-10", OPEN, "2026-01-15", read=[("2026-01-15", 25)]),
    "first, not near its hours": case(FIRST, "2026-02-10", NOT_YET, "2026-01-15", read=[("2026-01-15", 24)]),
    "first, time before hours": case(FIRST, "2026-02-10", DUE, "2026-02-12", read=[("2026-02-12", 30)]),
    "first, hours reached after its time": case(
        FIRST, "2026-02-10", OVERDUE, "2026-03-02", read=[("2026-03-01", 60)]
    ),
    "first, done": case(FIRST, None, OVER, "2026-02-11", done=["2026-02-09"]),
    "first, done late": case(FIRST, None, OVER, "2026-09-01", done=["2026-08-09"]),
    # ── ends of months, leap days ──
    "31 January + 1": case(FIRST_BY_TIME, "2026-02-28", DUE, "2026-02-28", start="2026-01-31"),
    "31 January 2028 + 1": case(FIRST_BY_TIME, "2028-02-29", DUE, "2028-02-29", start="2028-01-31"),
    "31 August + 6": case(HALF_YEAR, "2027-02-28", DUE, "2027-02-28", start="2026-08-31"),
    "31 August + 6, leap year": case(HALF_YEAR, "2028-02-29", DUE, "2028-03-01", start="2027-08-31"),
    "29 February + 6": case(HALF_YEAR, "2028-08-29", DUE, "2028-08-29", start="2028-02-29"),
    "29 February + 12": case(PlanLine(12, None), "2029-02-28", DUE, "2029-02-28", start="2028-02-29"),
    "plan from 31 January, second": case(
        MONTHLY_BY_PLAN, "2026-03-31", DUE, "2026-03-31", start="2026-01-31", done=["2026-02-28"]
    ),
    "plan from 31 January, third": case(
        MONTHLY_BY_PLAN,
        "2026-04-30",
        DUE,
        "2026-04-30",
        start="2026-01-31",
        done=["2026-02-28", "2026-03-30"],
    ),
    "last done on a 28th drifts, the plan would not": case(
        PlanLine(1, None), "2026-03-28", DUE, "2026-03-28", start="2026-01-31", done=["2026-02-28"]
    ),
    "plan from 29 February, after four years": case(
        PlanLine(12, None, by_plan=True),
        "2032-02-29",
        DUE,
        "2032-02-29",
        start="2028-02-29",
        done=["2029-02-28", "2030-02-28", "2031-02-28"],
    ),
    # ── again and again, from the last one done ──
    "regular, first turn": case(HALF_YEAR, "2026-07-10", NOT_YET, "2026-06-25"),
    "regular, done in time": case(HALF_YEAR, "2027-01-08", NOT_YET, "2026-07-09", done=["2026-07-08"]),
    "regular, done early": case(HALF_YEAR, "2026-11-03", NOT_YET, "2026-07-10", done=["2026-05-03"]),
    "regular, done late": case(HALF_YEAR, "2027-03-01", NOT_YET, "2026-09-02", done=["2026-09-01"]),
    "regular, done twice": case(
        HALF_YEAR, "2027-07-01", NOT_YET, "2027-02-01", done=["2026-07-08", "2027-01-01"]
    ),
    "regular, never done": case(HALF_YEAR, "2026-07-10", OVERDUE, "2028-07-10"),
    "done on the day it began": case(HALF_YEAR, "2026-07-10", NOT_YET, "2026-01-10", done=["2026-01-10"]),
    "done before it was in use": case(HALF_YEAR, "2026-07-10", NOT_YET, "2026-01-10", done=["2026-01-09"]),
    # ── again and again, by the plan ──
    "plan, done early": case(HALF_YEAR_BY_PLAN, "2027-01-10", NOT_YET, "2026-07-10", done=["2026-07-01"]),
    "plan, done late": case(HALF_YEAR_BY_PLAN, "2027-01-10", NOT_YET, "2026-09-02", done=["2026-09-01"]),
    "plan, done twice before its day": case(
        HALF_YEAR_BY_PLAN, "2027-01-10", NOT_YET, "2026-07-10", done=["2026-06-20", "2026-07-01"]
    ),
    "plan, done again after its day": case(
        HALF_YEAR_BY_PLAN, "2027-07-10", NOT_YET, "2026-08-10", done=["2026-07-01", "2026-08-01"]
    ),
    "plan, late by more than a turn": case(
        HALF_YEAR_BY_PLAN, "2027-07-10", NOT_YET, "2027-02-02", done=["2027-02-01"]
    ),
    "plan, late until the next window": case(
        HALF_YEAR_BY_PLAN, "2027-07-10", NOT_YET, "2026-12-28", done=["2026-12-27"]
    ),
    "plan, late until before the next window": case(
        HALF_YEAR_BY_PLAN, "2027-01-10", OPEN, "2026-12-27", done=["2026-12-26"]
    ),
    # ── hours ──
    "hours, never read": case(HOURS, "", NOT_YET, "2030-01-01"),
    "hours, below": case(HOURS, "", NOT_YET, "2026-03-01", read=[("2026-03-01", 224)]),
    "hours, near": case(HOURS, "", OPEN, "2026-03-01", read=[("2026-03-01", 225)]),
    "hours, near stays open": case(HOURS, "", OPEN, "2027-03-01", read=[("2026-03-01", 249)]),
    "hours, reached": case(HOURS, "2026-03-01", DUE, "2026-03-01", read=[("2026-03-01", 250)]),
    "hours, less than a day over": case(HOURS, "2026-03-01", DUE, "2026-03-01", read=[("2026-03-01", 273)]),
    "hours, a day over": case(HOURS, "2026-02-28", DUE, "2026-03-01", read=[("2026-03-01", 274)]),
    "hours, the first reading decides": case(
        HOURS, "2026-03-01", OVERDUE, "2026-05-01", read=[("2026-03-01", 251), ("2026-05-01", 700)]
    ),
    "hours, done with a reading of that day": case(
        HOURS,
        "2026-05-01",
        DUE,
        "2026-05-01",
        done=["2026-03-01"],
        read=[("2026-03-01", 240), ("2026-05-01", 490)],
    ),
    "hours, done with the reading of the day after": case(
        HOURS,
        "2026-05-01",
        DUE,
        "2026-05-01",
        done=["2026-03-01"],
        read=[("2026-02-01", 100), ("2026-03-02", 264), ("2026-05-01", 490)],
    ),
    "hours, done unread: from the last reading before": case(
        HOURS, "", OPEN, "2026-05-01", done=["2026-03-01"], read=[("2026-02-01", 200), ("2026-05-01", 430)]
    ),
    "hours, plan, done early": case(
        HOURS_BY_PLAN, "", NOT_YET, "2026-03-02", done=["2026-03-01"], read=[("2026-03-01", 230)]
    ),
    "hours, plan, done late": case(
        HOURS_BY_PLAN,
        "2026-04-20",
        DUE,
        "2026-04-20",
        done=["2026-04-01"],
        read=[("2026-03-01", 250), ("2026-04-01", 350), ("2026-04-20", 510)],
    ),
    "hours, plan, late by more than a turn": case(
        HOURS_BY_PLAN, "", NOT_YET, "2026-06-02", done=["2026-06-01"], read=[("2026-06-01", 900)]
    ),
    # ── both, whichever comes first ──
    "both, time first": case(BOTH, "2026-07-10", DUE, "2026-07-10", read=[("2026-07-01", 300)]),
    "both, hours first": case(BOTH, "2026-04-01", DUE, "2026-04-02", read=[("2026-04-01", 505)]),
    "both, near the hours": case(BOTH, "2026-07-10", OPEN, "2026-04-02", read=[("2026-04-01", 480)]),
    "both, done: time and hours begin anew": case(
        BOTH,
        "2026-10-02",
        NOT_YET,
        "2026-08-01",
        done=["2026-04-02"],
        read=[("2026-04-02", 505), ("2026-08-01", 900)],
    ),
    "both, plan, done early by time, hours stay": case(
        BOTH_BY_PLAN,
        "2026-11-01",
        DUE,
        "2026-11-02",
        done=["2026-07-05"],
        read=[("2026-07-05", 400), ("2026-11-01", 1001)],
    ),
    # ── the file was begun later than the use ──
    "begun late, first has lapsed": case(FIRST_BY_TIME, None, OVER, "2028-01-01", known="2026-02-25"),
    "begun late, first has not lapsed": case(
        FIRST_BY_TIME, "2026-02-10", DUE, "2026-02-24", known="2026-02-24"
    ),
    "begun after years": case(HALF_YEAR, "2029-01-10", NOT_YET, "2028-09-01", known="2028-09-01"),
    "begun on the last day of a window": case(HALF_YEAR, "2026-07-10", DUE, "2026-07-24", known="2026-07-24"),
    "begun a day later": case(HALF_YEAR, "2027-01-10", NOT_YET, "2026-07-25", known="2026-07-25"),
    "begun late, done before": case(
        HALF_YEAR, "2028-11-20", NOT_YET, "2028-09-01", done=["2028-05-20"], known="2028-09-01"
    ),
    "begun late, by the plan, done before": case(
        HALF_YEAR_BY_PLAN, "2029-01-10", NOT_YET, "2028-09-01", done=["2028-05-20"], known="2028-09-01"
    ),
    "begun late, by the plan, done in the open window": case(
        HALF_YEAR_BY_PLAN, "2029-07-10", NOT_YET, "2029-01-09", done=["2029-01-08"], known="2028-09-01"
    ),
    "begun late, hours are facts": case(
        BOTH, "2028-08-30", DUE, "2028-09-01", known="2028-09-01", read=[("2028-09-01", 3050)]
    ),
}


@pytest.mark.parametrize("named", CASES)
def test_a_case_of_the_table(named):
    """C5: when it is due, and how that stands on the day."""
    line, start, done, read, known, due, state, on = CASES[named]
    found = course(line, start, done, read, known=known)
    assert found.state(day(on)) is state
    if due is None:
        assert found.next is None
    else:
        assert str(found.next.due_on or "") == due


def test_the_table_has_the_cases_that_were_asked_for():
    assert len(CASES) >= 40


@pytest.mark.parametrize(
    ("line", "done", "how"),
    [
        (HALF_YEAR, ["2026-06-25"], [Done.EARLY]),
        (HALF_YEAR, ["2026-06-26"], [Done.IN_TIME]),
        (HALF_YEAR, ["2026-07-24"], [Done.IN_TIME]),
        (HALF_YEAR, ["2026-07-25"], [Done.LATE]),
        (HALF_YEAR, ["2026-07-25", "2027-01-25"], [Done.LATE, Done.IN_TIME]),
        (HALF_YEAR, ["2025-12-01"], [Done.EXTRA]),
        (HALF_YEAR_BY_PLAN, ["2026-07-01", "2026-07-10"], [Done.IN_TIME, Done.EXTRA]),
        (HALF_YEAR_BY_PLAN, ["2026-07-01", "2026-07-11"], [Done.IN_TIME, Done.EARLY]),
        (FIRST, ["2026-02-24", "2026-02-25"], [Done.IN_TIME, Done.EXTRA]),
        (HOURS, ["2026-03-01"], [Done.EARLY]),
        (HOURS_BY_PLAN, ["2026-03-01", "2026-03-02"], [Done.EARLY, Done.EXTRA]),
    ],
)
def test_how_it_was_done_is_said_against_its_window(line, done, how):
    """C5: early, in time, late, or beside the plan."""
    assert [one.how for one in course(line, "2026-01-10", done).settled] == how


def test_hours_of_a_maintenance_are_those_read_that_day():
    read = [("2026-03-01", 240), ("2026-05-01", 490)]
    found = course(HOURS, "2026-01-10", ["2026-03-01", "2026-04-01"], read)
    assert [one.hours for one in found.settled] == [240, None]


@pytest.mark.parametrize(
    ("on", "read", "known"),
    [
        ("2026-03-01", [], (0, False)),
        ("2026-03-01", [("2026-03-01", 240)], (240, True)),
        ("2026-03-01", [("2026-02-01", 100), ("2026-03-11", 300)], (100, False)),
        ("2026-03-01", [("2026-02-01", 100), ("2026-03-03", 300)], (252, False)),
        ("2026-03-01", [("2026-03-01", 240), ("2026-03-01", 250), ("2026-03-02", 251)], (250, True)),
    ],
)
def test_the_hours_of_a_day_are_what_readings_prove(on, read, known):
    """C5: read, else at least what the one before says and the one after allows."""
    assert hours_at(day(on), readings(*read)) == Base(day(on), *known)


def test_lapsed_turns_are_counted():
    assert course(HALF_YEAR, "2026-01-10", known="2028-09-01").lapsed == 5
    assert course(FIRST, "2026-01-10", known="2028-09-01").lapsed == 1
    assert course(HALF_YEAR, "2026-01-10").lapsed == 0


def test_the_version_in_force_when_a_turn_begins_sets_its_window():
    """C5, K1: a later version leaves the turn that runs as it was."""
    old, new = MARGINS, Margins(7, 10, 3, version=2)
    use = Use(day("2026-01-10"), day("2026-01-10"))

    def margins_on(on):
        return new if on >= day("2026-07-01") else old

    for done, closes, version in (((), "2026-07-24", 1), (("2026-07-10",), "2027-01-13", 2)):
        turn = reckon(HALF_YEAR, use, [day(on) for on in done], margins_on=margins_on).next
        assert (str(turn.closes_on), turn.margins.version) == (closes, version)
    by_plan = reckon(HALF_YEAR_BY_PLAN, use, [day("2026-07-01")], margins_on=margins_on).next
    assert (str(by_plan.closes_on), by_plan.margins.version) == ("2027-01-13", 2)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ([], None),
        ([("2026-03-01", 0)], None),
        ([("2026-03-01", 100)], "2026-04-15"),  # 2 a day: 50 days made 100, 90 more make 280
        ([("2026-03-01", 280)], None),
        ([("2026-01-10", 100)], None),  # no day has passed
        ([("2026-02-01", 10), ("2026-02-11", 20), ("2026-02-21", 30), ("2026-03-03", 40)], "2026-10-29"),
    ],
)
def test_an_expected_day_goes_by_the_mean_of_the_last_readings(read, expected):
    """C5: an estimate, for people to plan with; no turn is due by it."""
    use = Use(day("2026-01-10"), day("2026-01-10"), readings(*read))
    turn = reckon(
        PlanLine(None, 280 if read != [("2026-03-01", 100)] else 190), use, [], margins_on=lambda _: MARGINS
    ).next
    found = expected_on(turn, use)
    assert str(found or "") == (expected or "")
    if found:
        assert turn.due_on is None


def test_nothing_is_expected_of_months_or_of_a_machine_that_hardly_runs():
    use = Use(day("2026-01-10"), day("2026-01-10"), readings(("2026-03-01", 1)))
    assert expected_on(course(HALF_YEAR, "2026-01-10").next, use) is None
    slow = Use(day("2026-01-10"), day("2026-01-10"), readings(("2026-03-01", 1), ("2126-03-01", 2)))
    assert expected_on(course(PlanLine(None, 100_000), "2026-01-10").next, slow) is None
    assert hours_a_day(Use(day("2026-01-10"), day("2026-01-10"))) == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first draw loads much
@given(start=DAYS, months=st.integers(1, 36), gaps=st.lists(st.integers(1, 900), max_size=8))
def test_the_plan_never_drifts_and_always_moves_on(start, months, gaps):
    """C5: whatever is done when, the next planned day is on the grid and not behind the last one done."""
    line = PlanLine(months, None, by_plan=True)
    done, on = [], start
    for gap in gaps:
        on += timedelta(days=gap)
        done.append(on)
    use = Use(start, start)
    turn = reckon(line, use, done, margins_on=lambda _: MARGINS).next
    whole = (turn.due_on.year - start.year) * 12 + turn.due_on.month - start.month
    assert (whole % months, turn.base.on) == (0, start)
    assert turn.due_on.day == start.day or (turn.due_on + timedelta(days=1)).day == 1
    assert not done or turn.due_on > done[-1]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=DAYS, done=st.lists(st.integers(0, 3000), max_size=8), months=st.integers(1, 36))
def test_from_the_last_one_done_the_window_is_whole(start, done, months):
    days = sorted({start + timedelta(days=gap) for gap in done})
    found = reckon(PlanLine(months, 500), Use(start, start), days, margins_on=lambda _: MARGINS)
    turn = found.next
    assert turn.base.on == (days[-1] if days else start)
    assert turn.base.on <= turn.opens_on <= turn.due_on <= turn.closes_on
    assert len(found.settled) == len(days)

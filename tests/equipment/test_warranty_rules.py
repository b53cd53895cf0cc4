"""How long a warranty lasts, by a table of dated cases: in or out, and the sentence that says why (C4)."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from equipment.models import Equipment, HourReading, Warranty
from equipment.warranty import Kept
from equipment.warranty_rules import Cover, Reading, Reason, Repair, decide, reckon
from equipment.warranty_words import sentences

DAYS = st.dates(min_value=date(2004, 1, 1), max_value=date(2040, 12, 31))


def day(written):
    return date.fromisoformat(written)


def repairs(*spans):
    return [Repair(f"T-{n}", day(start), day(end)) for n, (start, end) in enumerate(spans, start=1)]


def readings(*pairs):
    return [Reading(day(on), hours) for on, hours in pairs]


class Book:
    """A unit's warranties without a database: rows as they are kept, reckoned by the same rules."""

    def __init__(self, rows, *, installed, repairs=(), readings=(), over=0):
        unit = Equipment(serial_number="RD-1", installed_on=day(installed) if installed else None)
        self.readings = [HourReading(read_on=one.on, hours=one.hours) for one in readings]
        self.kept = []
        for row in rows:
            warranty = Warranty(**row)
            warranty.equipment = unit
            cover = warranty.cover()
            if cover is not None:
                term = reckon(cover, repairs=repairs, readings=readings, repair_over_days=over)
                self.kept.append(Kept(warranty, term, None))


def whole(months, **more):
    return {"part": "", "months": months, **more}


WHOLE = whole(12)
LIMITED = whole(12, hours=2000)
PUMP = {"part": "pump", "name_zh": "主泵", "name_en": "Main pump", "months": 24}
PUMP_LIMITED = PUMP | {"hours": 4000}


def replaced(on, *, months=6, hours=None, at=0):
    return {
        "part": "pump",
        "name_zh": "主泵",
        "name_en": "Main pump",
        "months": months,
        "hours": hours,
        "replaced_on": day(on),
        "replaced_at_hours": at,
        "replaced_in": "T-2026-00009",
    }


IN, TIME, HOURS, NOT_YET = Reason.COVERED, Reason.TIME_OVER, Reason.HOURS_USED_UP, Reason.NOT_BEGUN


def case(on, reason, ends, terms=(WHOLE,), *, installed="2026-06-05", part="", **facts):
    """What is asked of which day, the verdict, the last day that is covered; terms and facts of the unit."""
    return terms, installed, facts, on, part, reason, ends


CASES = {
    # ── months: the day of the same number is the last one ──
    "first day": case("2026-06-05", IN, "2027-06-05"),
    "day before installation": case("2026-06-04", NOT_YET, "2027-06-05"),
    "in the middle": case("2026-12-31", IN, "2027-06-05"),
    "last day": case("2027-06-05", IN, "2027-06-05"),
    "day after the last": case("2027-06-06", TIME, "2027-06-05"),
    "years later": case("2031-01-01", TIME, "2027-06-05"),
    "one month": case("2026-07-05", IN, "2026-07-05", [whole(1)]),
    "one month, over": case("2026-07-06", TIME, "2026-07-05", [whole(1)]),
    "five years": case("2031-06-05", IN, "2031-06-05", [whole(60)]),
    "not installed": case("2026-06-05", NOT_YET, "", installed=""),
    # ── ends of months ──
    "31 January + 1": case("2026-02-28", IN, "2026-02-28", [whole(1)], installed="2026-01-31"),
    "31 January + 1, over": case("2026-03-01", TIME, "2026-02-28", [whole(1)], installed="2026-01-31"),
    "31 March + 1": case("2026-04-30", IN, "2026-04-30", [whole(1)], installed="2026-03-31"),
    "31 August + 6": case("2027-02-28", IN, "2027-02-28", [whole(6)], installed="2026-08-31"),
    "31 August + 18": case("2028-02-29", IN, "2028-02-29", [whole(18)], installed="2026-08-31"),
    "30 November + 3": case("2027-02-28", IN, "2027-02-28", [whole(3)], installed="2026-11-30"),
    "28 February + 12": case("2028-02-29", TIME, "2028-02-28", installed="2027-02-28"),
    "31 December + 12": case("2027-12-31", IN, "2027-12-31", installed="2026-12-31"),
    "1 January + 12": case("2027-01-01", IN, "2027-01-01", installed="2026-01-01"),
    # ── leap days ──
    "29 February + 12": case("2029-02-28", IN, "2029-02-28", installed="2028-02-29"),
    "29 February + 12, over": case("2029-03-01", TIME, "2029-02-28", installed="2028-02-29"),
    "29 February + 48": case("2032-02-29", IN, "2032-02-29", [whole(48)], installed="2028-02-29"),
    "over a leap day": case("2028-03-01", IN, "2028-03-01", installed="2027-03-01"),
    # ── hours against months ──
    "below the limit": case(
        "2026-12-02", IN, "2027-06-05", [LIMITED], readings=readings(("2026-12-01", 1999))
    ),
    "at the limit": case(
        "2026-12-01", HOURS, "2026-11-30", [LIMITED], readings=readings(("2026-12-01", 2000))
    ),
    "the day before the limit": case(
        "2026-11-30", IN, "2026-11-30", [LIMITED], readings=readings(("2026-12-01", 2000))
    ),
    "a little above": case(
        "2026-11-30", IN, "2026-11-30", [LIMITED], readings=readings(("2026-12-01", 2023))
    ),
    "a day's hours above": case(
        "2026-11-30", HOURS, "2026-11-29", [LIMITED], readings=readings(("2026-12-01", 2024))
    ),
    "ten days' hours above, read later": case(
        "2026-12-01", HOURS, "2026-11-30", [LIMITED], readings=readings(("2026-12-11", 2240))
    ),
    "ten days' hours above, the day before": case(
        "2026-11-30", IN, "2026-11-30", [LIMITED], readings=readings(("2026-12-11", 2240))
    ),
    "the first reading above decides": case(
        "2026-11-30",
        IN,
        "2026-11-30",
        [LIMITED],
        readings=readings(("2026-12-01", 2000), ("2027-03-01", 3000)),
    ),
    "readings below, then above": case(
        "2027-01-28",
        HOURS,
        "2027-01-27",
        [LIMITED],
        readings=readings(("2026-09-01", 700), ("2026-12-01", 1500), ("2027-02-01", 2100)),
    ),
    "months first": case(
        "2027-06-06", TIME, "2027-06-05", [LIMITED], readings=readings(("2027-08-01", 2000))
    ),
    "months first, within": case(
        "2027-06-05", IN, "2027-06-05", [LIMITED], readings=readings(("2027-08-01", 2000))
    ),
    "hours used up on the last day": case(
        "2027-06-05", HOURS, "2027-06-04", [LIMITED], readings=readings(("2027-06-05", 2000))
    ),
    "hours used up the day after the last": case(
        "2027-06-06", TIME, "2027-06-05", [LIMITED], readings=readings(("2027-06-06", 2000))
    ),
    "nobody read the meter": case("2027-06-05", IN, "2027-06-05", [LIMITED]),
    "no limit, many hours": case("2026-12-02", IN, "2027-06-05", readings=readings(("2026-12-01", 9000))),
    "used up before the installation": case(
        "2026-06-05", HOURS, "2026-06-04", [LIMITED], readings=readings(("2026-06-01", 2500))
    ),
    # ── parts with terms of their own ──
    "part within, unit over": case("2027-09-01", IN, "2028-06-05", [WHOLE, PUMP], part="pump"),
    "unit over, part not meant": case("2027-09-01", TIME, "2027-06-05", [WHOLE, PUMP]),
    "both within: the longer speaks": case("2026-09-01", IN, "2028-06-05", [WHOLE, PUMP], part="pump"),
    "both over": case("2028-06-06", TIME, "2028-06-05", [WHOLE, PUMP], part="pump"),
    "another part": case("2027-09-01", TIME, "2027-06-05", [WHOLE, PUMP], part="engine"),
    "another part, unit within": case("2027-06-05", IN, "2027-06-05", [WHOLE, PUMP], part="engine"),
    "part shorter than the unit": case(
        "2026-12-01", IN, "2027-06-05", [WHOLE, PUMP | {"months": 3}], part="pump"
    ),
    "part's hours used up, unit within": case(
        "2026-12-02",
        IN,
        "2027-06-05",
        [WHOLE, PUMP_LIMITED],
        part="pump",
        readings=readings(("2026-12-01", 4000)),
    ),
    "part's hours used up, unit over": case(
        "2027-09-01",
        HOURS,
        "2027-08-31",
        [WHOLE, PUMP_LIMITED],
        part="pump",
        readings=readings(("2027-09-01", 4000)),
    ),
    # ── days in repair ──
    "three days added": case("2027-06-08", IN, "2027-06-08", repairs=repairs(("2026-09-01", "2026-09-04"))),
    "three days added, over": case(
        "2027-06-09", TIME, "2027-06-08", repairs=repairs(("2026-09-01", "2026-09-04"))
    ),
    "fixed the same day": case(
        "2027-06-06", TIME, "2027-06-05", repairs=repairs(("2026-09-01", "2026-09-01"))
    ),
    "two repairs": case(
        "2027-06-18",
        IN,
        "2027-06-18",
        repairs=repairs(("2026-09-01", "2026-09-04"), ("2026-10-01", "2026-10-11")),
    ),
    "two repairs over each other count once": case(
        "2027-06-13",
        TIME,
        "2027-06-12",
        repairs=repairs(("2026-09-01", "2026-09-06"), ("2026-09-03", "2026-09-08")),
    ),
    "one repair within another": case(
        "2027-06-15",
        IN,
        "2027-06-15",
        repairs=repairs(("2026-09-01", "2026-09-11"), ("2026-09-03", "2026-09-05")),
    ),
    "asked for on the last day": case(
        "2027-06-15", IN, "2027-06-15", repairs=repairs(("2027-06-05", "2027-06-15"))
    ),
    "asked for after the last day": case(
        "2027-06-06", TIME, "2027-06-05", repairs=repairs(("2027-06-06", "2027-06-16"))
    ),
    "asked for in the added days": case(
        "2027-06-20",
        IN,
        "2027-06-20",
        repairs=repairs(("2027-06-01", "2027-06-11"), ("2027-06-14", "2027-06-19")),
    ),
    "before the installation": case(
        "2027-06-06", TIME, "2027-06-05", repairs=repairs(("2026-06-01", "2026-06-04"))
    ),
    "days over a leap day": case(
        "2028-02-29", IN, "2028-02-29", installed="2027-02-28", repairs=repairs(("2027-09-01", "2027-09-02"))
    ),
    "a repair does not bring hours back": case(
        "2026-12-01",
        HOURS,
        "2026-11-30",
        [LIMITED],
        repairs=repairs(("2026-09-01", "2026-09-11")),
        readings=readings(("2026-12-01", 2000)),
    ),
    "a repair after the hours are used up": case(
        "2026-12-05",
        HOURS,
        "2026-11-30",
        [LIMITED],
        repairs=repairs(("2026-12-05", "2026-12-15")),
        readings=readings(("2026-12-01", 2000)),
    ),
    "days are added to a part as well": case(
        "2028-06-12",
        IN,
        "2028-06-12",
        [WHOLE, PUMP],
        part="pump",
        repairs=repairs(("2027-09-01", "2027-09-08")),
    ),
    "only repairs longer than the regulation says": case(
        "2027-06-12",
        IN,
        "2027-06-12",
        repairs=repairs(("2026-09-01", "2026-09-04"), ("2026-10-01", "2026-10-08")),
        over=3,
    ),
    # ── replaced parts ──
    "replaced part outlives the unit": case(
        "2027-11-01", IN, "2027-11-01", [WHOLE, replaced("2027-05-01")], part="pump"
    ),
    "replaced part, over": case(
        "2027-11-02", TIME, "2027-11-01", [WHOLE, replaced("2027-05-01")], part="pump"
    ),
    "replaced early: what is left of the old one is longer": case(
        "2027-06-01", IN, "2028-06-05", [WHOLE, PUMP, replaced("2026-09-01")], part="pump"
    ),
    "replaced after the warranty, paid for": case(
        "2029-02-28", IN, "2029-02-28", [WHOLE, replaced("2028-08-31")], part="pump"
    ),
    "before it was replaced": case(
        "2028-08-30", TIME, "2027-06-05", [WHOLE, replaced("2028-08-31")], part="pump"
    ),
    "replaced twice": case(
        "2028-04-15", IN, "2028-04-15", [WHOLE, replaced("2027-05-01"), replaced("2027-10-15")], part="pump"
    ),
    "replaced part's own hours": case(
        "2028-03-01",
        HOURS,
        "2028-02-29",
        [WHOLE, replaced("2028-01-10", hours=500, at=6000)],
        part="pump",
        readings=readings(("2028-01-10", 6000), ("2028-03-01", 6500)),
    ),
    "replaced part's own hours, within": case(
        "2028-03-01",
        IN,
        "2028-07-10",
        [WHOLE, replaced("2028-01-10", hours=500, at=6000)],
        part="pump",
        readings=readings(("2028-01-10", 6000), ("2028-03-01", 6499)),
    ),
    "replaced part says nothing of the unit": case(
        "2027-06-06", TIME, "2027-06-05", [WHOLE, replaced("2027-05-01")]
    ),
}
FIRST_SENTENCE = {
    IN: "In warranty until {ends}.",
    TIME: "Out of warranty since {next}.",
    HOURS: "Out of warranty since {next}.",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_dated_case_has_its_verdict_its_last_day_and_its_sentence(case):
    """C4: whichever ends first, with the reason in a sentence."""
    rows, installed, facts, on, part, reason, ends = case
    book = Book(rows, installed=installed, **facts)
    verdict = decide([one.term for one in book.kept], on=day(on), part=part)
    assert verdict.reason is reason
    assert str(verdict.term.ends_on if verdict.term else "") == ends
    with translation.override("en"):
        said = sentences(book, verdict, on=day(on))
    if verdict.term is None:
        assert said == ["Not installed yet: the warranty begins on the day of the installation."]
    elif reason is NOT_YET:
        assert said[0] == f"The warranty begins on {verdict.term.cover.begins_on}."
    else:
        after = date.fromordinal(day(ends).toordinal() + 1)
        assert said[0] == FIRST_SENTENCE[reason].format(ends=ends, next=after)


def test_the_table_is_as_long_as_was_asked_for():
    assert len(CASES) >= 60


def test_a_repair_asked_for_on_the_day_the_hours_are_used_up_adds_nothing():
    """C4: that day is not covered any more."""
    cover = Cover("", day("2026-06-05"), 12, 2000)
    known = {"readings": readings(("2026-12-01", 2000))}
    assert reckon(cover, repairs=repairs(("2026-12-01", "2026-12-09")), **known).added == ()
    assert reckon(cover, repairs=repairs(("2026-11-30", "2026-12-09")), **known).added != ()


def test_of_two_that_end_on_one_day_the_part_speaks():
    """C4: its terms are the nearer ones."""
    book = Book([PUMP | {"months": 12}, WHOLE], installed="2026-06-05")
    for terms in (book.kept, book.kept[::-1]):
        verdict = decide([one.term for one in terms], on=day("2026-07-01"), part="pump")
        assert verdict.term.cover.part == "pump"


@given(
    begins=DAYS,
    months=st.integers(1, 120),
    spans=st.lists(st.tuples(st.integers(-50, 900), st.integers(0, 60)), max_size=6),
)
def test_repairs_only_ever_lengthen_and_never_count_a_day_twice(begins, months, spans):
    """C4: however repairs lie over each other."""
    start = begins.toordinal()
    stood = [
        Repair(f"T-{n}", date.fromordinal(start + first), date.fromordinal(start + first + days))
        for n, (first, days) in enumerate(spans)
    ]
    term = reckon(Cover("", begins, months), repairs=stood)
    days = set()
    for repair in stood:
        if begins <= repair.from_on:
            days |= set(range(repair.from_on.toordinal(), repair.until_on.toordinal()))
    assert term.months_end_on <= term.time_ends_on
    assert (term.time_ends_on - term.months_end_on).days <= len(days)
    assert reckon(Cover("", begins, months), repairs=stood[::-1]).ends_on == term.ends_on


@given(begins=DAYS, limit=st.integers(1, 5000), more=st.lists(st.integers(0, 24), min_size=1, max_size=40))
def test_more_readings_never_bring_a_warranty_back(begins, limit, more):
    """C4: each reading can only show that the limit was reached, by a day that fits all the others."""
    hours, known, ends = 0, [], None
    for n, run in enumerate(more):
        hours += run
        known.append(Reading(date.fromordinal(begins.toordinal() + n), hours))
        term = reckon(Cover("", begins, 12, limit), readings=known)
        assert ends is None or term.ends_on <= ends
        ends = term.ends_on
        reached = [reading.on for reading in known if reading.hours >= limit]
        assert (term.used_up_on is None) == (not reached)
        if reached:
            assert term.used_up_on <= reached[0]

"""Maintenance in sentences, line by line, and as marks on the life line (C2, C5, K2)."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
import time_machine
from django.utils import translation

from equipment import maintenance_page
from equipment.choices import MaintenanceCounts
from equipment.life_line import LifeScale
from equipment.maintenance import BookOfMaintenance
from equipment.maintenance_words import arithmetic, expected_words, inputs, sentence, terms_words
from equipment.models import Maintenance, ProductMaintenance
from equipment.services import note_hours, record_maintenance
from tests.factories.equipment import EquipmentFactory, ProductFactory, ProductMaintenanceFactory

AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"months": 6, "hours": 500}, "every 6 months or 500 h, from the last one done"),
        ({"months": 1, "hours": None}, "every 1 month, from the last one done"),
        ({"hours": 250, "counts": MaintenanceCounts.PLAN}, "every 250 h, by the plan"),
        ({"months": 1, "hours": 50, "is_first": True}, "once, 1 month or 50 h after the start of use"),
    ],
)
def test_terms_in_words(english, plan, says):
    assert terms_words(ProductMaintenance(**plan)) == says


def book_of(north, agent, *, read_at=(), done_at=(), **plan):
    product = ProductFactory()
    ProductMaintenanceFactory(product=product, code="regular", **plan)
    more = plan.pop("unit", {})
    unit = EquipmentFactory(dealer=north, product=product, installed=True, **more)
    for on, meter in read_at:
        note_hours(unit, actor=agent, at=AT, read_on=date.fromisoformat(on), meter=meter)
    line = Maintenance.objects.get(equipment=unit)
    for on in done_at:
        record_maintenance(line, actor=agent, at=AT, done_on=date.fromisoformat(on), note="驻场人员")
    return BookOfMaintenance.of(unit.pk)


@pytest.mark.parametrize(
    ("plan", "on", "says"),
    [
        ({}, "2026-11-20", "Due on 2026-12-05, possible from 2026-11-21."),
        ({}, "2026-11-21", "Due on 2026-12-05, possible since 2026-11-21."),
        ({}, "2026-12-05", "Due since 2026-12-05, to be done by 2026-12-19."),
        ({}, "2026-12-20", "Overdue: it was due on 2026-12-05 and to be done by 2026-12-19."),
        ({"months": None}, "2026-12-01", "Due at 500 h."),
        (
            {"months": None, "read_at": [("2026-11-30", 480)]},
            "2026-12-01",
            "Possible since 2026-11-30, for 500 h are near.",
        ),
        (
            {"is_first": True, "done_at": ["2026-11-30"]},
            "2026-12-01",
            "Done on 2026-11-30; nothing more follows.",
        ),
    ],
)
def test_how_it_stands_in_words(english, north, agent, plan, on, says):
    book = book_of(north, agent, **plan)
    assert sentence(book.kept[0], on=date.fromisoformat(on)) == says


def test_a_first_one_that_had_lapsed_does_not_count(english, north):
    product = ProductFactory()
    ProductMaintenanceFactory(product=product, code="first", is_first=True, months=1, hours=None)
    unit = EquipmentFactory(dealer=north, product=product, installed=True, installed_on=date(2025, 1, 5))
    book = BookOfMaintenance.of(unit.pk)
    told = "Its window had closed before the installation was recorded: it does not count."
    assert sentence(book.kept[0], on=TODAY) == told
    assert inputs(book, book.kept[0])[-1] == {
        "label": "Not counted",
        "value": "1 turn",
        "note": "over before the installation was recorded",
    }
    assert arithmetic(book.kept[0]) == [{"term": "Next", "result": "none", "total": True}]
    assert maintenance_page.figure(book, today=TODAY) is None


def test_the_way_to_a_day_by_hours_is_written_line_by_line(english, north, agent):
    """K2: readings, what they prove, the window."""
    book = book_of(
        north, agent, months=None, read_at=[("2026-08-01", 300), ("2026-11-11", 848)], done_at=["2026-08-02"]
    )
    kept = book.kept[0]
    assert arithmetic(kept) == [
        {"term": "300 h + 500 h", "result": "800 h"},
        {"term": "2026-11-11: 48 h above the limit, at most 24 h a day", "result": "reached by 2026-11-09"},
        {"term": "Due, whichever comes first", "result": "2026-11-09", "total": True},
        {"term": "Possible: 2026-11-09 − 14 days", "result": "2026-10-26"},
        {"term": "In time: 2026-11-09 + 14 days", "result": "2026-11-23"},
    ]
    said = {one["label"]: (one["value"], one.get("note")) for one in inputs(book, kept)}
    assert said["Operating hours then"] == ("300 h", "at least, by the readings around that day")
    assert said["Latest reading"] == ("848 h", "2026-11-11")
    assert said["Done on"] == ("2026-08-02", "early")


def test_near_hours_open_the_window_and_the_rest_is_an_estimate(english, north, agent):
    book = book_of(north, agent, months=None, read_at=[("2026-11-22", 480)])
    kept = book.kept[0]
    assert arithmetic(kept)[1:] == [
        {"term": "500 h reached", "result": "not yet"},
        {"term": "Possible 25 h before: 2026-11-22 showed 480 h", "result": "2026-11-22"},
    ]
    assert (
        expected_words(book, kept.course.next)
        == "500 h expected about 2026-11-30, going by the last readings"
    )
    assert maintenance_page.figure(book, today=TODAY)[:2] == ("Regular maintenance", "next, about yesterday")
    assert expected_words(book, None) == ""
    unread = book_of(north, agent, months=None)
    assert inputs(unread, unread.kept[0])[-1]["value"] == "nobody has read the meter yet"
    assert maintenance_page.figure(unread, today=TODAY) is None


def test_a_later_turn_of_the_plan_counts_from_the_first_day(english, north, agent):
    book = book_of(north, agent, counts=MaintenanceCounts.PLAN, hours=None, done_at=["2026-11-30"])
    assert arithmetic(book.kept[0])[0] == {"term": "2026-06-05 + 2 × 6 months", "result": "2027-06-05"}
    assert inputs(book, book.kept[0])[-1] == {"label": "Done on", "value": "2026-11-30", "note": "in time"}


# ── the lane ──


def test_the_lane_draws_what_was_done_and_what_is_due(english, north, agent):
    """C2: a mark each, side by side, late ones told apart, hours beside them where there is room."""
    book = book_of(
        north,
        agent,
        read_at=[("2026-07-01", 500), ("2026-09-01", 900)],
        done_at=["2026-09-01", "2026-09-02", "2026-09-03"],
    )
    scale = LifeScale.of_life(date(2026, 6, 1), TODAY, today=TODAY)
    lane = maintenance_page.lane(book, scale)
    assert [mark["tone"] for mark in lane["marks"]] == ["box-warn", "box", "box", "ring"]
    assert [mark["word"] for mark in lane["marks"]] == ["", "", "", "1400"]
    assert lane["marks"][0]["label"] == "Regular maintenance, Sep 1, done late"
    assert lane["label"] == "Maintenance: 4"
    xs = [mark["x"] for mark in lane["marks"]]
    assert all(later - earlier >= 12 for earlier, later in pairwise(xs))
    overdue = maintenance_page.lane(book, LifeScale.of_life(date(2026, 6, 1), TODAY, today=date(2027, 12, 1)))
    assert overdue["marks"][-1]["tone"] == "ring-bad"


def test_a_unit_without_a_plan_has_no_lane(north):
    book = BookOfMaintenance.of(EquipmentFactory(dealer=north, installed=True).pk)
    assert maintenance_page.lane(book, LifeScale.of_life(TODAY, TODAY, today=TODAY)) is None


def test_a_row_has_a_window_once_its_day_is_known(english, north, agent):
    """C5: hours alone name no day before the meter has shown them."""
    for read_at, has_window in (([], False), ([("2026-11-01", 510)], True)):
        book = book_of(north, agent, months=None, read_at=read_at)
        row = maintenance_page.rows(book, today=TODAY)[0]
        assert (row.window is not None, row.is_over) == (has_window, False)

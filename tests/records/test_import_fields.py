"""One cell read as a field: right, or refused with what stands there (I5)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from records.imports.fields import CellNotReadable, Field, FieldType, Reading, as_written, read_cell

TEXT = Field("text", "Text", longest=10)
CODE = Field("code", "Code", FieldType.CODE)
DAY = Field("day", "Day", FieldType.DATE)
MOMENT = Field("at", "At", FieldType.MOMENT)
COST = Field("cost", "Cost", FieldType.DECIMAL)
COUNT = Field("count", "Count", FieldType.INTEGER, digits=6)
KIND = Field("kind", "Kind", FieldType.CHOICE, choices=(("repair", "Repair"), ("upgrade", "Upgrade")))
NEEDED = Field("needed", "Needed", is_required=True)


@pytest.mark.parametrize(
    ("value", "field", "meant"),
    [
        ("  a b　", TEXT, "a b"),
        ("", TEXT, None),
        ("\u3000", TEXT, None),
        (None, TEXT, None),
        (13812345678, CODE, "13812345678"),
        (13812345678.0, CODE, "13812345678"),
        ("１３８１２３４５６７８", CODE, "13812345678"),
        ("ＥＸ２１５－１", CODE, "EX215-1"),
        (0.1 + 0.2, TEXT, "0.3"),
        (True, TEXT, "TRUE"),
        (date(2026, 9, 15), TEXT, "2026-09-15"),
    ],
)
def test_texts(value, field, meant):
    assert read_cell(value, field, Reading()) == meant


@pytest.mark.parametrize(
    ("value", "written_as", "day"),
    [
        ("2026-09-15", "iso", date(2026, 9, 15)),
        ("2026/9/5", "iso", date(2026, 9, 5)),
        ("2026.09.15", "iso", date(2026, 9, 15)),
        ("20260915", "iso", date(2026, 9, 15)),
        ("2026年9月15日", "iso", date(2026, 9, 15)),
        ("２０２６－０９－１５", "iso", date(2026, 9, 15)),
        ("2026-09-15 23:59:59", "iso", date(2026, 9, 15)),
        ("2026-09-15T08:00:00Z", "iso", date(2026, 9, 15)),
        ("2025-01-01T20:00:00Z", "iso", date(2025, 1, 2)),
        ("2025-01-01T15:59:59.999Z", "iso", date(2025, 1, 1)),
        ("2025-01-01T16:00Z", "iso", date(2025, 1, 2)),
        ("2025-01-01 20:00:00 +0000", "iso", date(2025, 1, 2)),
        ("2025-01-01T23:30:00+08:00", "iso", date(2025, 1, 1)),
        ("2025-01-02T01:00:00+14", "iso", date(2025, 1, 1)),
        ("2024-12-31T20:00-05:00", "iso", date(2025, 1, 1)),
        ("2025年1月1日 20:00Z", "iso", date(2025, 1, 2)),
        ("01/01/2025 8:00 PM +00:00", "dmy", date(2025, 1, 2)),
        ("01/01/2025 12:30 AM +00:00", "mdy", date(2025, 1, 1)),
        (datetime(2025, 1, 1, 20, tzinfo=UTC), "iso", date(2025, 1, 2)),
        ("15/09/2026", "dmy", date(2026, 9, 15)),
        ("5.9.2026", "dmy", date(2026, 9, 5)),
        ("09/15/2026", "mdy", date(2026, 9, 15)),
        ("46280", "excel", date(2026, 9, 15)),
        (46280, "iso", date(2026, 9, 15)),
        (46280.75, "dmy", date(2026, 9, 15)),
        (20260915, "iso", date(2026, 9, 15)),
        (datetime.fromisoformat("2026-09-15T08:00"), "mdy", date(2026, 9, 15)),
        (date(2026, 9, 15), "dmy", date(2026, 9, 15)),
    ],
)
def test_days(value, written_as, day):
    """I5: a day is a day of the service region, also where the file counts its moments elsewhere."""
    assert read_cell(value, DAY, Reading(date_format=written_as)) == day


@pytest.mark.parametrize(
    ("value", "written_as", "moment"),
    [
        ("2012-04-03 16:55:38", "iso", datetime(2012, 4, 3, 8, 55, 38, tzinfo=UTC)),
        ("2012-04-03T16:55:38.250Z", "iso", datetime(2012, 4, 3, 16, 55, 38, tzinfo=UTC)),
        ("2012-04-03 16:55+02", "iso", datetime(2012, 4, 3, 14, 55, tzinfo=UTC)),
        ("03/04/2012 4:55 PM", "dmy", datetime(2012, 4, 3, 8, 55, tzinfo=UTC)),
        ("2012年4月3日 08:00", "iso", datetime(2012, 4, 3, tzinfo=UTC)),
        ("2012-04-03", "iso", datetime(2012, 4, 2, 16, tzinfo=UTC)),
        (46280.5, "iso", datetime(2026, 9, 15, 4, tzinfo=UTC)),
        (date(2026, 9, 15), "iso", datetime(2026, 9, 14, 16, tzinfo=UTC)),
        (datetime.fromisoformat("2026-09-15T08:00"), "iso", datetime(2026, 9, 15, tzinfo=UTC)),
        (datetime(2026, 9, 15, 8, tzinfo=UTC), "iso", datetime(2026, 9, 15, 8, tzinfo=UTC)),
    ],
)
def test_moments(value, written_as, moment):
    """A time that names no zone is meant in the service region's."""
    assert read_cell(value, MOMENT, Reading(date_format=written_as)) == moment


@pytest.mark.parametrize(
    "value", ["soon", "2012-04-03 25:00", "03/04/2012 16:55", "9999-12-31 23:00-05:00", 0]
)
def test_what_is_no_moment_is_refused(value):
    with pytest.raises(CellNotReadable):
        read_cell(value, MOMENT, Reading())


@pytest.mark.parametrize(
    ("value", "written_as"),
    [
        ("2026-02-30", "iso"),
        ("15/09/2026", "iso"),
        ("15/09/2026", "mdy"),
        ("09/15/26", "mdy"),
        ("46280", "iso"),
        ("soon", "iso"),
        ("0", "excel"),
        (99999999, "excel"),
        (True, "iso"),
        ("2026-09-15x", "iso"),
        ("2026-09/", "iso"),
        ("2026-09-15T25:00Z", "iso"),
        ("2026-09-15T20:00+99:00", "iso"),
        ("9999-12-31T20:00Z", "iso"),
        ("2026年9-15", "iso"),
    ],
)
def test_no_days(value, written_as):
    with pytest.raises(CellNotReadable):
        read_cell(value, DAY, Reading(date_format=written_as))


@pytest.mark.parametrize(
    ("value", "mark", "meant"),
    [
        ("1026684.2", "point", "1026684.2"),
        ("-450.5", "point", "-450.5"),
        ("−450", "point", "-450"),
        ("¥1,234.50", "point", "1234.50"),
        ("-¥5", "point", "-5"),
        ("１２．５", "point", "12.5"),
        ("12元", "point", "12"),
        ("1.234,50", "comma", "1234.50"),
        (183.05, "comma", "183.05"),
        (0.1 + 0.2, "point", "0.3"),
        (0, "point", "0"),
    ],
)
def test_sums(value, mark, meant):
    assert read_cell(value, COST, Reading(decimal_mark=mark)) == Decimal(meant)


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("PM01", "point"),
        ("1.234,50", "point"),
        ("1,23", "point"),
        ("1e5", "point"),
        ("NaN", "point"),
        ("1.005", "point"),
        ("99999999999", "point"),
        ("--5", "point"),
    ],
)
def test_no_sums(value, mark):
    with pytest.raises(CellNotReadable):
        read_cell(value, COST, Reading(decimal_mark=mark))


@pytest.mark.parametrize(("value", "meant"), [("12", 12), (12.0, 12), ("1,200", 1200), (-3, -3)])
def test_whole_numbers(value, meant):
    assert read_cell(value, COUNT, Reading()) == meant


@pytest.mark.parametrize("value", ["1.5", "x", 10**7])
def test_no_whole_numbers(value):
    with pytest.raises(CellNotReadable):
        read_cell(value, COUNT, Reading())


def test_choices_by_code_by_word_and_by_given_meaning():
    meanings = Reading(values={"kind": {"PM01": "repair"}})
    assert [read_cell(text, KIND, meanings) for text in ("repair", " UPGRADE ", "PM01")] == [
        "repair",
        "upgrade",
        "repair",
    ]
    with pytest.raises(CellNotReadable) as refusal:
        read_cell("t swing", KIND, meanings)
    assert "t swing" in str(refusal.value)


@pytest.mark.parametrize(("value", "field"), [("", NEEDED), ("x" * 11, TEXT), (1e15, TEXT), (10**17, CODE)])
def test_what_is_missing_too_long_or_rounded_is_refused(value, field):
    with pytest.raises(CellNotReadable):
        read_cell(value, field, Reading())


def test_a_moment_is_written_as_a_person_sees_it():
    assert as_written(datetime.fromisoformat("2026-09-15T08:30")) == "2026-09-15 08:30"

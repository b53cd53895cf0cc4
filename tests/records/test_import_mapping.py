"""Which column fills which field: suggested, said, checked."""

from datetime import date, datetime

import pytest

from records.imports.fields import Field, FieldType
from records.imports.mapping import ColumnMap, FieldNeeded, MappingNotComplete, RowReader, columns_digest
from records.imports.suggesting import suggest
from records.tabular import Row

EPOCH = datetime.fromisoformat("1899-12-30")
FIELDS = (
    Field("day", "Day of service", FieldType.DATE, is_required=True, aliases=("日期", "date")),
    Field("text", "Description", aliases=("故障描述",)),
    Field(
        "kind",
        "Kind",
        FieldType.CHOICE,
        choices=(("repair", "Repair"), ("upgrade", "Upgrade")),
        default="repair",
    ),
    Field("sn", "Serial number", FieldType.CODE, can_lose_zeros=True),
)
HEADER = ("Date", "故障 描述", "Type", "Rest")


def rows(*days):
    return [Row(line, (day, "x", "PM01", "y")) for line, day in enumerate(days, start=2)]


def test_headings_are_matched_by_code_label_and_alias_in_both_languages():
    suggested = suggest(FIELDS, HEADER, rows("2026-09-15"))
    assert suggested.columns == {"day": "Date", "text": "故障 描述"}
    assert suggested.constants == {"kind": "repair"}


@pytest.mark.parametrize(
    ("days", "written_as"),
    [
        (["2026-09-15"], "iso"),
        (["15/09/2026", "01/02/2026"], "dmy"),
        (["09/15/2026", "01/02/2026"], "mdy"),
        (["01/02/2026", "03/04/2026"], ""),
        (["46280"], "excel"),
        ([date(2026, 9, 15)], "iso"),
        (["soon"], "iso"),
        ([], "iso"),
    ],
)
def test_days_that_can_be_read_in_two_ways_are_asked_for(days, written_as):
    """I5: never guess."""
    assert suggest(FIELDS, HEADER, rows(*days)).date_format == written_as


@pytest.mark.parametrize(
    "mapping",
    [
        ColumnMap({}),
        ColumnMap({"day": "No such column"}),
        ColumnMap({"day": "Date", "nothing": "Rest"}),
        ColumnMap({"day": "Date", "text": "Date"}),
        ColumnMap({"day": "Date"}, date_format=""),
        ColumnMap({"day": "Date"}, constants={"nothing": "x"}),
    ],
    ids=["missing", "no column", "no field", "twice", "no date format", "no constant"],
)
def test_a_mapping_that_can_not_be_read_with_is_refused(mapping):
    with pytest.raises(MappingNotComplete) as refusal:
        mapping.check(FIELDS, HEADER)
    assert str(refusal.value)


def test_what_is_missing_is_named():
    with pytest.raises(FieldNeeded) as refusal:
        ColumnMap({}).check(FIELDS, HEADER)
    assert refusal.value.wanted.code == "day"


def reader(mapping):
    return RowReader(FIELDS, HEADER, mapping, epoch=EPOCH)


def test_every_bad_field_of_a_row_is_named_and_other_columns_are_kept():
    mapping = ColumnMap({"day": "Date", "kind": "Type"}, values={"kind": {"PM01": "repair"}})
    good = reader(mapping).read(Row(7, ("2026-09-15", "", "PM01", "y")))
    assert good.values == {"day": date(2026, 9, 15), "text": None, "kind": "repair", "sn": None}
    assert good.kept == {"Type": "PM01", "Rest": "y"}
    bad = reader(mapping).read(Row(8, ("x", "", "PM99")))
    assert [(problem.line, problem.field) for problem in bad.problems] == [(8, "day"), (8, "kind")]


def test_phones_in_other_columns_and_in_reasons_are_masked():
    """C10: kept with every row and read by many; by its look, or by what the heading says."""
    header = ("Date", "联系电话", "Remark", "Order")
    reading = RowReader(FIELDS, header, ColumnMap({"day": "Date"}), epoch=EPOCH)
    kept = reading.read(Row(2, ("2026-09-15", "83521234", "找王工 13812345678", "4500012345"))).kept
    assert kept == {"联系电话": "835****1234", "Remark": "找王工 138****5678", "Order": "4500012345"}
    mapped = RowReader(FIELDS, header, ColumnMap({"day": "联系电话"}), epoch=EPOCH)
    for cell in ("13812345678", "1381234567", 13812345678):
        quoted, expected = mapped.read(Row(2, ("", cell))).problems[0].values.values()
        assert str(cell) not in quoted
        assert "138****" in quoted
        assert "2026-09-15" in str(expected)


def test_a_constant_stands_where_the_file_says_nothing():
    mapping = ColumnMap({"day": "Date", "kind": "Type"}, constants={"kind": "upgrade"})
    assert reader(mapping).read(Row(2, ("2026-09-15", "", ""))).values["kind"] == "upgrade"


def test_a_row_with_more_cells_than_the_heading_is_refused():
    read = reader(ColumnMap({"day": "Date"})).read(Row(2, ("2026-09-15", "a", "b", "c", "", "d")))
    assert [problem.field for problem in read.problems] == [""]
    assert (
        not reader(ColumnMap({"day": "Date"})).read(Row(2, ("2026-09-15", "a", "b", "c", "", " "))).problems
    )


def test_numbers_where_zeros_may_be_lost_are_remembered():
    reading = RowReader(FIELDS, ("Date", "SN"), ColumnMap({"day": "Date", "sn": "SN"}), epoch=EPOCH)
    reading.read(Row(2, ("2026-09-15", 123)))
    assert reading.number_fields == {"sn": [2]}


def test_files_of_the_same_columns_share_a_digest():
    assert columns_digest(HEADER) == columns_digest(list(HEADER))
    assert columns_digest(HEADER) != columns_digest(HEADER[::-1])


def test_a_mapping_survives_being_kept():
    mapping = ColumnMap({"day": "Date"}, {"kind": "repair"}, {"kind": {"PM01": "repair"}}, "dmy", "comma")
    assert ColumnMap.of_json(mapping.as_json()) == mapping

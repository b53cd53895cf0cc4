"""Reading tables: what real files have is read right or named (I5)."""

from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import Font

from records.tabular import FileNotReadable, open_table

HEADING = ["机号", "客户单位", "电话"]
ROW = ["EX215-2609-0001", "甲建设公司", "13812345678"]


def read(path, **kwargs):
    with open_table(path, **kwargs) as table:
        return table.header, [(row.line, row.cells) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_chinese_text_is_read_in_every_usual_encoding_and_separator(csv_file, encoding, delimiter):
    header, rows = read(csv_file([HEADING, ROW], encoding=encoding, delimiter=delimiter))
    assert header == tuple(HEADING)
    assert rows == [(2, tuple(ROW))]


def test_a_text_in_no_known_encoding_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes("név,ár\n".encode("cp1250") + b"\xff\xff\n")
    with pytest.raises(FileNotReadable):
        read(path)


def test_an_encoding_said_by_hand_wins(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes("name,price\nCafé,£5\n".encode("cp1252"))
    assert read(path, encoding="cp1252")[1] == [(2, ("Café", "£5"))]


def test_a_row_counts_from_the_line_where_it_begins(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b'a,b\r\n1,"two\r\nlines"\r\n\r\n2,x\r\n')
    assert read(path)[1] == [(2, ("1", "two\r\nlines")), (5, ("2", "x"))]


def test_quotes_are_those_of_rfc_4180(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b'a,b\n"say ""no""",back\\slash\n5" pipe,x\n')
    assert [cells for _line, cells in read(path)[1]] == [('say "no"', "back\\slash"), ('5" pipe', "x")]


def test_a_stray_quotation_mark_spoils_its_own_line_alone(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b'a,b\n1,x\n2,"never closed\n3,y\n4,z\n')
    with open_table(path) as table:
        rows = list(table.rows)
    assert [(row.line, bool(row.problem)) for row in rows] == [(2, False), (3, True), (4, False), (5, False)]
    assert rows[-1].cells == ("4", "z")


def test_the_separator_hint_of_a_spreadsheet_is_no_row(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"sep=;\r\na;b\r\n1;2\r\n")
    assert read(path) == (("a", "b"), [(3, ("1", "2"))])


def test_blank_and_repeated_headings_get_names(csv_file):
    header, _rows = read(csv_file([["a", "", "a", "b", "", ""], ["1", "2", "3", "4", "", ""]]))
    assert header == ("a", "#2", "a (2)", "b")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n0000",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"<!DOCTYPE html><html></html>",
        b"MZ\x90\x00" + b"\0" * 100,
        b"a,b\n1,\0\n",
        b"PK\x03\x04 no package",
    ],
    ids=["empty", "blank", "pdf", "png", "old excel", "html", "program", "zero byte", "broken zip"],
)
def test_a_file_of_the_wrong_kind_is_refused_with_what_to_do(tmp_path, content):
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(FileNotReadable) as refusal:
        read(path)
    assert len(str(refusal.value)) > 5


def test_the_kind_is_what_the_file_holds_not_what_its_name_says(excel_file):
    assert read(excel_file([HEADING, ROW], name="rows.csv"))[1] == [(2, tuple(ROW))]


def test_a_workbook_keeps_numbers_days_and_shown_zeros(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["text", "day", "moment", "number", "padded", "phone", "flag", "wrong", "sum"])
    sheet.append(
        [
            "  a ",
            date(2026, 9, 15),
            datetime.fromisoformat("2026-09-15T08:30"),
            1.25,
            42,
            13812345678,
            True,
            "#N/A",
            7,
        ]
    )
    sheet["E2"].number_format = "00000"
    sheet["A2"].font = Font(bold=True)
    path = tmp_path / "rows.xlsx"
    book.save(path)
    assert read(path)[1] == [
        (
            2,
            (
                "  a ",
                date(2026, 9, 15),
                datetime.fromisoformat("2026-09-15T08:30"),
                1.25,
                "00042",
                13812345678,
                True,
                "#N/A",
                7,
            ),
        )
    ]


def test_days_of_a_workbook_that_counts_from_1904(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = datetime.fromisoformat("1904-01-01")
    book.active.append(["day"])
    book.active.append([date(2026, 9, 15)])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    assert read(path)[1] == [(2, (date(2026, 9, 15),))]


def test_the_first_shown_sheet_is_read_and_the_others_are_mentioned(tmp_path):
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.sheet_state = "hidden"
    hidden.append(["not this"])
    for name in ("first", "second"):
        book.create_sheet(name).append([name])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    with open_table(path) as table:
        assert (table.sheet, table.other_sheets, table.header) == ("first", 1, ("first",))


def test_rich_text_and_gaps_read_as_a_spreadsheet_shows_them(raw_excel):
    path = raw_excel(
        [
            b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>he</t></r><r><t>ad</t></r>',
            b'<rPh><t>no</t></rPh></is></c><c r="C1" t="str"><v>last</v></c></row>',
            b'<row r="5"><c r="C5"><v>3</v></c></row><row><c><v>4</v></c></row></sheetData></worksheet>',
        ]
    )
    assert read(path) == (("head", "#2", "last"), [(5, (None, None, 3)), (6, (4,))])


def test_workbooks_read_as_openpyxl_reads_them(tmp_path):
    book = openpyxl.Workbook()
    for line in range(60):
        book.active.append([f"值{line}", line, line / 8, None, date(2026, 1, 1 + line % 28), line % 2 == 0])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    expected = [
        [value.date() if isinstance(value, datetime) else value for value in row]
        for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    ]
    with open_table(path) as table:
        assert [list(row.cells) for row in table.rows] == expected[1:]


def test_a_table_of_one_column_is_a_table(csv_file):
    assert read(csv_file([["a"], ["1"]])) == (("a",), [(2, ("1",))])


def test_cells_of_other_kinds_are_read_or_named(raw_excel):
    path = raw_excel(
        [
            b"<worksheet><sheetData><row><c t='str'><v>a</v></c></row>",
            b"<row><c t='d'><v>2026-09-15T08:30:00Z</v></c></row><row><c t='d'><v>soon</v></c></row>",
            b"<row><c t='e'><v>#REF!</v></c></row><row><c t='b'><v>1</v></c></row>",
            b"<row><c><v>inf</v></c></row><row><c><v>x</v></c></row><row><c s='9'><v>1.5</v></c></row>",
            b"</sheetData></worksheet>",
        ]
    )
    with open_table(path) as table:
        rows = list(table.rows)
    cells = [row.cells[0] for row in rows if not row.problem]
    assert cells == [datetime.fromisoformat("2026-09-15T08:30"), "soon", "#REF!", True, 1.5]
    assert [row.line for row in rows if row.problem] == [6, 7]


def test_a_workbook_without_a_sheet_to_read_is_refused(tmp_path, raw_excel):
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.remove(book.worksheets[0])
    path = tmp_path / "chart.xlsx"
    book.save(path)
    with pytest.raises(FileNotReadable):
        read(path)
    with pytest.raises(FileNotReadable):
        read(raw_excel([b"<worksheet><sheetData/></worksheet>"]))


def test_a_heading_that_comes_too_late_or_can_not_be_read_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\n" * 60 + b"a,b\n1,2\n")
    with pytest.raises(FileNotReadable):
        read(path)
    path.write_bytes(b'"a,b\n1,2\n')
    with pytest.raises(FileNotReadable):
        read(path)


def test_an_encoding_said_by_hand_that_can_not_be_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 40_000 + "é".encode("cp1252"))
    with pytest.raises(FileNotReadable):
        read(path, encoding="gb18030")

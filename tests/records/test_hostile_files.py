"""Hostile files end within bounded time and memory, read right or refused (H11, I4)."""

import random
import subprocess
import sys
import time
import zipfile
from itertools import chain

import pytest

from records.tabular import FileNotReadable, open_table
from records.tabular.rows import MOST_COLUMNS, header_names

HEAD = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
TAIL = b"</sheetData></worksheet>"
MOST_SECONDS = 40  # of the processor; reading alone takes a fifth of it, unless it is measured for coverage
MOST_MEGABYTES = 300


def count(path):
    with open_table(path) as table:
        rows = list(table.rows)
    return len(rows), sum(bool(row.problem) for row in rows)


@pytest.fixture(autouse=True)
def _in_bounded_time():
    began = time.process_time()
    yield
    assert time.process_time() - began < MOST_SECONDS


def test_a_million_empty_rows_are_no_rows(raw_excel):
    """I4: rows that are formatted and empty."""
    empty = (
        b"".join(b'<row r="%d" ht="%d"/>' % (line, line * 7919 % 9973) for line in range(first, first + 2000))
        for first in range(2, 1_046_000, 2000)
    )
    assert count(raw_excel(chain([HEAD], empty, [TAIL]))) == (0, 0)


def test_all_columns_of_a_sheet_are_refused_where_they_are_headings(raw_excel):
    cells = b"".join(b"<c><v>%d</v></c>" % column for column in range(16_384))
    with pytest.raises(FileNotReadable):
        count(raw_excel([b"<worksheet><sheetData><row>", cells, b"</row>", TAIL]))


def test_cells_far_to_the_right_of_the_table_take_no_memory(raw_excel):
    noise = random.Random(2)
    wide = (
        b"<row>" + b"".join(b"<c><v>%d</v></c>" % noise.randrange(99) for _k in range(16_384)) + b"</row>"
        for _row in range(20)
    )
    with open_table(raw_excel(chain([HEAD], wide, [TAIL]))) as table:
        assert {len(row.cells) for row in table.rows} == {257}


def test_a_cell_of_five_megabytes_spoils_its_own_row_alone(raw_excel, tmp_path):
    huge = b'<row r="2"><c t="inlineStr"><is><t>' + b"x" * 5_000_000 + b"</t></is></c></row>"
    assert count(raw_excel([HEAD, huge, b'<row r="3"><c><v>1</v></c></row>', TAIL])) == (2, 1)
    path = tmp_path / "huge.csv"
    path.write_bytes(b"a,b\n1," + b"x" * 5_000_000 + b"\n2,y\n")
    assert count(path) == (2, 1)


def test_a_shared_text_of_five_megabytes_spoils_its_own_row_alone(raw_excel):
    relations = (
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/>'
        '<Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>'
    )
    path = raw_excel([HEAD, b'<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>', TAIL])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = relations.encode()
    parts["xl/t.xml"] = b"<sst><si><t>" + b"x" * 5_000_000 + b"</t></si><si><t>b</t></si></sst>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert count(path) == (2, 1)


@pytest.mark.parametrize(
    "parts",
    [
        [HEAD, b'<row r="2">', b"<c/>" * 20_000_000],
        [HEAD, b"<a>" * 100_000],
        [HEAD, b'<row r="2" x="', b"y" * 9_000_000, b'"/>', TAIL],
        [b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', HEAD, TAIL],
        [HEAD, b'<row r="999999999"/>', TAIL],
        [HEAD, b'<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>', TAIL],
        [HEAD, b'<row r="2"><c t="s"><v>7</v></c></row>', TAIL],
        [HEAD, b'<row r="x"/>', TAIL],
        [HEAD],
        [b"\0\1\2"],
    ],
    ids=[
        "bomb",
        "depth",
        "attribute",
        "doctype",
        "row number",
        "column name",
        "no such text",
        "row name",
        "cut off",
        "noise",
    ],
)
def test_what_no_spreadsheet_writes_is_refused(raw_excel, parts):
    with pytest.raises(FileNotReadable):
        count(raw_excel(parts))


def test_a_part_that_declares_less_than_it_holds_is_refused(raw_excel):
    """H11: the actual size counts as well as the declared one."""
    path = raw_excel([HEAD, b"<row/>" * 200_000, TAIL])
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(FileNotReadable):
        count(path)


def test_an_encrypted_part_is_refused(raw_excel):
    path = raw_excel([HEAD, TAIL])
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.rindex(mark) + offset] |= 1
    path.write_bytes(content)
    with pytest.raises(FileNotReadable):
        count(path)


def test_memory_stays_bounded(raw_excel):
    """I4: measured in a process of its own, on the largest sheet that is let in."""
    noise = random.Random(3)
    rows = (b"<row><c><v>%d</v></c><c><v>1</v></c></row>" % noise.randrange(10**9) for _row in range(200_000))
    path = raw_excel(chain([HEAD], rows, [TAIL]))
    program = (
        "import sys, resource, django\n"
        "from pathlib import Path\n"
        "django.setup()\n"
        "from records.tabular import open_table\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with open_table(Path(sys.argv[1])) as table:\n"
        "    assert sum(1 for row in table.rows) == 200_000\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) / 1024 < MOST_MEGABYTES / 10


@pytest.mark.parametrize("heading", ["c", "", "#1", '"a b"'], ids=["same", "blank", "as we name", "quoted"])
def test_twenty_thousand_columns_in_forty_kilobytes_are_refused(tmp_path, heading):
    """I4: in the upload's own request, where a thread of the web server would hang."""
    path = tmp_path / "wide.csv"
    path.write_text(",".join([heading] * 20_000 + ["last"]) + "\n1,2\n")
    with pytest.raises(FileNotReadable, match="256"):
        count(path)


class Unnamed(str):
    """A heading that fails the test as soon as somebody makes a name of it."""

    __slots__ = ()

    def __str__(self):
        raise AssertionError("a column was named before the columns were counted")


def test_columns_are_counted_before_the_first_is_named():
    with pytest.raises(FileNotReadable):
        header_names([Unnamed("c")] * (MOST_COLUMNS + 1))


def test_as_many_columns_as_fit_have_names_of_their_own():
    assert len(set(header_names(["c"] * MOST_COLUMNS))) == MOST_COLUMNS
    assert header_names(["a", "", "#2", *[""] * 20_000]) == ("a", "#2", "#2 (2)")

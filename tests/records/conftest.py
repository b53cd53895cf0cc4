"""Files for tests, written as people's programs write them."""

import csv
import io
import zipfile

import pytest

from records.exports import excel_bytes
from records.imports import Importer, register, registry
from tests.records.shelf import FIELDS, Shelf


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o640},
        },
    }


@pytest.fixture
def csv_file(tmp_path):
    """Write rows as CSV: `csv_file(rows, encoding=…)` gives its path."""

    def write(rows, *, encoding="utf-8", delimiter=",", name="rows.csv"):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def excel_file(tmp_path):
    """Write rows as an Excel workbook; the first row is the heading."""

    def write(rows, *, name="rows.xlsx"):
        path = tmp_path / name
        path.write_bytes(excel_bytes(name="rows", header=rows[0], rows=rows[1:])[0])
        return path

    return write


RELATIONS = "<Relationships>{}</Relationships>"
RELATION = '<Relationship Id="r1" Type="x/{}" Target="{}"/>'


@pytest.fixture
def raw_excel(tmp_path):
    """Write a workbook whose sheet is made of the given bytes, as an attacker would."""

    def write(parts, *, extra=None):
        path = tmp_path / "raw.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(
                "_rels/.rels", RELATIONS.format(RELATION.format("officeDocument", "xl/workbook.xml"))
            )
            package.writestr(
                "xl/workbook.xml", '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'
            )
            package.writestr(
                "xl/_rels/workbook.xml.rels", RELATIONS.format(RELATION.format("worksheet", "s.xml"))
            )
            for name, content in (extra or {}).items():
                package.writestr(name, content)
            with package.open("xl/s.xml", "w", force_zip64=True) as sheet:
                for part in parts:
                    sheet.write(part)
        return path

    return write


@pytest.fixture
def shelf(monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})
    kept = Shelf()
    register(
        Importer(
            kind="shelf",
            label="Shelf",
            hint="",
            icon="box",
            may_import=lambda actor: not actor.username.startswith("souths"),
            fields=lambda _actor: FIELDS,
            take=kept.take,
            chunk_rows=2,
        )
    )
    return kept

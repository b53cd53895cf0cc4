"""Fault classes in files of history: known ones are found, others reported, or made where asked (D6, D13)."""

import pytest

from records.imports.mapping import ColumnMap
from tests.factories.tickets import FaultClassFactory
from tests.tickets.test_import_history import _own_storage, imported, rows_file  # noqa: F401 (a fixture)
from tickets.models import FaultClass, Ticket
from tickets.services.fault_names import known_faults, made_faults

pytestmark = pytest.mark.django_db
NAMES = ["漏油", "LEAK", "Ｌｅａｋ ", "Boom crack", "NA"]
ROWS = "date,what\n" + "".join(f"2026-01-{day:02},{name}\n" for day, name in enumerate(NAMES, start=5))


@pytest.fixture
def leak():
    return FaultClassFactory(code="HYD", name_zh="漏油", name_en="Leak")


def classes():
    rows = Ticket.objects.order_by("import_line").values_list("fault_class__name_zh", flat=True)
    return list(rows)


def test_a_class_that_is_not_known_is_reported_and_the_good_rows_go_in(manager, tmp_path, leak):
    """By code or either name, in whichever letters; what says that nothing is known says nothing."""
    mapping = ColumnMap({"day": "date", "fault_class": "what"})
    run = imported(rows_file(tmp_path, ROWS), mapping, actor=manager)
    assert (run.rows_taken, run.rows_refused) == (4, 1)
    assert [(row.line, row.field) for row in run.refusals.all()] == [(5, "fault_class")]
    assert "Boom crack" in run.refusals.get().says
    assert classes() == ["漏油", "漏油", "漏油", None]


def test_it_is_made_where_that_was_asked_for_and_names_its_import(manager, tmp_path, leak):
    """Once for all rows and runs that name it."""
    mapping = ColumnMap({"day": "date", "new_fault_class": "what"})
    run = imported(rows_file(tmp_path, ROWS), mapping, actor=manager)
    assert (run.rows_taken, run.rows_refused) == (5, 0)
    assert classes() == ["漏油", "漏油", "漏油", "Boom crack", None]
    made = FaultClass.objects.get(name_zh="Boom crack")
    assert (made.code, made.import_run_id, leak.import_run_id) == ("BOOM-CRACK", run.pk, None)
    imported(rows_file(tmp_path, ROWS + "2026-01-10,boom CRACK\n"), mapping, actor=manager)
    assert FaultClass.objects.count() == 2


def test_a_code_goes_before_a_name_and_no_code_is_taken_twice(manager, tmp_path, leak):
    other = FaultClassFactory(code="LEAK", name_zh="渗油")
    assert known_faults(["leak", "渗油", "没有"]) == {"leak": other, "渗油": other}
    assert known_faults(["-"]) == {}
    run = imported(rows_file(tmp_path, ROWS), ColumnMap({"day": "date"}), actor=manager)
    made = made_faults(["A B", "A-B", "A/B", ""], run_id=run.pk)
    assert sorted(row.code for row in made.values()) == ["A-B", "A-B-2", "A-B-3"]
    assert made_faults(["无"], run_id=run.pk) == {}

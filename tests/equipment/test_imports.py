"""Units on delivery out of files (C1, I1, I2, I5)."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from equipment import phones
from equipment.models import Equipment, SerialNumberCase
from equipment.services import CheckedItem, install_equipment
from records.exports import excel_bytes
from records.imports import runs, work_through
from records.imports.runs import begin_import, begin_trial, look_into, receive_file
from records.models import ImportRowRefusal
from tests.factories.equipment import EquipmentFactory, ProductFactory

AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
HEADING = ["机号", "机型", "客户单位", "联系人", "联系电话", "首次使用地", "工程名称", "计划安装日期"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o640},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture(autouse=True)
def product(db):
    return ProductFactory(code="EX-215")


def row(number, **changes):
    fields = {
        "number": number,
        "product": "EX-215",
        "customer": "甲建设公司",
        "contact": "王经理",
        "phone": "13812345678",
        "place": "江苏省南京市江宁区一号工地",
        "project": "地铁五号线",
        "day": "2026-09-20",
    }
    return list({**fields, **changes}.values())


def csv_of(path, *rows, heading=HEADING, encoding="utf-8-sig"):
    text = "\r\n".join(",".join(map(str, cells)) for cells in [heading, *rows])
    path.write_bytes(text.encode(encoding))
    return path


def sent(path, actor):
    with path.open("rb") as file:
        return receive_file(actor=actor, at=AT, kind="equipment", file=file, name=path.name)


def done(run):
    while work_through(run.pk, at=AT):
        pass
    run.refresh_from_db()
    return run


def imported(path, actor):
    run = sent(path, actor)
    return done(begin_import(run, actor=actor, at=AT, mapping=look_into(run, actor=actor).suggested))


def tried(path, actor):
    run = sent(path, actor)
    return done(begin_trial(run, actor=actor, at=AT, mapping=look_into(run, actor=actor).suggested))


def counts(run):
    return (run.rows_taken, run.rows_unchanged, run.rows_refused)


def refusals(run):
    return list(
        ImportRowRefusal.objects.filter(run=run).order_by("line", "field").values_list("line", "field")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_headings_of_the_trade_are_known_in_every_encoding(tmp_path, norths_desk, north, encoding):
    run = imported(csv_of(tmp_path / "x.csv", row("N-1"), encoding=encoding), norths_desk)
    assert counts(run) == (1, 0, 0)
    unit = Equipment.objects.get()
    assert (unit.serial_number, unit.dealer, unit.planned_installation_on) == (
        "N-1",
        north,
        date(2026, 9, 20),
    )
    assert unit.customer.name == "甲建设公司"


def test_full_width_digits_numbers_and_excel_days_are_read_right(tmp_path, norths_desk):
    path = tmp_path / "x.xlsx"
    rows = [
        row("ＥＸ－１", phone="１３８１２３４５６７８", day=date(2026, 9, 20)),
        row("EX-2", phone=13812345678, day=46285),
        row("EX-3", phone="025-8312 3456", day="2026年9月20日"),
    ]
    path.write_bytes(excel_bytes(name="x", header=HEADING, rows=rows)[0])
    run = imported(path, norths_desk)
    assert counts(run) == (3, 0, 0)
    units = Equipment.objects.order_by("serial_number").select_related("contact")
    assert {unit.planned_installation_on for unit in units} == {date(2026, 9, 20)}
    assert [unit.serial_number for unit in units] == ["EX-1", "EX-2", "EX-3"]
    written = [phones.decrypt(unit.contact.phone_cipher) for unit in units]
    assert written == ["+8613812345678", "+8613812345678", "+862583123456"]


def test_every_bad_field_is_named_good_rows_are_kept(tmp_path, norths_desk):
    bad = [
        row("N-2", phone="13856"),
        row("N-3", product="NOPE", phone="12"),
        row("N 4/x"),
        row("N-5", customer="", day="soon"),
        row("N-6", day="1900-01-01"),
        row("N-7", project="x" * 81),
    ]
    run = imported(csv_of(tmp_path / "x.csv", row("N-1"), *bad, row("N-8")), norths_desk)
    assert counts(run) == (2, 0, 6)
    assert refusals(run) == [
        (3, "phone"),
        (4, "phone"),
        (4, "product"),
        (5, "serial_number"),
        (6, "customer_name"),
        (6, "planned_installation_on"),
        (7, "planned_installation_on"),
        (8, "project_name"),
    ]


def test_reasons_never_repeat_a_phone(tmp_path, norths_desk):
    """C10: what is refused is kept with its reason, so the reason holds no number."""
    run = imported(csv_of(tmp_path / "x.csv", row("N-1", phone="1381234567")), norths_desk)
    assert "1381234567" not in ImportRowRefusal.objects.get(run=run).says


def test_a_row_without_its_delivery_can_be_installed_on_its_true_day(tmp_path, norths_desk):
    """C1: with no column of deliveries, or with an empty cell in it, the day counts as not given."""
    heading = [*HEADING, "交付日期"]
    given, blank = [*row("N-1"), "2026-09-01"], [*row("N-2"), ""]
    imported(csv_of(tmp_path / "x.csv", given, blank, heading=heading), norths_desk)
    imported(csv_of(tmp_path / "y.csv", row("N-3")), norths_desk)
    units = Equipment.objects.order_by("serial_number")
    assert [unit.is_delivery_assumed for unit in units] == [False, True, True]
    for unit in units[1:]:
        installed = install_equipment(
            unit,
            actor=norths_desk,
            at=AT,
            installed_on=date(2026, 1, 20),
            confirmed_by="王经理",
            self_check=[CheckedItem(item, passed=True) for item in unit.product.self_check_items],
        )
        assert installed.delivered_on == date(2026, 1, 20)


def test_the_same_rows_again_change_nothing(tmp_path, norths_desk):
    imported(csv_of(tmp_path / "x.csv", row("N-1"), row("N-2")), norths_desk)
    again = imported(csv_of(tmp_path / "y.csv", row("N-2"), row("N-1"), row("N-3")), norths_desk)
    assert counts(again) == (1, 2, 0)
    assert Equipment.objects.count() == 3


@pytest.mark.parametrize("act", [tried, imported])
def test_a_number_twice_in_one_file_is_taken_once(tmp_path, norths_desk, act):
    path = csv_of(tmp_path / "x.csv", row("N-1"), row("N-1"), row("N-1", project="another"))
    run = act(path, norths_desk)
    assert counts(run) == (1, 1, 1)
    assert refusals(run) == [(4, "serial_number")]
    assert run.rows_identical == 1


def test_the_case_of_a_number_makes_no_second_unit(tmp_path, norths_desk, south):
    """C1."""
    EquipmentFactory(serial_number="S-1", dealer=south)
    run = imported(csv_of(tmp_path / "x.csv", row("n-1"), row("N-1"), row("s-1")), norths_desk)
    assert counts(run) == (1, 1, 1)
    assert Equipment.objects.visible_to(norths_desk).get().serial_number == "n-1"
    assert SerialNumberCase.objects.get().equipment.serial_number == "S-1"


def test_a_number_that_stands_elsewhere_is_refused_without_a_hint(tmp_path, norths_desk, south):
    """I1, D14: headquarters gets a case, the other unit is untouched."""
    theirs = EquipmentFactory(serial_number="S-1", dealer=south)
    run = imported(csv_of(tmp_path / "x.csv", row("S-1"), row("N-1")), norths_desk)
    assert counts(run) == (1, 0, 1)
    reason = ImportRowRefusal.objects.get(run=run).says
    assert south.name not in reason
    assert south.code not in reason
    assert theirs.customer.name not in reason
    case = SerialNumberCase.objects.get()
    assert (case.equipment, case.claimed_by) == (theirs, norths_desk)
    theirs.refresh_from_db()
    assert theirs.dealer == south


def test_a_trial_registers_nothing_and_opens_no_case(tmp_path, norths_desk, south):
    EquipmentFactory(serial_number="S-1", dealer=south)
    run = tried(csv_of(tmp_path / "x.csv", row("S-1"), row("N-1")), norths_desk)
    assert counts(run) == (1, 0, 1)
    assert not Equipment.objects.filter(serial_number="N-1").exists()
    assert not SerialNumberCase.objects.exists()


def test_a_column_dealer_in_a_dealers_file_is_ignored(tmp_path, norths_desk, north, south):
    """I2."""
    path = csv_of(tmp_path / "x.csv", [*row("N-1"), south.code], heading=[*HEADING, "经销商"])
    assert counts(imported(path, norths_desk)) == (1, 0, 0)
    assert Equipment.objects.get().dealer == north


def test_headquarters_says_whose_each_unit_is(tmp_path, dispatcher, south):
    path = csv_of(
        tmp_path / "x.csv", [*row("S-1"), south.code], [*row("S-2"), "NOPE"], heading=[*HEADING, "经销商"]
    )
    run = imported(path, dispatcher)
    assert counts(run) == (1, 0, 1)
    assert refusals(run) == [(3, "dealer")]
    assert Equipment.objects.get().dealer == south


def test_hundreds_of_rows_come_in_chunks(tmp_path, norths_desk):
    path = csv_of(tmp_path / "x.csv", *(row(f"N-{place}") for place in range(120)))
    assert counts(imported(path, norths_desk)) == (120, 0, 0)


class TestCommand:
    def test_it_imports_under_a_dealers_name(self, tmp_path, norths_desk, north, capsys):
        path = csv_of(tmp_path / "x.csv", row("N-1"), row("N-2", phone="1"))
        call_command("import_equipment", str(path), "--as", "norths-desk")
        assert "line 3 · phone" in capsys.readouterr().out
        assert list(north.units.values_list("serial_number", flat=True)) == ["N-1"]

    def test_the_same_file_registers_what_was_refused_once_its_model_exists(
        self, tmp_path, norths_desk, north, capsys
    ):
        path = csv_of(tmp_path / "x.csv", row("N-1"), row("N-2", product="NEW-1"))
        call_command("import_equipment", str(path), "--as", "norths-desk")
        ProductFactory(code="NEW-1")
        capsys.readouterr()
        call_command("import_equipment", str(path), "--as", "norths-desk")
        printed = capsys.readouterr().out
        assert "taken 1 · unchanged 1 · refused 0" in printed
        assert str(runs.TAKEN_IN_PART).partition("%")[0] in printed
        assert list(north.units.order_by("pk").values_list("serial_number", flat=True)) == ["N-1", "N-2"]
        call_command("import_equipment", str(path), "--as", "norths-desk")
        assert "taken" not in capsys.readouterr().out.splitlines()[-1]
        assert Equipment.objects.count() == 2

    def test_headquarters_can_say_one_dealer_for_all(self, tmp_path, dispatcher, south, capsys):
        path = csv_of(tmp_path / "x.csv", row("S-1"))
        call_command("import_equipment", str(path), "--set", f"dealer={south.code}")
        assert "taken 1" in capsys.readouterr().out
        assert south.units.count() == 1

    def test_a_dry_run_leaves_nothing(self, tmp_path, norths_desk, capsys):
        path = csv_of(tmp_path / "x.csv", row("N-1"))
        call_command("import_equipment", str(path), "--dry-run", "--as", "norths-desk")
        assert "taken 1" in capsys.readouterr().out
        assert not Equipment.objects.exists()

    def test_who_may_not_register_can_not(self, tmp_path, agent):
        with pytest.raises(CommandError):
            call_command("import_equipment", str(csv_of(tmp_path / "x.csv", row("N-1"))), "--as", "agent")

"""Service history out of real files: every figure of their READMEs, and no calls."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone

from records.imports import work_through
from records.imports.mapping import ColumnMap
from records.imports.runs import begin_import, receive_file
from records.models import ImportRowRefusal, ImportRun
from tests.factories.equipment import EquipmentFactory
from tickets.models import Ticket, TicketEvent
from tickets.services.importing import PastService, import_past_services

AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
REAL = Path(settings.BASE_DIR).parent / "shared" / "data"
REPAIRS = ColumnMap(
    {
        "day": "event_date",
        "description": "problem",
        "outcome": "repair_status",
        "cause": "repair_barrier_if_end_of_life",
        "product_text": "product_category",
        "place_text": "group_identifier",
        "external_id": "id",
    }
)
WORK_ORDERS = ColumnMap(
    {
        "day": "BscStartDate",
        "description": "OriginalShorttext",
        "kind": "PMType",
        "unit_text": "Asset",
        "cost": "Cost",
    },
    values={"kind": dict.fromkeys(["PM01", "PM02", "PM04", "PM05", "PM06", "PM13"], "repair")},
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o640},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def real_file(*names):
    """Return a real file that lies beside the project, not in it; where it is not, the last lines say so."""
    path = REAL.joinpath(*names)
    if not path.exists():
        pytest.skip(f"{'/'.join(names)} does not lie beside this clone: its figures were not compared")
    return path


def imported(path, mapping, *, actor, at=AT):
    with path.open("rb") as file:
        run = receive_file(actor=actor, at=at, kind="tickets", file=file, name=path.name)
    run = begin_import(run, actor=actor, at=at, mapping=mapping)
    while work_through(run.pk, at=at):
        pass
    run.refresh_from_db()
    return run


def counted(field, **conditions):
    rows = Ticket.objects.filter(**conditions).values_list(field).annotate(Count("pk")).order_by()
    return dict(rows)


def by_year():
    rows = Ticket.objects.annotate(year=ExtractYear("closed_at")).values_list("year").annotate(Count("pk"))
    return dict(rows.order_by())


@pytest.mark.unmeasured  # 20,190 lines: other files go the same way on both databases
def test_the_repair_cafe_file_gives_the_figures_of_its_readme(manager):
    run = imported(real_file("repair_cafe_wales", "repairs.csv"), REPAIRS, actor=manager)
    assert (run.rows_read, run.rows_taken, run.rows_refused, run.rows_identical) == (20_190, 20_190, 0, 0)
    tickets = Ticket.objects.filter(import_run=run)
    assert tickets.count() == 20_190
    assert len(counted("external_id")) == 20_190
    assert len(counted("place_text")) == 189
    days = tickets.order_by("closed_at").values_list("closed_at", flat=True)
    assert timezone.localtime(days.first()).isoformat() == "2017-04-01T12:00:00+08:00"
    assert timezone.localtime(days.last()).isoformat() == "2025-07-31T12:00:00+08:00"
    outcomes = counted("outcome")
    assert outcomes == {"Fixed": 10_474, "End of life": 4_001, "Repairable": 3_808, "Unknown": 1_907}
    assert round(100 * outcomes["Fixed"] / (20_190 - outcomes["Unknown"]), 2) == 57.29
    assert counted("cause", outcome="End of life") == {
        "Item too worn out": 1_650,
        "Spare parts not available": 632,
        "Spare parts too expensive": 296,
        "No way to open product": 434,
        "Repair information not available": 219,
        "Lack of equipment": 30,
        "": 740,
    }
    categories = Counter(counted("product_text"))
    assert categories.most_common(5) == [
        ("Small home electrical", 3_669),
        ("Vacuum", 2_035),
        ("Lamp", 1_874),
        ("Power tool", 1_279),
        ("Portable radio", 973),
    ]
    assert fixed_shares(categories) == {
        "Lamp": 72.3,
        "Sewing machine": 69.1,
        "TV and gaming-related accessories": 41.0,
        "Iron": 43.9,
        "Kettle": 44.4,
    }
    assert by_year() == {
        2017: 167,
        2018: 434,
        2019: 1_288,
        2020: 664,
        2021: 549,
        2022: 2_466,
        2023: 5_029,
        2024: 5_957,
        2025: 3_636,
    }
    sites = Counter(counted("place_text")).most_common(2)
    assert sites == [("Newport RE:MAKE", 1_822), ("Penarth", 968)]
    assert tickets.filter(description="").count() == 54
    brands = Counter(tickets.values_list("import_columns__brand", flat=True))
    assert (brands["Unknown"], brands["Dyson"], brands["Bosch"], brands["Kenwood"]) == (5_433, 558, 305, 241)
    only_closed_history(run)


def fixed_shares(categories):
    """Return the best two and the worst three categories of 300 rows or more."""
    fixed = counted("product_text", outcome="Fixed")
    unknown = counted("product_text", outcome="Unknown")
    shares = {
        name: round(100 * fixed.get(name, 0) / (count - unknown.get(name, 0)), 1)
        for name, count in categories.items()
        if count >= 300
    }
    ranked = sorted(shares, key=shares.__getitem__)
    return {name: shares[name] for name in [*ranked[:-3:-1], *ranked[:3]]}


def only_closed_history(run):
    """Imported tickets are closed by one event, belong to no dealer, and get no calls."""
    tickets = Ticket.objects.filter(import_run=run)
    assert counted("status", import_run=run) == {"closed": tickets.count()}
    assert counted("channel", import_run=run) == {"import": tickets.count()}
    assert counted("dealer", import_run=run) == {None: tickets.count()}
    events = TicketEvent.objects.filter(ticket__import_run=run)
    assert events.count() == tickets.count()
    assert set(events.values_list("verb", "source", "target").distinct()) == {("import", "", "closed")}
    assert not Ticket.objects.not_imported().filter(import_run=run).exists()


def test_the_work_orders_give_the_figures_of_their_readme(manager):
    run = imported(real_file("workorders_excavator", "workorders.csv"), WORK_ORDERS, actor=manager)
    assert (run.rows_read, run.rows_taken, run.rows_refused, run.rows_identical) == (5_485, 5_484, 1, 358)
    refused = ImportRowRefusal.objects.filter(run=run).order_by("field").values_list("line", "field")
    assert list(refused) == [(3_454, "cost"), (3_454, "kind")]
    reasons = " ".join(refused.says for refused in ImportRowRefusal.objects.filter(run=run))
    assert "PM01" in reasons
    assert "t swing" in reasons
    assert counted("unit_text") == {"A": 151, "B": 1_016, "C": 992, "D": 2_374, "E": 951}
    costs = Counter()
    for asset, cost in Ticket.objects.values_list("unit_text", "cost"):
        costs[asset] += cost  # exactly: SQLite adds decimals as floats
    assert costs == {
        "A": Decimal("77567.19"),
        "B": Decimal("1312088.61"),
        "C": Decimal("6229217.28"),
        "D": Decimal("5128534.49"),
        "E": Decimal("4758660.56"),
    }
    assert sum(costs.values()) == Decimal("17506068.13")
    assert Ticket.objects.filter(cost=0).count() == 1_288
    assert Ticket.objects.filter(cost__lt=0).count() == 6
    largest = Ticket.objects.order_by("-cost").first()
    assert (largest.cost, largest.unit_text, largest.description) == (
        Decimal("1026684.20"),
        "C",
        "REPAIR CRACK ON BOOM",
    )
    order_types = Counter(Ticket.objects.values_list("import_columns__PMType", flat=True))
    assert order_types == {"PM01": 5_216, "PM02": 153, "PM06": 98, "PM04": 7, "PM13": 6, "PM05": 4}
    assert by_year() == {
        2001: 90,
        2002: 379,
        2003: 460,
        2004: 425,
        2005: 392,
        2006: 619,
        2007: 754,
        2008: 641,
        2009: 656,
        2010: 624,
        2011: 443,
        2012: 1,
    }
    only_closed_history(run)
    again = imported(real_file("workorders_excavator", "workorders.csv"), WORK_ORDERS, actor=manager)
    assert (again.rows_read, again.rows_taken, again.rows_unchanged, again.rows_refused) == (
        5_485,
        0,
        5_484,
        1,
    )
    assert Ticket.objects.count() == 5_484


def rows_file(tmp_path, text):
    path = tmp_path / "history.csv"
    path.write_text(text)
    return path


def test_a_row_names_its_registered_unit_where_there_is_one(manager, tmp_path):
    unit = EquipmentFactory()
    path = rows_file(tmp_path, f"date,asset,note\n2026-01-05,{unit.serial_number},x\n2026-01-06,Z,y\n")
    imported(path, ColumnMap({"day": "date", "unit_text": "asset"}), actor=manager)
    known, unknown = Ticket.objects.order_by("import_line")
    assert (known.equipment, known.product, known.serial_number) == (unit, unit.product, unit.serial_number)
    assert (unknown.equipment, unknown.product, unknown.unit_text) == (None, None, "Z")
    assert (known.dealer, known.import_columns) == (None, {"note": "x"})
    assert [known.number, unknown.number] == ["T-2026-00001", "T-2026-00002"]


def test_days_that_can_not_be_history_are_named(manager, tmp_path):
    path = rows_file(tmp_path, "date\n2026-09-15\n2026-09-16\n1899-01-01\n")
    run = imported(path, ColumnMap({"day": "date"}), actor=manager)
    assert run.rows_taken == 1
    assert list(run.refusals.values_list("line", flat=True)) == [3, 4]


def test_an_open_period_of_the_years_series_is_shared(manager, tmp_path):
    """T3: imported tickets take their numbers from the series of their own year."""
    path = rows_file(tmp_path, "date\n2025-01-01\n2026-01-01\n2025-01-02\n")
    imported(path, ColumnMap({"day": "date"}), actor=manager)
    numbers = Ticket.objects.order_by("import_line").values_list("number", flat=True)
    assert list(numbers) == ["T-2025-00001", "T-2026-00001", "T-2025-00002"]


def test_a_line_of_a_run_goes_in_once(manager, tmp_path):
    run = imported(rows_file(tmp_path, "date\n2026-01-01\n"), ColumnMap({"day": "date"}), actor=manager)
    again = [PastService(line=2, day=AT.date())]
    with pytest.raises(IntegrityError), transaction.atomic():
        import_past_services(again, actor=manager, run_id=run.pk, file_name="x")


@pytest.mark.parametrize("who", ["norths_desk", "agent"])
def test_who_may_not_import_history_can_not(request, who):
    with pytest.raises(PermissionDenied):
        import_past_services([], actor=request.getfixturevalue(who), run_id=1, file_name="x")


class TestCommand:
    def test_it_imports_prints_bad_rows_and_counts(self, manager, tmp_path, capsys):
        path = rows_file(tmp_path, "when,what,sum\n05/01/2026,leak,3\n32/01/2026,worn,x\n")
        call_command(
            "import_tickets",
            str(path),
            "--map",
            "day=when",
            "description=what",
            "--map",
            "cost=sum",
            "--date-format=dmy",
        )
        printed = capsys.readouterr().out
        assert "line 3 · day" in printed
        assert "line 3 · cost" in printed
        assert "taken 1" in printed
        assert "refused 1" in printed
        call_command("import_tickets", str(path), "--map", "day=when")
        assert Ticket.objects.count() == 1

    def test_a_dry_run_leaves_nothing(self, manager, tmp_path, capsys):
        path = rows_file(tmp_path, "date,kind\n2026-01-05,PM01\n")
        call_command(
            "import_tickets",
            str(path),
            "--dry-run",
            "--map",
            "day=date",
            "kind=kind",
            "--value",
            "kind:PM01=maintenance",
        )
        assert "taken 1" in capsys.readouterr().out
        assert not Ticket.objects.exists()
        assert not ImportRun.objects.exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--map", "day=nothing"],
            ["--map", "nothing=date"],
            ["--map", "day"],
            ["--as", "nobody"],
            ["--encoding", "utf-16"],
            ["--map", "description=date"],
        ],
    )
    def test_what_can_not_be_meant_is_said(self, manager, tmp_path, arguments):
        with pytest.raises(CommandError) as refusal:
            call_command("import_tickets", str(rows_file(tmp_path, "date\n2026-01-05\n")), *arguments)
        assert str(refusal.value)
        assert not ImportRun.objects.exists()

    def test_a_missing_file_and_nobody_who_may_are_said(self, db, tmp_path):
        with pytest.raises(CommandError):
            call_command("import_tickets", str(rows_file(tmp_path, "date\n")))

    def test_a_file_that_is_not_there_is_said(self, manager, tmp_path):
        with pytest.raises(CommandError):
            call_command("import_tickets", str(tmp_path / "none.csv"))

    def test_a_file_without_rows_ends_in_an_error(self, manager, tmp_path):
        with pytest.raises(CommandError):
            call_command("import_tickets", str(rows_file(tmp_path, "date\n")), "--as", "manager")

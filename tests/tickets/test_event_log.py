"""The replay of another system's event log: the desk's own steps at the times of the log (D3)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError

from dealers.roles import Role
from records.imports import work_through
from records.imports.mapping import ColumnMap
from records.invariants import broken
from records.models import ImportRowRefusal, ImportRun
from tests.factories.dealers import UserFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.logs import AT, COLUMNS, OF_EVERY_ROW, named, replayed, sent, steps, tried, worked, written
from tickets import services
from tickets.log_rules import LoggedEvent
from tickets.models import Ticket, TicketClock
from tickets.services.replaying import Event, Log, may_replay, replay_event
from visits.models import Visit
from visits.services.planning import plan_calls

DAY = "2012-04-0"
WHOLE = (
    f"7,open,{DAY}3 09:00:00",
    f"7,accept,{DAY}3 10:00:00",
    f"7,wait,{DAY}3 12:00:00",
    f"7,accept,{DAY}4 12:00:00",
    f"7,solve,{DAY}4 13:00:30",
    f"7,accept,{DAY}5 09:00:00",
    f"7,solve,{DAY}5 10:00:00",
    f"7,close,{DAY}6 10:00:00",
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o640},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def test_a_case_becomes_a_ticket_with_its_steps_at_their_times(manager, tmp_path):
    run = replayed(written(tmp_path, *WHOLE), manager)
    assert (run.rows_taken, run.rows_unchanged, run.rows_refused) == (8, 0, 0)
    ticket = Ticket.objects.get()
    assert steps(ticket) == ["open", "accept", "wait", "resume", "solve", "reopen", "solve", "close"]
    assert list(ticket.events.in_order().values_list("at", flat=True))[4] == datetime(
        2012, 4, 4, 5, 0, 30, tzinfo=UTC
    )
    assert (ticket.number, ticket.status, ticket.channel) == ("T-2012-00001", "closed", "import")
    assert (ticket.external_id, ticket.import_line, ticket.dealer, ticket.contact) == ("7", 2, None, None)
    assert ticket.opened_by == manager
    assert ticket.events.get(verb="wait").note == "log.csv:4"
    assert list(broken()) == []


def test_clocks_count_from_the_times_in_the_log_by_the_first_version(manager, tmp_path):
    """Days before the first version of the regulation are the first version's."""
    mapping = ColumnMap(COLUMNS, OF_EVERY_ROW | {"kind": "quality_problem"})
    replayed(written(tmp_path, *WHOLE[:5]), manager, mapping)
    ticket = Ticket.objects.get()
    assert (ticket.level, ticket.regulation_version.number) == ("grave", 1)
    respond, fix = (TicketClock.objects.get(ticket=ticket, kind=kind) for kind in ("respond", "fix"))
    assert (respond.met_at - respond.started_at, respond.late_minutes) == (timedelta(hours=1), 0)
    assert fix.met_at - fix.started_at == timedelta(hours=28, seconds=30)
    assert (fix.paused_minutes, fix.late_minutes) == (24 * 60, 0)


def test_nobody_is_called_for_what_another_system_served(manager, tmp_path):
    replayed(written(tmp_path, *WHOLE), manager)
    plan_calls(AT)
    assert not Visit.objects.exists()
    assert list(broken()) == []


def test_what_changes_nothing_is_named_and_what_can_not_be_is_refused(manager, tmp_path):
    log = (
        f"1,wait,{DAY}3 09:00",
        f"1,wait,{DAY}3 10:00",
        f"1,open,{DAY}3 11:00",
        f"1,solve,{DAY}3 12:00",
        f"1,solve,{DAY}3 12:00",
        f"1,accept,{DAY}3 11:59",
        f"1,close,{DAY}4 09:00",
        f"1,accept,{DAY}5 09:00",
        f"2,close,{DAY}5 09:00",
        "3,open,2026-09-16 09:00",
        "4,open,1912-04-03 09:00",
        "5,open,soon",
        f"6,flown,{DAY}5 09:00",
    )
    run = replayed(written(tmp_path, *log), manager)
    assert (run.rows_taken, run.rows_unchanged, run.rows_refused) == (3, 3, 7)
    assert named(run, is_refused=False) == [(3, "event"), (4, "event"), (6, "event")]
    assert named(run, is_refused=True) == [
        (7, "at"),
        (9, "event"),
        (10, "event"),
        (11, "at"),
        (12, "at"),
        (13, "at"),
        (14, "event"),
    ]
    assert steps(Ticket.objects.get()) == ["open", "accept", "wait", "resume", "solve", "close"]


def test_a_trial_judges_as_the_replay_does_and_keeps_nothing(manager, tmp_path):
    rows = [*WHOLE, f"7,close,{DAY}7 10:00", f"7,solve,{DAY}8 10:00", f"7,close,{DAY}3 10:00"]
    run = tried(written(tmp_path, *rows), manager)
    assert (run.rows_taken, run.rows_unchanged, run.rows_refused) == (8, 1, 2)
    assert not Ticket.objects.exists()
    replayed(written(tmp_path, *rows[:3], name="first.csv"), manager)
    again = tried(written(tmp_path, *rows, name="again.csv"), manager)
    assert (again.rows_taken, again.rows_unchanged, again.rows_refused) == (5, 2, 4)


def test_the_same_file_again_changes_nothing(manager, tmp_path):
    path = written(tmp_path, *WHOLE)
    replayed(path, manager)
    call_command("import_ticket_log", str(path), "--as", "manager")
    assert steps(Ticket.objects.get())[-1] == "close"
    assert ImportRun.objects.count() == 1


def test_the_same_events_in_another_file_find_their_tickets(manager, tmp_path):
    """A mended or a longer file is another file: its cases go on where their tickets stand."""
    replayed(written(tmp_path, *WHOLE[:5]), manager)
    longer = replayed(written(tmp_path, *WHOLE, name="longer.csv"), manager)
    assert (longer.rows_taken, longer.rows_unchanged, longer.rows_refused) == (3, 1, 4)
    assert steps(Ticket.objects.get())[-3:] == ["reopen", "solve", "close"]


def test_an_interrupted_replay_goes_on_where_it_stood(manager, tmp_path):
    rows = [f"{case},{row[2:]}" for case in range(200) for row in WHOLE[:3]]
    run = sent(written(tmp_path, *rows), manager)
    assert work_through(run.pk, at=AT, seconds=0) is True
    run.refresh_from_db()
    assert (run.rows_read, Ticket.objects.count()) == (500, 167)
    worked(run)
    assert (run.rows_taken, Ticket.objects.count()) == (600, 200)
    assert set(Ticket.objects.values_list("status", flat=True)) == {"waiting"}


def test_a_case_stands_for_one_ticket(manager, tmp_path):
    run = replayed(written(tmp_path, *WHOLE[:1]), manager)
    event = Event(line=9, case="7", event=LoggedEvent.OPEN, at=AT)
    with pytest.raises(IntegrityError):
        replay_event(event, None, log=Log(manager, run.pk, "log.csv"))


def test_what_was_asked_for_comes_with_the_first_event(manager, tmp_path):
    unit, product = EquipmentFactory(), ProductFactory(code="EX-9")
    rows = (
        f"1,solve,{DAY}3 09:00,油管渗油,{unit.serial_number},,一号工地,urgent,电话已教",
        f"2,open,{DAY}3 09:00,,,EX-9,,,",
    )
    header = "case,event,at,what,asset,model,site,severity,words"
    also = {"description": "what", "unit_text": "asset", "product_text": "model", "place_text": "site"}
    mapping = ColumnMap(
        COLUMNS | also | {"priority": "severity", "note": "words"}, {"kind": "repair", "priority": "normal"}
    )
    replayed(written(tmp_path, *rows, header=header), manager, mapping)
    first, second = Ticket.objects.order_by("import_line")
    assert (first.description, first.place_text, first.priority) == ("油管渗油", "一号工地", "urgent")
    assert (first.equipment, first.product, first.serial_number) == (unit, unit.product, unit.serial_number)
    assert first.events.get(verb="solve").note == "电话已教 (log.csv:2)"
    assert (second.equipment, second.product, second.priority) == (None, product, "normal")


def test_what_a_dealer_serves_by_now_is_the_dealers(manager, norths_desk, tmp_path):
    replayed(written(tmp_path, *WHOLE[:1]), manager)
    ticket = services.offer_ticket(Ticket.objects.get(), actor=manager, at=AT, dealer=norths_desk.dealer)
    services.accept_ticket(ticket, actor=norths_desk, at=AT)
    later = replayed(written(tmp_path, "7,wait,2026-09-15 09:00:00", name="later.csv"), manager)
    assert named(later, is_refused=True) == [(2, "event")]
    assert ticket.number in ImportRowRefusal.objects.get(run=later).says


def test_what_desks_opened_here_is_no_case_of_a_log(manager, tmp_path):
    own = TicketFactory(external_id="7")
    replayed(written(tmp_path, *WHOLE[:1]), manager)
    assert Ticket.objects.exclude(pk=own.pk).get().external_id == "7"


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ([Role.SERVICE_MANAGER], True),
        ([Role.DISPATCHER], True),
        ([Role.ADMINISTRATOR], False),
        ([Role.AGENT], False),
        ([Role.ADMINISTRATOR, Role.AGENT], False),
    ],
)
def test_who_replays_takes_the_steps_of_headquarters_desk(roles, may, tmp_path):
    actor = UserFactory(roles=roles)
    assert may_replay(actor) is may
    if not may:
        event = Event(line=2, case="1", event=LoggedEvent.OPEN, at=AT)
        with pytest.raises(PermissionDenied):
            replay_event(event, None, log=Log(actor, 1, "log.csv"))


def test_a_desk_of_a_dealer_may_not(norths_desk):
    assert not may_replay(norths_desk)


def test_its_page_tells_its_way_as_that_of_any_ticket(manager, page, tmp_path):
    replayed(written(tmp_path, *WHOLE), manager)
    shown = page(manager).get(Ticket.objects.get().get_absolute_url())
    assert shown.context["path"]
    assert "log.csv:4" in shown.content.decode()


def test_its_run_names_the_rows_without_effect_on_its_page(manager, page, tmp_path):
    run = replayed(written(tmp_path, *WHOLE[:2], WHOLE[1]), manager)
    shown = page(manager).get(f"/imports/{run.code}/")
    assert [row["line"] for row in shown.context["without_effect"]["rows"]] == [4]
    assert not shown.context["refused"]["rows"]
    assert shown.context["without_effect"]["says"] in shown.content.decode()


class TestCommand:
    def test_it_replays_names_rows_and_prints_figures(self, manager, tmp_path, capsys):
        path = written(tmp_path, *WHOLE, WHOLE[-1], f"7,flown,{DAY}7 09:00")
        call_command("import_ticket_log", str(path), "--as", "manager", "--value", "event:flown=open")
        printed = capsys.readouterr().out
        assert "line 10 · unchanged · event" in printed
        assert "tickets: 1" in printed
        assert "gross: n 1 · median 1.17 d" in printed
        assert "without waiting: n 1 · median 0.17 d" in printed
        assert "worked on again after the first resolve: 1 = 100.00%" in printed

    def test_a_trial_and_a_log_without_tickets_have_no_figures(self, manager, tmp_path, capsys):
        path = written(tmp_path, "1,close,2012-04-03 09:00")
        call_command("import_ticket_log", str(path), "--as", "manager", "--dry-run")
        call_command("import_ticket_log", str(path), "--as", "manager")
        assert "tickets:" not in capsys.readouterr().out

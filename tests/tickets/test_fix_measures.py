"""Fixed first time, by unit and fault, at 7, 30 and 90 days: dated tables, and the real history (D6, D13)."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from records.imports.mapping import ColumnMap
from regulation.services import load_editions
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import FaultClassFactory, TicketFactory
from tests.tickets.test_import_history import _own_storage, imported, real_file  # noqa: F401 (a fixture)
from tickets import fix_measures, measures
from tickets.models import ServiceRecord, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
FIRST = AT - 100 * DAY
HISTORY = ColumnMap(
    {
        "day": "BscStartDate",
        "description": "OriginalShorttext",
        "kind": "PMType",
        "unit_text": "Asset",
        "cost": "Cost",
        "new_fault_class": "MajorSystem",
    },
    values={"kind": dict.fromkeys(["PM01", "PM02", "PM04", "PM05", "PM06", "PM13"], "repair")},
)


def counted(code, at=AT):
    rows = Ticket.objects.all()
    return set(measures.behind(rows, code, at=at, editions=load_editions()).values_list("pk", flat=True))


@pytest.fixture
def fault():
    return FaultClassFactory()


def repair(unit, fault, opened_at, *, took=DAY, **facts):
    given = {"status": "resolved", "equipment": unit, "fault_class": fault, "opened_at": opened_at}
    ticket = TicketFactory(**given | facts)
    Ticket.objects.filter(pk=ticket.pk).update(resolved_at=opened_at + took)
    return ticket


def trip(ticket, engineer, result):
    ServiceRecord.objects.create(
        number="S-2026-90001",
        ticket=ticket,
        engineer=engineer,
        began_at=FIRST,
        back_by=FIRST.date(),
        recorded_at=FIRST,
        work_done="x",
        minutes_worked=1,
        result=result,
        status="written",
    )


# another repair so long after the first was done → held at 7, 30, 90 days
@pytest.mark.parametrize(
    ("after", "held"),
    [
        (timedelta(days=7), (False, False, False)),
        (timedelta(days=7, seconds=1), (True, False, False)),
        (timedelta(days=30), (True, False, False)),
        (timedelta(days=31), (True, True, False)),
        (timedelta(days=90), (True, True, False)),
        (timedelta(days=91), (True, True, True)),
        (timedelta(hours=-3), (False, False, False)),
    ],
)
def test_another_repair_of_the_unit_and_fault_within_the_days_ends_it(fault, after, held):
    """D6: counted from when it was done; one opened while the first still ran is another one, too."""
    unit = EquipmentFactory()
    first = repair(unit, fault, FIRST)
    repair(unit, fault, FIRST + DAY + after)
    for stand, is_held in zip(fix_measures.STANDS, held, strict=True):
        assert (first.pk in counted(fix_measures.held(stand))) is is_held
        assert (first.pk in counted(fix_measures.failed(stand))) is not is_held


def test_another_fault_or_unit_another_kind_or_a_cancelled_one_does_not(fault):
    """D6, D13."""
    unit = EquipmentFactory()
    first = repair(unit, fault, FIRST)
    repair(unit, FaultClassFactory(), FIRST + 2 * DAY)
    repair(EquipmentFactory(), fault, FIRST + 2 * DAY)
    repair(unit, fault, FIRST + 2 * DAY, kind="maintenance")
    TicketFactory(equipment=unit, fault_class=fault, opened_at=FIRST + 2 * DAY, status="cancelled")
    assert first.pk in counted(fix_measures.held("long"))


def test_one_that_names_it_a_second_trip_or_a_reopening_does(fault, norths_engineer):
    """D6: whatever class the new ticket has."""
    named, tripped, reopened = (repair(EquipmentFactory(), fault, FIRST) for _ in range(3))
    repair(named.equipment, FaultClassFactory(), FIRST + 20 * DAY, previous=named)
    trip(tripped, norths_engineer, "not_fixed")
    TicketEvent.objects.create(ticket=reopened, at=FIRST, verb="reopen", source="resolved", target="accepted")
    assert named.pk in counted(fix_measures.held("short"))
    assert {named.pk, tripped.pk, reopened.pk} <= counted(fix_measures.failed("middle"))
    assert {tripped.pk, reopened.pk} <= counted(fix_measures.failed("short"))


def test_each_repair_opened_is_counted_in_one_place_and_by_its_first_cause(fault, norths_engineer):
    """D6: not done, not known, too young, held, or the first of three causes; together all repairs."""
    both = repair(EquipmentFactory(), fault, FIRST)
    trip(both, norths_engineer, "not_fixed")
    TicketEvent.objects.create(ticket=both, at=FIRST, verb="reopen", source="resolved", target="accepted")
    reopened = repair(EquipmentFactory(), fault, FIRST)
    TicketEvent.objects.create(ticket=reopened, at=FIRST, verb="reopen", source="resolved", target="accepted")
    back = repair(EquipmentFactory(), fault, FIRST)
    held = repair(back.equipment, fault, FIRST + 2 * DAY)
    young = repair(EquipmentFactory(), fault, AT - 2 * DAY)
    unknown = repair(EquipmentFactory(), None, FIRST)
    waits = TicketFactory(opened_at=FIRST)
    TicketFactory(opened_at=FIRST, kind="maintenance")
    repair(EquipmentFactory(), fault, FIRST, kind="maintenance")
    found = {code: counted(code) for code in fix_measures.counted_at("short")}
    assert found == {
        fix_measures.NOT_DONE: {waits.pk},
        fix_measures.UNCLASSED: {unknown.pk},
        "not_judged_short": {young.pk},
        "held_short": {held.pk},
        "more_trips_short": {both.pk},
        "fix_reopened_short": {reopened.pk},
        "came_again_short": {back.pk},
    }
    assert counted(fix_measures.REPAIRED) == set().union(*found.values())


@pytest.mark.parametrize(
    ("days", "code"), [(6, "not_judged_short"), (7, "held_short"), (89, "not_judged_long")]
)
def test_it_is_not_judged_while_the_days_have_not_passed(fault, days, code):
    """D6: not even where it failed already."""
    one = repair(EquipmentFactory(), fault, AT - DAY - days * DAY)
    assert one.pk in counted(code)
    repair(one.equipment, fault, AT - DAY)
    early = {stand: fix_measures.early(stand) for stand in fix_measures.STANDS}
    for stand, length in zip(fix_measures.STANDS, (7, 30, 90), strict=True):
        assert (one.pk in counted(early[stand])) is (days < length)
        assert (one.pk in counted(fix_measures.judged(stand))) is (days >= length)


def test_what_names_no_unit_or_no_fault_is_counted_apart(fault):
    """D6: nobody can say whether it came back."""
    one = repair(EquipmentFactory(), None, FIRST)
    other = repair(EquipmentFactory(), fault, FIRST)
    assert counted(fix_measures.UNCLASSED) == {one.pk}
    assert counted(fix_measures.judged("short")) == {other.pk}


@pytest.mark.parametrize(("days", "middle"), [([], None), ([3], 3), ([1, 4], 2.5), ([1, 7, 90], 7)])
def test_the_median_is_the_middle_or_the_mean_of_the_two_middle_ones(days, middle):
    assert fix_measures.median(days) == middle


# ── the real history ──


def recounted():
    """Reckon the gaps of each unit and fault anew, without the database's help."""
    days = defaultdict(list)
    rows = Ticket.objects.exclude(fault_class=None).values_list("equipment", "fault_class", "opened_at")
    for unit, fault, opened_at in rows:
        days[unit, fault].append(opened_at.date())
    pairs = [zip(sorted(found), sorted(found)[1:], strict=False) for found in days.values()]
    return sorted((later - earlier).days for group in pairs for earlier, later in group)


def test_the_real_history_gives_the_gaps_of_its_readme(manager):
    """D6, D13: 2,979 gaps of known systems, median 7 days; within 7 days 1,495, within 30 days 2,330."""
    path = real_file("workorders_excavator", "workorders_classified.csv")
    for letter in "ABCDE":
        EquipmentFactory(serial_number=letter)
    run = imported(path, HISTORY, actor=manager)
    assert (run.rows_taken, run.rows_refused) == (5_484, 1)
    gaps = fix_measures.gaps(Ticket.objects.all())
    assert gaps == recounted()
    assert (len(gaps), fix_measures.median(gaps)) == (2_979, 7)
    assert [sum(gap <= days for gap in gaps) for days in (7, 30)] == [1_495, 2_330]
    back = [len(counted(fix_measures.failed(stand))) for stand in fix_measures.STANDS]
    assert back == [1_495, 2_330, sum(gap <= 90 for gap in gaps)]
    known = Ticket.objects.exclude(fault_class=None).count()
    assert [len(counted(fix_measures.held(stand))) for stand in fix_measures.STANDS] == [
        known - number for number in back
    ]
    assert len(counted(fix_measures.UNCLASSED)) == 5_484 - known

"""D15: failures by model, fault class, cause, part, batch, age, region: counted, rated, opened."""

import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from openpyxl import load_workbook

from equipment.models import Equipment
from records.models import AuditEntry
from reports.choices import FailureGroup
from reports.failure_rules import Stretch
from reports.failures import Counted, Failures, FailureWhere
from tests.factories.dealers import DivisionFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.cast import assigned
from tests.tickets.trips import written
from tickets import failing
from tickets.failing import AGES
from tickets.filters import TicketFilter
from tickets.models import FaultCause, FaultClass, ServiceRecord, Ticket

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 20, 2, tzinfo=UTC)
PAGE, API = "/reports/failures/", "/api/v1/reports/failures/"
DAY = timedelta(days=1)
G = FailureGroup


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


def unit_of(product, *, days_ago, made="2025-03-10", division=None, **facts):
    """Return a unit that was installed so many days ago."""
    on = NOW.date() - days_ago * DAY
    return EquipmentFactory(
        product=product,
        installed=True,
        delivered_on=on,
        installed_on=on,
        in_use_from=on,
        warranty_ends_on=on + 365 * DAY,
        factory_on=date.fromisoformat(made),
        division=division,
        **facts,
    )


def fault(unit, *, at=NOW - DAY, **facts):
    given = {"kind": "repair", "product": unit.product, "division": unit.division, "opened_at": at}
    return TicketFactory(equipment=unit, **given | facts)


@pytest.fixture
def classes(db):
    leak = FaultClass.objects.create(code="leak", name_zh="渗漏", name_en="Leak")
    noise = FaultClass.objects.create(code="noise", name_zh="异响", name_en="Noise")
    return leak, noise


@pytest.fixture
def field(classes, norths_desk):
    """Two models, three units, five failures, and what is none."""
    leak, noise = classes
    digger, rig = ProductFactory(code="EX-1"), ProductFactory(code="RD-1")
    place = DivisionFactory(code="320115")
    old = unit_of(digger, days_ago=400, division=place)
    new = unit_of(digger, days_ago=10, made="2026-08-31")
    other = unit_of(rig, days_ago=100, made="2026-05-01", division=place)
    fault(old, fault_class=leak)
    fault(old, fault_class=leak, at=NOW - 200 * DAY)
    fault(new, fault_class=noise)
    fault(other, fault_class=leak, kind="remote_support")
    imported = {"channel": "import", "status": "closed", "closed_at": NOW, "level": ""}
    fault(other, regulation_version=None, **imported)
    fault(old, kind="maintenance")
    fault(old, status="cancelled")
    fault(new, at=NOW - 30 * DAY)  # before it was in service
    fault(old, at=NOW - 380 * DAY)  # before the stretch
    Ticket.objects.filter(pk=fault(old).pk).update(equipment=None)
    return old, new, other


def analysis(*, first="2025-10-01", last="2026-09-20", **where):
    stretch = Stretch(date.fromisoformat(first), date.fromisoformat(last))
    return Failures(Ticket.objects.all(), Equipment.objects.all(), FailureWhere(**where), stretch)


def test_a_failure_is_a_repair_of_a_unit_in_service(field):
    assert analysis().all_counted() == Counted(5, 3)
    assert analysis(product="EX-1").all_counted() == Counted(3, 2)
    assert analysis(fault_class="leak").all_counted() == Counted(3, 2)
    assert analysis(region="320000").all_counted() == Counted(4, 2)
    assert analysis(last="2026-09-18").all_counted() == Counted(1, 1)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (G.PRODUCT, {"EX-1": (3, 2), "RD-1": (2, 1)}),
        (G.FAULT_CLASS, {"leak": (3, 2), "noise": (1, 1), None: (1, 1)}),
        (
            G.BATCH,
            {date(2025, 3, 1): (2, 1), date(2026, 8, 1): (1, 1), date(2026, 5, 1): (2, 1)},
        ),
        (G.REGION, {"32": (4, 2), None: (1, 1)}),
        (G.AGE, {365: (1, 1), 180: (1, 1), 0: (1, 1), 90: (2, 1)}),
    ],
)
def test_failures_are_told_apart(field, group, expected):
    assert analysis().counted(group) == {key: Counted(*counts) for key, counts in expected.items()}


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, 0),
        (29, 0),
        (30, 30),
        (89, 30),
        (90, 90),
        (364, 180),
        (365, 365),
        (1824, 1095),
        (1825, 1825),
        (9999, 1825),
    ],
)
def test_an_age_is_counted_in_local_days_since_the_installation(days, age):
    unit = unit_of(ProductFactory(), days_ago=days)
    fault(unit, at=NOW)
    found = [one for one in AGES if Ticket.objects.filter(failing.at_age(one)).exists()]
    assert found == [age]


def test_just_before_midnight_it_is_a_day_younger():
    """16:00 UTC is midnight where the machine stands."""
    unit = unit_of(ProductFactory(), days_ago=30)
    fault(unit, at=datetime(2026, 9, 19, 15, 59, tzinfo=UTC))
    assert Ticket.objects.filter(failing.at_age(0)).exists()
    Ticket.objects.update(opened_at=datetime(2026, 9, 19, 16, 0, tzinfo=UTC))
    assert Ticket.objects.filter(failing.at_age(30)).exists()


def test_time_in_service_is_that_of_the_units_within_the_stretch(field):
    """From 1 October to 20 September: 355 days of the old one, 11 of the new, 101 of the rig."""
    found = analysis()
    assert found.days(found.in_service()[None]) == 355 + 11 + 101
    by_model = found.in_service(G.PRODUCT)
    assert {key: found.days(units) for key, units in by_model.items()} == {"EX-1": 366, "RD-1": 101}
    assert set(found.in_service(G.BATCH)) == {date(2025, 3, 1), date(2026, 8, 1), date(2026, 5, 1)}
    assert {key: found.days(units) for key, units in found.in_service(G.REGION).items()} == {
        "32": 456,
        None: 11,
    }


def test_the_rate_at_each_age_is_failures_there_by_days_there(field):
    rates = analysis().rates_by_age()
    failures = {age: one.failures for age, one in rates.items() if one.failures}
    assert failures == {0: 1, 90: 2, 180: 1, 365: 1}
    assert sum(one.unit_days for one in rates.values()) == 355 + 11 + 101
    assert rates[0].unit_days == 30 + 11  # the rig's first month, and the new one's eleven days
    assert rates[730].value is None


@pytest.fixture
def repaired(dispatcher, norths_desk, norths_engineer, classes):
    """A failure whose record names a cause and two parts."""
    cause = FaultCause.objects.create(code="seal", name_zh="密封件老化", fault_class=classes[0])
    unit = unit_of(ProductFactory(), days_ago=100, dealer=norths_desk.dealer)
    ticket = assigned(dispatcher, norths_desk, norths_engineer, unit)
    record = written(ticket, norths_engineer, NOW)
    ServiceRecord.objects.filter(pk=record.pk)
    return ticket, cause, record


def test_parts_are_those_replaced_or_bought(repaired):
    """By number, else by name; what is still needed is no part of the repair."""
    found = analysis().counted(G.PART)
    assert found == {"HS-28-0031": Counted(1, 1), "液压油 46#": Counted(1, 1)}


def test_causes_are_what_engineers_found(field, classes, norths_engineer):
    cause = FaultCause.objects.create(code="seal", name_zh="密封件老化", fault_class=classes[0])
    ticket = Ticket.objects.filter(fault_class=classes[0]).first()
    facts = {"engineer": norths_engineer, "began_at": NOW, "back_by": NOW.date()}
    for number in ("S-2026-90001", "S-2026-90002"):
        told = {"recorded_at": NOW, "minutes_worked": 9, "work_done": "换", "result": "fixed"}
        ServiceRecord.objects.create(
            number=number, ticket=ticket, status="written", cause=cause, **facts | told
        )
    assert analysis().counted(G.CAUSE) == {"seal": Counted(1, 1)}  # one failure, however many trips


@pytest.mark.parametrize("group", list(FailureGroup))
def test_each_figure_opens_exactly_its_tickets(field, repaired, page, manager, group):
    """The address of each row, read by the list's own filter, holds as many tickets as the row says."""
    context = page(manager).get(PAGE, {"group_by": group.value, "span": "year"}).context
    rows = context["rows"]
    assert rows or group is G.CAUSE
    for row in [*rows, {"url": context["failures_url"], "failures": context["failures"]}]:
        query = dict(parse_qsl(urlsplit(row["url"]).query))
        asked_by = SimpleNamespace(user=manager)
        found = TicketFilter(query, queryset=Ticket.objects.all(), request=asked_by)
        assert found.form.is_valid(), found.form.errors
        assert found.qs.count() == row["failures"]
        assert page(manager).get(row["url"]).status_code == 200


def test_a_group_that_fails_beyond_chance_is_named(page, manager, classes):
    good, bad = ProductFactory(code="GOOD"), ProductFactory(code="BAD")
    for product, failures in ((good, 2), (bad, 30)):
        units = [unit_of(product, days_ago=300) for _ in range(20)]
        for n in range(failures):
            fault(units[n % 20])
    context = page(manager).get(PAGE).context
    assert context["above"] == ["BAD"]
    assert [row["name"] for row in context["rows"]] == ["BAD", "GOOD"]
    assert [row["is_above"] for row in context["rows"]] == [True, False]
    assert float(context["rows"][0]["so_far"]) == 93.8
    row = context["rows"][0]
    assert float(row["rate"]["low"]) < float(row["rate"]["value"]) < float(row["rate"]["high"])


def test_nothing_failed_and_nothing_in_service(page, manager):
    shown = page(manager).get(PAGE)
    assert shown.context["whole"]["value"] is None
    assert shown.context["rows"] == []
    assert shown.status_code == 200


def test_the_page_takes_the_same_statements_whatever_there_is(
    field, page, manager, django_assert_num_queries
):
    client = page(manager)
    client.get(PAGE)
    with django_assert_num_queries(15):
        client.get(PAGE)
    for _ in range(5):
        fault(unit_of(ProductFactory(), days_ago=50))
    with django_assert_num_queries(15):
        client.get(PAGE)


@pytest.mark.parametrize("who", ["norths_desk", "centres_desk", "agent", "dispatcher", "administrator"])
def test_rates_are_headquarters_managers(page, api, request, who):
    """D15, L2: a rate needs all units, not one dealer's few."""
    person = request.getfixturevalue(who)
    assert page(person).get(PAGE).status_code == 403
    assert page(person).get(f"{PAGE}export/").status_code == 403
    assert api(person).get(API).status_code == 403


@pytest.mark.parametrize("query", [{"group_by": "mood"}, {"product": "none-such"}, {"month": "2026-13"}])
def test_an_address_that_cant_be_read_says_so(page, api, manager, query):
    assert page(manager).get(PAGE, query).status_code in {400, 422}
    assert api(manager).get(API, query).status_code == 400


@pytest.mark.parametrize(
    ("query", "count"), [({"batch": "2026-8"}, 0), ({"batch": "0000-00"}, 0), ({"batch": "2026-08"}, 1)]
)
def test_a_batch_is_a_month(field, page, manager, query, count):
    found = TicketFilter({"figure": "failed", **query}, queryset=Ticket.objects.all())
    assert found.qs.count() == count


def test_the_file_holds_the_groups_with_their_intervals(field, page, manager):
    answer = page(manager).get(f"{PAGE}export/", {"group_by": "product"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["EX-1", "RD-1", None]
    assert [row[2] for row in rows[1:]] == [3, 2, 5]
    assert rows[1][6] < rows[1][5] < rows[1][7]
    assert AuditEntry.objects.filter(object_type="failures").count() == 1


def test_programs_read_the_same(field, api, manager):
    answer = api(manager).get(API, {"group_by": "age"}).data
    assert [(row["group"], row["failures"]) for row in answer["results"]] == [
        ("90", 2),
        ("0", 1),
        ("180", 1),
        ("365", 1),
    ]
    assert answer["totals"]["failures"] == 5
    assert answer["totals"]["unit_days"] == 355 + 11 + 101


def test_the_report_of_operations_leads_there(page, manager, norths_desk):
    assert PAGE in page(manager).get("/reports/operations/").content.decode()
    assert PAGE not in page(norths_desk).get("/reports/operations/").content.decode()

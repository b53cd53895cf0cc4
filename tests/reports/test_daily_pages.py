"""The pages and the API of daily reports: the matrix, a day, its confirmation, its files (D16)."""

import io
import re
from datetime import date, timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from dealers.roles import Role
from records.models import AuditEntry
from reports import services
from reports.daily import due
from reports.models import DailyReport
from tests.factories.dealers import UserFactory
from tests.reports.daily import DAY, local, report_of, say, told
from tickets.models import Ticket
from tickets.states import TicketVerb as V

pytestmark = pytest.mark.django_db
LIST, API = "/reports/daily/", "/api/v1/reports/daily/"
HERE = f"{LIST}D-EAST.2026-09-15/"
MORNING = local(16, 9)
LISTED = 8


@pytest.fixture(autouse=True)
def _in_the_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def test_the_matrix_shows_days_and_regions(page, report, west, manager, head):
    services.plan_reports(MORNING)
    shown = page(manager).get(LIST)
    assert [region.code for region in shown.context["regions"]] == ["EAST", "WEST"]
    assert shown.context["days"][0]["on"] == date(2026, 9, 16)
    assert HERE in shown.content.decode()
    theirs = page(head).get(LIST)
    assert [region.code for region in theirs.context["regions"]] == ["EAST"]
    assert "西南分区" not in theirs.content.decode()


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("only=waiting", 8),
        ("only=late", 7),
        ("only=confirmed", 0),
        ("until_day=2026-09-10", 3),
        ("from_day=2026-09-15", 2),
        ("region=EAST", 9),
    ],
)
def test_the_list_is_narrowed(page, report, head, query, days):
    shown = page(head).get(f"{LIST}?{query}")
    assert len(shown.context["days"]) == days


def test_older_days_stand_on_the_next_page(page, report, head):
    DailyReport.objects.bulk_create(
        DailyReport(code=f"D-EAST.old{n}", region=report.region, on=date(2026, 9, 7) - timedelta(days=n))
        for n in range(9)
    )
    client = page(head)
    first = client.get(LIST)
    assert len(first.context["days"]) == 14
    assert first.context["older"] == "2026-09-02"
    assert len(client.get(f"{LIST}?until_day=2026-09-02").context["days"]) == 4


@pytest.mark.parametrize("figure", ["before", "came_in", "resolved", "open", "overdue", "closed"])
def test_each_figure_opens_exactly_its_tickets(page, report, north, head, figure):
    told(local(14, 9), (V.OFFER, local(14, 9), north))
    done = [(V.OFFER, local(14, 9), north), (V.ACCEPT, local(14, 9), north), (V.SOLVE, local(15, 9), north)]
    told(local(14, 9), *done, (V.CLOSE, local(15, 10), north), kind="maintenance")
    services.plan_reports(MORNING)
    DailyReport.objects.update(reckoned_at=None)
    services.plan_reports(MORNING)
    client = page(head)
    shown = client.get(HERE).context
    counts = {one["code"]: one["count"] for one in [*shown["sum"], *shown["beside"]]}
    assert len(client.get(f"{HERE}?figure={figure}").context["lines"]) == counts[figure] > 0
    for group in ("dealers", "kinds"):
        for row in shown[group]:
            for cell in row["cells"]:
                address = HERE + cell["url"].split("#")[0]
                assert len(client.get(address).context["lines"]) == cell["count"]


def test_the_head_confirms_on_the_page_and_what_is_refused_stays_typed(page, report, north, head):
    client = page(head)
    first = client.get(HERE).content.decode()
    assert first.index('href="#confirm"') < first.index('id="tickets"') < first.index('id="confirm"')
    version = re.search(r'name="version" value="(\d+)"', first)[1]
    assert client.post(f"{HERE}confirm/", {"remark": "长" * 1001, "version": version}).status_code == 422
    say(Ticket.objects.get(), (V.SOLVE, local(15, 18), north))
    refused = client.post(f"{HERE}confirm/", {"remark": "等泵，周三到", "version": version})
    assert refused.status_code == 409
    assert "等泵，周三到" in refused.content.decode()
    version = re.search(r'name="version" value="(\d+)"', refused.content.decode())[1]
    answer = client.post(f"{HERE}confirm/", {"remark": "等泵，周三到", "version": version})
    assert (answer.status_code, answer.url) == (302, HERE)
    shown = client.get(HERE).content.decode()
    assert "等泵，周三到" in shown
    assert 'name="remark"' not in shown
    again = client.post(f"{HERE}confirm/", {"remark": "第二次", "version": version})
    assert again.status_code == 409
    assert "第二次" in again.content.decode()
    assert "已经确认过" in again.content.decode()
    assert DailyReport.objects.get(pk=report.pk).remark == "等泵，周三到"


def test_today_offers_no_form_and_says_why(page, report, head):
    client = page(head)
    today = f"{LIST}D-EAST.2026-09-16/"
    assert client.get(today).context["form"] is None
    assert "to-confirm" not in client.get(today).content.decode()
    refused = client.post(f"{today}confirm/", {"remark": "太早"})
    assert refused.status_code == 422
    assert "太早" in refused.content.decode()
    assert "2026-09-16" in str(refused.context["form"].non_field_errors())


@pytest.mark.parametrize(
    ("who", "seen", "confirmed"),
    [("manager", 200, 403), ("other_head", 404, 404), ("desk", 404, 404), ("dispatcher", 403, 403)],
)
def test_who_sees_a_day_and_who_confirms_it(
    page, api, report, west, manager, dispatcher, norths_desk, who, seen, confirmed
):
    """L2: of another region's head the day does not exist; headquarters reads and does not confirm."""
    persons = {"manager": manager, "other_head": west.head, "desk": norths_desk, "dispatcher": dispatcher}
    person = persons[who]
    client, program = page(person), api(person)
    for address in (HERE, f"{HERE}why/", f"{HERE}export/"):
        assert client.get(address).status_code == seen
    assert client.post(f"{HERE}confirm/", {}).status_code == confirmed
    assert program.get(f"{API}{report.code}/").status_code == seen
    assert program.post(f"{API}{report.code}/confirm/", {}, format="json").status_code == confirmed
    assert not DailyReport.objects.get(pk=report.pk).is_confirmed


def test_news_of_a_confirmed_day_stands_beside_it_and_on_the_day_it_was_told(page, report, north, head):
    services.confirm_day(report, actor=head, at=MORNING)
    services.plan_reports(MORNING)
    ticket = Ticket.objects.get()
    say(ticket, (V.SOLVE, local(15, 18), north))
    services.plan_reports(MORNING + timedelta(minutes=5))
    client = page(head)
    later = client.get(HERE).context["later"]
    assert {str(one["label"]): one["count"] for one in later["figures"]} == {"解决": "+1", "日终未解决": "−1"}
    assert [row["ticket"] for row in later["rows"]] == [ticket]
    told_today = client.get(f"{LIST}D-EAST.2026-09-16/").context["told"]
    assert [one["report"] for one in told_today] == [report]


def test_the_why_cites_the_clause_and_the_days(page, report, head):
    said = page(head).get(f"{HERE}why/").content.decode()
    assert "D16" in said
    assert "2026-09-16 10:00" in said


def test_lists_are_taken_away_as_files_and_recorded(page, report, manager, head):
    book = load_workbook(io.BytesIO(page(manager).get(f"{LIST}export/").content))
    rows = list(book.active.values)
    assert len(rows) == 10
    assert rows[0][:4] == ("日期", "分区", "上日结转", "新增")
    assert rows[2][1:4] == ("华东分区", 0, 1)
    lines = list(load_workbook(io.BytesIO(page(head).get(f"{HERE}export/").content)).active.values)
    assert [row[0] for row in lines[1:]] == [Ticket.objects.get().number]
    assert AuditEntry.objects.filter(object_type="daily report").count() == 2


def test_a_ticket_that_went_to_another_region_is_only_named(page, report, north, south, head):
    ticket = Ticket.objects.get()
    say(ticket, (V.REFUSE, local(16, 8), north), (V.OFFER, local(16, 8), south))
    shown = page(head).get(HERE).content.decode()
    assert ticket.number in shown
    assert ticket.description not in shown
    assert ticket.get_absolute_url() not in shown


def test_what_waits_stands_on_the_heads_home_and_at_the_rail(page, report, head, manager):
    found = due.items(head, MORNING)
    assert len(found) == 8
    assert found[-1].url == HERE
    assert found[-1].opens == report.ends_at
    assert due.waiting(head, MORNING).count() == 8
    assert HERE in page(head).get("/").content.decode()
    assert due.items(manager, MORNING) == []
    services.remind_heads(MORNING)
    asked = due.items(manager, MORNING)
    assert [item.tone for item in asked] == ["bad"] * 6
    assert due.items(UserFactory(roles=[Role.DISPATCHER]), MORNING) == []


def test_the_api_lists_shows_and_confirms(api, report, head):
    program = api(head)
    listed = program.get(API, {"from_day": DAY.isoformat()}).json()["results"]
    assert [one["on"] for one in listed] == ["2026-09-16", "2026-09-15"]
    assert listed[1]["figures"]["came_in"] == 1
    assert "lines" not in listed[1]
    one = program.get(f"{API}{report.code}/").json()
    assert [line["entered"] for line in one["lines"]] == ["came_in"]
    stale = program.post(f"{API}{report.code}/confirm/", {"version": one["version"] + 1}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "day_reads_otherwise")
    done = program.post(
        f"{API}{report.code}/confirm/", {"remark": "好", "version": one["version"]}, format="json"
    )
    assert (done.status_code, done.json()["status"], done.json()["remark"]) == (200, "confirmed", "好")
    again = program.post(f"{API}{report.code}/confirm/", {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "day_confirmed_already")
    early = program.post(f"{API}D-EAST.2026-09-16/confirm/", {}, format="json")
    assert (early.status_code, early.json()["code"]) == (422, "day_not_over")


def test_one_key_confirms_once(api, report, head):
    program, key = api(head), {"HTTP_IDEMPOTENCY_KEY": "0123"}
    first = program.post(f"{API}{report.code}/confirm/", {"remark": "好"}, format="json", **key)
    second = program.post(f"{API}{report.code}/confirm/", {"remark": "好"}, format="json", **key)
    assert (first.status_code, second.status_code) == (200, 200)
    assert report_of(report.region).is_confirmed


@pytest.mark.parametrize("days", [1, 30])
def test_the_list_takes_the_same_statements_at_one_day_and_at_thirty(
    page, east, head, days, django_assert_num_queries
):
    services.plan_reports(MORNING - timedelta(days=7) + timedelta(days=days - 1))
    client = page(head)
    client.get(LIST)
    with django_assert_num_queries(LISTED):
        client.get(LIST)

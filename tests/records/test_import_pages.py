"""The import in the browser, step by step; whose runs are whose; what is refused and how (C1, D18)."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records import import_page
from records.imports import runs
from records.models import ImportRun
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
NEW = "/imports/new/"
LIST_STATEMENTS = 1
HISTORY = """Date,What,Type,Cost,Rest
2026-01-05,leak,PM01,-5,x
2026-01-06,worn,PM02,abc,y
2026-01-07,ok,PM01,3,z
"""
WHOLE = HISTORY.replace("abc", "2")
COLUMNS = {
    "column-day": "Date",
    "column-description": "What",
    "column-cost": "Cost",
    "date_format": "iso",
    "decimal_mark": "point",
    "constant-kind": "repair",
}


@pytest.fixture
def page(client, django_capture_on_commit_callbacks):
    """A client that signs in as anybody; after each POST the worker does what it was rung for."""
    post = client.post

    def post_and_work(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    def sign_in(user):
        client.force_login(user, backend="dealers.backends.RoleBackend")
        client.post = post_and_work
        return client

    return sign_in


def upload(client, content=HISTORY, *, kind="tickets", name="rows.csv", **posted):
    data = content.encode() if isinstance(content, str) else content
    return client.post(NEW, {"kind": kind, "file": SimpleUploadedFile(name, data), **posted})


def run_of(response):
    return ImportRun.objects.get(code=response.url.split("/")[2])


def address(name, run):
    return reverse(f"records:import-{name}", args=[run.code])


@pytest.fixture
def tried(page, manager):
    """A file of the manager's that was tried: two rows good, one bad."""
    client = page(manager)
    run = run_of(upload(client))
    client.post(address("map", run), COLUMNS)
    run.refresh_from_db()
    return client, run


def test_a_file_walks_through_its_four_steps(tried, manager):
    client, run = tried
    assert (run.status, run.is_dry_run, run.rows_taken, run.rows_refused) == ("done", True, 2, 1)
    assert not Ticket.objects.exists()
    body = client.get(address("run", run)).content.decode()
    assert "abc" in body
    assert ">3<" in body  # the line of the bad row
    client.post(address("start", run))
    run.refresh_from_db()
    assert (run.status, run.is_dry_run, run.rows_taken) == ("done", False, 2)
    assert [str(cost) for cost in Ticket.objects.order_by("pk").values_list("cost", flat=True)] == [
        "-5.00",
        "3.00",
    ]
    assert "rows.csv" in client.get("/imports/").content.decode()


def test_the_columns_page_suggests_shows_samples_and_is_remembered(page, manager):
    client = page(manager)
    run = run_of(upload(client))
    body = client.get(address("map", run)).content.decode()
    assert '<option value="Date" selected>' in body
    assert "leak" in body
    assert "2026-01-05" in client.get(address("sample", run), {"column-day": "Date"}).content.decode()
    client.post(address("map", run), COLUMNS)
    second = run_of(upload(client, HISTORY.replace("leak", "burst")))
    assert '<option value="What" selected>' in client.get(address("map", second)).content.decode()


def test_words_of_a_closed_choice_are_asked_for_before_the_trial(page, manager):
    client = page(manager)
    run = run_of(upload(client))
    asked = client.post(address("map", run), {**COLUMNS, "column-kind": "Type"})
    assert asked.status_code == 422
    assert "value-kind-0" in asked.content.decode()
    told = {**COLUMNS, "column-kind": "Type", "value-kind-0": "maintenance", "value-kind-1": ""}
    assert client.post(address("map", run), told).status_code == 302
    run.refresh_from_db()
    assert run.mapping["values"] == {"kind": {"PM01": "maintenance"}}
    assert (run.rows_taken, run.rows_refused) == (2, 1)
    assert set(run.refusals.values_list("field", flat=True)) == {"cost", "kind"}


@pytest.mark.parametrize("missing", [{"column-day": ""}, {"date_format": ""}, {"column-cost": "Date"}])
def test_columns_that_do_not_suffice_keep_what_was_said(page, manager, missing):
    client = page(manager)
    run = run_of(upload(client))
    response = client.post(address("map", run), {**COLUMNS, **missing})
    assert response.status_code == 422
    assert '<option value="What" selected>' in response.content.decode()
    run.refresh_from_db()
    assert run.status == "mapping"


@pytest.fixture
def whole(page, manager):
    """A file of the manager's of which every row was taken."""
    client = page(manager)
    run = run_of(upload(client, WHOLE))
    client.post(address("map", run), COLUMNS)
    client.post(address("start", run))
    return client, run


def test_the_same_file_is_recognised_and_leads_to_its_run(whole):
    client, run = whole
    again = upload(client, WHOLE)
    assert again.status_code == 409
    assert address("run", run) in again.content.decode()


def test_a_history_of_somebody_else_is_recognised_without_a_link(whole, page, dispatcher):
    _client, run = whole
    again = upload(page(dispatcher), WHOLE)
    assert again.status_code == 409
    assert run.code not in again.content.decode()
    assert Ticket.objects.count() == 3


def test_a_file_with_refused_rows_comes_again_for_those(tried, page, dispatcher):
    """Recognised at each step, also as somebody else's: what was taken stays, nothing is doubled."""
    client, run = tried
    client.post(address("start", run))
    client = page(dispatcher)
    again = run_of(upload(client))
    for step in (client.get(address("map", again)), client.post(address("map", again), COLUMNS, follow=True)):
        assert step.context["before"]
        assert step.context["before"] in step.content.decode()
    again.refresh_from_db()
    assert (again.rows_taken, again.rows_unchanged, again.rows_refused) == (0, 2, 1)
    client.post(address("map", again), {**COLUMNS, "column-cost": ""})
    client.post(address("start", again))
    again.refresh_from_db()
    assert (again.rows_taken, again.rows_unchanged, again.rows_refused) == (1, 2, 0)
    assert list(Ticket.objects.order_by("pk").values_list("description", flat=True)) == ["leak", "ok", "worn"]
    assert not client.get(address("run", again)).context["before"]
    assert upload(client).status_code == 409


def test_a_double_click_sends_one_file(page, manager):
    """One key, one effect."""
    client = page(manager)
    first, second = upload(client, idempotency_key="k1"), upload(client, idempotency_key="k1")
    assert first.url == second.url
    assert ImportRun.objects.count() == 1


def test_a_double_click_imports_once(tried):
    client, run = tried
    answers = [client.post(address("start", run), {"idempotency_key": "k2"}) for _turn in range(2)]
    assert [answer.url for answer in answers] == [address("run", run)] * 2
    assert Ticket.objects.count() == 2


def test_a_stale_page_changes_nothing_and_says_so(tried):
    client, run = tried
    client.post(address("start", run))
    for step in ("start", "cancel", "discard", "continue"):
        answer = client.post(address(step, run), follow=True)
        assert answer.redirect_chain[0][0] == address("run", run), step
        assert list(answer.context["messages"]), step
    assert client.get(address("map", run)).url == address("run", run)
    assert Ticket.objects.count() == 2


def test_a_run_of_somebody_else_does_not_exist(tried, page, dispatcher):
    """D18, H10: also for who may import the same kind."""
    _client, run = tried
    other = page(dispatcher)
    for name in ("run", "map", "sample", "refused"):
        assert other.get(address(name, run)).status_code == 404, name
    for name in ("map", "encoding", "start", "cancel", "continue", "discard"):
        assert other.post(address(name, run)).status_code == 404, name
    assert run.code not in other.get("/imports/").content.decode()


@pytest.mark.parametrize("path", ["/imports/", NEW])
def test_who_may_import_nothing_has_no_pages_of_it(page, norths_engineer, path):
    assert page(norths_engineer.user).get(path).status_code == 403


def test_a_dealer_can_not_import_history(page, norths_desk):
    client = page(norths_desk)
    assert upload(client).status_code == 422
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("x.pdf", b"%PDF-1.7 x"), ("x.csv", b""), ("x.xls", b"\xd0\xcf\x11\xe0 old")]
)
def test_a_file_of_the_wrong_kind_is_refused_on_the_page(page, manager, name, content):
    response = upload(page(manager), content, name=name)
    assert response.status_code == 422
    assert "is-invalid" in response.content.decode()


def test_a_file_that_is_too_large_is_cut_off_and_refused(page, manager, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    response = upload(page(manager), "a,b\n" + "1,2\n" * 30_000)
    assert response.status_code == 422
    assert "is-invalid" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_name_and_cells_are_shown_as_text(page, manager):
    """A10, H6."""
    client = page(manager)
    content = '<script>a</script>,Date\n<img src=x onerror=alert(1)>,"2026-01-05"\n'
    run = run_of(upload(client, content, name='"><img onerror=1>.csv'))
    body = client.get(address("map", run)).content.decode()
    assert "<img " not in body
    assert "<script>a" not in body


def test_refused_rows_come_as_an_excel_file(tried):
    client, run = tried
    response = client.get(address("refused", run))
    rows = list(openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[1][0] == 3
    assert "abc" in rows[1][2]


def test_a_running_import_shows_its_progress_and_asks_again(page, manager):
    client = page(manager)
    run = run_of(upload(client))
    ImportRun.objects.filter(pk=run.pk).update(status="running", total_rows=3, is_dry_run=True)
    fragment = client.get(address("run", run), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in fragment
    assert "<html" not in fragment
    client.post(address("cancel", run))
    run.refresh_from_db()
    assert run.status == "mapping"


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"status": "cancelled", "stored_name": "imports/x"}, "/continue/"),
        ({"status": "failed", "message": "It broke."}, "It broke."),
        ({"status": "failed", "is_dry_run": True}, "/columns/"),
        ({"status": "done", "rows_taken": 2, "rows_read": 2, "total_rows": 2}, "/tickets/"),
        ({"status": "done", "rows_unchanged": 2, "rows_read": 2, "total_rows": 2}, "/tickets/"),
        ({"status": "running"}, "/cancel/"),
    ],
)
def test_each_end_of_an_import_says_so_and_offers_the_next_step(page, manager, changes, offered):
    client = page(manager)
    run = run_of(upload(client))
    ImportRun.objects.filter(pk=run.pk).update(**{"is_dry_run": False, **changes})
    body = client.get(address("run", run)).content.decode()
    assert offered in body
    assert client.get("/imports/").status_code == 200


def test_a_stopped_import_goes_on_from_its_page(page, manager, django_capture_on_commit_callbacks):
    client = page(manager)
    run = run_of(upload(client))
    client.post(address("map", run), COLUMNS)
    runs.begin_import(ImportRun.objects.get(pk=run.pk), actor=manager, at=timezone.now())
    client.post(address("cancel", run))
    client.post(address("continue", run))
    run.refresh_from_db()
    assert (run.status, run.rows_taken) == ("done", 2)


def test_more_refused_rows_than_fit_are_cut_and_said(page, manager, monkeypatch):
    monkeypatch.setattr(import_page, "MOST_NAMED", 1)
    client = page(manager)
    run = run_of(upload(client, "Date\nx\ny\nz\n"))
    client.post(address("map", run), {"column-day": "Date", "date_format": "iso", "decimal_mark": "point"})
    assert client.get(address("run", run)).context["refused"]["is_cut"]


def test_an_unknown_kind_has_no_page(page, manager):
    client = page(manager)
    run = run_of(upload(client))
    ImportRun.objects.filter(pk=run.pk).update(kind="nothing")
    assert client.get(address("run", run)).status_code == 404


def test_a_dropped_file_is_gone(page, manager):
    client = page(manager)
    run = run_of(upload(client))
    assert client.post(address("discard", run)).url == "/imports/"
    assert client.get(address("run", run)).status_code == 404


def test_another_encoding_is_tried_and_a_wrong_one_said(page, manager):
    client = page(manager)
    run = run_of(upload(client))
    client.post(address("encoding", run), {"encoding": "gb18030"})
    run.refresh_from_db()
    assert run.encoding == "gb18030"
    answer = client.post(address("encoding", run), {"encoding": "utf-16"}, follow=True)
    assert list(answer.context["messages"])
    run.refresh_from_db()
    assert run.encoding == "gb18030"


def test_a_file_that_is_gone_says_so(page, manager, tmp_path):
    client = page(manager)
    run = run_of(upload(client))
    next(path for path in (tmp_path / "files").rglob("*") if path.is_file()).unlink()
    answer = client.get(address("map", run), follow=True)
    assert list(answer.context["messages"])


def test_a_dealers_units_come_in_by_the_page(page, norths_desk, north, south):
    """I1, I2: another dealer's number is refused without a hint, a column `dealer` is ignored."""
    ProductFactory(code="EX-215")
    EquipmentFactory(serial_number="TAKEN-1", dealer=south)
    heading = "机号,机型,客户单位,联系人,电话,首次使用地,工程名称,计划安装日期,dealer\n"
    row = "{},EX-215,甲建设公司,王经理,13812345678,南京市江宁区,五号线,2026-09-15,SOUTH\n"
    client = page(norths_desk)
    run = run_of(
        upload(
            client, (heading + row.format("N-1") + row.format("TAKEN-1")).encode("gb18030"), kind="equipment"
        )
    )
    body = client.get(address("map", run)).content.decode()
    assert "column-dealer" not in body
    aliases = {
        "serial_number": "机号",
        "product": "机型",
        "customer_name": "客户单位",
        "contact_name": "联系人",
        "phone": "电话",
        "first_place_of_use": "首次使用地",
        "project_name": "工程名称",
        "planned_installation_on": "计划安装日期",
    }
    posted = {f"column-{field}": column for field, column in aliases.items()}
    client.post(address("map", run), {**posted, "date_format": "iso", "decimal_mark": "point"})
    client.post(address("start", run))
    run.refresh_from_db()
    assert (run.rows_taken, run.rows_refused) == (1, 1)
    assert list(north.units.values_list("serial_number", flat=True)) == ["N-1"]
    shown = client.get(address("run", run)).content.decode()
    assert south.name not in shown
    assert "SOUTH" not in shown


def test_the_list_asks_the_same_number_of_questions_at_one_run_and_at_fifty(page, manager):
    """The frame around the list asks its own; the list itself asks one, however long it is."""
    client = page(manager)

    def asked():
        with CaptureQueriesContext(connection) as statements:
            client.get("/imports/")
        own = [statement for statement in statements if "records_importrun" in statement["sql"]]
        return len(own), len(statements)

    upload(client)
    asked()
    at_one = asked()
    for place in range(49):
        upload(client, HISTORY.replace("leak", f"leak {place}"))
    assert asked() == at_one
    assert at_one[0] == LIST_STATEMENTS


def test_upload_needs_somebody_signed_in(client):
    assert client.get(NEW).status_code == 302

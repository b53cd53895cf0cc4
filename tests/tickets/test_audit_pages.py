"""D8: the list of records, the audit one after the other, who sees what, the file, the API, the why."""

import io
from datetime import timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from records.models import AuditEntry, OutboxMessage
from tests.tickets.cast import NOW, assigned
from tests.tickets.quotes import agreed, sent
from tests.tickets.trips import SIGNATURE, photo, signed, there, written
from tickets import services
from tickets.models import ServiceRecord
from tickets.onsite import due
from tickets.onsite.audit_forms import USUAL
from tickets.onsite.audit_page import WORDS, seen_of, sentence
from tickets.onsite.audit_rules import Finding
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
LIST, API = "/records/", "/api/v1/records/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(dispatcher, norths_desk, norths_engineer):
    return assigned(dispatcher, norths_desk, norths_engineer)


@pytest.fixture
def record(job, norths_engineer):
    return signed(job, norths_engineer, NOW).record


@pytest.fixture
def souths(ticket_in, south, souths_engineer):
    ticket = ticket_in(S.ASSIGNED, dealer=south, engineer=souths_engineer)
    return signed(ticket, souths_engineer, NOW + timedelta(minutes=1)).record


def body(response):
    return response.content.decode()


def say(client, record, **given):
    return client.post(f"{LIST}{record.number}/audit/", {"version": record.version, **given})


def test_the_administrator_begins_with_what_waits_for_the_audit(page, auditor, record, souths, norths_desk):
    assert page(auditor).get(LIST).url == "?status=signed"
    shown = body(page(auditor).get(LIST, {"status": "signed"}))
    assert shown.index(record.number) < shown.index(souths.number)  # the longest waiting first
    assert page(norths_desk).get(LIST).url == "?only=owed"


def test_one_record_after_the_other_is_judged(page, auditor, record, souths):
    client = page(auditor)
    shown = body(client.get(f"{LIST}{record.number}/"))
    assert f"{LIST}{record.number}/audit/" in shown
    answer = say(client, record, result="passed", usual=str(USUAL["passed"][0]))
    assert answer.url == f"{LIST}{souths.number}/"
    assert ServiceRecord.objects.get(pk=record.pk).audit_reason == str(USUAL["passed"][0])
    answer = say(client, souths, result="returned", usual=str(USUAL["returned"][1]), reason="照片模糊")
    assert answer.url == LIST
    assert ServiceRecord.objects.get(pk=souths.pk).audit_reason == "照片模糊"  # own words are meant


def test_a_finding_without_a_reason_is_refused_and_loses_nothing(page, auditor, record):
    answer = say(page(auditor), record, result="abnormal")
    assert answer.status_code == 422
    assert 'value="abnormal" id="id_result_2" checked' in body(answer).replace(" required", "") or (
        'value="abnormal"' in body(answer) and "checked" in body(answer)
    )
    assert ServiceRecord.objects.get().status == "signed"
    assert say(page(auditor), record, result="lost").status_code == 422


def test_who_was_slower_is_told(page, auditor, record):
    seen = record.version
    services.audit_record(record, actor=auditor, at=NOW, result="abnormal", reason="客户否认")
    record.version = seen
    answer = say(page(auditor), record, result="invalid", reason="未上门")
    assert answer.status_code == 409
    assert "未上门" in body(answer)


@pytest.mark.parametrize("who", ["norths_desk", "centres_desk", "manager", "agent"])
def test_others_read_the_finding_and_judge_nothing(page, request, auditor, record, who):
    services.audit_record(record, actor=auditor, at=NOW, result="returned", reason="照片看不清")
    client = page(request.getfixturevalue(who))
    shown = body(client.get(f"{LIST}{record.number}/"))
    assert "照片看不清" in shown
    assert "/audit/" not in shown
    assert say(client, record, result="passed", reason="好").status_code == 403


def test_another_dealers_records_do_not_exist(page, norths_desk, souths, record):
    shown = body(page(norths_desk).get(LIST, {"only": "ever"}))
    assert record.number in shown
    assert souths.number not in shown
    assert page(norths_desk).get(f"{LIST}{souths.number}/why/").status_code == 404
    assert say(page(norths_desk), souths, result="passed", reason="好").status_code == 404


def test_the_views_count_and_narrow(page, auditor, ticket_in, norths_engineer, record):
    late = written(ticket_in(S.ASSIGNED), norths_engineer, NOW - 6 * DAY)
    fresh = there(ticket_in(S.ASSIGNED), norths_engineer, NOW)
    client = page(auditor)
    for query, here, missing in (
        ({"only": "overdue"}, [late], [fresh, record]),
        ({"only": "owed"}, [late, fresh], [record]),
        ({"only": "ever"}, [late, fresh, record], []),
        ({"only": "ever", "sort": "done"}, [late, record], [fresh]),
        ({"only": "ever", "engineer": "赵"}, [late, fresh, record], []),
        ({"only": "ever", "engineer": "孙"}, [], [late, fresh, record]),
        ({"only": "ever", "done_from": "2026-09-15"}, [record], [late, fresh]),
        ({"only": "ever", "done_until": "2026-09-14"}, [late], [fresh, record]),
        ({"only": "ever", "done_from": "0001-01-01", "done_until": "9999-12-31"}, [late, record], []),
        ({"status": "signed", "sort": "nonsense"}, [record], [late, fresh]),
    ):
        shown = body(client.get(LIST, query))
        assert [one.number in shown for one in here] == [True] * len(here), query
        assert [one.number in shown for one in missing] == [False] * len(missing), query
    assert client.get(LIST, {"only": "ever", "cursor": "x"}).status_code == 302
    assert "only=ever" in body(client.get(LIST, {"result": "fixed"}))


def test_an_empty_list_says_so(page, auditor):
    assert "data-row" not in body(page(auditor).get(LIST, {"only": "ever", "ticket": "T-1"}))
    assert page(auditor).get(LIST, {"status": "signed"}).status_code == 200


def test_lists_take_the_same_statements_at_one_row_and_at_fifty(
    page, auditor, record, ticket_in, norths_engineer, django_assert_num_queries
):
    client = page(auditor)
    client.get(LIST, {"only": "ever"})
    with django_assert_num_queries(7):
        client.get(LIST, {"only": "ever"})
    for _ in range(9):
        written(ticket_in(S.ASSIGNED), norths_engineer, NOW)
    with django_assert_num_queries(7):
        client.get(LIST, {"only": "ever"})


def test_the_file_holds_what_the_list_shows_and_is_recorded(page, auditor, record, norths_engineer):
    answer = page(auditor).get(f"{LIST}export/", {"status": "signed"})
    book = load_workbook(io.BytesIO(answer.content))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [record.number]
    assert rows[1][12] == 427
    assert AuditEntry.objects.filter(object_type="record").count() == 1
    assert page(norths_engineer.user).get(f"{LIST}export/").status_code == 403


def test_what_a_machine_sees_stands_above_the_form(page, auditor, job, norths_engineer, norths_desk):
    agreed_to = agreed(sent(job, norths_desk), norths_desk)
    job.refresh_from_db()
    other = there(job, norths_engineer, NOW)
    record = services.record_service(
        job,
        actor=norths_engineer.user,
        at=NOW + timedelta(hours=2),
        work_done="更换密封圈",
        minutes_worked=300,
        result="fixed",
        items=(),
        readings=(),
    )
    assert other.pk == record.pk
    services.sign_record(record, actor=norths_engineer.user, at=NOW, signature=SIGNATURE)
    texts = {one["text"]: one["tone"] for one in seen_of(record, actor=auditor, at=NOW)}
    assert sentence(Finding("unchanged", "good")) in texts
    assert "warn" in texts.values()  # five hours written, two there
    assert agreed_to.total > 0
    assert texts[sentence(Finding("nothing_charged", "good"))] == "good"


def test_the_same_picture_and_the_same_hour_are_found_in_other_records(
    auditor, ticket_in, norths_engineer, at
):
    first = signed(ticket_in(S.ASSIGNED), norths_engineer, NOW).record
    ServiceRecord.objects.filter(pk=first.pk)
    ticket = ticket_in(S.ASSIGNED)
    second = services.arrive(ticket, actor=norths_engineer.user, at=NOW - timedelta(minutes=30))
    photo(second, norths_engineer, NOW, "before")
    third = services.record_service(
        ticket,
        actor=norths_engineer.user,
        at=NOW + timedelta(minutes=30),
        work_done="试机",
        minutes_worked=30,
        result="fixed",
    )
    said = " ".join(one["text"] for one in seen_of(third, actor=auditor, at=NOW))
    assert said.count(first.number) == 2  # by the picture, and by the hour
    opened = there(ticket_in(S.ASSIGNED), norths_engineer, NOW)
    assert seen_of(opened, actor=auditor, at=NOW)[0]["tone"] == "bad"
    fourth_ticket = ticket_in(S.ASSIGNED)
    services.arrive(fourth_ticket, actor=norths_engineer.user, at=NOW - timedelta(minutes=10))
    fourth = services.record_service(
        fourth_ticket,
        actor=norths_engineer.user,
        at=NOW + timedelta(minutes=20),
        work_done="试机",
        minutes_worked=30,
        result="fixed",
    )
    said = " ".join(one["text"] for one in seen_of(fourth, actor=auditor, at=NOW))
    assert third.number in said


@pytest.mark.parametrize("code", [*WORDS, "parts_left"])
def test_each_finding_has_its_sentence(code):
    values = {
        "fields": ["work_done"],
        "photos": ["1 × “After”"],
        "numbers": ["S-1", "S-2"],
        "told": 90,
        "there": 30,
        "minutes": 75,
        "total": 427,
        "agreed": 400,
        "count": 2,
    }
    asked = str(WORDS.get(code, "%(count)s"))
    said = sentence(Finding(code, "warn", {k: v for k, v in values.items() if f"%({k})s" in asked}))
    assert said
    assert "%(" not in said


def test_home_names_what_is_to_be_judged_mended_or_finished(
    auditor, norths_desk, norths_engineer, souths_desk, record, ticket_in
):
    assert [item.url for item in due.items(auditor, NOW)] == [record.get_absolute_url()]
    assert due.items(norths_engineer.user, NOW) == []
    services.audit_record(record, actor=auditor, at=NOW, result="returned", reason="照片看不清")
    late = written(ticket_in(S.ASSIGNED), norths_engineer, NOW - 6 * DAY)
    for person in (norths_desk, norths_engineer.user):
        found = due.items(person, NOW)
        assert [(item.url, item.tone) for item in found] == [
            (late.get_absolute_url(), "bad"),
            (record.get_absolute_url(), "warn"),
        ]
        assert due.waiting(person, NOW).count() == 2
    assert due.items(auditor, NOW) == []
    assert due.items(souths_desk, NOW) == []


def test_headquarters_own_are_the_dispatchers(dispatcher, ticket_in, own_engineer):
    late = written(ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer), own_engineer, NOW - 6 * DAY)
    assert [item.url for item in due.items(dispatcher, NOW)] == [late.get_absolute_url()]


def test_who_sees_no_tickets_owes_no_records(administrator):
    assert due.items(administrator, NOW) == []


def test_programs_judge_by_the_same_rules(api, auditor, norths_desk, record):
    """`records/{number}/audit/` takes result and reason."""
    here = f"{API}{record.number}/audit/"
    assert api(norths_desk).post(here, {"result": "passed", "reason": "好"}, format="json").status_code == 403
    assert api(auditor).post(here, {"result": "passed"}, format="json").status_code == 400
    assert api(auditor).post(here, {"result": "signed", "reason": "好"}, format="json").status_code == 400
    answer = api(auditor).post(here, {"result": "passed", "reason": "资料齐全"}, format="json")
    assert answer.status_code == 200
    assert (answer.data["status"], answer.data["audit_reason"]) == ("passed", "资料齐全")
    assert answer.data["back_by"] == "2026-09-18"
    again = api(auditor).post(here, {"result": "passed", "reason": "再来"}, format="json")
    assert (again.status_code, again.data["code"]) == (409, "record_stands_otherwise")
    assert api(auditor).get(API, {"status": "passed"}).data["results"][0]["number"] == record.number


def test_the_day_by_which_it_is_back_can_be_asked_why(page, auditor, norths_desk, record):
    """K2: clause, version, what it is counted from, arithmetic; of a returned one from the return."""
    shown = body(page(norths_desk).get(f"{LIST}{record.number}/why/"))
    assert "2026-09-15" in shown
    assert "2026-09-18" in shown
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        services.audit_record(record, actor=auditor, at=NOW + 3 * DAY, result="returned", reason="补照片")
        shown = body(page(norths_desk).get(f"{LIST}{record.number}/why/", headers={"HX-Request": "true"}))
        assert "2026-09-18" in shown
        assert "2026-09-22" in shown
        assert "<html" not in shown


def test_a_message_about_a_record_leads_to_it(page, auditor, norths_engineer, record):
    services.audit_record(record, actor=auditor, at=NOW, result="returned", reason="补照片")
    client = page(norths_engineer.user)
    notice = OutboxMessage.objects.get(template="staff.record_returned", channel="page")
    assert notice.about == record.number
    assert client.post(f"/notices/{notice.code}/open/").url == record.get_absolute_url()
    told = body(page(auditor).get(record.get_absolute_url()))
    assert "补照片" in told

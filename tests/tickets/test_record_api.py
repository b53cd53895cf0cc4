"""The API of a trip and its record: each verb once by its key, the evidence to be reckoned anew (D7)."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from tests.factories.files import picture
from tests.tickets.cast import NOW, assigned
from tests.tickets.trips import STROKES, signed, written
from tickets import services
from tickets.models import ServiceRecord, SignedRecord, Ticket

LINES = [
    {
        "kind": "replaced",
        "text": "密封圈",
        "quantity": "2",
        "unit_price": "18.50",
        "old_part": "brought_back",
    },
    {"kind": "labour", "text": "工时", "quantity": "1.5", "unit_price": "120.00"},
]
WORK = {"work_done": "更换密封圈", "minutes_worked": 67, "lines": LINES}
SIGN = {"name": "王友木", "role": "operator", "strokes": STROKES}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(dispatcher, norths_desk, norths_engineer):
    return assigned(dispatcher, norths_desk, norths_engineer)


@pytest.fixture
def api(norths_engineer):
    return api_of(norths_engineer.user)


def api_of(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def post(client, address, sent=None, key=""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1/{address}", sent or {}, format="json", headers=headers)


def photograph(client, number):
    for step in ("before", "after"):
        file = io.BytesIO(picture(size=(40 + len(step), 30)))
        file.name = f"{step}.jpg"
        sent = {"file": file, "step": step}
        assert client.post(f"/api/v1/records/{number}/photos/", sent, format="multipart").status_code == 201


def test_a_whole_trip_by_its_verbs(api, job):
    """D7: depart, arrive, record, sign; then the signed content with its hash."""
    tickets = f"tickets/{job.number}"
    assert post(api, f"{tickets}/depart/", {"reason": "先去看"}).status_code == 200
    told = post(api, f"{tickets}/arrive/").json()
    (record,) = told["records"]
    assert (record["status"], told["clocks"]["attend"]["met_at"] is not None) == ("open", True)
    photograph(api, record["number"])
    done = post(
        api, f"{tickets}/record/", WORK | {"result": "fixed", "readings": [{"name": "压力", "value": "24"}]}
    )
    assert (done.json()["status"], done.json()["records"][0]["status"]) == ("resolved", "written")
    assert post(api, f"{tickets}/sign/", SIGN).json()["records"][0]["status"] == "signed"
    whole = api.get(f"/api/v1/records/{record['number']}/").json()
    assert (whole["total"], whole["currency"], len(whole["photos"])) == ("217.00", "CNY", 2)
    assert [event["verb"] for event in whole["events"]] == ["depart", "arrive", "write", "sign"]


def test_the_hash_can_be_reckoned_by_anybody(api, job, norths_engineer):
    """Evidence: the digests and the hash follow from what the API gives, as its description says."""
    record = signed(job, norths_engineer, NOW).record
    given = api.get(f"/api/v1/records/{record.number}/signed/").json()

    def digest(value):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    digests = {name: digest([name, value]) for name, value in given["content"].items()}
    assert digests == given["digests"]
    assert (given["content"]["ticket"], given["content"]["engineer"]) == (job.number, norths_engineer.code)
    assert digest([given["number"], given["version"], given["previous_hash"], digests]) == given["hash"]
    assert given["differs"] == []
    assert given["check_url"].startswith("http://testserver/check/")


def test_a_phone_without_a_signal_sends_later_once(api, job):
    """Each verb takes a key and the device's own time; its clock is two days ahead."""
    two_days = timedelta(days=2)
    job.refresh_from_db()
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        sent_at = NOW + timedelta(hours=5) + two_days
        for hours, verb, more in (
            (1, "depart", {}),
            (2, "arrive", {}),
            (4, "record", WORK | {"result": "fixed"}),
        ):
            happened = (NOW + timedelta(hours=hours) + two_days).isoformat()
            sent = more | {"happened_at": happened, "sent_at": sent_at.isoformat()}
            for _again in range(3):
                assert post(api, f"tickets/{job.number}/{verb}/", sent, key=verb).status_code == 200
    record = ServiceRecord.objects.get()
    assert (record.departed_at, record.arrived_at) == (NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert record.recorded_at == Ticket.objects.get().resolved_at == NOW + timedelta(hours=4)
    assert {event.clock_off_seconds for event in record.events.all()} == {2 * 86400}
    assert record.events.count() == 3


@pytest.mark.parametrize("far", ["1900-01-01T00:00:00Z", "2400-01-01T00:00:00Z"])
def test_a_clock_far_off_breaks_nothing(api, job, far):
    """What no phone can mean is not counted, and not kept where it would not fit."""
    for number, sent_at in enumerate((far, "2400-01-01T00:00:00Z", None)):
        sent = {"happened_at": far} | ({"sent_at": sent_at} if sent_at else {})
        status = post(api, f"tickets/{job.number}/arrive/", sent).status_code
        assert status == (409 if number else 200)
    assert ServiceRecord.objects.get().arrived_at == NOW


def test_a_change_is_written_and_signed_anew(api, job, norths_engineer):
    record = signed(job, norths_engineer, NOW).record
    address = f"records/{record.number}"
    assert post(api, f"{address}/rewrite/", WORK).status_code == 409
    opened = post(api, f"{address}/amend/", {"reason": "漏写"})
    assert opened.json()["status"] == "open"
    written_anew = post(api, f"{address}/rewrite/", WORK | {"version": opened.json()["version"]})
    assert (written_anew.json()["status"], written_anew.json()["total"]) == ("written", "217.00")
    assert post(api, f"{address}/rewrite/", WORK | {"version": 1}).status_code == 409
    assert post(api, f"tickets/{job.number}/sign/", SIGN).status_code == 200
    assert api.get(f"/api/v1/{address}/signed/").json()["version"] == 2
    assert api.get(f"/api/v1/{address}/signed/1/").json()["differs"] == []
    assert api.get(f"/api/v1/{address}/signed/3/").status_code == 404


def test_a_signature_that_comes_late_signs_what_was_read_and_nothing_else(api, job, norths_engineer):
    """D7: neither another record nor a text that was changed since the customer read it."""
    record = written(job, norths_engineer, NOW)
    read = {"record": record.number, "record_version": record.version}
    opened = post(api, f"records/{record.number}/amend/", {"reason": "漏写"}).json()["version"]
    post(api, f"records/{record.number}/rewrite/", WORK | {"version": opened})
    sign = f"tickets/{job.number}/sign/"
    assert post(api, sign, SIGN | read).status_code == 409
    assert post(api, sign, SIGN | {"record": "S-2026-99999"}).status_code == 404
    assert not SignedRecord.objects.exists()
    now = ServiceRecord.objects.get().version
    assert post(api, sign, SIGN | read | {"record_version": now}).status_code == 200
    assert SignedRecord.objects.get().record == record


def test_nobody_there_is_put_down_with_the_reason(api, job, norths_engineer):
    record = written(job, norths_engineer, NOW)
    answer = post(api, f"records/{record.number}/leave-unsigned/", {"reason": "客户不在场"})
    assert (answer.json()["status"], answer.json()["unsigned_because"]) == ("written", "客户不在场")


WRONG = [
    {"strokes": [[[500, 500, 0]]]},
    {"strokes": [[["x", 1, 2]]]},
    {"strokes": "M0 0"},
    {"role": "president"},
    {"name": ""},
    {"latitude": "91"},
]


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_no_signature_is_refused(api, job, norths_engineer, fault):
    written(job, norths_engineer, NOW)
    assert post(api, f"tickets/{job.number}/sign/", SIGN | fault).status_code in {400, 422}
    assert not SignedRecord.objects.exists()


def test_nothing_to_sign_is_not_there(api, job):
    assert post(api, f"tickets/{job.number}/sign/", SIGN).status_code == 404


@pytest.mark.parametrize("who", ["norths_desk", "dispatcher", "agent"])
def test_only_who_was_there_tells_of_a_trip(request, job, norths_engineer, who):
    written(job, norths_engineer, NOW)
    client = api_of(request.getfixturevalue(who))
    for verb, sent in (
        ("depart", {}),
        ("arrive", {}),
        ("record", WORK | {"result": "fixed"}),
        ("sign", SIGN),
    ):
        assert post(client, f"tickets/{job.number}/{verb}/", sent).status_code == 403
    record = ServiceRecord.objects.get()
    for verb, sent in (("amend", {"reason": "x"}), ("rewrite", WORK), ("leave-unsigned", {"reason": "x"})):
        assert post(client, f"records/{record.number}/{verb}/", sent).status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_of_records_asks_the_same_questions(
    api, dispatcher, norths_desk, norths_engineer, django_assert_num_queries, count
):
    for _number in range(count):
        signed(assigned(dispatcher, norths_desk, norths_engineer), norths_engineer, NOW)
    with django_assert_num_queries(6):
        found = api.get("/api/v1/records/").json()["results"]
    assert len(found) == count


def test_records_are_narrowed(api, job, norths_engineer):
    record = signed(job, norths_engineer, NOW).record
    for ask in (
        "status=signed",
        "result=fixed",
        f"ticket={job.number}",
        f"serial_number={job.serial_number}",
    ):
        assert len(api.get(f"/api/v1/records/?{ask}").json()["results"]) == 1
    for ask in ("status=open", "result=not_fixed", "ticket=T-0", "serial_number=X"):
        assert api.get(f"/api/v1/records/?{ask}").json()["results"] == []
    assert api.get("/api/v1/records/?status=x").status_code == 400
    photo = record.photos.all()[0].file.code
    assert api.get(f"/api/v1/records/{record.number}/files/{photo}/content/")["Content-Type"] == "image/jpeg"


def test_an_svg_is_no_photo(api, job, norths_engineer):
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    file = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    file.name = "a.jpg"
    answer = api.post(f"/api/v1/records/{record.number}/photos/", {"file": file, "step": "after"})
    assert answer.status_code == 422

"""The pages of a service record: on the phone at the machine, its own, and the public check (D7)."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from equipment.services import note_hours
from records.models import AuditEntry
from tests.factories.files import picture
from tests.tickets.cast import NOW, assigned
from tests.tickets.trips import SIGNATURE, STROKES, signed, there, written
from tickets import services
from tickets.models import RecordLine, ServiceRecord, SignedRecord, Ticket
from tickets.onsite.check_words import FIELDS, NUMBERED, named
from tickets.onsite.checking import code_of
from tickets.onsite.content import MOMENTS, OF_THE_RECORD, OF_THE_SIGNATURE
from tickets.onsite.device_time import DeviceTime

MS = int(NOW.timestamp() * 1000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(dispatcher, norths_desk, norths_engineer):
    return assigned(dispatcher, norths_desk, norths_engineer)


@pytest.fixture
def phone(page, norths_engineer):
    return page(norths_engineer.user)


def body(response):
    return response.content.decode()


def at(name, *arguments):
    return reverse(name, args=arguments)


def rows(prefix, *lines):
    """Return rows of a form as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return sent


LINE = {"text": "密封圈", "kind": "replaced", "quantity": "2", "unit_price": "18.5", "old_part": "left"}
WORK = {"work_done": "更换密封圈", "minutes_worked": "67", "result": "fixed"}


def upload(client, record, content, *, step="before", **more):
    file = io.BytesIO(content)
    file.name = "照片.jpg"
    return client.post(at("onsite:photos", record.number), {"step": step, "photos": file, **more})


def test_setting_off_and_being_there_are_one_press_each(phone, job):
    """D7: the next thing to do stands at the foot of the job."""
    here = at("tickets:job", job.number)
    assert at("tickets:depart", job.number) in body(phone.get(here))
    told = {"version": job.version, "happened_ms": MS, "sent_ms": MS, "reason": "先去看"}
    assert phone.post(at("tickets:depart", job.number), told).url == here
    assert at("tickets:depart", job.number) not in body(phone.get(here))
    assert phone.post(at("tickets:arrive", job.number), {}).url == at("tickets:record", job.number)
    assert ServiceRecord.objects.get().arrived_at == NOW


def test_what_is_typed_is_kept_by_itself(phone, job, norths_engineer):
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    draft = {"work_done": "拆检", **rows("line", LINE), **rows("reading")}
    assert "10:00 已自动保存" in body(phone.post(at("onsite:draft", record.number), draft))
    assert RecordLine.objects.get().text == "密封圈"
    assert "拆检" in body(phone.get(at("tickets:record", job.number)))


def test_from_the_work_to_the_signature(phone, job, norths_engineer):
    """D7: written, photographed, read by the customer, signed."""
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    for step in ("before", "after"):
        assert upload(phone, record, picture(size=(40 + len(step), 30)), step=step).status_code == 302
    saved = phone.post(at("tickets:record", job.number), {**WORK, **rows("line", LINE), **rows("reading")})
    assert saved.url == at("onsite:sign", record.number)
    assert "37.00" in body(phone.get(saved.url))
    given = {"name": "王友木", "role": "operator", "strokes": json.dumps(STROKES), "latitude": "32.06"}
    done = phone.post(saved.url, given | {"longitude": "118.79", "accuracy": "12"})
    assert done.url == at("onsite:detail", record.number)
    kept = SignedRecord.objects.get()
    assert (kept.signer_role, str(kept.latitude), kept.accuracy) == ("operator", "32.06000", 12)
    assert kept.hash[:16] in body(phone.get(done.url))
    assert Ticket.objects.get().status == "resolved"


def test_a_draft_that_is_not_complete_says_so_and_keeps_what_was(phone, job, norths_engineer):
    record = there(job, norths_engineer, NOW)
    address = at("onsite:draft", record.number)
    phone.post(address, {"work_done": "一", **rows("line", LINE), **rows("reading")})
    wrong = phone.post(address, {"work_done": "二", **rows("line", LINE | {"text": ""}), **rows("reading")})
    assert "autosaved-not" in body(wrong)
    refused = phone.post(
        address, {"work_done": "三", **rows("line", LINE | {"old_part": ""}), **rows("reading")}
    )
    assert "旧件" in body(refused)
    record.refresh_from_db()
    assert (record.work_done, RecordLine.objects.count()) == ("一", 1)


def test_rows_come_and_go_without_losing_what_was_typed(phone, job, norths_engineer):
    there(job, norths_engineer, NOW)
    address = at("tickets:record", job.number)
    typed = {
        **WORK,
        **rows("line", LINE, LINE | {"text": "滤芯"}),
        **rows("reading", {"name": "油温", "value": "61"}),
    }
    more = body(phone.post(address, typed | {"press": "add-line"}))
    assert more.count('name="line-2-text"') == 1
    less = body(phone.post(address, typed | {"press": "remove-line-0"}))
    assert "滤芯" in less
    assert 'value="密封圈"' not in less
    assert "油温" in less
    assert ServiceRecord.objects.get().status == "open"


def test_a_line_that_says_nothing_is_said_where_it_stands(phone, job, norths_engineer):
    there(job, norths_engineer, NOW)
    typed = {**WORK, **rows("line", LINE | {"quantity": "-5"}), **rows("reading")}
    response = phone.post(at("tickets:record", job.number), typed)
    assert response.status_code == 422
    assert "密封圈" in body(response)
    assert Ticket.objects.get().status == "assigned"


@pytest.mark.parametrize("content", [SVG, b"%PDF-1.7", b"GIF87", picture(size=(8000, 6500))])
def test_what_is_no_photo_is_refused(phone, job, norths_engineer, content):
    """H1, H2: an SVG as a photo, and one that would be a bomb to memory."""
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    assert upload(phone, record, content).status_code == 422
    assert record.photos.count() == 0


def test_a_40_megapixel_photo_is_kept_in_a_size_of_its_own(phone, job, norths_engineer):
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    assert upload(phone, record, picture(size=(7300, 5475))).status_code == 302
    kept = phone.get(at("onsite:photo", record.number, record.photos.get().file.code))
    assert kept.status_code == 200
    assert record.photos.get().file.size < 3_000_000


def test_a_photo_is_taken_out_again(phone, job, norths_engineer):
    record = there(job, norths_engineer, NOW)
    code = record.photos.all()[0].file.code
    phone.post(at("onsite:remove-photo", record.number, code))
    assert record.photos.count() == 1
    asked = {"headers": {"HX-Request": "true"}}
    code = record.photos.get().file.code
    assert "photos" in body(phone.post(at("onsite:remove-photo", record.number, code), **asked))
    assert record.photos.count() == 0


def test_a_signature_of_one_point_is_refused_and_all_else_kept(phone, job, norths_engineer):
    record = written(job, norths_engineer, NOW)
    given = {"name": "王友木", "role": "operator", "strokes": "[[[1,2,3]]]"}
    for strokes in (given["strokes"], "", "[", "[" * 100_000, '{"x": 1}'):
        response = phone.post(at("onsite:sign", record.number), given | {"strokes": strokes})
        assert response.status_code == 422
        assert "王友木" in body(response)
    assert not SignedRecord.objects.exists()


def test_a_double_press_signs_once(phone, job, norths_engineer):
    record = written(job, norths_engineer, NOW)
    given = {"name": "王", "role": "owner", "strokes": json.dumps(STROKES), "idempotency_key": "k"}
    first, second = (phone.post(at("onsite:sign", record.number), given) for _ in range(2))
    assert (first.status_code, second.url) == (302, first.url)
    third = phone.post(at("onsite:sign", record.number), given | {"idempotency_key": "other"})
    assert third.status_code == 409
    assert SignedRecord.objects.count() == 1


def test_nobody_there_to_sign(phone, job, norths_engineer):
    record = written(job, norths_engineer, NOW)
    address = at("onsite:unsigned", record.number)
    assert phone.post(address, {"reason": " "}).status_code == 422
    assert phone.post(address, {"reason": "客户不在场"}).url == at("tickets:jobs")
    assert "客户不在场" in body(phone.get(at("onsite:detail", record.number)))


def test_a_signed_record_is_changed_and_signed_again(phone, job, norths_engineer):
    record = signed(job, norths_engineer, NOW).record
    address = at("onsite:amend", record.number)
    assert phone.post(address, {"reason": ""}).status_code == 422
    again = at("onsite:write", record.number)
    assert phone.post(address, {"reason": "漏写滤芯"}).url == again
    assert phone.post(address, {"reason": "漏写滤芯"}).status_code == 409
    page = body(phone.get(again))
    assert "接头密封圈 28" in page
    assert 'name="result"' not in page
    typed = {"work_done": "换件", "minutes_worked": "70", **rows("line", LINE), **rows("reading")}
    assert "滤芯" in body(
        phone.post(again, typed | rows("line", LINE | {"text": "滤芯"}) | {"press": "draw"})
    )
    assert phone.post(again, typed | {"work_done": ""}).status_code == 422
    assert phone.post(again, typed).url == at("onsite:sign", record.number)
    assert "要重新签字" in body(phone.get(at("onsite:detail", record.number)))
    assert phone.get(again).url == at("onsite:detail", record.number)
    record.refresh_from_db()
    services.sign_record(record, actor=norths_engineer.user, at=NOW, signature=SIGNATURE)
    assert "第 1 版" in body(phone.get(at("onsite:detail", record.number)))


@pytest.mark.parametrize("name", ["write", "sign", "amend", "draft", "photos", "unsigned"])
def test_who_was_not_there_reads_and_writes_nothing(page, job, norths_desk, norths_engineer, name):
    record = written(job, norths_engineer, NOW)
    desk = page(norths_desk)
    assert desk.post(at(f"onsite:{name}", record.number), {}).status_code == 403
    assert desk.get(at("onsite:detail", record.number)).status_code == 200


def test_the_second_press_of_setting_off_is_told(phone, job, norths_engineer):
    services.depart(job, actor=norths_engineer.user, at=NOW, reason="先去看")
    response = phone.post(at("tickets:depart", job.number), {})
    assert response.status_code == 409
    assert "已经开始" in body(response)


def test_a_record_of_who_came_later_tells_the_auditor(page, job, norths_desk, norths_engineer):
    """Two days off, told three hours later: it is said with the step."""
    late = NOW + timedelta(hours=3)
    told = DeviceTime(NOW + timedelta(days=2), late + timedelta(days=2))
    record = services.arrive(job, actor=norths_engineer.user, at=late, told=told)
    seen = body(page(norths_desk).get(at("onsite:detail", record.number)))
    assert "设备时钟快 2 天" in seen
    assert "补报" in seen


def test_a_clock_that_is_slow_is_said_likewise(page, job, norths_desk, norths_engineer):
    told = DeviceTime(NOW - timedelta(hours=1), NOW - timedelta(hours=1))
    record = services.arrive(job, actor=norths_engineer.user, at=NOW, told=told)
    assert "设备时钟慢 1" in body(page(norths_desk).get(at("onsite:detail", record.number)))


def test_a_meter_that_shows_less_is_said_beside_it(phone, job, agent, norths_engineer):
    """Bad input: below the last reading; what was typed stays, in the first writing and in a change."""
    note_hours(job.equipment, actor=agent, at=NOW, read_on=NOW.date(), meter=2700)
    record = there(job, norths_engineer, NOW)
    typed = {**WORK, "meter": "2612", **rows("line"), **rows("reading")}
    for address in (at("tickets:record", job.number), at("onsite:write", record.number)):
        response = phone.post(address, typed)
        assert response.status_code == 422
        assert "2612" in body(response)
        if record.recorded_at is None:
            services.record_service(
                job, actor=norths_engineer.user, at=NOW, work_done="x", minutes_worked=1, result="fixed"
            )
            record.refresh_from_db()
            services.amend_record(record, actor=norths_engineer.user, at=NOW, reason="补读数")
    record.refresh_from_db()
    assert (record.status, record.meter) == ("open", None)


def test_what_stands_otherwise_meanwhile_is_told(phone, job, norths_engineer):
    """A second tab: signed already, or opened to be changed."""
    record = signed(job, norths_engineer, NOW).record
    assert phone.get(at("onsite:sign", record.number)).url == at("onsite:detail", record.number)
    assert phone.post(at("onsite:unsigned", record.number), {"reason": "不在"}).status_code == 409
    photo = record.photos.all()[0].file.code
    for headers in ({}, {"HX-Request": "true"}):
        stale = phone.post(at("onsite:remove-photo", record.number, photo), headers=headers)
        assert stale.status_code == 409
    assert record.photos.count() == 2
    services.amend_record(record, actor=norths_engineer.user, at=NOW, reason="改")
    given = {"name": "王", "role": "owner", "strokes": json.dumps(STROKES), "version": record.version}
    assert phone.post(at("onsite:sign", record.number), given).status_code == 409


def test_a_refused_photo_is_said_where_a_script_asked(phone, job, norths_engineer):
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    file = io.BytesIO(SVG)
    file.name = "照片.jpg"
    response = phone.post(
        at("onsite:photos", record.number),
        {"step": "before", "photos": file},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 422
    assert "<html" not in body(response)
    assert phone.post(at("onsite:photos", record.number), {"step": "before"}).status_code == 422


# ── the public page ──


def test_the_check_names_no_person_and_nothing_of_what_was_done(client, job, norths_engineer):
    """B6: whoever finds the sheet learns whether it is true, and no more."""
    kept = signed(job, norths_engineer, NOW)
    response = client.get(at("customer:check", code_of(kept)))
    seen = body(response)
    assert response.status_code == 200
    assert "签字后未改动" in seen
    assert kept.hash[:16] in seen
    for secret in (
        "王友木",
        "更换密封圈",
        job.contact_name,
        job.customer.name,
        norths_engineer.name,
        "427.00",
    ):
        assert secret not in seen
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_check_names_the_field_that_differs(client, job, norths_engineer):
    kept = signed(job, norths_engineer, NOW)
    ServiceRecord.objects.filter(pk=kept.record_id).update(status="written")
    seen = body(client.get(at("customer:check", code_of(kept))))
    assert "与签字时不一致" in seen
    assert "记录状态" in seen


def test_the_check_of_a_sheet_that_was_replaced_says_so(client, phone, job, norths_engineer):
    first = signed(job, norths_engineer, NOW)
    record = first.record
    who = {"actor": norths_engineer.user, "at": NOW}
    services.amend_record(record, reason="改", **who)
    assert "正在更改" in body(client.get(at("customer:check", code_of(first))))
    services.rewrite_record(record, work_done="换件", minutes_worked=1, **who)
    services.sign_record(record, signature=SIGNATURE, **who)
    seen = body(client.get(at("customer:check", code_of(first))))
    assert "签字后未改动" in seen
    assert "第 2 版" in seen


def test_a_code_that_is_none_opens_nothing_and_is_recorded(client, db):
    assert client.get("/check/nothing/").status_code == 404
    assert AuditEntry.objects.filter(verb="link_refused").count() == 1


def test_every_field_has_words(db):
    """No field of the content is told by its name in code."""
    names = [*MOMENTS, *OF_THE_RECORD, *(f"signature/{name}" for name in OF_THE_SIGNATURE)]
    assert set(names) <= set(FIELDS)
    assert {"lines", "readings", "photos", "context"} == set(NUMBERED)
    assert named(["lines/2/text", "lines/2/amount", "photos/1/picture", "gone"]) == [
        *("第 2 行", "第 1 张照片", "签字时没有的内容")
    ]

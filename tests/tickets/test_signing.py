"""A record written, signed, changed and signed again (D7)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from equipment.models import HourReading
from equipment.services import HoursFallen, note_hours
from tests.tickets.trips import ITEMS, READINGS, SIGNATURE, photo, signed, there, written
from tickets import services
from tickets.models import RecordLine, ServiceRecord, SignedRecord
from tickets.onsite.checking import code_of, differences, find_signed, kept_of
from tickets.onsite.device_time import DeviceTime
from tickets.onsite.evidence import differing
from tickets.onsite.items import RecordItem
from tickets.onsite.signature import SignatureMissing
from tickets.onsite.states import RecordStandsOtherwise
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(ticket_in):
    return ticket_in(S.ASSIGNED)


def test_what_was_drafted_is_kept_when_the_work_is_done(ticket, norths_engineer, at):
    user = norths_engineer.user
    record = there(ticket, norths_engineer, at)
    services.draft_record(record, actor=user, items=ITEMS[:1], readings=READINGS, work_done="拆检")
    assert (record.status, record.total, ticket.status) == ("open", Decimal("37.00"), S.ASSIGNED)
    done = services.record_service(
        ticket, actor=user, at=at + HOUR, work_done="更换密封圈", minutes_worked=50, result="fixed"
    )
    assert done.pk == record.pk
    assert (done.status, done.recorded_at, done.total) == ("written", at + HOUR, Decimal("37.00"))
    assert [line.text for line in done.lines.all()] == ["接头密封圈 28"]
    assert done.readings.count() == 2


def test_the_lines_say_what_the_customer_pays(ticket, norths_engineer, at):
    record = written(ticket, norths_engineer, at)
    assert record.total == Decimal("427.00")
    assert [(line.kind, line.amount) for line in record.lines.all().in_order()] == [
        ("replaced", Decimal("37.00")),
        ("bought", Decimal("210.00")),
        ("needed", Decimal("26800.00")),
        ("labour", Decimal("180.00")),
    ]


def test_the_customer_signs_and_the_record_is_frozen(ticket, norths_engineer, at):
    kept = signed(ticket, norths_engineer, at)
    record = ServiceRecord.objects.get()
    assert (record.status, record.signed_version, kept.version, kept.previous_hash) == ("signed", 1, 1, "")
    assert (kept.signer_name, kept.signer_role, kept.signed_at) == ("王友木", "operator", at)
    assert kept.place == ticket.place_text
    assert kept.content["lines/1/text"] == "接头密封圈 28"
    assert kept.content["context/serial_number"] == ticket.serial_number
    assert differences(kept) == []
    assert find_signed(code_of(kept)) == kept
    assert find_signed("") is None


FORBIDDEN = [
    "UPDATE tickets_recordline SET text = 'x'",
    "DELETE FROM tickets_recordreading",
    "UPDATE tickets_recordphoto SET step = 'during'",
    "UPDATE tickets_servicerecord SET work_done = 'x'",
    "UPDATE tickets_servicerecord SET minutes_worked = 1",
    "DELETE FROM tickets_servicerecord",
    "UPDATE tickets_signedrecord SET signer_name = 'x'",
    "DELETE FROM tickets_signedrecord",
    "UPDATE tickets_recordevent SET note = 'x'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_refuses_to_change_what_was_signed(ticket, norths_engineer, at, statement):
    signed(ticket, norths_engineer, at)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_is_added_after_signing(ticket, norths_engineer, at):
    record = signed(ticket, norths_engineer, at).record
    user = norths_engineer.user
    with pytest.raises(services.RecordMovedByAnother):
        photo(record, norths_engineer, at, "after", 2)
    with pytest.raises(services.RecordMovedByAnother):
        services.remove_photo(record, actor=user, code=record.photos.all()[0].file.code)
    with pytest.raises(services.RecordMovedByAnother):
        services.draft_record(record, actor=user, items=[], readings=[], work_done="x", minutes_worked=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordLine.objects.create(
            record=record, position=9, kind="labour", text="x", quantity=1, unit_price=0, amount=0
        )
    assert record.photos.count() == 2


def test_a_record_is_signed_once(ticket, norths_engineer, at):
    record = signed(ticket, norths_engineer, at).record
    with pytest.raises(RecordStandsOtherwise):
        services.sign_record(record, actor=norths_engineer.user, at=at, signature=SIGNATURE)
    assert SignedRecord.objects.count() == 1


def test_a_change_is_a_new_version_that_is_signed_again(ticket, norths_engineer, at):
    user = norths_engineer.user
    first = signed(ticket, norths_engineer, at)
    record = first.record
    services.amend_record(record, actor=user, at=at + HOUR, reason="漏写了滤芯")
    assert (record.status, differences(first)) == ("open", [])
    more = [*ITEMS, RecordItem("replaced", "滤芯", Decimal(1), Decimal(85), "个", "", "left")]
    services.rewrite_record(
        record,
        actor=user,
        at=at + HOUR,
        work_done="更换密封圈和滤芯",
        minutes_worked=80,
        items=more,
        readings=READINGS,
    )
    assert (record.status, record.total, differences(first)) == ("written", Decimal("512.00"), [])
    second = services.sign_record(record, actor=user, at=at + 2 * HOUR, signature=SIGNATURE)
    assert (second.version, second.previous_hash) == (2, first.hash)
    assert second.hash != first.hash
    first.refresh_from_db()
    assert (differences(first), differences(second)) == ([], [])
    assert first.content["minutes_worked"] == 67
    assert (record.ticket.status, record.recorded_at) == (S.RESOLVED, at)
    assert [event.verb for event in record.events.all().in_order()] == [
        *("arrive", "write", "sign", "amend", "write", "sign")
    ]


def test_how_a_trip_ended_is_not_rewritten(ticket, norths_engineer, at):
    record = signed(ticket, norths_engineer, at).record
    user = norths_engineer.user
    services.amend_record(record, actor=user, at=at, reason="写错了")
    with pytest.raises(services.ResultStays):
        services.rewrite_record(
            record, actor=user, at=at, work_done="没修好", minutes_worked=1, result="not_fixed"
        )
    with pytest.raises(services.WorkMissing):
        services.draft_record(record, actor=user, items=[], readings=[])
    services.draft_record(record, actor=user, items=[], readings=[], work_done="换件", minutes_worked=5)
    assert (record.work_done, record.result) == ("换件", "fixed")


def test_what_is_under_way_is_not_rewritten(ticket, norths_engineer, at):
    record = there(ticket, norths_engineer, at)
    with pytest.raises(RecordStandsOtherwise):
        services.rewrite_record(record, actor=norths_engineer.user, at=at, work_done="x", minutes_worked=1)
    with pytest.raises(RecordStandsOtherwise):
        services.amend_record(record, actor=norths_engineer.user, at=at, reason="x")


def test_a_customer_who_is_not_there_can_sign_later(ticket, norths_engineer, at):
    user = norths_engineer.user
    record = written(ticket, norths_engineer, at)
    services.leave_unsigned(record, actor=user, at=at, reason="客户不在场，电话确认")
    assert (record.status, record.unsigned_because) == ("written", "客户不在场，电话确认")
    with pytest.raises(services.NoteMissing):
        services.leave_unsigned(record, actor=user, at=at, reason=" ")
    services.sign_record(record, actor=user, at=at + HOUR, signature=SIGNATURE)
    assert (record.status, record.unsigned_because) == ("signed", "")


def test_a_repair_is_not_signed_without_its_photos(ticket, norths_engineer, at):
    """D7: one before and one after, by the regulation."""
    user = norths_engineer.user
    record = services.arrive(ticket, actor=user, at=at)
    photo(record, norths_engineer, at, "before")
    services.record_service(ticket, actor=user, at=at, work_done="换件", minutes_worked=5, result="fixed")
    record.refresh_from_db()
    with pytest.raises(services.PhotosMissing):
        services.sign_record(record, actor=user, at=at, signature=SIGNATURE)
    assert record.status == "written"


def test_training_needs_no_photos(ticket_in, norths_engineer, at):
    ticket = ticket_in(S.ASSIGNED, kind="operator_training")
    user = norths_engineer.user
    record = services.record_service(
        ticket, actor=user, at=at, work_done="讲解保养", minutes_worked=90, result="fixed"
    )
    assert services.sign_record(record, actor=user, at=at, signature=SIGNATURE).version == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name": " "}, services.SignerMissing),
        ({"name": "长" * 41}, services.SignerMissing),
        ({"strokes": [[[500, 500, 0]]]}, SignatureMissing),
        ({"place": "长" * 161}, services.PlaceTooLong),
    ],
)
def test_what_is_no_signature_is_refused(ticket, norths_engineer, at, facts, refusal):
    record = written(ticket, norths_engineer, at)
    with pytest.raises(refusal):
        services.sign_record(record, actor=norths_engineer.user, at=at, signature=SIGNATURE._replace(**facts))
    assert not SignedRecord.objects.exists()
    record.refresh_from_db()
    assert record.status == "written"


ACTS = [
    lambda record, who, at: services.sign_record(record, actor=who, at=at, signature=SIGNATURE),
    lambda record, who, at: services.amend_record(record, actor=who, at=at, reason="x"),
    lambda record, who, at: services.leave_unsigned(record, actor=who, at=at, reason="x"),
    lambda record, who, at: services.rewrite_record(
        record, actor=who, at=at, work_done="x", minutes_worked=1
    ),
    lambda record, who, at: services.draft_record(record, actor=who, items=[], readings=[]),
    lambda record, who, at: services.add_photos(record, actor=who, at=at, sent=[], step="after"),
    lambda record, who, at: services.remove_photo(record, actor=who, code=""),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("person", ["norths_desk", "dispatcher", "souths_engineer", "other"])
def test_only_who_was_there_writes_and_lets_sign(request, ticket, norths_engineer, at, act, person):
    """A record is signed on the phone of whoever was there, and by nobody in their stead."""
    record = written(ticket, norths_engineer, at)
    found = request.getfixturevalue("agent" if person == "other" else person)
    with pytest.raises(PermissionDenied):
        act(record, getattr(found, "user", found), at)


def test_a_signature_told_later_counts_when_it_was(ticket, norths_engineer, at):
    """A clock two days off, four hours without a signal."""
    record = written(ticket, norths_engineer, at)
    told = DeviceTime(at + timedelta(days=2, hours=1), at + timedelta(days=2, hours=4))
    kept = services.sign_record(
        record, actor=norths_engineer.user, at=at + 4 * HOUR, signature=SIGNATURE, told=told
    )
    assert kept.signed_at == at + HOUR
    assert record.events.last().clock_off_seconds == 2 * 86400


def test_the_hour_meter_is_read_with_the_record(ticket, unit, norths_engineer, norths_desk, at):
    written(ticket, norths_engineer, at, meter=2612)
    assert HourReading.objects.of(unit).get().meter == 2612
    with pytest.raises(HoursFallen):
        note_hours(unit, actor=norths_desk, at=at, read_on=at.date(), meter=2611)


def test_a_meter_that_shows_less_than_before_keeps_nothing(ticket, unit, norths_engineer, norths_desk, at):
    """Bad input: nothing is recorded, and the engineer may read it again."""
    note_hours(unit, actor=norths_desk, at=at, read_on=at.date(), meter=2700)
    record = there(ticket, norths_engineer, at)
    with pytest.raises(HoursFallen) as refused:
        services.record_service(
            ticket,
            actor=norths_engineer.user,
            at=at,
            work_done="换件",
            minutes_worked=5,
            result="fixed",
            meter=2612,
        )
    assert refused.value.field == "meter"
    record.refresh_from_db()
    assert (record.status, record.meter) == ("open", None)


def test_of_two_who_write_one_record_the_second_is_told(ticket, norths_engineer, at):
    record = there(ticket, norths_engineer, at)
    stale = ServiceRecord.objects.get(pk=record.pk)
    who = {"actor": norths_engineer.user, "items": [], "readings": []}
    services.draft_record(record, work_done="一", **who)
    with pytest.raises(services.RecordMovedByAnother):
        services.draft_record(stale, work_done="二", **who)
    assert ServiceRecord.objects.get().work_done == "一"


def test_a_record_holds_so_many_photos(ticket, norths_engineer, at, monkeypatch):
    monkeypatch.setattr("tickets.services.photos.MOST_PHOTOS", 2)
    record = there(ticket, norths_engineer, at)
    with pytest.raises(services.TooManyPhotos):
        photo(record, norths_engineer, at, "after", 2)
    assert record.photos.count() == 2
    assert str(record.photos.all()[0]) == f"{record.number} before"


def test_a_version_that_lost_the_one_before_it_is_named(ticket, norths_engineer, at):
    """The chain: whoever takes the first version away breaks the second."""
    first = signed(ticket, norths_engineer, at)
    record, who = first.record, {"actor": norths_engineer.user, "at": at}
    services.amend_record(record, reason="改", **who)
    services.rewrite_record(record, work_done="换件", minutes_worked=1, **who)
    second = services.sign_record(record, signature=SIGNATURE, **who)
    kept = kept_of(second)
    assert differing(kept, live=None, before=first.hash) == []
    assert differing(kept, live=None, before="") == ["previous"]
    assert str(second) == f"{record.number} v2"

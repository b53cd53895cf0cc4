"""D8: headquarters judges each service record; only what passed counts later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction

from dealers.roles import Role
from dealers.services import give_roles
from records.models import OutboxMessage
from records.refusals import Refusal
from tests.factories.dealers import UserFactory
from tests.tickets.test_tampering import lift_all_triggers
from tests.tickets.trips import SIGNATURE, signed, there, written
from tickets import permissions, services
from tickets.models import RecordLine, ServiceRecord
from tickets.onsite.check_words import named
from tickets.onsite.checking import differences
from tickets.onsite.states import AUDITS, OWED, TRANSITIONS, RecordStandsOtherwise, RecordStatus, RecordVerb
from tickets.services.notes import NoteTooLong
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
R = RecordStatus
HOUR = timedelta(hours=1)
WHY = "签字与照片齐全"


@pytest.fixture
def ticket(ticket_in):
    return ticket_in(S.ASSIGNED)


@pytest.fixture
def record(ticket, norths_engineer, at):
    return signed(ticket, norths_engineer, at).record


def judge(record, auditor, at, result="passed", reason=WHY):
    return services.audit_record(record, actor=auditor, at=at, result=result, reason=reason)


@pytest.mark.parametrize("result", [found.value for found in AUDITS])
def test_each_finding_is_kept_with_who_when_and_why(record, auditor, at, result):
    found = judge(record, auditor, at + HOUR, result)
    stored = ServiceRecord.objects.get()
    assert (stored.status, stored.audited_at, stored.audited_by) == (result, at + HOUR, auditor)
    assert stored.audit_reason == WHY
    step = found.events.order_by("pk").last()
    assert (step.verb, step.source, step.actor, step.note) == (AUDITS[R(result)], "signed", auditor, WHY)
    assert differences(stored.signed.get()) == []  # the audit is none of what was signed


def test_only_what_passed_counts_later(record, auditor, at):
    assert not ServiceRecord.objects.counting().exists()
    judge(record, auditor, at)
    assert ServiceRecord.objects.counting().get() == record
    judge(record, auditor, at + HOUR, "abnormal", "客户说没有来过")
    assert not ServiceRecord.objects.counting().exists()
    judge(record, auditor, at + 2 * HOUR, "invalid", "未上门")
    assert not ServiceRecord.objects.counting().exists()


def test_what_is_returned_is_mended_signed_again_and_judged_anew(record, auditor, norths_engineer, at):
    """Its days are counted from the return; the audit before stays in its history."""
    assert record.back_by == date(2026, 9, 18)
    later = at + timedelta(days=2)
    judge(record, auditor, later, "returned", "照片看不清")
    record.refresh_from_db()
    assert record.back_by == date(2026, 9, 21)
    assert record.is_owed
    user = norths_engineer.user
    services.amend_record(record, actor=user, at=later, reason="补照片")
    assert (record.audited_at, record.audited_by, record.audit_reason) == (None, None, "")
    services.rewrite_record(record, actor=user, at=later, work_done="更换密封圈，补油", minutes_worked=67)
    again = services.sign_record(record, actor=user, at=later + HOUR, signature=SIGNATURE)
    assert again.version == 2
    judge(record, auditor, later + 2 * HOUR)
    assert [step.note for step in record.events.filter(verb=RecordVerb.RETURN)] == ["照片看不清"]
    assert not record.is_owed


def test_who_wrote_it_hears_what_is_to_be_mended_and_by_when(record, auditor, at):
    judge(record, auditor, at, "returned", "照片看不清")
    told = OutboxMessage.objects.get(template="staff.record_returned", channel="page")
    assert (told.reader.username, told.about) == ("norths-engineer", record.number)
    assert [part in told.text for part in (record.number, "照片看不清", "2026-09-18")] == [True] * 3


def test_an_engineer_without_an_account_is_told_by_nobody(ticket, record, auditor, at, norths_engineer):
    norths_engineer.user = None
    norths_engineer.save()
    fresh = ServiceRecord.objects.with_names().get(pk=record.pk)
    judge(fresh, auditor, at, "returned", "照片看不清")
    assert not OutboxMessage.objects.filter(template="staff.record_returned").exists()


@pytest.mark.parametrize("result", ["returned", "abnormal", "invalid"])
def test_what_nobody_signed_never_passes(ticket, norths_engineer, auditor, at, result):
    record = written(ticket, norths_engineer, at)
    with pytest.raises(RecordStandsOtherwise):
        judge(record, auditor, at)
    assert judge(record, auditor, at, result).status == result


def test_an_unwritten_record_is_nothing_to_judge(ticket, norths_engineer, auditor, at):
    record = there(ticket, norths_engineer, at)
    for result in AUDITS:
        with pytest.raises(RecordStandsOtherwise):
            judge(record, auditor, at, result.value)


@pytest.mark.parametrize(
    ("reason", "refusal"), [(" \u200b\n ", services.AuditReasonMissing), ("长" * 401, NoteTooLong)]
)
def test_a_finding_has_its_reason(record, auditor, at, reason, refusal):
    with pytest.raises(refusal) as refused:
        judge(record, auditor, at, "passed", reason)
    assert refused.value.field == "reason"
    assert ServiceRecord.objects.get().status == R.SIGNED


def test_a_record_that_is_not_as_it_was_signed_does_not_pass(record, auditor, at):
    """It can be found abnormal or invalid; the sentence names what differs."""
    lift_all_triggers()
    ServiceRecord.objects.filter(pk=record.pk).update(minutes_worked=68)
    record.refresh_from_db()
    with pytest.raises(services.RecordDiffers) as refused:
        judge(record, auditor, at)
    assert named(["minutes_worked"])[0] in str(refused.value)
    assert judge(record, auditor, at, "abnormal", "与签字时不一致").status == R.ABNORMAL


@pytest.mark.parametrize("who", ["norths_desk", "centres_desk", "agent", "dispatcher", "manager", "director"])
def test_nobody_else_judges(record, request, at, who):
    actor = request.getfixturevalue(who)
    assert not permissions.may_audit(actor, record)
    with pytest.raises(PermissionDenied):
        judge(record, actor, at)


def test_nobody_judges_a_trip_of_their_own(ticket_in, own_engineer, at):
    ticket = ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer)
    record = signed(ticket, own_engineer, at).record
    own_engineer.user.refresh_from_db()
    give_roles(own_engineer.user, Role.ENGINEER, Role.SERVICE_ADMINISTRATOR)
    both = type(own_engineer.user).objects.get(pk=own_engineer.user.pk)
    assert permissions.may_audit_records(both)
    with pytest.raises(PermissionDenied):
        judge(record, both, at)


def test_the_database_keeps_finding_reason_and_moment_together(record, auditor, at):
    for facts in (
        {"status": "passed"},
        {"audit_reason": "只有理由"},
        {"status": "passed", "audited_at": at, "audited_by": auditor},
    ):
        with pytest.raises(IntegrityError, match="record_audited_iff"), transaction.atomic():
            ServiceRecord.objects.filter(pk=record.pk).update(**facts)
    audited = {"audited_at": at, "audited_by": auditor, "audit_reason": WHY}
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.filter(pk=record.pk).update(status="passed", signed_version=0, **audited)


def test_lines_of_a_judged_record_stay_as_they_are(record, auditor, at):
    judge(record, auditor, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordLine.objects.filter(record=record).update(text="别的")


def test_what_is_owed_is_what_can_still_become_signed():
    """OWED is every state from which the engineer's own steps lead to a signature, and no other."""
    own = {move.source for move in TRANSITIONS if move.verb in {RecordVerb.WRITE, RecordVerb.SIGN}}
    assert own | {R.RETURNED} == set(OWED)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_auditors_at_the_same_moment_one_judges(ticket_in, norths_engineer, auditor, at):
    """D8: the other is told how it stands now."""
    record = signed(ticket_in(S.ASSIGNED), norths_engineer, at).record
    other = UserFactory(username="auditor2", roles=[Role.SERVICE_ADMINISTRATOR])
    assert auditor.rights
    assert other.rights
    start = Barrier(2)

    def act(actor, result):
        try:
            held = ServiceRecord.objects.with_names().get(pk=record.pk)
            start.wait(timeout=60)
            judge(held, actor, at, result, WHY)
        except Refusal as refusal:
            return refusal.status
        else:
            return 200
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(act, (auditor, other), ("passed", "returned")))
    assert answers == [200, 409]
    judged = ServiceRecord.objects.get()
    assert judged.events.filter(verb__in=list(AUDITS.values())).count() == 1

"""The outbox: one message a key, sealed, sent once, tried again, parked (D20, safety.md 9)."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction

from records import outbox
from records.models import OutboxEvent, OutboxMessage
from records.outbox import sending
from records.outbox.quiet import _rules
from records.senders import SENDERS, NotSent
from records.states import TRANSITIONS, MessageStatus, MessageTransitionNotAllowed, MessageVerb, target_of
from records.sweeps import sweep
from tests.records.messages import ADDRESS, AT, PHONE, mail, sms, states, to_robot

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mail_server(settings):
    """E-mail is set up; Django keeps what is sent in `django.core.mail.outbox`."""
    settings.EMAIL_URL = "smtp://mail.example"
    return django_mail


@pytest.fixture
def answers(monkeypatch):
    """What the provider of SMS says, one after the other; an exception is raised, a text is its number."""
    laid = []

    def send(message, at):
        answer = laid.pop(0) if laid else "ok"
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setitem(SENDERS, "sms", send)
    return laid


@pytest.mark.django_db
def test_the_same_key_again_changes_nothing():
    first = mail(text="once")
    again = mail(text="twice")
    assert again.pk == first.pk
    assert OutboxMessage.objects.get().text == "once"


@pytest.mark.django_db
def test_what_is_put_goes_with_the_transaction_it_tells_of():
    def step():
        with transaction.atomic():
            mail()
            raise PermissionError

    with pytest.raises(PermissionError):
        step()
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_recipient_and_text_stand_nowhere_readable():
    """safety.md, 16; C10."""
    mail("m", subject="张三的工单", text="验证码 339017")
    sms("s", text="验证码 339017")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_outboxmessage")
        kept = repr(cursor.fetchall())
    for personal in ("zhang.san", "13812345678", "339017", "张三"):
        assert personal not in kept
    assert set(OutboxMessage.objects.values_list("masked_to", flat=True)) == {
        "z***@example.com",
        "138****5678",
    }
    assert OutboxMessage.objects.get(key="s").to == PHONE


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"subject": "T-1\r\nBcc: everybody@example.com"},
        {"subject": "T-1\nX: y"},
        {"subject": "T-1\x00"},
        {"subject": "T-1\u2028Bcc: a@example.com"},
        {"to": "a@example.com\r\nBcc: b@example.com"},
        {"headers": {"References": "<a@b>\r\nBcc: c@example.com"}},
        {"headers": {"Bcc": "c@example.com"}},
        {"headers": {"Reply-To\r\nBcc": "c@example.com"}},
    ],
)
def test_no_line_of_the_head_can_be_added(facts):
    """safety.md, J5."""
    with pytest.raises(outbox.HeaderNotPossible):
        mail(**facts)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("put", "to"),
    [
        (mail, "a@example.com, b@example.com"),
        (mail, "Zhang <a@example.com>"),
        (mail, "nobody"),
        (mail, ""),
        (sms, "13812345678"),
        (sms, "+8613812345678,+8613812345679"),
        (sms, ""),
    ],
)
def test_a_message_has_one_recipient_that_its_channel_can_reach(put, to):
    with pytest.raises(outbox.RecipientNotValid):
        put(to=to)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"key": ""}, {"key": "k" * 121}, {"text": " \n"}])
def test_a_message_without_key_or_text_is_refused(facts):
    with pytest.raises(outbox.MessageIncomplete):
        mail(**facts)


@pytest.mark.django_db
def test_a_sweep_sends_what_is_due_with_an_id_made_from_the_key(mail_server):
    message = mail(headers={"In-Reply-To": "<1@example.com>"})
    later = mail("later", at=AT + MINUTE)
    assert sweep(AT)["outbox"] == 1
    [sent] = mail_server.outbox
    assert (sent.to, sent.subject, sent.body) == ([ADDRESS], "T-1", "Hello")
    assert sent.extra_headers == {"In-Reply-To": "<1@example.com>", "Message-ID": message.message_id}
    message.refresh_from_db()
    assert (message.status, message.sent_at, message.attempts) == (MessageStatus.SENT, AT, 1)
    assert states(message) == [MessageVerb.SEND]
    assert sweep(AT)["outbox"] == 0
    assert sweep(AT + MINUTE)["outbox"] == 1
    later.refresh_from_db()
    assert later.status == MessageStatus.SENT
    assert later.message_id != message.message_id


@pytest.mark.django_db
def test_without_a_server_messages_are_parked_and_say_what_to_do(settings):
    messages = [mail("m"), sms("s"), to_robot("r")]
    assert outbox.send_due(AT) == 3
    for message in messages:
        message.refresh_from_db()
    assert [message.status for message in messages] == [MessageStatus.PARKED] * 3
    assert "EMAIL_URL" in messages[0].fault
    assert "SMS_GATEWAY" in messages[1].fault
    assert "desk" in messages[2].fault


@pytest.mark.django_db
def test_what_fails_is_tried_again_after_longer_and_longer_and_parked_at_last(answers):
    answers.extend(NotSent("no line to %(host)s", host="gw") for _ in range(7))
    message, moment, waits = sms(), AT, []
    for _ in range(6):
        assert outbox.send_due(moment) == 1
        message.refresh_from_db()
        assert message.status == MessageStatus.WAITING
        assert message.fault == "no line to gw"
        waits.append(message.next_try_at - moment)
        assert outbox.send_due(message.next_try_at - timedelta(seconds=1)) == 0
        moment = message.next_try_at
    assert waits == sorted(waits) == list(sending.DISTANCES)
    outbox.send_due(moment)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (MessageStatus.PARKED, 7)
    assert states(message) == [MessageVerb.FAIL] * 6 + [MessageVerb.PARK]
    assert message.events.last().says == "no line to gw"


@pytest.mark.django_db
def test_a_provider_that_names_a_time_is_not_asked_before(answers):
    answers.append(NotSent("slowly", wait=timedelta(minutes=20)))
    message = sms()
    outbox.send_due(AT)
    message.refresh_from_db()
    assert message.next_try_at == AT + timedelta(minutes=20)


@pytest.mark.django_db
def test_what_can_never_arrive_is_parked_at_once_and_names_nobody(answers):
    """C10: servers name whom they refuse."""
    answers.append(NotSent("refused: %(said)s", said="13812345678 is no mobile", is_final=True))
    message = sms()
    outbox.send_due(AT)
    message.refresh_from_db()
    assert (message.status, message.fault) == (MessageStatus.PARKED, "refused: 138****5678 is no mobile")


@pytest.mark.django_db
def test_a_way_that_is_down_is_left_alone_until_the_next_sweep(answers, mail_server):
    answers.append(NotSent("nobody there", is_way_down=True))
    first, second, other = sms("1"), sms("2"), mail("3")
    assert outbox.send_due(AT) == 2
    for message in (first, second, other):
        message.refresh_from_db()
    assert [first.attempts, second.attempts] == [1, 0]
    assert other.status == MessageStatus.SENT
    assert outbox.send_due(AT) == 1


@pytest.mark.django_db
def test_a_turn_ends_and_leaves_the_rest_to_the_next_one(answers):
    sms("1")
    assert outbox.send_due(AT, seconds=-1) == 0
    assert outbox.send_due(AT) == 1


@pytest.mark.django_db
def test_what_came_too_late_is_dropped_unsent(answers):
    """A one-time code is of no use after its minutes."""
    message = sms(not_after=AT + MINUTE)
    outbox.send_due(AT + 2 * MINUTE)
    message.refresh_from_db()
    assert message.status == MessageStatus.DROPPED
    assert states(message) == [MessageVerb.EXPIRE]


@pytest.mark.django_db
def test_a_worker_killed_before_the_mark_leaves_one_documented_duplicate(mail_server, monkeypatch):
    """Fault 34: the second one carries the first one's Message-ID, so that the receiver can drop it."""
    message = mail()

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_put_down", killed)
        with pytest.raises(KeyboardInterrupt):
            outbox.send_due(AT)
    assert outbox.send_due(AT + 4 * MINUTE) == 0
    assert outbox.send_due(AT + 5 * MINUTE) == 1
    assert outbox.send_due(AT + 10 * MINUTE) == 0
    ids = [one.extra_headers["Message-ID"] for one in mail_server.outbox]
    assert ids == [message.message_id] * 2


@pytest.mark.django_db
def test_a_message_dropped_while_it_was_sent_stays_as_the_person_said(answers, agent, monkeypatch):
    message = sms()

    def send(row, at):
        outbox.drop(message_now(), actor=agent, at=AT, reason="wrong number")
        return "ref"

    def message_now():
        return OutboxMessage.objects.get(pk=message.pk)

    monkeypatch.setitem(SENDERS, "sms", send)
    outbox.send_due(AT)
    assert message_now().status == MessageStatus.DROPPED


@pytest.mark.django_db
def test_a_stuck_message_is_tried_again_by_hand_from_the_start(answers, agent):
    answers.append(NotSent("no", is_final=True))
    message = sms(not_after=AT + MINUTE)
    outbox.send_due(AT)
    message.refresh_from_db()
    later = AT + timedelta(days=1)
    again = outbox.retry(message, actor=agent, at=later)
    assert (again.status, again.attempts, again.next_try_at) == (MessageStatus.WAITING, 0, later)
    assert outbox.send_due(later) == 1
    again.refresh_from_db()
    assert (again.status, again.fault) == (MessageStatus.SENT, "")
    assert OutboxEvent.objects.get(verb=MessageVerb.RETRY).actor == agent


@pytest.mark.django_db
def test_a_message_is_dropped_with_a_reason_that_stays(agent):
    message = sms()
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(outbox.DropReasonMissing):
            outbox.drop(message, actor=agent, at=AT, reason=reason)
    dropped = outbox.drop(message, actor=agent, at=AT, reason=" told by  phone ")
    assert dropped.status == MessageStatus.DROPPED
    assert dropped.events.get().says == "told by phone"
    assert outbox.send_due(AT) == 0


@pytest.mark.django_db
def test_of_two_people_at_one_message_the_first_wins(agent, other_agent):
    mine, theirs = sms(), OutboxMessage.objects.get()
    outbox.drop(mine, actor=agent, at=AT, reason="told")
    with pytest.raises(outbox.MessageMovedByAnother) as refusal:
        outbox.drop(theirs, actor=other_agent, at=AT, reason="told too")
    assert refusal.value.status == 409


def test_each_verb_goes_from_where_the_table_has_it_and_from_nowhere_else():
    """house rule 5: every pair of verb and state."""
    known = {(row.verb, row.source): row.target for row in TRANSITIONS}
    for verb in MessageVerb:
        for source in MessageStatus:
            if (verb, source) in known:
                assert target_of(verb, source) == known[verb, source]
            else:
                with pytest.raises(MessageTransitionNotAllowed):
                    target_of(verb, source)


@pytest.mark.django_db
def test_quiet_messages_wait_for_the_quiet_hours_to_end(answers):
    morning = AT + timedelta(hours=8)
    before = dict(_rules)
    outbox.keep_quiet_by(
        "test", lambda message, moment: morning if message.is_quiet and moment < morning else None
    )
    try:
        held, code = sms("told", quiet=True), sms("code")
        assert (held.not_before, held.next_try_at) == (morning, morning)
        assert (code.not_before, code.next_try_at) == (None, AT)
        assert outbox.send_due(AT) == 1
        # what fails in the evening is not tried again at night
        OutboxMessage.objects.filter(pk=held.pk).update(next_try_at=AT)
        outbox.send_due(AT)
        held.refresh_from_db()
        assert (held.status, held.next_try_at, held.attempts) == (MessageStatus.WAITING, morning, 0)
        outbox.send_due(morning)
        held.refresh_from_db()
        assert held.status == MessageStatus.SENT
    finally:
        _rules.clear()
        _rules.update(before)


@pytest.mark.django_db
def test_after_a_month_only_the_fact_is_kept(answers):
    """C10, PIPL art. 47."""
    message, stuck = sms("1"), sms("2")
    answers.extend(["ref", NotSent("no", is_final=True)])
    outbox.send_due(AT)
    month = AT + timedelta(days=30)
    assert outbox.forget_old_texts(month) == 0
    assert sweep(month + MINUTE)["old messages"] == 1
    for row in (message, stuck):
        row.refresh_from_db()
    assert (message.sealed_to, message.sealed_text, message.masked_to) == ("", "", "138****5678")
    assert (message.subject, message.provider_ref) == ("", "ref")
    assert stuck.text == "您好"


@pytest.mark.django_db
def test_what_is_urgent_rings_when_its_transaction_is_through(answers, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as rung:
        sms("calm")
    assert rung == []
    with django_capture_on_commit_callbacks(execute=True) as rung:
        code = sms("code", urgent=True)
    assert len(rung) == 1
    code.refresh_from_db()
    assert code.status == MessageStatus.SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"status": "lost"}, "message_status_is_known"),
        ({"channel": "pigeon"}, "message_channel_is_known"),
        ({"key": ""}, "message_has_a_key"),
        ({"status": "sent"}, "message_sent_at_iff_sent"),
        ({"sent_at": AT}, "message_sent_at_iff_sent"),
        ({"status": "parked"}, "message_not_sent_says_why"),
        ({"status": "skipped"}, "message_not_sent_says_why"),
        ({"channel": "page"}, "message_on_the_page_has_a_reader"),
        ({"read_at": AT}, "message_is_read_on_the_page"),
        ({"sealed_text": ""}, "message_keeps_what_is_to_be_sent"),
    ],
)
def test_the_database_holds_what_a_message_is(changes, constraint):
    message = sms()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)


@pytest.mark.django_db
def test_what_became_of_a_message_is_never_changed(agent):
    outbox.drop(sms(), actor=agent, at=AT, reason="told")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        OutboxEvent.objects.update(note="")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        OutboxEvent.objects.all().delete()


@pytest.mark.django_db
def test_rows_name_themselves():
    message = sms("t:9")
    assert str(message) == "t:9"
    assert str(OutboxEvent(message=message, at=AT, verb="send")) == "2026-06-15 04:00 send"

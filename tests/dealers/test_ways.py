"""By which ways people hear of a thing, when, in which language, and why not (D3, D20)."""

from datetime import UTC, datetime, time

import pytest

from dealers.choices import NoticeGroup, NoticeWay
from dealers.choosing import Wishes, choose_telling
from dealers.models import Telling
from dealers.telling import News, tell
from records import outbox
from records.kept import held
from records.models import MessageText, OutboxMessage
from records.senders import SENDERS, NotSent
from tests.factories.dealers import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
G, W = NoticeGroup, NoticeWay
VALUES = {"number": "T-2026-00001", "dealer": "北", "engineer": "赵师傅", "place": "南京", "kind": "维修"}


@pytest.fixture
def desk(norths_desk):
    norths_desk.email = "desk@north.example"
    norths_desk.save()
    return norths_desk


def choose(actor, *ways, group=G.OFFERED, **facts):
    choose_telling(Wishes(ways={group: frozenset(ways)}, **facts), actor=actor, at=AT)


def told(*people, code="staff.offer", at=AT):
    values = VALUES | {"product": "EX-215", "clock": "响应", "due": "10:00", "quote": "Q-1"}
    tell(News(code, lambda: values, key="k", about="T-2026-00001", at=at), people=people)
    return list(OutboxMessage.objects.order_by("channel", "pk"))


def ways(rows):
    return [(row.channel, row.to, row.status) for row in rows]


def test_who_chose_nothing_is_told_on_the_page_and_by_mail(desk):
    rows = told(desk)
    assert ways(rows) == [("email", "desk@north.example", "waiting"), ("page", "", "sent")]
    assert (rows[1].reader, rows[1].masked_to, rows[1].sent_at) == (desk, str(desk), AT)
    assert rows[1].text == rows[0].text


def test_who_has_no_address_is_told_on_the_page(norths_desk):
    assert ways(told(norths_desk)) == [("page", "", "sent")]


def test_many_people_with_ways_of_their_own_cost_one_statement(desk, django_assert_num_queries):
    others = [
        UserFactory(username=f"d{n}", email=f"d{n}@north.example", dealer=desk.dealer) for n in range(3)
    ]
    choose(desk, W.SMS, mobile="13800001111", language="en")
    told(desk)  # the choices are read once
    OutboxMessage.objects.all().delete()
    values = VALUES | {"product": "EX-215"}
    news = News("staff.offer", lambda: values, key="k", about="T", at=AT)
    with django_assert_num_queries(2), held():  # the marks of what is kept, and the messages
        tell(news, people=[desk, *others])
    assert OutboxMessage.objects.count() == 7


def test_an_sms_goes_to_the_own_mobile_in_the_own_language_without_a_subject(desk):
    choose(desk, W.SMS, mobile="13800001111", language="en")
    (row,) = told(desk)
    assert ways([row]) == [("sms", "+8613800001111", "waiting")]
    assert (row.language, row.subject, row.headers) == ("en", "", {})
    assert row.text.startswith("T-2026-00001 is offered to 北")


def test_the_own_words_of_head_office_are_taken_in_the_language_of_the_reader(desk):
    MessageText.objects.create(template="staff.offer", language="en", subject="S", text="Own {number}")
    choose(desk, W.PAGE, language="en")
    assert [row.text for row in told(desk)] == ["Own T-2026-00001"]


def test_who_wants_to_hear_nothing_leaves_the_reason(desk):
    """Nobody wonders later why somebody was not told."""
    choose(desk)
    (row,) = told(desk)
    assert (row.status, row.channel, row.masked_to, row.sealed_text) == ("skipped", "page", str(desk), "")
    assert row.fault == "本人选择不接收这类通知。"


def test_one_group_says_nothing_of_another(desk):
    choose(desk, group=G.ANSWERED)
    assert len(told(desk)) == 2


@pytest.mark.parametrize("code", ["staff.warn", "staff.escalate"])
def test_a_warning_whose_only_way_is_gone_stands_on_the_page(desk, code):
    group = G.TIMES if code == "staff.warn" else G.ESCALATED
    choose(desk, W.EMAIL, group=group)
    desk.email = ""
    assert ways(told(desk, code=code)) == [("page", "", "sent")]


def test_whose_mobile_was_taken_away_is_told_on_the_page(desk):
    choose(desk, W.SMS, mobile="13800001111")
    Telling.objects.update(sealed_mobile="", masked_mobile="")
    assert ways(told(desk)) == [("page", "", "sent")]


def test_who_has_left_is_not_told(desk):
    desk.is_active = False
    assert told(desk) == []


def local(hour, minute=0, *, day=15):
    return datetime(2026, 9, day, hour - 8 if hour >= 8 else hour + 16, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "at", "held"),
    [
        ("staff.offer", local(21, 59), None),
        ("staff.offer", local(22), datetime(2026, 9, 15, 22, tzinfo=UTC)),  # 6:00 of the next day
        ("staff.offer", datetime(2026, 9, 15, 16, tzinfo=UTC), datetime(2026, 9, 15, 22, tzinfo=UTC)),
        ("staff.offer", datetime(2026, 9, 15, 21, 59, tzinfo=UTC), datetime(2026, 9, 15, 22, tzinfo=UTC)),
        ("staff.offer", datetime(2026, 9, 15, 22, tzinfo=UTC), None),
        ("staff.warn", local(22), None),  # urgent by rule
        ("staff.escalate", local(23), None),
    ],
)
def test_own_quiet_hours_hold_what_can_wait_to_the_minute(desk, code, at, held):
    choose(desk, W.EMAIL, W.PAGE, quiet_from=time(22), quiet_until=time(6))
    mail, page = told(desk, code=code, at=at)
    assert (mail.not_before, mail.next_try_at) == (held, held or at)
    assert page.next_try_at == at  # a page wakes nobody


NIGHT, SIX = local(23), datetime(2026, 9, 15, 22, tzinfo=UTC)


@pytest.fixture
def fails(monkeypatch):
    """The mail server is down; each try is put down with its time."""
    tried = []

    def send(message, at):
        tried.append((message.to, at))
        raise NotSent("down")

    monkeypatch.setitem(SENDERS, "email", send)
    return tried


def test_what_failed_in_the_evening_is_not_tried_again_in_the_own_quiet_hours(desk, fails):
    """D20: the next try falls into the night of whom it is for, and waits for its end."""
    choose(desk, W.EMAIL, quiet_from=time(22), quiet_until=time(6))
    colleague = UserFactory(username="d2", email="d2@north.example", dealer=desk.dealer)
    told(desk, colleague, at=local(21, 58))
    outbox.send_due(local(21, 58))
    for at in (local(21, 59), local(22, 10), NIGHT):
        outbox.send_due(at)
    assert [at for to, at in fails if to == desk.email] == [local(21, 58), local(21, 59)]
    assert len([at for to, at in fails if to == colleague.email]) == 4
    mail = OutboxMessage.objects.get(channel="email", person=desk)
    assert (mail.next_try_at, mail.not_before, mail.attempts, mail.status) == (SIX, SIX, 2, "waiting")
    outbox.send_due(SIX)
    assert (desk.email, SIX) in fails
    assert OutboxMessage.objects.get(pk=mail.pk).attempts == 3


def test_what_a_person_has_tried_again_waits_too(desk, fails, dispatcher):
    choose(desk, W.EMAIL, quiet_from=time(22), quiet_until=time(6))
    told(desk)
    OutboxMessage.objects.filter(channel="email").update(status="parked", last_fault="no")
    mail = outbox.retry(OutboxMessage.objects.get(channel="email"), actor=dispatcher, at=NIGHT)
    outbox.send_due(NIGHT)
    mail.refresh_from_db()
    assert (fails, mail.next_try_at) == ([], SIX)


def test_a_warning_is_tried_again_at_night(desk, fails):
    """D3: what is urgent by rule keeps nobody's quiet hours."""
    choose(desk, W.EMAIL, group=G.TIMES, quiet_from=time(22), quiet_until=time(6))
    told(desk, code="staff.warn", at=local(22))
    outbox.send_due(local(22))
    outbox.send_due(NIGHT)
    assert [at for _to, at in fails] == [local(22), NIGHT]


def test_hours_that_were_chosen_meanwhile_hold_what_waits(desk, fails):
    told(desk, at=local(22))
    choose(desk, W.EMAIL, quiet_from=time(22), quiet_until=time(6))
    outbox.send_due(local(22))
    assert fails == []


def test_hours_that_the_regulation_made_shorter_hold_nothing_beyond_it(desk):
    choose(desk, W.EMAIL)
    Telling.objects.update(quiet_from=time(18), quiet_until=time(10))
    assert told(desk, at=local(19))[0].not_before is None
    OutboxMessage.objects.all().delete()
    assert told(desk, at=local(22))[0].not_before == datetime(2026, 9, 16, 0, tzinfo=UTC)  # 8:00


def test_told_again_nothing_is_put_again(desk):
    told(desk)
    assert len(told(desk)) == 2

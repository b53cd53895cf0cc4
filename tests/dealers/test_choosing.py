"""Each person chooses how to be told: what can be chosen, what is refused, what stays open (D3, D20, L3)."""

from datetime import UTC, datetime, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dealers.choices import NoticeGroup, NoticeWay
from dealers.choosing import Wishes, choose_telling, faults_of, groups_of
from dealers.models import Telling, TellingWay
from dealers.telling import choice_of
from records.refusals import Refusal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
G, W = NoticeGroup, NoticeWay
NOTHING, PAGE, ALL = frozenset(), frozenset({W.PAGE}), frozenset(W)


@pytest.fixture
def desk(norths_desk):
    norths_desk.email = "desk@north.example"
    norths_desk.save()
    return norths_desk


def choose(actor, ways=None, **facts):
    return choose_telling(Wishes(ways=ways or {}, **facts), actor=actor, at=AT)


@pytest.mark.parametrize(
    ("who", "groups"),
    [
        ("norths_desk", [G.OFFERED, G.ANSWERED, G.ACCOUNT, G.RECORDS, G.TIMES, G.ESCALATED]),
        ("centres_desk", [G.OFFERED, G.ANSWERED, G.ACCOUNT, G.RECORDS, G.TIMES, G.ESCALATED]),
        ("dispatcher", [G.RECORDS, G.TIMES, G.ESCALATED]),
        ("manager", [G.RECORDS, G.TIMES, G.ESCALATED]),
        ("agent", []),
        ("deputy", []),
        ("director", []),
        ("administrator", []),
    ],
)
def test_nobody_is_asked_about_what_they_are_never_told_of(request, who, groups):
    """L1."""
    assert groups_of(request.getfixturevalue(who)) == groups


def test_an_engineer_hears_of_jobs_answers_and_records(norths_engineer):
    assert groups_of(norths_engineer.user) == [G.ASSIGNED, G.ANSWERED, G.RECORDS]


def test_what_is_chosen_is_kept_sealed_and_masked(desk):
    """C10: the number stands nowhere readable, in no history either."""
    choose(desk, {G.OFFERED: frozenset({W.SMS})}, mobile=" 138 0000 1111 ", language="en")
    kept = Telling.objects.of(desk).get()
    assert (kept.mobile, kept.masked_mobile, kept.language) == ("+8613800001111", "138****1111", "en")
    assert kept.ways.get().chosen == {W.SMS}
    assert "0000" not in repr(list(Telling.history.values())) + kept.sealed_mobile
    assert str(kept) == str(desk)
    assert str(kept.ways.get()) == f"{desk} offered"


def test_each_change_is_in_the_history_with_who_and_when(desk):
    """L3: what did not change leaves no line."""
    choose(desk, {G.OFFERED: PAGE, G.ANSWERED: PAGE}, mobile="13800001111")
    choose(desk, {G.OFFERED: ALL, G.ANSWERED: PAGE}, mobile="13800001111")
    choose(desk, {G.OFFERED: ALL}, mobile="13900002222")
    lines = TellingWay.history.filter(group=G.OFFERED).order_by("history_id")
    assert [(line.by_sms, line.history_user, line.history_date) for line in lines] == [
        (False, desk, AT),
        (True, desk, AT),
    ]
    assert TellingWay.history.filter(group=G.ANSWERED).count() == 1
    assert list(Telling.history.order_by("history_id").values_list("masked_mobile", flat=True)) == [
        "138****1111",
        "139****2222",
    ]


def test_another_number_with_the_same_mask_is_a_change(desk):
    choose(desk, mobile="13800001111")
    choose(desk, mobile="13899991111")
    assert Telling.objects.of(desk).get().mobile == "+8613899991111"


def test_a_group_left_out_stays_as_it_was_and_a_number_can_go(desk):
    choose(desk, {G.OFFERED: PAGE}, mobile="13800001111")
    choose(desk, {G.ANSWERED: NOTHING})
    kept = Telling.objects.of(desk).get()
    assert {way.group: way.chosen for way in kept.ways.all()} == {G.OFFERED: PAGE, G.ANSWERED: NOTHING}
    assert (kept.mobile, kept.masked_mobile) == ("", "")


def test_who_has_left_chooses_nothing(desk):
    desk.is_active = False
    with pytest.raises(PermissionDenied):
        choose(desk)
    assert not Telling.objects.of(desk).exists()


@pytest.mark.parametrize(
    ("wishes", "code", "field"),
    [
        ({"ways": {G.TIMES: NOTHING}}, "warnings_stay", "times"),
        ({"ways": {G.ESCALATED: NOTHING}}, "warnings_stay", "escalated"),
        ({"ways": {G.ASSIGNED: PAGE}}, "not_of_your_work", "assigned"),
        ({"ways": {G.OFFERED: frozenset({W.SMS})}}, "mobile_missing", "mobile"),
        ({"mobile": "02584123456"}, "not_a_mobile", "mobile"),
        ({"mobile": "1380000111"}, "phone_not_valid", "mobile"),
        ({"mobile": "13800001111\r\nBcc: x@y.example"}, "phone_not_valid", "mobile"),
        ({"mobile": "<script>"}, "phone_not_valid", "mobile"),
        ({"language": "fr"}, "language_unknown", "language"),
        ({"quiet_from": time(22)}, "quiet_hours_not_whole", "quiet_from"),
        ({"quiet_until": time(7)}, "quiet_hours_not_whole", "quiet_from"),
        ({"quiet_from": time(22), "quiet_until": time(22)}, "quiet_hours_not_whole", "quiet_from"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(desk, wishes, code, field):
    with pytest.raises(Refusal) as refused:
        choose(desk, **wishes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Telling.objects.exists()


def test_all_faults_are_named_at_once(desk):
    wishes = Wishes(ways={G.TIMES: NOTHING}, mobile="1", language="fr", quiet_from=time(9))
    assert [fault.field for fault in faults_of(wishes, actor=desk, at=AT)] == [
        "times",
        "mobile",
        "language",
        "quiet_from",
    ]


def test_e_mail_needs_an_address_on_file(norths_desk):
    with pytest.raises(Refusal) as refused:
        choose(norths_desk, {G.OFFERED: frozenset({W.EMAIL})})
    assert (refused.value.code, refused.value.field) == ("no_address_on_file", "offered")


@pytest.mark.parametrize(
    ("begins", "ends", "is_possible"),
    [
        ((21, 0), (8, 0), True),  # all that clause D20 allows
        ((22, 30), (6, 0), True),
        ((21, 0), (23, 59), True),
        ((0, 0), (8, 0), True),
        ((3, 0), (4, 0), True),
        ((20, 59), (8, 0), False),
        ((21, 0), (8, 1), False),
        ((7, 0), (22, 0), False),  # the day itself
        ((12, 0), (13, 0), False),
        ((4, 0), (3, 0), False),  # round the clock but for an hour
        ((8, 0), (21, 0), False),
    ],
)
def test_own_quiet_hours_stay_within_those_of_the_regulation(desk, begins, ends, is_possible):
    wishes = Wishes(ways={}, quiet_from=time(*begins), quiet_until=time(*ends))
    assert ([fault.code for fault in faults_of(wishes, actor=desk, at=AT)] == []) is is_possible


def test_a_choice_holds_from_the_next_message_on_in_every_process(desk):
    """What is kept in memory goes with the mark of its tables."""
    assert choice_of(desk).language == "zh-hans"
    choose(desk, {G.OFFERED: NOTHING}, language="en")
    assert (choice_of(desk).language, choice_of(desk).ways) == ("en", {G.OFFERED: NOTHING})
    TellingWay.objects.update(on_page=True)
    assert choice_of(desk).ways == {G.OFFERED: PAGE}


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"language": "fr"}, "telling_language_is_known"),
        ({"masked_mobile": "138****1111"}, "telling_mobile_is_masked_iff_known"),
        ({"quiet_from": time(22)}, "telling_quiet_hours_are_whole"),
        ({"quiet_from": time(22), "quiet_until": time(22)}, "telling_quiet_hours_are_whole"),
    ],
)
def test_the_database_holds_what_a_choice_is(desk, changes, constraint):
    choose(desk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Telling.objects.update(**changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"group": "gossip"}, "telling_way_group_is_known"),
        ({"group": "times", "on_page": False}, "telling_way_of_warnings_stays_open"),
        ({"group": "escalated", "on_page": False}, "telling_way_of_warnings_stays_open"),
    ],
)
def test_the_database_keeps_one_way_of_warnings_open(desk, changes, constraint):
    choose(desk, {G.OFFERED: PAGE})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TellingWay.objects.update(**changes)


def test_a_group_is_chosen_once(desk):
    telling = choose(desk, {G.OFFERED: PAGE})
    with pytest.raises(IntegrityError), transaction.atomic():
        TellingWay.objects.create(
            telling=telling, group=G.OFFERED, on_page=True, by_email=False, by_sms=False
        )

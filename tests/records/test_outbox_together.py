"""What several people are told goes into the outbox in one statement (D20)."""

import pytest

from records import outbox
from records.models import OutboxMessage
from tests.records.messages import AT, PHONE, mail

pytestmark = pytest.mark.django_db


def drafted(key, text="您好"):
    return outbox.draft(key, channel="sms", to=PHONE, text=text, at=AT)


def test_many_are_put_in_one_statement_and_each_key_once(django_assert_num_queries):
    mail("b", text="first")
    with django_assert_num_queries(1):
        outbox.put_all([drafted("a", "eins"), drafted("b"), drafted("a", "zwei"), drafted("c")])
    assert [(row.key, row.text) for row in OutboxMessage.objects.order_by("key")] == [
        ("a", "eins"),
        ("b", "first"),
        ("c", "您好"),
    ]


def test_none_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0), outbox.together():
        outbox.put_all([])


def test_what_one_act_says_of_several_steps_goes_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1), outbox.together():
        outbox.put_all([drafted("a")])
        with outbox.together():
            outbox.put_all([drafted("b"), drafted("c")])
    assert OutboxMessage.objects.count() == 3


def test_an_act_that_fails_half_way_says_nothing_and_leaves_nothing_for_the_next():
    def act():
        with outbox.together():
            outbox.put_all([drafted("a")])
            raise PermissionError

    with pytest.raises(PermissionError):
        act()
    outbox.put_all([drafted("b")])
    assert list(OutboxMessage.objects.values_list("key", flat=True)) == ["b"]

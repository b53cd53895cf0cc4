"""What is kept in memory is never older than the database: each change of a row draws a new mark (D17)."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from records.kept import TABLES, held, kept
from records.models import MessageText, Robot, TableMark

pytestmark = pytest.mark.django_db
TABLE = "records_messagetext"


@kept(TABLE)
def words(template="customer.open"):
    return tuple(MessageText.objects.filter(template=template).values_list("text", flat=True))


def text(written="一"):
    return MessageText.objects.create(template="customer.open", language="zh-hans", subject="", text=written)


def mark():
    return TableMark.objects.get(table=TABLE).mark


def by_update(row):
    MessageText.objects.filter(pk=row.pk).update(text="二")


def by_save(row):
    row.text = "二"
    row.save()


def by_hand(row):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_messagetext SET text = '二' WHERE id = %s", [row.pk])


def by_replacing(row):
    row.delete()
    MessageText.objects.bulk_create(
        [MessageText(template="customer.open", language="zh-hans", subject="", text="二")]
    )


@pytest.mark.parametrize("change", [by_update, by_save, by_hand, by_replacing])
def test_a_change_by_whichever_way_is_seen_by_the_next_question(change):
    row = text()
    assert words() == ("一",)
    change(row)
    assert words() == ("二",)


def test_while_nothing_changes_only_the_mark_is_asked_for(django_assert_num_queries):
    text()
    words()
    with django_assert_num_queries(1):
        assert words() == ("一",)


def test_each_argument_has_an_answer_of_its_own():
    text()
    assert (words("customer.open"), words("customer.close")) == (("一",), ())


def test_a_change_that_is_taken_back_leaves_the_former_answer():
    row = text()
    stood = mark()
    words()
    with transaction.atomic():
        by_update(row)
        assert words() == ("二",)
        transaction.set_rollback(True)
    assert mark() == stood
    assert words() == ("一",)


def test_the_same_words_again_are_another_state_of_the_table():
    """A mark never comes back: an answer kept under it can't be taken for that of another transaction."""
    row, seen = text(), set()
    for _turn in range(50):
        by_update(row)
        seen.add(mark())
    assert len(seen) == 50


def test_within_one_act_what_stands_is_asked_once_and_does_not_change():
    row = text()
    words()
    with held(), held():
        with CaptureQueriesContext(connection) as asked:
            assert [words() for _turn in range(3)] == [("一",)] * 3
        assert len(asked) == 1
        by_update(row)
        assert words() == ("一",)
    assert words() == ("二",)


def test_the_change_of_another_table_asks_nothing_anew(django_assert_num_queries):
    text()
    words()
    Robot.objects.create(code="r", name="r", kind="wecom", sealed_address="x", events=[])
    with django_assert_num_queries(1):
        words()


def test_a_table_without_a_mark_is_read_each_time():
    row = text()
    TableMark.objects.all().delete()
    assert words() == ("一",)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    TableMark.objects.all().delete()
    by_hand(row)
    TableMark.objects.all().delete()
    assert words() == ("二",)


def triggers():
    if connection.vendor == "postgresql":
        asked = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_marked'"
    else:
        asked = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_marked_%'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def test_each_table_of_which_something_is_kept_draws_its_marks():
    """A migration that makes a table anew on SQLite drops its triggers: it has to end with `Marked`."""
    standing, needed = triggers(), 1 if connection.vendor == "postgresql" else 3
    assert {table: standing.count(table) for table in TABLES} == dict.fromkeys(TABLES, needed)
    assert set(TABLES) == set(TableMark.objects.values_list("table", flat=True))

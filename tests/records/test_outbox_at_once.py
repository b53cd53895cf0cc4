"""Many sweeps and many writers at one outbox: one row a key, one sending a row (safety.md 9, fault 11)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest
from django.db import connection

from records import outbox
from records.models import OutboxMessage
from records.senders import SENDERS
from records.states import MessageStatus
from tests.records.messages import AT, sms

WORKERS = 6
MESSAGES = 20


def together(work):
    """Let several threads begin at one moment; return what each brought back."""
    gate = Barrier(WORKERS)

    def run(nth):
        gate.wait()
        try:
            return work(nth)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_any_number_of_sweeps_send_each_message_once(monkeypatch):
    sent, lock = [], Lock()

    def send(message, at):
        with lock:
            sent.append(message.key)
        return ""

    monkeypatch.setitem(SENDERS, "sms", send)
    for nth in range(MESSAGES):
        sms(f"t:{nth}")
    together(lambda nth: outbox.send_due(AT))
    assert sorted(sent) == sorted(f"t:{nth}" for nth in range(MESSAGES))
    assert OutboxMessage.objects.filter(status=MessageStatus.SENT).count() == MESSAGES


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_writers_of_one_key_at_one_moment_leave_one_message():
    put = together(lambda nth: sms("t:1", text=f"from {nth}").pk)
    assert len(set(put)) == 1
    assert OutboxMessage.objects.count() == 1

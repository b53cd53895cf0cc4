"""How messages are named: nobody guesses it, and each is found by an index (D1, safety.md 9)."""

import pytest
from django.db import connection

from records.message_codes import message_code
from records.models import OutboxMessage
from tests.records.messages import mail


def test_nobody_can_guess_how_a_message_is_named(settings):
    """Who names one is trusted to have had it: the key, which counts up, does not tell."""
    code = message_code("ticket/7/customer")
    assert (code, len(code)) == (message_code("ticket/7/customer"), 32)
    assert code != message_code("ticket/8/customer")
    settings.PHONE_KEY = "of-another-house"
    assert code != message_code("ticket/7/customer")


@pytest.mark.django_db
def test_messages_are_found_by_index_by_their_codes_and_by_what_mails_name(settings):
    message, other = mail(), mail("t:2")
    named = [message.message_id, "<stranger@example.com>", "", "<>"]
    settings.DEFAULT_FROM_EMAIL = "service@renamed.example"  # what was written before is answered later
    assert message.message_id != named[0]
    assert list(OutboxMessage.objects.identified(named)) == [message]
    assert OutboxMessage.objects.coded(other.code).get() == other
    assert not OutboxMessage.objects.coded(other.code[:-1]).exists()
    for question in (OutboxMessage.objects.coded(other.code), OutboxMessage.objects.identified(named)):
        with connection.cursor() as cursor:
            cursor.execute("SET enable_seqscan = off" if connection.vendor == "postgresql" else "SELECT 1")
        assert "code" in question.explain()
        assert "SCAN records_outboxmessage" not in question.explain()
        assert "Seq Scan" not in question.explain()

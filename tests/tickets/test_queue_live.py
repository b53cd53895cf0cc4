"""The queue while somebody looks at it: counts by a poll, paused tickets behind what is due (D3, L1)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories.tickets import TicketFactory

NOW = "2026-09-15T02:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def polled(client, **asked):
    return client.get("/tickets/live/", asked, headers={"HX-Request": "true"})


def test_the_poll_says_what_moved_since_the_list_was_drawn_and_moves_no_row(page, dispatcher):
    client, seen_at = page(dispatcher), timezone.now()
    TicketFactory(opened_at=seen_at - timedelta(hours=1), moved_at=seen_at - timedelta(hours=1))
    asked = {"only": "open", "seen_at": seen_at.isoformat()}
    assert polled(client, **asked).context["moved"] == "0"
    TicketFactory(opened_at=seen_at + timedelta(minutes=1), moved_at=seen_at + timedelta(minutes=1))
    answer = polled(client, **asked)
    text = answer.content.decode()
    assert answer.context["moved"] == "1"
    assert 'href="/tickets/?only=open"' in text
    assert "data-row" not in text
    assert answer.context["seen_at"] == seen_at.isoformat()
    assert [one["current"] for group in answer.context["groups"] for one in group["views"]].count(True) == 1


def test_an_unreadable_moment_is_now(page, dispatcher):
    assert polled(page(dispatcher), only="open", seen_at="yesterday").context["moved"] == "0"


def test_the_poll_is_as_cheap_with_one_ticket_as_with_fifty(page, dispatcher, django_assert_num_queries):
    client = page(dispatcher)
    for count in (1, 49):
        TicketFactory.create_batch(count)
        with django_assert_num_queries(5):
            polled(client, only="open", seen_at=NOW)


def test_the_list_names_the_poll_and_ticks_its_due_times(page, dispatcher, agent, ticket_in):
    ticket = ticket_in("assigned")
    seen = page(dispatcher).get("/tickets/", {"only": "open"}).content.decode()
    assert 'hx-get="/tickets/live/?only=open"' in seen
    assert f'data-due="{ticket.due_at.isoformat()}"' in seen


def test_paused_tickets_stand_behind_what_is_due(page, dispatcher, ticket_in):
    """D3: all that is due first; of the paused the first twenty, with a word that there are more."""
    due = ticket_in("assigned")
    for _ in range(21):
        ticket_in("waiting")
    groups = page(dispatcher).get("/tickets/", {"only": "open", "by": "due"}).context["row_groups"]
    assert groups[0]["rows"][0]["number"] == due.number
    assert (len(groups[-1]["rows"]), groups[-1]["count"]) == (20, "20+")
    late = page(dispatcher).get("/tickets/", {"only": "late", "by": "due"}).context["row_groups"]
    assert not any(line["waits"] for group in late for line in group["rows"])
    none = page(dispatcher).get("/tickets/", {"status": "closed", "by": "due"}).context["row_groups"]
    assert none == []

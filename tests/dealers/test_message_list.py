"""The list of messages: narrowed, kept as a view, paged by key, taken away as a file (D20, C10, L1)."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from records import outbox
from records.models import AuditEntry, OutboxMessage
from tests.records.messages import AT, mail, sms

pytestmark = pytest.mark.django_db
PAGE = "/messages/"


def abouts(response):
    return [row["message"].about for row in response.context["rows"]]


@pytest.fixture
def told():
    """Two of one ticket by different ways, an older one of another, and one that is stuck."""
    stuck = sms("t:0", about="T-2026-00009", template="customer.open")
    outbox.send_due(AT)
    sms("t:1", about="T-2026-00001", template="customer.accept")
    mail("t:2", about="T-2026-00001", template="staff.offer")
    older = sms("t:3", about="T-2026-00003", template="customer.open")
    OutboxMessage.objects.filter(pk=older.pk).update(created_at=AT - timedelta(days=40))
    return stuck


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["T-2026-00009"]),
        ("?status=parked", ["T-2026-00009"]),
        ("?status=waiting", ["T-2026-00001", "T-2026-00001", "T-2026-00003"]),
        ("?status=all&channel=email", ["T-2026-00001"]),
        ("?status=all&template=customer.open", ["T-2026-00009", "T-2026-00003"]),
        ("?about=t-2026-00001 ", ["T-2026-00001", "T-2026-00001"]),
        ("?status=sent", []),
        ("?channel=pigeon", []),
        ("?created_until=nonsense", []),
        ("?created_from=0001-01-01&created_until=9999-12-31&status=parked", ["T-2026-00009"]),
        ("?created_from=9999-12-31", []),
    ],
)
def test_messages_are_found_by(page, dispatcher, told, query, found):
    assert sorted(abouts(page(dispatcher).get(f"{PAGE}{query}"))) == sorted(found)


def test_a_period_is_of_local_days(page, dispatcher):
    """00:00 in Shanghai is 16:00 of the day before in UTC."""
    first = sms("t:1", about="first")
    OutboxMessage.objects.filter(pk=first.pk).update(created_at=AT.replace(hour=16, minute=0))
    day = (AT + timedelta(days=1)).date().isoformat()
    client = page(dispatcher)
    assert abouts(client.get(f"{PAGE}?created_from={day}&created_until={day}")) == ["first"]
    assert abouts(client.get(f"{PAGE}?created_until={AT.date().isoformat()}")) == []


def test_the_newest_stand_first_and_the_next_page_follows_by_its_mark(page, dispatcher):
    for n in range(60):
        message = sms(f"t:{n}", about=f"T-{n:02}")
        OutboxMessage.objects.filter(pk=message.pk).update(created_at=AT + timedelta(minutes=n))
    client = page(dispatcher)
    first = client.get(f"{PAGE}?status=waiting")
    second = client.get(first.context["next_url"])
    both = abouts(first) + abouts(second)
    assert both == [f"T-{n:02}" for n in reversed(range(60))]
    assert second.context["previous_url"]
    assert client.get(f"{PAGE}?status=waiting&cursor=nonsense").status_code == 302


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_the_same_number_of_questions(page, dispatcher, count, django_assert_num_queries):
    for n in range(count):
        sms(f"t:{n}", about="T-2026-00001", template="customer.open")
    client = page(dispatcher)
    client.get(f"{PAGE}?status=waiting")
    with django_assert_num_queries(STATEMENTS):
        response = client.get(f"{PAGE}?status=waiting")
    assert len(response.context["rows"]) == count


STATEMENTS = 6


def test_each_state_is_a_view_and_what_waits_is_counted(page, dispatcher, told):
    groups = page(dispatcher).get(PAGE).context["groups"]
    counts = {one["label"]: one["count"] for one in groups[0]["views"]}
    assert counts["卡住"] == "1"
    assert counts["待发"] == "3"
    assert [one["label"] for one in groups[0]["views"] if one["current"]] == ["卡住"]


def test_conditions_are_kept_as_a_view_of_ones_own(page, dispatcher, told):
    """L1."""
    client = page(dispatcher)
    kept = {"page": "messages:list", "name": "短信", "query": "status=all&channel=sms"}
    assert client.post("/views/save/", kept).status_code == 302
    response = client.get(f"{PAGE}?status=all&channel=sms")
    assert response.context["current_view"] == "短信"


def test_a_row_offers_what_its_state_allows(page, dispatcher, told):
    body = page(dispatcher).get(f"{PAGE}?status=all").content.decode()
    assert (body.count("/retry/"), body.count("/drop/")) == (1, 4)


def test_the_file_holds_what_the_list_shows_and_is_recorded(page, dispatcher, told):
    """C10: neither a whole recipient nor a text goes away with it."""
    response = page(dispatcher).get(f"{PAGE}export/?status=parked")
    rows = list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows(values_only=True))
    assert rows[0][0] == "关于"
    assert [row[0] for row in rows[1:]] == ["T-2026-00009"]
    assert rows[1][3] == "138****5678"
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.actor, entry.object_type) == (dispatcher, "message")


def test_the_file_is_refused_where_a_condition_cannot_be_read(page, dispatcher, told):
    assert page(dispatcher).get(f"{PAGE}export/?created_from=x").status_code >= 400


@pytest.mark.parametrize("who", ["administrator", "agent", "norths_desk"])
def test_who_may_not_take_lists_away_takes_none(request, page, told, who):
    assert page(request.getfixturevalue(who)).get(f"{PAGE}export/").status_code == 403


def test_the_api_is_narrowed_likewise(api, dispatcher, told):
    found = api(dispatcher).get("/api/v1/messages/", {"about": "T-2026-00001", "channel": "email"}).json()
    assert [row["about"] for row in found["results"]] == ["T-2026-00001"]


def test_a_message_leads_to_what_it_is_about(page, dispatcher, administrator):
    """A ticket or a unit, by its own page; an administrator, to whom neither is open, reads the number."""
    sms("t:1", about="T-2026-00001")
    sms("t:2", about="EX215-1042")
    seen = page(dispatcher).get(f"{PAGE}?status=all").content.decode()
    assert 'href="/tickets/T-2026-00001/"' in seen
    assert 'href="/equipment/units/EX215-1042/"' in seen
    plain = page(administrator).get(f"{PAGE}?status=all").content.decode()
    assert "T-2026-00001" in plain
    assert "/tickets/T-2026-00001/" not in plain

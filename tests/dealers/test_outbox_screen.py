"""The screen and the API of what is stuck: tried again or dropped by those who may, and recorded (D20)."""

import pytest

from records import outbox
from records.models import OutboxEvent, OutboxMessage
from records.states import MessageStatus, MessageVerb
from tests.records.messages import AT, mail, sms

pytestmark = pytest.mark.django_db
PAGE, API = "/messages/", "/api/v1/messages/"
TENDERS = ["dispatcher", "manager", "administrator"]
OTHERS = ["agent", "norths_desk", "centres_desk", "deputy"]


@pytest.fixture
def stuck():
    """No gateway is set, so the message is parked."""
    message = sms("t:1", about="T-2026-00001", template="customer.open")
    outbox.send_due(AT)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("who", TENDERS)
def test_what_is_stuck_stands_first_with_its_reason_and_no_number(request, page, stuck, who):
    mail("waiting")
    body = page(request.getfixturevalue(who)).get(PAGE).content.decode()
    assert "T-2026-00001" in body
    assert "客户：已受理" in body
    assert "SMS_GATEWAY" in body
    assert "138****5678" in body
    assert "13812345678" not in body
    assert "z***@example.com" not in body
    assert (
        "z***@example.com"
        in page(request.getfixturevalue(who)).get(f"{PAGE}?status=waiting").content.decode()
    )


def test_without_a_stuck_message_the_page_says_so(page, dispatcher):
    assert "没有卡住的消息" in page(dispatcher).get(PAGE).content.decode()
    assert "T-2026" not in page(dispatcher).get(f"{PAGE}?status=nonsense").content.decode()
    assert page(dispatcher).get(f"{PAGE}?status=sent").status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_others_have_no_such_page_and_no_such_rows(request, page, api, stuck, who):
    person = request.getfixturevalue(who)
    client = page(person)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{stuck.code}/retry/").status_code == 404
    assert api(person).get(API).json()["results"] == []
    assert api(person).post(f"{API}{stuck.code}/drop/", {"reason": "x"}, format="json").status_code == 404
    stuck.refresh_from_db()
    assert stuck.status == MessageStatus.PARKED


def test_a_message_is_tried_again_from_the_page(page, dispatcher, stuck):
    response = page(dispatcher).post(f"{PAGE}{stuck.code}/retry/", {"idempotency_key": "k1"})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    stuck.refresh_from_db()
    assert stuck.status == MessageStatus.WAITING
    event = OutboxEvent.objects.get(verb=MessageVerb.RETRY)
    assert event.actor == dispatcher


def test_dropping_asks_for_a_reason_and_keeps_it(page, dispatcher, stuck):
    client, drop = page(dispatcher), f"{PAGE}{stuck.code}/drop/"
    response = client.post(drop, {"reason": " "})
    assert response.status_code == 422
    assert "写明为何不再发送" in response.content.decode()
    assert client.post(drop, {"reason": "已电话告知"}).status_code == 302
    stuck.refresh_from_db()
    assert stuck.status == MessageStatus.DROPPED
    assert OutboxEvent.objects.get(verb=MessageVerb.DROP).says == "已电话告知"


def test_what_has_left_is_neither_tried_again_nor_dropped(page, dispatcher, stuck):
    OutboxMessage.objects.update(status="sent", sent_at=AT)
    for verb in ("retry", "drop"):
        response = page(dispatcher).post(f"{PAGE}{stuck.code}/{verb}/", {"reason": "x"})
        assert response.status_code == 409


def test_the_api_reads_tries_again_and_drops(api, manager, stuck):
    client = api(manager)
    [row] = client.get(f"{API}?status=parked").json()["results"]
    assert row["code"] == stuck.code
    assert row["recipient"] == "138****5678"
    assert "text" not in row
    assert "SMS_GATEWAY" in row["fault"]
    assert client.get(f"{API}?status=sent").json()["results"] == []
    again = client.post(f"{API}{stuck.code}/retry/")
    assert (again.status_code, again.json()["status"]) == (200, "waiting")
    dropped = client.post(f"{API}{stuck.code}/drop/", {"reason": "told"}, format="json")
    assert (dropped.status_code, dropped.json()["status"]) == (200, "dropped")
    assert client.post(f"{API}{stuck.code}/drop/", {}, format="json").status_code == 400
    assert client.post(f"{API}{stuck.code}/retry/").status_code == 409
    assert client.get(f"{API}{stuck.code}/").json()["status"] == "dropped"


@pytest.mark.parametrize("who", TENDERS)
def test_the_home_page_and_the_rail_say_that_something_is_stuck(request, page, stuck, who):
    body = page(request.getfixturevalue(who)).get("/").content.decode()
    assert "1 条消息卡住" in body
    assert f'href="{PAGE}"' in body

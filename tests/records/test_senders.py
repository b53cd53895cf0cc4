"""Group robots and the SMS gateway, each with the ways its provider says no (D20)."""

import base64
import hashlib
import hmac
import socket
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from records import outbox
from records.choices import RobotKind
from records.models import Robot
from records.sealing import seal
from records.senders import https
from records.states import MessageStatus
from tests.records.messages import AT, SILENCE, certificate, provider, says, sms, to_robot

pytestmark = pytest.mark.django_db
HOST, SECRET = "robot.example", "SEC-of-the-group"
OK = {RobotKind.WECOM: {"errcode": 0}, RobotKind.DINGTALK: {"errcode": 0}, RobotKind.FEISHU: {"code": 0}}


@pytest.fixture
def group(monkeypatch, tmp_path):
    """A robot of a kind and its provider, which counts as outside."""
    server_side, believer = certificate(tmp_path, HOST)
    monkeypatch.setattr(https, "secure", lambda host: believer)
    monkeypatch.setattr(https, "is_public", lambda address: True)

    def look_up(host, port, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(https.socket, "getaddrinfo", look_up)

    def add(kind, server, secret=SECRET):
        Robot.objects.create(
            code="desk",
            name="值班群",
            kind=kind,
            sealed_address=seal(f"https://{HOST}:{server.server_port}/send?key=k1"),
            sealed_secret=seal(secret) if secret else "",
        )

    add.provider = lambda *answers: provider(*answers, context=server_side)
    return add


def sent(message, moment=AT):
    outbox.send_due(moment)
    message.refresh_from_db()
    return message


def signed(key, text=""):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def test_wecom_gets_the_text_and_no_signature(group):
    with group.provider(says({"errcode": 0, "errmsg": "ok"})) as server:
        group(RobotKind.WECOM, server)
        assert sent(to_robot(subject="新工单")).status == MessageStatus.SENT
    [(path, body, _)] = server.got
    assert path == "/send?key=k1"
    assert body == {"msgtype": "text", "text": {"content": "新工单\n有新工单"}}


def test_dingtalk_gets_milliseconds_and_signature_in_the_address(group):
    with group.provider(says({"errcode": 0, "errmsg": "ok"})) as server:
        group(RobotKind.DINGTALK, server)
        assert sent(to_robot()).status == MessageStatus.SENT
    [(path, body, _)] = server.got
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    moment = str(int(AT.timestamp() * 1000))
    sign = signed(SECRET, f"{moment}\n{SECRET}")
    assert asked == {"key": "k1", "timestamp": moment, "sign": sign}
    assert body == {"msgtype": "text", "text": {"content": "有新工单"}}


def test_feishu_gets_seconds_and_signature_in_the_body(group):
    """Feishu signs nothing, with moment and secret as the key: the other way round than DingTalk."""
    with group.provider(says({"code": 0, "msg": "success"})) as server:
        group(RobotKind.FEISHU, server)
        assert sent(to_robot()).status == MessageStatus.SENT
    [(_, body, _)] = server.got
    moment = str(int(AT.timestamp()))
    assert body == {
        "msg_type": "text",
        "content": {"text": "有新工单"},
        "timestamp": moment,
        "sign": signed(f"{moment}\n{SECRET}"),
    }


@pytest.mark.parametrize("kind", [RobotKind.DINGTALK, RobotKind.FEISHU])
def test_a_group_without_a_secret_is_written_to_unsigned(group, kind):
    with group.provider(says(OK[kind])) as server:
        group(kind, server, secret="")
        assert sent(to_robot()).status == MessageStatus.SENT
    [(path, body, _)] = server.got
    assert path == "/send?key=k1"
    assert "sign" not in body


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (RobotKind.WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}),
        (RobotKind.DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}),
        (RobotKind.DINGTALK, {"errcode": 410100, "errmsg": "发送速度太快而限流"}),
        (RobotKind.FEISHU, {"code": 11232, "msg": "frequency limited"}),
    ],
)
def test_too_many_at_once_is_http_200_and_waits_a_minute(group, kind, answer):
    with group.provider(says(answer), says(OK[kind])) as server:
        group(kind, server)
        message = sent(to_robot())
        assert message.status == MessageStatus.WAITING
        assert message.next_try_at == AT + timedelta(minutes=1)
        assert str(next(iter(answer.values()))) in message.fault
        assert sent(message, message.next_try_at).status == MessageStatus.SENT


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (RobotKind.WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}),
        (RobotKind.DINGTALK, {"errcode": 310000, "errmsg": "sign not match"}),
        (RobotKind.FEISHU, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}),
        (RobotKind.FEISHU, {"ok": True}),
    ],
)
def test_a_no_within_http_200_is_a_no(group, kind, answer):
    with group.provider(says(answer)) as server:
        group(kind, server)
        message = sent(to_robot())
    assert message.status == MessageStatus.PARKED
    assert HOST in message.fault


@pytest.mark.parametrize("kind", [RobotKind.WECOM, RobotKind.DINGTALK])
def test_a_busy_provider_is_asked_again(group, kind):
    with group.provider(says({"errcode": -1, "errmsg": "system busy"})) as server:
        group(kind, server)
        assert sent(to_robot()).status == MessageStatus.WAITING


def test_a_text_too_long_for_wecom_is_cut_between_characters(group):
    with group.provider(says({"errcode": 0})) as server:
        group(RobotKind.WECOM, server)
        sent(to_robot(text="啊" * 700))
    assert server.got[0][1]["text"]["content"] == "啊" * 682


def test_a_robot_out_of_use_gets_nothing(group):
    with group.provider(says({"errcode": 0})) as server:
        group(RobotKind.WECOM, server)
        Robot.objects.update(is_active=False)
        message = sent(to_robot())
    assert message.status == MessageStatus.PARKED
    assert server.got == []


@pytest.fixture
def gateway(settings):
    """The SMS gateway of the house, on this machine; what it answers is laid ready."""

    def open_with(*answers):
        return provider(*answers)

    def use(server):
        settings.SMS_GATEWAY = f"http://127.0.0.1:{server.server_port}/sms"
        settings.SMS_GATEWAY_TOKEN = "key-of-ours"

    open_with.use = use
    return open_with


def test_the_gateway_gets_text_number_and_key(gateway):
    with gateway(says({"status": "accepted", "id": "sms-77"})) as server:
        gateway.use(server)
        message = sent(sms("t:9"))
    assert (message.status, message.provider_ref) == (MessageStatus.SENT, "sms-77")
    [(path, body, headers)] = server.got
    assert path == "/sms"
    assert body == {"id": "t:9", "to": "+8613812345678", "text": "您好"}
    assert headers["Authorization"] == "Bearer key-of-ours"
    assert headers["Idempotency-Key"] in message.message_id


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (
            says({"status": "refused", "reason": "13812345678 is on the list of those who want none"}),
            "parked",
        ),
        (says({"code": 0}), "parked"),
        (says({"status": "busy", "reason": "credit is used up"}), "waiting"),
        (says({}, status=401), "parked"),
        (says({}, status=500), "waiting"),
    ],
)
def test_each_answer_of_the_gateway_is_read_right(gateway, answer, status):
    with gateway(answer) as server:
        gateway.use(server)
        message = sent(sms())
    assert message.status == status
    assert "13812345678" not in message.fault


def test_a_gateway_silent_after_taking_it_gets_the_same_key_again(gateway):
    """Fault 34."""
    with gateway(SILENCE, says({"status": "accepted", "id": "1"})) as server:
        gateway.use(server)
        message = sent(sms("t:9"))
        assert message.status == MessageStatus.WAITING
        assert sent(message, message.next_try_at).status == MessageStatus.SENT
    assert [body["id"] for _, body, _ in server.got] == ["t:9", "t:9"]
    assert len({headers["Idempotency-Key"] for _, _, headers in server.got}) == 1

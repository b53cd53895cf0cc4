"""What goes to servers of others goes to public addresses alone, by https, without being sent on (J3)."""

import socket

import pytest
from django.utils import translation

from records.senders import NotSent, https
from records.senders.https import is_public, post_json
from tests.records.messages import SILENCE, certificate, provider, says

HOST = "robot.example"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def known_as(monkeypatch):
    """Let a name stand for addresses; each look-up takes the next answer, the last for ever."""
    asked = []

    def let(*answers):
        left = list(answers)

        def look_up(host, port, *args, **kwargs):
            asked.append(host)
            found = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(https.socket, "getaddrinfo", look_up)
        return asked

    return let


@pytest.fixture
def outside(monkeypatch, tmp_path, known_as):
    """A server that counts as outside: the test's own certificate and this machine's address are believed."""
    server, believer = certificate(tmp_path, HOST)
    monkeypatch.setattr(https, "secure", lambda host: believer)
    monkeypatch.setattr(https, "is_public", lambda address: address == "127.0.0.1")
    known_as(["127.0.0.1"])
    return lambda *answers: provider(*answers, context=server)


def url(server, path="/hook?key=1"):
    return f"https://{HOST}:{server.server_port}{path}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104 (refused here, bound nowhere)
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "64:ff9b:1::1",
        "64:ff9b::7f00:1",
    ],
)
def test_internal_addresses_are_none_to_send_to(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["203.119.128.1", "8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_worlds_addresses_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "target",
    [
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/hook",
        "https://0x7f000001/hook",
        "https://127.1/hook",
        "https://localhost/hook",
    ],
)
def test_addresses_of_this_machine_in_every_dress_are_refused(target):
    """J3: also as a decimal number; the system's own look-up reads them."""
    with pytest.raises(NotSent, match="no public address") as fault:
        post_json(target, {})
    assert fault.value.is_final


@pytest.mark.parametrize(
    "target", ["http://robot.example/", "ftp://robot.example/", "https://", "https://a@robot.example/"]
)
def test_only_https_without_a_name_in_front_is_taken(target):
    with pytest.raises(NotSent, match="https://") as fault:
        post_json(target, {})
    assert fault.value.is_final


def test_a_name_with_one_internal_address_among_others_is_refused(known_as):
    known_as(["203.119.128.1", "10.0.0.1"])
    with pytest.raises(NotSent, match="no public address"):
        post_json(f"https://{HOST}/", {})


def test_a_name_that_changes_after_the_look_is_not_looked_up_again(known_as, monkeypatch):
    """J3: the address that was checked is the one that is connected to."""
    asked, connected = known_as(["203.119.128.1"], ["127.0.0.1"]), []

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(https.socket, "create_connection", connect)
    with pytest.raises(NotSent, match="was not reached"):
        post_json(f"https://{HOST}/", {})
    assert connected == [("203.119.128.1", 443)]
    assert asked == [HOST]


def test_a_name_that_nobody_knows_is_asked_for_again_later(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(https.socket, "getaddrinfo", unknown)
    with pytest.raises(NotSent, match="was not found") as fault:
        post_json(f"https://{HOST}/", {})
    assert not fault.value.is_final


def test_fields_go_out_and_come_back(outside):
    with outside(says({"errcode": 0})) as server:
        answer = post_json(url(server), {"text": "你好"}, headers={"X-Key": "1"})
    [(path, body, headers)] = server.got
    assert (path, body, headers["X-Key"]) == ("/hook?key=1", {"text": "你好"}, "1")
    assert headers["Host"] == f"{HOST}:{server.server_port}"
    assert answer.fields == {"errcode": 0}


def test_a_server_with_another_name_in_its_certificate_gets_nothing(outside, monkeypatch, tmp_path):
    _server, stranger = certificate(tmp_path, "other.example")
    monkeypatch.setattr(https, "secure", lambda host: stranger)
    with outside(says({})) as server, pytest.raises(NotSent, match="was not reached"):
        post_json(url(server), {})
    assert server.got == []


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_nobody_sends_us_on(outside, code):
    with (
        outside(says({}, status=code, Location="https://127.0.0.1/")) as server,
        pytest.raises(NotSent, match="we don't follow") as fault,
    ):
        post_json(url(server), {})
    assert fault.value.is_final
    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("answer", "is_final", "seconds"),
    [
        (says({"message": "gone"}, status=404), True, 0),
        (says({}, status=429, Retry_After="120"), False, 120),
        (says({}, status=429, Retry_After="999999"), False, 3600),
        (says({}, status=503, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), False, 0),
        (says({}, status=502), False, 0),
        (says(b"<html>busy</html>"), False, 0),
        (says([1]), False, 0),
        (SILENCE, False, 0),
    ],
)
def test_each_no_is_read_for_what_it_is(outside, answer, is_final, seconds):
    with outside(answer) as server, pytest.raises(NotSent) as fault:
        post_json(url(server), {})
    assert fault.value.is_final is is_final
    assert fault.value.wait.total_seconds() == seconds


def test_an_answer_without_end_is_not_waited_for(outside, monkeypatch):
    monkeypatch.setattr(https, "SECONDS_IN_ALL", -1)
    with outside(says({})) as server, pytest.raises(NotSent, match="was not reached"):
        post_json(url(server), {})

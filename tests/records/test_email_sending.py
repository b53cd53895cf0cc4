"""E-mail to a real mail server, which takes it, refuses it or falls silent (D20)."""

from email import message_from_bytes
from email.policy import default as policy
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import translation

from records import outbox
from records.models import OutboxMessage
from records.states import MessageStatus
from tests.records.messages import ADDRESS, AT, mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class Postbox:
    """A mail server that keeps what it gets and answers as it is told."""

    def __init__(self):
        self.letters, self.answer_rcpt, self.answer_data = [], "", "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 (theirs)
        if self.answer_rcpt:
            return self.answer_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (theirs)
        self.letters.append((envelope.rcpt_tos, envelope.content))
        if self.answer_data is None:  # takes the letter and hangs up before it says so
            server.transport.abort()
        return self.answer_data or "250 OK"


@pytest.fixture
def postbox(settings):
    box = Postbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_URL, settings.EMAIL_TIMEOUT = "smtp://127.0.0.1", 5
    settings.DEFAULT_FROM_EMAIL = "售后服务 <service@maker.example>"
    yield box
    server.stop()


def sent(message, moment=AT):
    outbox.send_due(moment)
    message.refresh_from_db()
    return message


def read(letter):
    return message_from_bytes(letter, policy=policy)


def test_a_letter_arrives_as_it_was_put(postbox):
    thread = {
        "In-Reply-To": "<1@customer.example>",
        "References": "<0@customer.example> <1@customer.example>",
    }
    message = sent(mail(subject="工单 T-2026-00417：已派工", text="赵师傅今天上门。\n", headers=thread))
    assert message.status == MessageStatus.SENT
    [(recipients, content)] = postbox.letters
    letter = read(content)
    assert recipients == [ADDRESS]
    assert letter["Subject"] == "工单 T-2026-00417：已派工"
    assert letter["From"] == "售后服务 <service@maker.example>"
    assert letter["Message-ID"] == message.message_id
    assert message.message_id.endswith("@maker.example>")
    assert letter["In-Reply-To"] == thread["In-Reply-To"]
    assert letter["References"] == thread["References"]
    assert letter.get_content().strip() == "赵师傅今天上门。"


@pytest.mark.parametrize(
    "answer", ["550 No such user zhang.san@example.com", "553 zhang.san@example.com unknown"]
)
def test_a_recipient_refused_for_good_is_parked_at_once(postbox, answer):
    postbox.answer_rcpt = answer
    message = sent(mail())
    assert message.status == MessageStatus.PARKED
    assert answer[:3] in message.fault
    assert "z***@example.com" in message.fault
    assert ADDRESS not in message.fault


def test_a_recipient_refused_for_now_is_asked_again(postbox):
    postbox.answer_rcpt = "450 Greylisted, come back in a minute"
    message = sent(mail())
    assert message.status == MessageStatus.WAITING
    assert "450" in message.fault
    postbox.answer_rcpt = ""
    assert sent(message, message.next_try_at).status == MessageStatus.SENT


@pytest.mark.parametrize(
    ("answer", "status"),
    [("554 Looks like spam", MessageStatus.PARKED), ("451 Try later", MessageStatus.WAITING)],
)
def test_a_letter_refused_after_its_text_is_judged_by_the_code(postbox, answer, status):
    postbox.answer_data = answer
    assert sent(mail()).status == status


def test_a_server_that_hangs_up_after_taking_it_gets_the_same_letter_again(postbox):
    """Fault 34: at most the documented duplicate, and both carry one Message-ID."""
    postbox.answer_data = None
    message = sent(mail())
    assert message.status == MessageStatus.WAITING
    postbox.answer_data = "250 OK"
    assert sent(message, message.next_try_at).status == MessageStatus.SENT
    ids = {read(content)["Message-ID"] for _, content in postbox.letters}
    assert len(postbox.letters) == 2
    assert ids == {message.message_id}


def test_a_server_that_is_not_there_is_asked_once_a_sweep(postbox, settings):
    settings.EMAIL_PORT = 1
    messages = [mail("1"), mail("2")]
    assert outbox.send_due(AT) == 1
    assert list(OutboxMessage.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0]
    messages[0].refresh_from_db()
    assert messages[0].fault.startswith("The mail server was not reached")


def test_a_server_that_does_not_know_us_says_so(postbox, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "wrong"
    message = sent(mail())
    assert message.status == MessageStatus.WAITING
    assert "EMAIL_URL" in message.fault or "AUTH" in message.fault

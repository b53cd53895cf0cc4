"""The mailbox of a real IMAP server: each mail taken once, whatever fails on the way (D1)."""

import imaplib
import itertools
from urllib.parse import unquote, urlsplit

import pytest

from tests.tickets.letters import letter
from tickets.mail import fetching
from tickets.mail.fetching import fetch_mails
from tickets.mail.mailbox import MailboxDown, opened
from tickets.models import IncomingMail, Ticket
from tooling.dovecot import NoDovecot, temporary_dovecot
from tooling.ports import free_port

pytestmark = pytest.mark.django_db
NAMES = (f"box{number}@aftersales.example" for number in itertools.count())


@pytest.fixture(scope="session")
def dovecot():
    try:
        with temporary_dovecot() as server:
            yield server
    except NoDovecot as reason:
        pytest.skip(f"missing: {reason}")


class Box:
    """A mailbox as its owner's mail program sees it."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.line = imaplib.IMAP4(parts.hostname, parts.port)
        self.line.login(unquote(parts.username), parts.password)
        self.line.select("INBOX")

    def put(self, mail, *flags):
        content = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.line.append(
            "INBOX", " ".join(flags), None, content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        )

    def unread(self):
        self.line.select("INBOX")
        return len(self.line.search(None, "UNSEEN")[1][0].split())

    def make_anew(self):
        """Give the mailbox another UIDVALIDITY, as a restored or moved one has."""
        self.line.select("INBOX")
        contents = [
            self.line.fetch(number, "(BODY.PEEK[])")[1][0][1]
            for number in self.line.search(None, "ALL")[1][0].split()
        ]
        self.line.close()
        self.line.rename("INBOX", "old")
        self.line.delete("INBOX")
        self.line.create("INBOX")
        self.line.select("INBOX")
        for content in contents:
            self.put(content)


@pytest.fixture
def box(dovecot, settings):
    settings.MAILBOX_URL = dovecot.url(next(NAMES))
    box = Box(settings.MAILBOX_URL)
    yield box
    box.line.logout()


def test_without_a_mailbox_nobody_fetches_any(settings, at):
    settings.MAILBOX_URL = ""
    assert fetch_mails(at) == 0


def test_new_mails_open_tickets_and_are_marked_as_read(box, at):
    box.put(letter(message_id="<1@x>"))
    box.put(letter(message_id="<2@x>"))
    assert fetch_mails(at) == 2
    assert box.unread() == 0
    assert fetch_mails(at) == 0
    assert Ticket.objects.count() == 2


def test_what_was_read_before_we_came_is_not_ours(box, at):
    box.put(letter(), r"\Seen")
    assert fetch_mails(at) == 0


def test_what_somebody_else_reads_first_is_taken_all_the_same(box, at):
    """A person may look into the mailbox with a program of their own."""
    box.put(letter(message_id="<1@x>"))
    fetch_mails(at)
    box.put(letter(message_id="<2@x>"), r"\Seen")
    assert fetch_mails(at) == 1


def test_a_crash_before_the_mark_takes_no_mail_twice(box, at, monkeypatch):
    box.put(letter())

    def die(self, uid):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(fetching.Mailbox, "mark_taken", die)
        with pytest.raises(KeyboardInterrupt):
            fetch_mails(at)
    assert (box.unread(), Ticket.objects.count()) == (1, 1)
    assert fetch_mails(at) == 0
    assert (box.unread(), Ticket.objects.count()) == (0, 1)


def test_one_that_fails_keeps_no_other_from_coming_in(box, at, monkeypatch):
    for name in ("1", "2", "3"):
        box.put(letter(message_id=f"<{name}@x>"))
    take = fetching.take_mail

    def fail_once(read, **kwargs):
        if read.message_id == "<2@x>":
            message = "the disk is full"
            raise OSError(message)
        return take(read, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(fetching, "take_mail", fail_once)
        with pytest.raises(OSError, match="disk"):
            fetch_mails(at)
    assert list(IncomingMail.objects.in_order().values_list("message_id", flat=True)) == ["<1@x>", "<3@x>"]
    assert fetch_mails(at) == 1
    assert box.unread() == 0


def test_a_mailbox_made_anew_brings_nothing_twice(box, at):
    box.put(letter())
    fetch_mails(at)
    box.make_anew()
    assert box.unread() == 1
    assert fetch_mails(at) == 0
    assert (IncomingMail.objects.count(), box.unread()) == (1, 0)


def test_of_a_mail_that_is_too_large_only_the_head_is_read(box, at, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    box.put(letter("x" * 2000))
    assert fetch_mails(at) == 1
    mail = IncomingMail.objects.get()
    assert (mail.outcome, mail.subject, mail.text) == ("aside", "挖掘机漏油", "")


def test_a_mailbox_that_does_not_answer_is_asked_again_later(settings, dovecot, at):
    for url in (
        f"imap://a:b@127.0.0.1:{free_port()}/INBOX",
        dovecot.url("x@y").replace("imap-secret", "wrong"),
        dovecot.url("x@y").replace("/INBOX", "/missing"),
    ):
        settings.MAILBOX_URL = url
        with pytest.raises(MailboxDown):
            fetch_mails(at)


def test_a_line_that_breaks_is_told(box, settings):
    with opened(settings.MAILBOX_URL) as mailbox:
        box.put(letter())
        mailbox._line.shutdown()  # noqa: SLF001 (as a server that goes away)
        with pytest.raises(MailboxDown):
            list(mailbox.new(after=0, largest=1000))

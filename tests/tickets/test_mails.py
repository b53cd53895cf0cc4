"""Customers' mails: a ticket opened, a mail put with its ticket, machines let be (D1, safety.md H, J5)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from equipment import emails
from equipment.models import CustomerContact
from records import outbox
from records.files.keeping import EICAR
from records.models import AuditEntry, OutboxMessage, StoredFile
from records.sealing import seal
from tests.factories.files import PDF, picture
from tests.factories.tickets import TicketFactory
from tests.tickets.letters import bounce, letter, with_files
from tickets import services
from tickets.mail.reading import read_mail
from tickets.models import IncomingMail, Ticket, TicketFile, TicketReply
from tickets.services import mails as mail_services
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_addresses(settings):
    settings.DEFAULT_FROM_EMAIL = "售后服务 <service@aftersales.example>"
    settings.MAILBOX_URL = "imaps://box%40aftersales.example:x@imap.example/INBOX"


@pytest.fixture
def take(at):
    """Take a mail in as the sweep would; each lies at a place of its own."""
    uids = iter(range(1, 1000))

    def take(mail, *, at=at, is_whole=True, mailbox="box/INBOX", uid_validity=1):
        content = mail if isinstance(mail, bytes) else mail.as_bytes()
        came = services.Came(mailbox, uid_validity, next(uids), is_whole)
        return services.take_mail(read_mail(content), came=came, at=at)

    return take


def sent():
    return list(OutboxMessage.objects.order_by("pk"))


# ── opened and added ──


def test_a_mail_opens_a_ticket_and_is_acknowledged(take, at):
    mail = take(letter())
    ticket = mail.ticket
    assert (mail.outcome, mail.is_acknowledged, ticket.channel, ticket.status) == (
        "opened",
        True,
        "email",
        "new",
    )
    assert ticket.description == "挖掘机漏油\n液压油箱漏油，请派人来看。"
    assert (ticket.opened_by, ticket.opened_at, ticket.contact_name) == (None, at, "林伟")
    assert (ticket.contact.masked_email, ticket.contact.masked_phone) == ("l***@example.com", "")
    (reply,) = sent()
    assert (reply.to, reply.about) == ("lin@example.com", ticket.number)
    assert reply.subject == f"[{ticket.number}] Re: 挖掘机漏油"
    assert reply.headers == {
        "Auto-Submitted": "auto-replied",
        "In-Reply-To": "<one@example.com>",
        "References": "<one@example.com>",
    }
    assert ticket.number in reply.text


def test_neither_address_nor_words_stand_readable(take):
    """safety.md, 16."""
    mail = take(letter())
    row = str(IncomingMail.objects.filter(pk=mail.pk).values().get())
    assert "lin@" not in row
    assert "漏油" not in row
    assert (mail.sender, mail.subject) == ("lin@example.com", "挖掘机漏油")
    assert "lin@" not in str(CustomerContact.objects.values().get())


def test_a_mail_is_taken_once_wherever_it_lies_now(take):
    """UIDVALIDITY changes, the mark of having been read is lost: the row is the mark."""
    assert take(letter()) is not None
    assert take(letter()) is None
    assert take(letter(), uid_validity=2) is None
    assert Ticket.objects.count() == 1


def test_what_fails_leaves_no_mark(take, monkeypatch):
    """Mark and effect stand or fall together."""

    def fail(*args, **kwargs):
        message = "the disk is full"
        raise OSError(message)

    with monkeypatch.context() as broken:
        broken.setattr(mail_services, "acknowledge", fail)
        with pytest.raises(OSError, match="disk"):
            take(letter())
    assert not IncomingMail.objects.exists()
    assert not Ticket.objects.exists()
    assert take(letter()).outcome == "opened"


def test_an_answer_to_our_mail_belongs_to_its_ticket(take):
    """From whichever address: who names our Message-ID has had our mail."""
    ticket = take(letter()).ticket
    ours = sent()[0].message_id
    mail = take(letter("明天可以", sender="boss@example.com", message_id="<2@x>", in_reply_to=ours))
    assert (mail.outcome, mail.ticket, mail.is_acknowledged) == ("added", ticket, False)
    assert len(sent()) == 1


def test_who_writes_again_by_answering_their_own_mail_is_understood(take):
    ticket = take(letter()).ticket
    mail = take(letter("补充", message_id="<2@x>", references="<one@example.com>"))
    assert (mail.outcome, mail.ticket) == ("added", ticket)


@pytest.mark.parametrize("references", ["<one@example.com>", "<forged@aftersales.example>"])
def test_forged_references_open_a_ticket_of_their_own(take, references):
    """A stranger can guess a customer's identifiers, not ours."""
    take(letter())
    mail = take(letter(sender="mallory@evil.example", message_id="<2@x>", references=references))
    assert mail.outcome == "opened"


def test_a_message_whose_identifier_can_be_reckoned_opens_no_door(take, at):
    """What tells of a step has a key that anybody can write down; what we wrote by mail has a random one."""
    ticket = take(letter()).ticket
    told = outbox.put(
        "ticket/1/staff", channel="email", to="a@b.cn", text="x", subject="x", about=ticket.number, at=at
    )
    forged = letter(message_id="<2@x>", sender="mallory@evil.example", in_reply_to=told.message_id)
    assert take(forged).ticket != ticket


def test_a_number_in_the_subject_counts_from_the_contact_alone(take):
    ticket = take(letter()).ticket
    named = {"subject": f"Re: [{ticket.number}] 漏油"}
    assert take(letter(message_id="<2@x>", **named)).ticket == ticket
    stranger = take(letter(message_id="<3@x>", sender="mallory@evil.example", **named))
    assert (stranger.outcome, stranger.ticket == ticket) == ("opened", False)
    assert take(letter(message_id="<4@x>", subject="T-2026-99999 x")).outcome == "opened"


def test_what_has_ended_is_followed_by_a_new_ticket(take, agent, at):
    ticket = take(letter()).ticket
    services.cancel_ticket(ticket, actor=agent, at=at, reason="重复")
    mail = take(letter("又漏了", message_id="<2@x>", in_reply_to=sent()[0].message_id))
    assert (mail.outcome, mail.ticket.previous, mail.ticket.status) == ("opened", ticket, TicketStatus.NEW)


def test_the_same_writer_is_the_same_customer(take):
    first, second = take(letter()), take(letter(message_id="<2@x>", sender="LIN@Example.com"))
    assert first.ticket.customer == second.ticket.customer
    assert CustomerContact.objects.count() == 1


# ── loops ──


def test_one_acknowledgement_an_hour_and_sender(take, at):
    """Two machines would write each other for ever."""
    acknowledged = [
        take(letter(message_id=f"<{minutes}@x>"), at=at + timedelta(minutes=minutes)).is_acknowledged
        for minutes in (0, 30, 59, 60)
    ]
    assert acknowledged == [True, False, False, True]
    assert len(sent()) == 2


@pytest.mark.parametrize("heads", [{"auto_submitted": "auto-replied"}, {"precedence": "bulk"}])
def test_a_machine_opens_nothing_and_is_not_answered(take, heads):
    mail = take(letter(**heads))
    assert (mail.outcome, mail.ticket, sent()) == ("ignored", None, [])
    assert mail.says


@pytest.mark.parametrize("sender", ["service@aftersales.example", "BOX@aftersales.example"])
def test_our_own_address_opens_nothing(take, sender):
    assert take(letter(sender=sender)).outcome == "ignored"
    assert not Ticket.objects.exists()


def test_a_bounce_is_shown_where_our_mail_was_sent_from(take):
    ticket = take(letter()).ticket
    (ours,) = sent()
    mail = take(bounce(ours.message_id))
    assert (mail.outcome, mail.returned, mail.ticket) == ("bounced", ours, ticket)
    assert take(bounce("<nobody@x>").replace(b"<bounce@", b"<other@")).ticket is None
    assert len(sent()) == 1


# ── files ──


def test_files_of_a_mail_stand_with_the_ticket(take):
    mail = take(with_files(letter(), ("合同.pdf", PDF), ("p.png", picture("PNG"))))
    rows = TicketFile.objects.in_order().select_related("file")
    assert [(row.file.name, row.source, row.mail, row.is_shown_to_customer) for row in rows] == [
        ("合同.pdf", "email", mail, True),
        ("p.png", "email", mail, True),
    ]


def test_a_hostile_file_is_refused_and_the_mail_comes_in(take):
    """H1, H11, H14: archives and pages are not opened, a harmful file stands in the audit."""
    files = [
        ("v.pdf", b"%PDF-" + EICAR),
        ("x.zip", b"PK\x03\x04"),
        ("../../x.html", b"<script>"),
        ("a.pdf", PDF),
    ]
    mail = take(with_files(letter(), *files))
    assert [row.name for row in StoredFile.objects.all()] == ["a.pdf"]
    assert len(mail.faults) == 3
    assert "v.pdf" in mail.faults[0]
    assert AuditEntry.objects.filter(verb="file_hostile").count() == 1


def test_of_many_files_the_first_are_kept_and_the_rest_counted(take):
    mail = take(with_files(letter(), *[(f"{n}.pdf", PDF) for n in range(25)]))
    assert TicketFile.objects.count() == mail_services.MOST_FILES
    assert "5" in mail.faults[-1]


def test_a_mail_of_a_file_alone_opens_a_ticket(take):
    assert take(with_files(letter("", subject=""), ("合同.pdf", PDF))).ticket.description == "合同.pdf"


# ── set aside ──


@pytest.mark.parametrize(
    ("mail", "is_whole"),
    [(letter(), False), (letter(sender="nobody"), True), (letter("", subject="x"), True), (b"\0", True)],
)
def test_what_cant_be_placed_waits_for_a_person(take, mail, is_whole):
    row = take(mail, is_whole=is_whole)
    assert (row.outcome, row.ticket) == ("aside", None)
    assert row.says
    assert sent() == []


def test_an_agent_opens_a_ticket_out_of_it(take, agent, other_agent, at):
    mail = take(letter(), is_whole=False)
    ticket = services.place_mail(mail, actor=agent, at=at, description="录像里能看到漏油")
    assert (ticket.opened_by, ticket.channel, ticket.contact.email) == (agent, "email", "lin@example.com")
    assert not IncomingMail.objects.waiting().exists()
    with pytest.raises(services.MailDecided):
        services.drop_mail(mail, actor=other_agent, at=at, reason="重复")


def test_an_agent_drops_it_with_the_reason(take, agent, at):
    mail = take(letter(), is_whole=False)
    with pytest.raises(services.NoteMissing):
        services.drop_mail(mail, actor=agent, at=at, reason=" ")
    services.drop_mail(mail, actor=agent, at=at, reason="广告")
    assert mail.decision.reason == "广告"


def test_a_mail_of_nobody_opens_no_ticket(take, agent, at):
    mail = take(letter(sender="nobody"))
    with pytest.raises(services.MailHasNoSender):
        services.place_mail(mail, actor=agent, at=at, description="x")


def test_only_headquarters_agents_decide(take, norths_desk, deputy, at):
    mail = take(letter(), is_whole=False)
    for actor in (norths_desk, deputy):
        with pytest.raises(PermissionDenied):
            services.place_mail(mail, actor=actor, at=at, description="x")
        with pytest.raises(PermissionDenied):
            services.drop_mail(mail, actor=actor, at=at, reason="x")


# ── written back ──


def test_an_agent_writes_and_the_answer_comes_back_to_the_ticket(take, agent, at):
    ticket = take(letter()).ticket
    reply = services.reply_by_mail(ticket, actor=agent, at=at, subject="Re: 挖掘机漏油", text="明天到")
    message = OutboxMessage.objects.get(pk=reply.message_id)
    assert (message.to, message.text, message.about) == ("lin@example.com", "明天到", ticket.number)
    assert message.subject == f"[{ticket.number}] Re: 挖掘机漏油"
    assert message.headers["In-Reply-To"] == "<one@example.com>"
    assert "Auto-Submitted" not in message.headers
    assert take(letter("好", message_id="<2@x>", in_reply_to=message.message_id)).ticket == ticket


def test_an_agent_writes_first_where_the_contact_has_an_address(ticket_in, agent, at):
    """D1: nothing to answer, so nothing is named as answered."""
    ticket = ticket_in("accepted")
    CustomerContact.objects.filter(pk=ticket.contact_id).update(
        email_cipher=seal("lin@example.com"), email_hash=emails.address_hash("lin@example.com")
    )
    ticket.refresh_from_db()
    reply = services.reply_by_mail(ticket, actor=agent, at=at, subject="到货", text="明天到")
    assert "In-Reply-To" not in OutboxMessage.objects.get(pk=reply.message_id).headers


def test_what_was_written_outlives_the_outbox(take, agent, at):
    ticket = take(letter()).ticket
    reply = services.reply_by_mail(ticket, actor=agent, at=at, subject="x", text="明天到")
    OutboxMessage.objects.update(sealed_text="", sealed_subject="", sealed_to="", status="dropped")
    assert TicketReply.objects.get(pk=reply.pk).text == "明天到"


def test_no_line_of_the_head_is_smuggled_in(take, agent, at):
    """J5."""
    ticket = take(letter()).ticket
    reply = services.reply_by_mail(ticket, actor=agent, at=at, subject="x\r\nBcc: a@b.cn", text="y")
    assert reply.subject == f"[{ticket.number}] x Bcc: a@b.cn"


def test_nobody_else_writes(take, norths_desk, norths_engineer, deputy, at):
    ticket = take(letter()).ticket
    for actor in (norths_desk, norths_engineer.user, deputy):
        with pytest.raises(PermissionDenied):
            services.reply_by_mail(ticket, actor=actor, at=at, subject="x", text="y")


def test_who_has_no_address_is_called_instead(agent, north, at):
    with pytest.raises(services.NoAddress):
        services.reply_by_mail(TicketFactory(dealer=north), actor=agent, at=at, subject="x", text="y")


@pytest.mark.parametrize("model", [IncomingMail, TicketReply])
def test_what_came_and_went_cant_be_changed(take, model):
    """F7: by the database itself."""
    take(letter())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.update(ticket=None)


def test_a_contact_has_a_phone_or_an_address(take):
    contact = take(letter()).ticket.contact
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerContact.objects.filter(pk=contact.pk).update(email_cipher="", email_hash="")

"""Mails on the pages: read and answered on the ticket, placed by an agent, due at home (D1, L1, L2)."""

import pytest

from records.models import AuditEntry, OutboxMessage
from tests.factories.files import PDF
from tests.tickets.letters import bounce, letter, with_files
from tickets import due, services
from tickets.mail.reading import read_mail
from tickets.models import IncomingMail, Ticket

pytestmark = pytest.mark.django_db


def take(mail, at, *, uid=1, is_whole=True):
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    return services.take_mail(read_mail(content), came=services.Came("box", 1, uid, is_whole), at=at)


@pytest.fixture
def mail(at):
    files = [("合同.pdf", PDF), ("x.exe", b"MZ")]
    return take(with_files(letter("漏油\n\n发自我的iPhone", subject="<b>急</b>"), *files), at)


@pytest.fixture
def ticket(mail):
    return mail.ticket


@pytest.fixture
def aside(at):
    return take(letter(message_id="<big@x>"), at, uid=2, is_whole=False)


def body(response):
    return response.content.decode()


def test_the_ticket_shows_what_was_written_to_and_fro(page, agent, ticket, at):
    """A10: what a mail brings is text."""
    shown = body(page(agent).get(ticket.get_absolute_url()))
    assert "&lt;b&gt;急&lt;/b&gt;" in shown
    assert "<b>急" not in shown
    for said in ("林伟", "l***@example.com", "漏油", "发自我的iPhone", "合同.pdf", "x.exe", "您的邮件已收到"):
        assert said in shown
    assert "lin@example.com" not in shown


def test_mails_stand_in_the_order_in_which_they_were_written(page, agent, ticket, at):
    ours = OutboxMessage.objects.get().message_id
    take(letter("第二封", message_id="<2@x>", in_reply_to=ours), at.replace(hour=3), uid=2)
    lines = page(agent).get(ticket.get_absolute_url()).context["mails"]
    assert [line["icon"] for line in lines] == ["mail-down", "mail-up", "mail-down"]


def test_what_did_not_arrive_is_told(page, agent, ticket, at):
    take(bounce(OutboxMessage.objects.get().message_id), at, uid=2)
    (_came, went) = page(agent).get(ticket.get_absolute_url()).context["mails"]
    assert (went["tone"], went["state"]) == ("bad", "未送达：对方地址退信")


def test_an_agent_answers_from_the_ticket(page, agent, ticket):
    client = page(agent)
    for _ in range(2):  # a double click writes once
        answer = client.post(
            f"/tickets/{ticket.number}/reply/",
            {"subject": "Re: 急", "text": "明天到", "idempotency_key": "k"},
        )
    assert answer.url == f"{ticket.get_absolute_url()}#mails"
    assert [one.text for one in OutboxMessage.objects.order_by("pk")][1:] == ["明天到"]
    assert "明天到" in body(client.get(ticket.get_absolute_url()))


@pytest.mark.parametrize("typed", [{"subject": "", "text": "明天到"}, {"subject": "x", "text": " "}])
def test_an_answer_that_lacks_something_loses_nothing(page, agent, ticket, typed):
    answer = page(agent).post(f"/tickets/{ticket.number}/reply/", typed)
    assert answer.status_code == 422
    assert typed["text"].strip() in body(answer)
    assert OutboxMessage.objects.count() == 1


def test_an_answer_the_service_refuses_is_told(page, agent, ticket):
    Ticket.objects.filter(pk=ticket.pk).update(contact=None)
    answer = page(agent).post(f"/tickets/{ticket.number}/reply/", {"subject": "x", "text": "y"})
    assert answer.status_code == 422


def test_the_address_of_the_answer_leads_to_the_ticket(page, agent, ticket):
    assert page(agent).get(f"/tickets/{ticket.number}/reply/").url == f"{ticket.get_absolute_url()}#mails"


def test_a_dealer_reads_and_does_not_write(page, norths_desk, north, ticket):
    """The mailbox is headquarters' own."""
    Ticket.objects.filter(pk=ticket.pk).update(dealer=north, status="accepted")
    client = page(norths_desk)
    shown = body(client.get(ticket.get_absolute_url()))
    assert "漏油" in shown
    assert "/reply/" not in shown
    assert client.post(f"/tickets/{ticket.number}/reply/", {"subject": "x", "text": "y"}).status_code == 403


def test_mails_of_another_dealers_ticket_are_nobody_elses(souths_desk, norths_desk, north, ticket, aside):
    """L2: and what has no ticket is headquarters' alone."""
    Ticket.objects.filter(pk=ticket.pk).update(dealer=north, status="accepted")
    assert not IncomingMail.objects.visible_to(souths_desk).exists()
    assert IncomingMail.objects.visible_to(norths_desk).count() == 1


@pytest.mark.parametrize("is_htmx", [False, True])
def test_the_whole_address_is_shown_and_recorded(page, agent, ticket, is_htmx):
    """C10."""
    heads = {"HX-Request": "true"} if is_htmx else {}
    answer = page(agent).post(f"/tickets/{ticket.number}/reveal-email/", headers=heads)
    assert "lin@example.com" in body(answer)
    assert AuditEntry.objects.filter(verb="phone_revealed", reason=ticket.number).exists()


def test_who_may_not_see_numbers_sees_no_address(page, deputy, ticket):
    assert page(deputy).post(f"/tickets/{ticket.number}/reveal-email/").status_code == 403


# ── mails that belong nowhere ──


def test_an_agent_places_a_mail(page, agent, aside):
    client = page(agent)
    shown = body(client.get("/tickets/mails/"))
    assert "挖掘机漏油" in shown
    answer = client.post(f"/tickets/mails/{aside.code}/place/", {"description": "录像里能看到漏油"})
    ticket = Ticket.objects.get()
    assert answer.url == ticket.get_absolute_url()
    assert "每封邮件都已归单" in body(client.get("/tickets/mails/"))
    assert client.post(f"/tickets/mails/{aside.code}/drop/", {"reason": "x"}).status_code == 404


def test_an_agent_drops_a_mail(page, agent, aside):
    client = page(agent)
    assert client.post(f"/tickets/mails/{aside.code}/drop/", {"reason": ""}).status_code == 422
    assert client.post(f"/tickets/mails/{aside.code}/drop/", {"reason": "广告"}).url == "/tickets/mails/"
    assert aside.decision.reason == "广告"


def test_a_mail_of_nobody_can_only_be_dropped(page, agent, at):
    mail = take(letter(sender="nobody"), at)
    client = page(agent)
    assert "/place/" not in body(client.get("/tickets/mails/"))
    answer = client.post(f"/tickets/mails/{mail.code}/place/", {"description": "x"})
    assert answer.status_code == 422
    assert "没有可以回复的发件人" in body(answer)


@pytest.mark.parametrize(("who", "status"), [("norths_desk", 403), ("deputy", 403)])
def test_nobody_else_sees_mails_without_a_ticket(request, page, aside, who, status):
    client = page(request.getfixturevalue(who))
    assert client.get("/tickets/mails/").status_code == status
    assert client.post(f"/tickets/mails/{aside.code}/drop/", {"reason": "x"}).status_code in {403, 404}


# ── at home ──


def test_what_a_customer_wrote_is_due_until_somebody_answers(agent, norths_desk, ticket, aside, at):
    """L1: and a mail without a ticket until somebody decides."""
    ours = OutboxMessage.objects.get().message_id
    later = at.replace(hour=3)
    take(letter("还在漏", message_id="<2@x>", in_reply_to=ours), later, uid=3)
    written = [item for item in due.items(agent, at) if "mail" in item.icon]
    assert [item.url for item in written] == [
        f"{ticket.get_absolute_url()}#mails",
        f"/tickets/mails/#mail-{aside.code}",
    ]
    assert not [item for item in due.items(norths_desk, at) if "mail" in item.icon]
    services.reply_by_mail(ticket, actor=agent, at=at.replace(hour=4), subject="x", text="明天到")
    services.drop_mail(aside, actor=agent, at=at, reason="广告")
    assert not [item for item in due.items(agent, at) if "mail" in item.icon]

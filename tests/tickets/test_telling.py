"""The customer is told at each step and when the fault is gone; staff are told what they have to do (D20)."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from equipment.services import customers
from records import outbox
from records.models import OutboxMessage, Robot
from records.sealing import seal
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.cast import NOW, accepted, assigned, closed, offered, opened, resolved
from tickets import services
from tickets.models import Ticket
from tickets.services.telling import tell_of_step

pytestmark = pytest.mark.django_db


def told(ticket, prefix="customer"):
    """Return the kinds of messages about a ticket, in order."""
    rows = OutboxMessage.objects.of(ticket.number).filter(template__startswith=prefix).exclude(channel="page")
    return [row.template.removeprefix(f"{prefix}.") for row in rows]


def last(ticket):
    return OutboxMessage.objects.of(ticket.number).filter(template__startswith="customer").last()


def test_from_opening_to_closing_the_customer_hears_of_each_step(dispatcher, norths_desk, norths_engineer):
    ticket = closed(dispatcher, norths_desk, norths_engineer)
    assert told(ticket) == ["open", "accept", "assign", "solve", "close"]
    message = last(ticket)
    assert (message.channel, message.to) == ("sms", "+8613812345678")
    assert (message.masked_to, message.language, message.is_quiet) == ("138****5678", "zh-hans", True)
    assert ticket.number in message.text


def test_the_customer_hears_who_comes(dispatcher, norths_desk, norths_engineer):
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    assert last(ticket).text.startswith(f"华东一号经销商的赵师傅负责您的报修 {ticket.number}")


def test_waiting_going_on_and_a_trip_in_vain_are_told_without_our_notes(
    dispatcher, norths_desk, norths_engineer
):
    """B9: what staff write for each other is not for customers."""
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    ticket = services.wait_ticket(ticket, actor=norths_desk, at=NOW, reason="customer", note="等客户付欠款")
    ticket = services.resume_ticket(ticket, actor=norths_desk, at=NOW)
    services.record_service(
        ticket, actor=norths_engineer.user, at=NOW, work_done="缺件", minutes_worked=5, result="not_fixed"
    )
    assert told(ticket)[3:] == ["wait", "resume", "record"]
    for message in OutboxMessage.objects.of(ticket.number):
        assert "欠款" not in message.text
        assert "缺件" not in message.text


def test_reopening_and_cancelling_are_told(dispatcher, norths_desk, norths_engineer):
    ticket = resolved(dispatcher, norths_desk, norths_engineer)
    ticket = services.reopen_ticket(ticket, actor=dispatcher, at=NOW, reason="又漏油")
    services.cancel_ticket(ticket, actor=dispatcher, at=NOW, reason="重复")
    assert told(ticket)[-2:] == ["reopen", "cancel"]


def test_what_headquarters_solves_on_the_phone_is_told_as_solved(dispatcher):
    ticket = opened(dispatcher)
    services.solve_ticket(ticket, actor=dispatcher, at=NOW, note="重启后好了")
    assert told(ticket) == ["open", "solve"]


def test_asking_one_dealer_after_another_is_none_of_the_customers_business(dispatcher, norths_desk):
    ticket = offered(dispatcher, norths_desk.dealer)
    services.refuse_ticket(ticket, actor=norths_desk, at=NOW, reason="人手不够")
    assert told(ticket) == ["open"]


def test_a_step_told_again_puts_nothing_again(dispatcher):
    ticket = opened(dispatcher)
    tell_of_step(ticket, ticket.events.get(), at=NOW)
    assert told(ticket) == ["open"]


def test_a_refused_step_tells_nobody(dispatcher, souths_desk, norths_desk):
    ticket = offered(dispatcher, norths_desk.dealer)
    with pytest.raises(PermissionDenied):
        services.accept_ticket(ticket, actor=souths_desk, at=NOW)
    assert told(ticket) == ["open"]


def test_at_night_the_message_waits_for_the_morning(dispatcher):
    night = datetime(2026, 9, 15, 14, tzinfo=UTC)  # 22:00 in Shanghai
    unit = EquipmentFactory()
    ticket = services.open_ticket(
        actor=dispatcher,
        at=night,
        intake=services.Intake(
            kind="repair",
            channel="hotline",
            description="漏油",
            equipment=unit,
            contact_name="",
            contact_phone="",
        ),
    )
    assert last(ticket).next_try_at == datetime(2026, 9, 16, 0, tzinfo=UTC)


def test_a_mended_number_is_the_one_that_is_written_to(dispatcher):
    unit = EquipmentFactory()
    ticket = opened(dispatcher, unit)
    customers.correct_contact(unit.contact, actor=dispatcher, at=NOW, name="张三", phone="13900001111")
    ticket = Ticket.objects.get(pk=ticket.pk)
    services.solve_ticket(ticket, actor=dispatcher, at=NOW, note="好了")
    assert last(ticket).to == "+8613900001111"


def test_a_landline_gets_no_sms(dispatcher):
    ticket = opened(dispatcher, contact=("王五", "025-84123456"))
    assert told(ticket) == []


def test_who_has_no_mobile_and_wrote_by_mail_is_told_by_mail(dispatcher):
    """Each step after the opening, which the answer to their mail has told of."""
    writer = customers.find_or_add_writer(name="林伟", address="lin@example.com", at=NOW)
    ticket = opened(dispatcher, contact_of=writer, channel="email")
    assert told(ticket) == []
    services.solve_ticket(ticket, actor=dispatcher, at=NOW, note="好了")
    message = last(ticket)
    assert (message.channel, message.to, message.is_quiet) == ("email", "lin@example.com", True)
    assert (message.subject, message.headers) == (
        f"您的报修 {ticket.number}",
        {"Auto-Submitted": "auto-generated"},
    )


def test_who_writes_by_mail_and_has_a_mobile_is_told_there(dispatcher):
    ticket = opened(dispatcher, contact=("王五", "13900002222"), channel="email")
    services.solve_ticket(ticket, actor=dispatcher, at=NOW, note="好了")
    assert (last(ticket).channel, last(ticket).subject) == ("sms", "")


def test_history_from_elsewhere_tells_nobody(dispatcher):
    ticket = opened(dispatcher)
    OutboxMessage.objects.all().delete()
    Ticket.objects.filter(pk=ticket.pk).update(channel="import")
    services.cancel_ticket(Ticket.objects.get(pk=ticket.pk), actor=dispatcher, at=NOW, reason="旧账")
    assert not OutboxMessage.objects.exists()


def test_words_are_chinese_whatever_language_the_actor_reads(dispatcher):
    with translation.override("en"):
        ticket = opened(dispatcher)
    assert "request" not in last(ticket).text


# ── staff ──


def test_the_desk_hears_of_an_offer_and_the_engineer_of_a_job(
    dispatcher, norths_desk, souths_desk, norths_engineer
):
    for person in (norths_desk, souths_desk, norths_engineer.user):
        person.email = f"{person.username}@dealer.example"
        person.save()
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    rows = OutboxMessage.objects.of(ticket.number).filter(channel="email")
    assert [(row.template, row.to) for row in rows] == [
        ("staff.offer", "norths-desk@dealer.example"),
        ("staff.assign", "norths-engineer@dealer.example"),
    ]
    assert {row.is_quiet for row in rows} == {False}
    assert rows[0].headers == {"Auto-Submitted": "auto-generated"}
    assert rows[0].subject == f"工单 {ticket.number}"


def test_who_has_left_or_is_no_desk_is_not_written_to(dispatcher, norths_desk, norths_engineer):
    norths_desk.email, norths_desk.is_active = "desk@dealer.example", False
    norths_desk.save()
    norths_engineer.user.email = "engineer@dealer.example"
    norths_engineer.user.save()
    ticket = offered(dispatcher, norths_desk.dealer)
    assert told(ticket, "staff") == []


def test_an_engineer_without_account_is_told_by_the_desk(dispatcher, norths_desk, norths_engineer):
    norths_engineer.user = None
    norths_engineer.save()
    ticket = assigned(dispatcher, norths_desk, norths_engineer)
    assert told(ticket, "staff") == []


def test_a_group_hears_what_its_robot_is_told_of(dispatcher, norths_desk):
    for code, events, is_active in (
        ("desk", ["staff.open", "staff.refuse"], True),
        ("deaf", [], True),
        ("gone", ["staff.open"], False),
    ):
        Robot.objects.create(
            code=code,
            name=code,
            kind="wecom",
            sealed_address=seal("https://robot.example/"),
            events=events,
            is_active=is_active,
        )
    ticket = offered(dispatcher, norths_desk.dealer)
    services.refuse_ticket(ticket, actor=norths_desk, at=NOW, reason="人手不够")
    rows = OutboxMessage.objects.of(ticket.number).filter(channel="robot")
    assert [(row.to, row.template) for row in rows] == [("desk", "staff.open"), ("desk", "staff.refuse")]


def test_a_reopened_ticket_goes_back_to_its_engineer_who_hears_of_it(
    dispatcher, norths_desk, norths_engineer
):
    norths_engineer.user.email = "engineer@dealer.example"
    norths_engineer.user.save()
    ticket = resolved(dispatcher, norths_desk, norths_engineer)
    services.reopen_ticket(ticket, actor=dispatcher, at=NOW, reason="又漏油")
    assert told(ticket, "staff") == ["assign", "reopen"]


def test_accepting_tells_no_robot_and_nobody_of_staff(dispatcher, norths_desk):
    assert told(accepted(dispatcher, norths_desk), "staff") == []


def test_the_page_of_a_ticket_says_what_the_customer_was_told(page, dispatcher, norths_desk):
    """Staff see way and state; neither number nor text stand there, and what staff were told is left out."""
    ticket = accepted(dispatcher, norths_desk)
    outbox.send_due(NOW)
    body = page(norths_desk).get(ticket.get_absolute_url()).content.decode()
    section = body[body.index('id="told"') : body.index('id="history"')]
    assert "客户：已受理" in section
    assert "客户：已接单" in section
    assert section.count("卡住") == 2
    assert "短信" in section
    assert "员工" not in section
    assert "138" not in section


def test_a_ticket_of_which_nobody_was_told_has_no_such_section(page, dispatcher):
    ticket = opened(dispatcher)
    OutboxMessage.objects.all().delete()
    assert 'id="told"' not in page(dispatcher).get(ticket.get_absolute_url()).content.decode()


def test_a_ticket_without_a_contact_tells_no_customer(dispatcher):
    nobody = {"customer": None, "contact": None, "contact_name": ""}
    ticket = TicketFactory(dealer=None, equipment=EquipmentFactory(), **nobody)
    services.cancel_ticket(ticket, actor=dispatcher, at=NOW, reason="重复")
    assert told(ticket) == []

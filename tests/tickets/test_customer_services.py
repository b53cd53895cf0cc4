"""What customers do without an account, and the links and codes by which they do it (D1, B2–B11)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction

from equipment.services import find_coded_unit
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory
from tests.tickets.customers import NOW, coded, digits_sent, last_sms, link_of, linked
from tickets.choices import LinkPurpose, TicketChannel, TicketPriority
from tickets.models import CustomerLink, CustomerRating, PhoneCode, Ticket
from tickets.services.customers import (
    AlreadyRated,
    AlreadyReported,
    NothingReported,
    NotRatedNow,
    RatingNotValid,
    Report,
    TooLateToReopen,
    confirm_repair,
    may_be_rated,
    rate_repair,
    report_fault,
    report_not_over,
)
from tickets.services.links import NoMobile, find_link, is_in_force, make_link, revoke_links, send_link
from tickets.services.phone_codes import NoMobileOnFile, TooManyCodes, check_code, send_code
from tickets.states import TicketStatus, TransitionNotAllowed

GOOD = {"content": 5, "process": 4, "attitude": 5}


# ── links ──


def test_a_link_is_kept_as_hash_and_found_for_its_purpose_alone(ticket_in, norths_desk):
    """B2."""
    ticket = ticket_in("assigned")
    token = linked(ticket)
    link = find_link(token, purpose=LinkPurpose.PROGRESS)
    assert link.ticket == ticket
    assert token not in link.token_hash
    assert find_coded_unit(token) is None
    assert find_link(coded(ticket.equipment, norths_desk), purpose=LinkPurpose.PROGRESS) is None
    assert find_link(token.swapcase(), purpose=LinkPurpose.PROGRESS) is None
    assert find_link("", purpose=LinkPurpose.PROGRESS) is None


def test_a_link_ends_by_time_and_by_revoking(ticket_in, norths_desk):
    """B3."""
    ticket = ticket_in("assigned")
    link = link_of(ticket)
    assert is_in_force(link, at=NOW)
    assert not is_in_force(link, at=link.expires_at)
    assert revoke_links(ticket, actor=norths_desk, at=NOW) == 1
    link.refresh_from_db()
    assert (link.revoked_at, link.revoked_by) == (NOW, norths_desk)
    assert not is_in_force(link, at=NOW)
    assert revoke_links(ticket, actor=norths_desk, at=NOW) == 0


def test_who_speaks_with_the_customer_makes_links(ticket_in, agent, dispatcher, norths_desk):
    ticket = ticket_in("assigned")
    for actor in (agent, dispatcher, norths_desk):
        token = make_link(ticket, actor=actor, at=NOW)
        assert find_link(token, purpose=LinkPurpose.PROGRESS).made_by == actor


def test_others_make_send_and_revoke_none(ticket_in, norths_engineer, souths_desk, deputy):
    ticket = ticket_in("assigned")
    for actor in (norths_engineer.user, souths_desk, deputy):
        for act in (make_link, revoke_links):
            with pytest.raises(PermissionDenied):
                act(ticket, actor=actor, at=NOW)
        with pytest.raises(PermissionDenied):
            send_link(ticket, actor=actor, at=NOW, address=str)


def test_a_link_goes_to_the_contact_by_sms(ticket_in, agent):
    """D20."""
    ticket = ticket_in("assigned")
    send_link(ticket, actor=agent, at=NOW, address=lambda token: f"https://house.example/t/{token}/")
    to, text = last_sms()
    assert to == "+8613812345678"
    assert ticket.number in text
    token = text.split("/t/")[1].rstrip("/")
    assert find_link(token, purpose=LinkPurpose.PROGRESS).ticket == ticket


def test_a_landline_takes_no_link(ticket_in, unit, agent):
    landline = CustomerContactFactory(customer=unit.customer, phone="+862584001234", name="前台")
    ticket = ticket_in("assigned", contact=landline)
    with pytest.raises(NoMobile):
        send_link(ticket, actor=agent, at=NOW, address=str)
    assert not CustomerLink.objects.exists()
    with pytest.raises(NoMobile):
        send_link(ticket_in("assigned", contact=None, contact_name=""), actor=agent, at=NOW, address=str)


def test_the_database_knows_what_a_link_is(ticket_in):
    link = link_of(ticket_in("assigned"))
    for wrong in ({"purpose": "other"}, {"expires_at": NOW}, {"revoked_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CustomerLink.objects.filter(pk=link.pk).update(**wrong)


# ── reporting ──


def test_a_report_is_a_ticket_of_the_code_with_a_link_for_the_reporter(unit):
    """D1: no user, the channel recorded, the dealer found by rule."""
    report = Report(state="stands", symptoms=("leak", "noise"), words="一晚上一大滩", phone="13900001111")
    ticket, token = report_fault(unit, at=NOW, report=report)
    assert (ticket.channel, ticket.opened_by) == (TicketChannel.QR, None)
    assert ticket.priority == TicketPriority.HIGH
    assert ticket.description == "停机了：漏油漏水、异响\n一晚上一大滩"
    assert ticket.contact.masked_phone == "139****1111"
    assert find_link(token, purpose=LinkPurpose.PROGRESS).ticket == ticket
    assert find_link(token, purpose=LinkPurpose.PROGRESS).made_by is None


def test_hardly_anything_has_to_be_said(unit):
    ticket, _token = report_fault(unit, at=NOW, report=Report(state="works", words="怠速不稳"))
    assert (ticket.description, ticket.priority) == ("能干活\n怠速不稳", TicketPriority.NORMAL)
    assert ticket.contact == unit.contact


def test_nothing_said_is_no_report(unit):
    with pytest.raises(NothingReported):
        report_fault(unit, at=NOW, report=Report(state="works", words=" \n"))
    assert not Ticket.objects.exists()


def test_what_is_reported_already_is_reported_again_on_purpose_alone(unit):
    said = {"state": "stands", "symptoms": ("leak",)}
    report_fault(unit, at=NOW, report=Report(**said))
    with pytest.raises(AlreadyReported):
        report_fault(unit, at=NOW, report=Report(**said))
    report_fault(unit, at=NOW, report=Report(is_another=True, **said))
    assert Ticket.objects.of_unit(unit.pk).count() == 2


# ── confirming, not over ──


def test_a_confirmed_repair_is_closed_by_the_customer(ticket_in):
    ticket = ticket_in("resolved")
    link = link_of(ticket)
    closed = confirm_repair(link, at=NOW)
    last = closed.events.in_order().last()
    assert (closed.status, closed.closed_at) == (TicketStatus.CLOSED, NOW)
    assert (last.verb, last.actor, last.link) == ("close", None, link)


@pytest.mark.parametrize("status", sorted(set(TicketStatus) - {TicketStatus.RESOLVED}))
def test_nothing_but_a_resolved_ticket_is_confirmed_or_taken_up_again(ticket_in, status):
    link = link_of(ticket_in(status))
    with pytest.raises(TransitionNotAllowed):
        confirm_repair(link, at=NOW)
    with pytest.raises(TransitionNotAllowed):
        report_not_over(link, at=NOW, reason="还漏")


def test_a_fault_that_is_not_over_goes_back_to_its_engineer(ticket_in, norths_engineer):
    ticket = ticket_in("resolved", engineer=norths_engineer, resolved_at=NOW)
    link = link_of(ticket)
    moved = report_not_over(link, at=NOW + timedelta(days=14), reason="还在漏油")
    last = moved.events.in_order().last()
    assert moved.status == TicketStatus.ASSIGNED
    assert (last.verb, last.note, last.actor, last.link) == ("reopen", "还在漏油", None, link)


def test_after_two_weeks_it_is_a_new_fault(ticket_in):
    link = link_of(ticket_in("resolved", resolved_at=NOW))
    with pytest.raises(TooLateToReopen):
        report_not_over(link, at=NOW + timedelta(days=14, seconds=1), reason="还漏")


# ── rating ──


def test_a_repair_is_rated_once(ticket_in):
    """B11."""
    link = link_of(ticket_in("closed"))
    rating = rate_repair(link, at=NOW, comment=" 很快\x00 ", **GOOD)
    assert (rating.content, rating.process, rating.attitude, rating.comment) == (5, 4, 5, "很快")
    with pytest.raises(AlreadyRated):
        rate_repair(link, at=NOW, content=1, process=1, attitude=1)
    assert CustomerRating.objects.get().content == 5


@pytest.mark.parametrize("wrong", [0, 6, 11, -1])
def test_a_rating_is_one_to_five(ticket_in, wrong):
    """B11."""
    link = link_of(ticket_in("closed"))
    with pytest.raises(RatingNotValid):
        rate_repair(link, at=NOW, **GOOD | {"process": wrong})
    rating = rate_repair(link, at=NOW, **GOOD)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerRating.objects.filter(pk=rating.pk).update(attitude=abs(wrong) + 6)


@pytest.mark.parametrize(
    ("status", "after", "is_time"),
    [
        ("assigned", timedelta(0), False),
        ("cancelled", timedelta(0), False),
        ("resolved", timedelta(0), False),
        ("closed", timedelta(days=30), True),
        ("closed", timedelta(days=30, seconds=1), False),
    ],
)
def test_a_repair_is_rated_once_it_is_closed_for_a_month(ticket_in, status, after, is_time):
    """B11."""
    ticket = ticket_in(status)
    at = (ticket.closed_at or NOW) + after
    assert may_be_rated(ticket, at=at) is is_time
    if not is_time:
        with pytest.raises(NotRatedNow):
            rate_repair(link_of(ticket), at=at, **GOOD)


# ── one-time codes ──


def test_a_code_goes_to_the_phone_on_file_and_is_good_once(unit):
    """B6: hashed, six digits."""
    code = send_code(unit, at=NOW)
    to, text = last_sms()
    digits = digits_sent()
    assert to == "+8613812345678"
    assert len(digits) == 6
    assert digits not in code.code_hash
    assert "您" in text
    assert check_code(unit, at=NOW, digits=digits)
    assert not check_code(unit, at=NOW, digits=digits)


def test_a_code_is_of_one_unit_and_ends_after_ten_minutes(unit, north):
    send_code(unit, at=NOW)
    digits = digits_sent()
    assert not check_code(EquipmentFactory(dealer=north), at=NOW, digits=digits)
    assert not check_code(unit, at=NOW + timedelta(minutes=10), digits=digits)
    assert check_code(unit, at=NOW + timedelta(minutes=9, seconds=59), digits=digits)


def test_after_five_tries_even_the_right_code_is_none(unit):
    send_code(unit, at=NOW)
    digits = digits_sent()
    wrong = "000000" if digits != "000000" else "111111"
    assert [check_code(unit, at=NOW, digits=wrong) for _ in range(5)] == [False] * 5
    assert not check_code(unit, at=NOW, digits=digits)
    assert PhoneCode.objects.get().tries == 5


def test_the_code_sent_last_is_the_only_one(unit):
    send_code(unit, at=NOW)
    first = digits_sent()
    send_code(unit, at=NOW + timedelta(minutes=1))
    second = digits_sent()
    if first != second:
        assert not check_code(unit, at=NOW + timedelta(minutes=2), digits=first)
    assert check_code(unit, at=NOW + timedelta(minutes=2), digits=second)


def test_three_codes_an_hour_of_a_unit_and_of_a_phone(unit, north):
    other = EquipmentFactory(dealer=north)  # whose contact has the same phone
    for _ in range(3):
        send_code(unit, at=NOW)
    for one in (unit, other):
        with pytest.raises(TooManyCodes):
            send_code(one, at=NOW + timedelta(minutes=59))
    assert send_code(other, at=NOW + timedelta(hours=1))


def test_a_landline_on_file_takes_no_code(north):
    unit = EquipmentFactory(dealer=north)
    unit.contact = CustomerContactFactory(customer=unit.customer, phone="+862584001234", name="前台")
    with pytest.raises(NoMobileOnFile):
        send_code(unit, at=NOW)


def test_a_mended_contact_gets_the_code_at_the_new_number(unit):
    new = CustomerContactFactory(customer=unit.customer, phone="+8613900009999")
    unit.contact.replaced_by = new
    unit.contact.save()
    send_code(unit, at=NOW)
    assert last_sms()[0] == "+8613900009999"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_guesses_at_once_count_one_by_one(north):
    """safety.md, 13."""
    unit = EquipmentFactory(dealer=north)
    send_code(unit, at=NOW)
    digits = digits_sent()
    wrong = "000000" if digits != "000000" else "111111"

    def guess(_n):
        try:
            return check_code(unit, at=NOW, digits=wrong)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as people:
        assert not any(people.map(guess, range(12)))
    assert PhoneCode.objects.get().tries == 5
    assert not check_code(unit, at=NOW, digits=digits)

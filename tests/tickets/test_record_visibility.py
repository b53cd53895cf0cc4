"""A record stays with those whose trip it was, wherever its ticket goes (D7, D8, L2)."""

from datetime import timedelta

import pytest

from dealers.roles import Role
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.tickets import trips
from tickets import services
from tickets.models import RecordLine, RecordPhoto, ServiceRecord, SignedRecord, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(ticket_in, norths_engineer, south, at):
    """North's signed trip, of a ticket that South serves by now."""
    record = trips.signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at).record
    ended = at - timedelta(days=1)
    record.ticket.assignments.filter(ended_at__isnull=True).update(ended_at=ended)
    Ticket.objects.filter(pk=record.ticket_id).update(dealer=south, engineer=None, status="accepted")
    return record


@pytest.fixture
def colleague(north):
    """Another engineer of North."""
    return ServiceStaffFactory(dealer=north, user=UserFactory(dealer=north, roles=[Role.ENGINEER])).user


@pytest.mark.parametrize("who", ["norths_desk", "centres_desk"])
def test_whose_trip_it_was_reads_the_record_and_not_the_ticket(page, request, record, who):
    """D8: they are asked after it, so they can open it."""
    client = page(request.getfixturevalue(who))
    answer = client.get(record.get_absolute_url())
    assert answer.status_code == 200
    said = answer.content.decode()
    if who != "centres_desk":
        assert record.ticket.get_absolute_url() not in said
        assert "这份服务记录仍归你们" in said
        assert client.get(record.ticket.get_absolute_url()).status_code == 404
    photo = RecordPhoto.objects.filter(record=record).first()
    assert client.get(f"{record.get_absolute_url()}photos/{photo.file.code}/").status_code == 200


def test_who_serves_the_ticket_now_reads_what_was_done_before(page, souths_desk, record):
    """D7: the next trip begins where this one ended."""
    said = page(souths_desk).get(record.get_absolute_url()).content.decode()
    assert "更换密封圈" in said
    assert record.ticket.get_absolute_url() in said


def test_an_engineer_keeps_what_is_still_owed(
    page, norths_engineer, colleague, auditor, record, at, time_machine
):
    """D8, E1: returned, it is to be mended by who was on the trip, and by nobody else, for 30 days."""
    time_machine.move_to(at, tick=False)
    client, address = page(norths_engineer.user), record.get_absolute_url()
    assert client.get(address).status_code == 404
    record.refresh_from_db()
    services.audit_record(record, actor=auditor, at=at, result="returned", reason="照片看不清")
    said = client.get(address).content.decode()
    assert "照片看不清" in said
    assert "这份服务记录仍归你们" in said
    assert page(colleague).get(address).status_code == 404
    time_machine.move_to(at + timedelta(days=31), tick=False)
    assert not ServiceRecord.objects.visible_to(norths_engineer.user).exists()


def test_the_parts_of_a_record_follow_it(norths_desk, souths_desk, colleague, record):
    for actor, count in ((norths_desk, 1), (souths_desk, 1), (colleague, 0)):
        assert ServiceRecord.objects.visible_to(actor).count() == count
        assert SignedRecord.objects.visible_to(actor).count() == count
        assert RecordLine.objects.visible_to(actor).exists() == bool(count)

"""How many statements the page of a ticket takes: the same ones however much there is to show (D3, D5)."""

import io
from datetime import timedelta

import pytest
import time_machine

from records.files.keeping import SentFile
from tests.factories.equipment import EquipmentFactory
from tests.factories.files import PDF
from tests.tickets.cast import NOW, accepted, assigned, opened, resolved
from tests.tickets.customers import link_of, linked
from tests.tickets.letters import letter, with_files
from tests.tickets.quotes import drafted
from tickets import services
from tickets.mail.reading import read_mail
from tickets.models import Ticket
from tickets.services.linking import link_tickets
from tickets.services.wishing import stop_telling

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.MAILBOX_URL = "imaps://box%40aftersales.example:x@imap.example/INBOX"
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def reader(request, norths_engineer):
    return lambda who: norths_engineer.user if who == "engineer" else request.getfixturevalue(who)


@pytest.fixture
def plain(dispatcher, norths_desk, norths_engineer):
    """Assigned, and nothing else."""
    return assigned(dispatcher, norths_desk, norths_engineer)


@pytest.fixture
def full(dispatcher, north, norths_desk, norths_engineer, manager):
    """A repair that came back, reopened, alerted, promised, quoted, linked, with files, mails and a stop."""
    unit = EquipmentFactory(dealer=north, installed=True)
    earlier = resolved(dispatcher, norths_desk, norths_engineer, unit)
    services.close_ticket(earlier, actor=norths_desk, at=NOW)
    ticket = opened(dispatcher, unit, previous=earlier)
    ticket = services.offer_ticket(ticket, actor=dispatcher, at=NOW, dealer=north)
    services.accept_ticket(ticket, actor=norths_desk, at=NOW)
    services.assign_ticket(ticket, actor=norths_desk, at=NOW, engineer=norths_engineer)
    done = {"work_done": "更换密封圈", "minutes_worked": 90, "result": "fixed"}
    services.record_service(ticket, actor=norths_engineer.user, at=NOW, **done)
    services.reopen_ticket(ticket, actor=dispatcher, at=NOW, reason="还漏")
    ends = LATER + timedelta(hours=3)
    services.appoint_ticket(ticket, actor=norths_desk, at=NOW, begins_at=LATER, ends_at=ends)
    services.promise_answer(ticket, actor=dispatcher, at=NOW, until=NOW + timedelta(hours=4))
    drafted(ticket, norths_desk)
    sent = [SentFile(io.BytesIO(PDF), "x.pdf")]
    services.add_files(ticket, actor=norths_desk, at=NOW, sent=sent, is_shown_to_customer=True)
    linked(ticket)
    mail = with_files(letter(subject=f"[{ticket.number}] 照片"), ("x.pdf", PDF))
    services.take_mail(read_mail(mail.as_bytes()), came=services.Came("box", 1, 1, is_whole=True), at=NOW)
    link_tickets(accepted(dispatcher, norths_desk), actor=dispatcher, at=NOW, other=ticket, reason="同一批")
    stop_telling(link_of(ticket), at=NOW)
    services.raise_alerts(LATER)
    fresh = Ticket.objects.get(pk=ticket.pk)
    services.wait_ticket(fresh, actor=norths_desk, at=LATER, reason="customer", note="等配件")
    return fresh


@pytest.fixture
def untimed(full, dispatcher, norths_desk, norths_engineer, own_engineer, north):
    """All of that, refused by its dealer and gone to headquarters' own people, with no time agreed."""
    unit = EquipmentFactory(dealer=north, installed=True)
    earlier = resolved(dispatcher, norths_desk, norths_engineer, unit)
    services.close_ticket(earlier, actor=norths_desk, at=NOW)
    ticket = opened(dispatcher, unit, previous=earlier)
    services.offer_ticket(ticket, actor=dispatcher, at=NOW, dealer=north)
    services.refuse_ticket(ticket, actor=norths_desk, at=NOW, reason="no_engineer")
    services.accept_ticket(ticket, actor=dispatcher, at=NOW)
    services.assign_ticket(ticket, actor=dispatcher, at=NOW, engineer=own_engineer)
    done = {"work_done": "更换密封圈", "minutes_worked": 90, "result": "fixed"}
    services.record_service(ticket, actor=own_engineer.user, at=NOW, **done)
    services.reopen_ticket(ticket, actor=dispatcher, at=NOW, reason="还漏")
    services.promise_answer(ticket, actor=dispatcher, at=NOW, until=NOW + timedelta(hours=4))
    drafted(ticket, dispatcher)
    sent = [SentFile(io.BytesIO(PDF), "x.pdf")]
    services.add_files(ticket, actor=dispatcher, at=NOW, sent=sent, is_shown_to_customer=True)
    linked(ticket)
    services.raise_alerts(LATER)
    return Ticket.objects.get(pk=ticket.pk)


STATEMENTS = {
    "plain": {"norths_desk": 11, "dispatcher": 11, "agent": 11, "engineer": 9},
    "full": {"norths_desk": 13, "dispatcher": 14, "agent": 14, "engineer": 12},
    "untimed": {"dispatcher": 15, "agent": 14},
}


@pytest.mark.parametrize(
    ("which", "who"), [(which, who) for which, readers in STATEMENTS.items() for who in readers]
)
def test_the_page_takes_at_most_fifteen_statements(
    request, page, reader, django_assert_num_queries, who, which
):
    """House rule 11."""
    ticket, client = request.getfixturevalue(which), page(reader(who))
    with django_assert_num_queries(STATEMENTS[which][who]):
        assert client.get(ticket.get_absolute_url()).status_code == 200

"""A customer before a machine: the code scanned, a fault reported, followed, confirmed and rated (C9, D1)."""

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from equipment.services import print_labels
from tests.factories.equipment import EquipmentFactory, ProductTermsFactory
from tests.factories.files import picture
from tests.journeys.browser import PHONE, Person, chromium
from tests.tickets.customers import digits_sent
from tickets.models import CustomerRating, Ticket
from tickets.services import accept_ticket, assign_ticket, offer_ticket, record_service
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def customer(live_server, monkeypatch):
    """Somebody with a phone and no account."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    cache.clear()
    with chromium() as browser:
        faults = []
        yield Person(browser, live_server.url, faults, viewport=PHONE)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


def test_from_the_code_to_the_rating(customer, north, norths_desk, norths_engineer, dispatcher):
    unit = EquipmentFactory(dealer=north, installed=True)
    ProductTermsFactory(product=unit.product)
    token = print_labels([unit], actor=norths_desk, at=timezone.now())[0].token
    followed = report(customer, token)
    ticket = Ticket.objects.get()
    assert ticket.number in customer.told()
    assert ticket.files.count() == 1

    customer.open(f"/u/{token}/report/")
    assert "已经报修" in customer.told()
    show_code(customer, followed)
    assert "138****5678" in customer.told()

    repair(ticket, dispatcher, norths_desk, norths_engineer)
    confirm_and_rate(customer, followed)
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.CLOSED
    assert CustomerRating.objects.get(ticket=ticket).content == 5


def report(customer, token):
    """Scan the code, press what is wrong, add a photo; return where the report is followed."""
    customer.open(f"/u/{token}/")
    customer.send("a.opt.p")
    customer.choose("state", "stands")
    customer.choose("symptoms", "leak")
    photo = {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
    customer.find("input[name=photos]").set_input_files([photo])
    assert "照片 1 张" in customer.told()
    customer.send("footer button")
    return customer.path()


def show_code(customer, followed):
    """Type the digits that came to the phone on file."""
    customer.open(followed)
    customer.send("form[action$='/code/send/'] button")
    customer.fill(digits=digits_sent())
    customer.send("main form:has([name=digits]) button")


def confirm_and_rate(customer, followed):
    customer.open(followed)
    assert "已修好，请您确认" in customer.told()
    customer.send("#over .btn-primary")
    for question in ("content", "process", "attitude"):
        customer.choose(question, "5")
    customer.send("#rate .btn-primary")
    assert "您已评价" in customer.told()


def repair(ticket, dispatcher, desk, engineer):
    """Bring a ticket to where its customer is asked."""
    at = timezone.now()
    ticket = offer_ticket(ticket, actor=dispatcher, at=at, dealer=desk.dealer)
    ticket = accept_ticket(ticket, actor=desk, at=at)
    ticket = assign_ticket(ticket, actor=desk, at=at, engineer=engineer)
    record_service(
        ticket, actor=engineer.user, at=at, work_done="更换密封圈", minutes_worked=60, result="fixed"
    )

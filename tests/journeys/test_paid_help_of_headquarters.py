"""A hard case from the dealer's desk to headquarters and back, and what the help costs (D9, I11)."""

import pytest
from django.db import connections
from django.utils import timezone

from dealers.models import AccountEntry
from dealers.roles import Role
from tests.factories.dealers import DivisionFactory, TerritoryFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import PHONE, Person, chromium
from tests.tickets.referrals import ASKED, DIAGNOSIS, complete, referred
from tickets.models import Referral
from tickets.services import advise_referral
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def come(live_server, monkeypatch):
    """Sign somebody in at a browser of their own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    with chromium() as browser:
        faults = []
        yield lambda name, **look: Person(browser, live_server.url, faults, **look).sign_in(name)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


@pytest.fixture
def hard(north, norths_desk, norths_engineer):
    """A ticket of North in its own territory, with all papers but the diagnosis."""
    home = TerritoryFactory(dealer=north, division=DivisionFactory()).division
    ticket = TicketFactory(
        dealer=north,
        equipment=EquipmentFactory(dealer=north, installed=True),
        division=home,
        status=TicketStatus.ASSIGNED,
        engineer=norths_engineer,
    )
    complete(ticket, norths_desk)
    return ticket


def refer(desk, ticket):
    """The dealer's desk writes the diagnosis and asks; the page says what the help will cost."""
    desk.open(f"/tickets/{ticket.number}/escalate/")
    desk.fill(diagnosis=DIAGNOSIS, question=ASKED["question"])
    desk.choose("wanted", "on_site")
    desk.send("button[value='refer']")
    assert "¥ 800.00 / 天" in desk.told()
    desk.find("a[href$='/dossier-why/']").click()
    desk.look()
    assert "材料已齐，共 6 项" in desk.find("#why").inner_text()


def advise(helper, referral):
    """Technical support finds it at home, reads the price while the answer is written, and sends it."""
    assert referral.number in helper.find("main").inner_text()
    helper.open(referral.get_absolute_url())
    helper.fill(answer="先换先导泵复测")
    helper.choose("given", "repair")
    helper.fill(days="2")
    helper.press("Tab")
    helper.find("#cost:has-text('¥ 3,000.00')").wait_for()
    helper.send("#advise button[data-primary]")
    assert "¥ 3,000.00" in helper.find("#price").inner_text()


def find_on_account(desk, entry):
    """The dealer is told, finds the entry on its account, and why it is so much."""
    desk.open("/notices/")
    assert entry.number in desk.told()
    desk.open("/dealer-accounts/entries/")
    assert "−¥ 3,000.00" in desk.find(".figs").inner_text()
    desk.find(f"a[href='/dealer-accounts/entries/{entry.number}/why/']").click()
    desk.look()
    assert "¥ 1,500.00 × 2 天" in desk.find("#why").inner_text()


def waive(head, entry):
    """The service manager puts it back, first without a reason."""
    head.open(entry.get_absolute_url())
    head.send("#reverse button[data-primary]")
    assert "请写明冲销的理由" in head.told()
    head.fill(reason="首例同类故障，本次减免")
    head.send("#reverse button[data-primary]")
    assert head.path() == AccountEntry.objects.get(kind="reversal").get_absolute_url()


def test_support_helps_the_dealer_pays_and_the_manager_waives(come, hard, norths_desk, support, manager):
    """At 1440×900, the dealer at last at 390×844."""
    desk = come(norths_desk.username)
    refer(desk, hard)
    advise(come(support.username), Referral.objects.get())
    entry = AccountEntry.objects.get()
    find_on_account(desk, entry)
    waive(come(manager.username), entry)
    phone = come(norths_desk.username, viewport=PHONE)
    phone.open("/dealer-accounts/entries/")
    assert "¥ 0.00" in phone.find(".figs").inner_text()
    phone.send(f"a[data-open][href='{entry.get_absolute_url()}']")
    assert "首例同类故障，本次减免" in phone.told()


def test_finance_reads_what_the_settlement_will_debit(come, hard, norths_desk, support):
    """From home to the dealer's entries, one of them and the clause; no link leads to a closed door."""
    finance = UserFactory(username="finance", roles=[Role.FINANCE])
    advise_referral(
        referred(hard, norths_desk, done=True),
        actor=support,
        at=timezone.now(),
        answer="先换先导泵",
        given="on_site",
        days=1,
    )
    entry = AccountEntry.objects.get()
    clerk = come(finance.username)
    clerk.send("main a[href='/dealer-accounts/NORTH/']")
    clerk.send(f"a[data-open][href='{entry.get_absolute_url()}']")
    clerk.find("a[href$='/why/']").first.click()
    clerk.look()
    assert "到场指导每天 800 元" in clerk.find("#why").inner_text()
    assert clerk.find("#why a[href^='/referrals/']").count() == 0
    clerk.open("/dealer-accounts/")
    assert "−800.00" in clerk.told()

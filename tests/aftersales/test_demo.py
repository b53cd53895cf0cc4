"""The demonstration: a believable year, played by the services, with work for each role on its last day."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count

from aftersales.demo.cast import ACCOUNTS, PASSWORD
from aftersales.home import SOURCES
from dealers.models import Dealer, ServiceStaff, User
from equipment.models import (
    Equipment,
    Maintenance,
    MaintenanceDone,
    Product,
    ProductTerms,
    SerialNumberCase,
    UnitCode,
)
from records import invariants
from regulation.calendars import local_day
from regulation.choices import RuleCode
from regulation.models import RegulationVersion
from tickets.choices import AlertStep, TicketChannel
from tickets.models import IncomingMail, Ticket, TicketAlert, TicketEvent
from tickets.states import TicketStatus
from tooling.run import ACCOUNTS as GREETED
from visits.models import Visit, VisitEvent
from visits.states import VisitStatus

AFTERNOON = datetime(2026, 9, 16, 7, tzinfo=UTC)
TODAY = local_day(AFTERNOON)
pytestmark = pytest.mark.django_db  # else no database is made when these tests run alone


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup, django_db_blocker):
    """Play the year once for this file, in one transaction that is rolled back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        told = StringIO()
        with time_machine.travel(AFTERNOON, tick=False):
            call_command("demo", stdout=told)
        yield told.getvalue()
        transaction.set_rollback(True)


def count_by(model, field):
    return dict(model.objects.values_list(field).annotate(n=Count("pk")))


def test_it_says_how_far_it_is_and_whom_to_sign_in_as(said):
    assert "2026-09: " in said
    assert "agent2" in said
    assert PASSWORD in said


def test_the_network_has_the_size_it_should():
    """A year of some 60 units, 6 to 8 dealers with two centres, 120 tickets, 150 calls."""
    assert Dealer.objects.count() == 8
    assert Dealer.objects.filter(kind="province_centre").count() == 2
    assert 60 <= Equipment.objects.count() <= 100
    assert 110 <= Ticket.objects.count() <= 190
    assert 150 <= Visit.objects.filter(status=VisitStatus.DONE).count() <= 350


def test_times_run_out_and_mails_wait_so_that_nothing_is_empty():
    """D3, D1, C6: warned and escalated tickets, mails to place and to answer, a tracker put right."""
    assert set(TicketAlert.objects.values_list("step", flat=True)) == set(AlertStep.values)
    assert Ticket.objects.exclude(alert="").count() >= 2
    assert IncomingMail.objects.waiting().count() == 2
    assert IncomingMail.objects.unanswered().count() == 1
    assert Equipment.objects.exclude(gps_terminal="").count() >= 2


def test_all_invariants_hold():
    """C1–C3, T1–T3, X1."""
    assert list(invariants.broken()) == []


def test_the_accounts_are_exactly_these_and_all_can_sign_in():
    """L1: other people of the network have no password; the start names all who have one."""
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {username for username, *_ in ACCOUNTS} == {username for username, *_ in GREETED}
    assert all(User.objects.get(username=name).check_password(PASSWORD) for name, *_ in ACCOUNTS)
    roles = {user.username: set(user.roles) for user in User.objects.filter(username__in=able)}
    assert roles == {username: {role} for username, _, role, _ in ACCOUNTS}


def test_dealer_belongs_to_centre_and_dealer2_to_another():
    """L2."""
    centre, dealer, dealer2 = (
        User.objects.get(username=name).dealer for name in ("centre", "dealer", "dealer2")
    )
    assert dealer.parent == centre
    assert dealer2.parent not in {None, centre}
    engineer = ServiceStaff.objects.get(user__username="engineer")
    assert engineer.dealer == dealer
    assert engineer in ServiceStaff.objects.confirmed()
    assert User.objects.get(username="admin").is_staff


@pytest.mark.parametrize("username", [username for username, *_ in ACCOUNTS])
def test_everybody_finds_work_on_their_home_page(username):
    """L1."""
    actor = User.objects.get(username=username)
    assert [item.title for source in SOURCES for item in source.items(actor, AFTERNOON)]


def test_tickets_stand_in_every_state_that_waits_for_somebody():
    states = set(count_by(Ticket, "status"))
    assert states >= {
        TicketStatus.NEW,
        TicketStatus.OFFERED,
        TicketStatus.ACCEPTED,
        TicketStatus.ASSIGNED,
        TicketStatus.WAITING,
        TicketStatus.RESOLVED,
        TicketStatus.CLOSED,
    }


def test_no_ticket_is_forgotten():
    """Whatever came in more than three weeks ago has been seen to."""
    old = Ticket.objects.filter(opened_at__lt=AFTERNOON - timedelta(days=21))
    put_off = old.filter(channel=TicketChannel.PLAN, status=TicketStatus.CANCELLED)
    assert set(old.exclude(pk__in=put_off).values_list("status", flat=True)) == {TicketStatus.CLOSED}


def test_rigs_are_maintained_and_some_customers_put_it_off():
    """C5: by tickets that opened themselves; what was put off stays overdue."""
    by_plan = Ticket.objects.filter(channel=TicketChannel.PLAN)
    assert by_plan.filter(status=TicketStatus.CLOSED).count() >= 10
    assert by_plan.filter(status=TicketStatus.CANCELLED).exists()
    assert MaintenanceDone.objects.standing().count() >= 10
    assert Maintenance.objects.standing("overdue", on=TODAY).exists()


def test_calls_are_due_overdue_closing_and_some_were_not_made():
    """F1–F7."""
    due = Visit.objects.due(on=TODAY)
    assert due.filter(closes_on__gte=TODAY, closes_on__lte=TODAY + timedelta(days=2)).exists()
    assert Visit.objects.overdue(on=TODAY).exists()
    made = count_by(Visit.objects.model, "status")
    assert {VisitStatus.DONE, VisitStatus.UNREACHABLE, VisitStatus.LAPSED, VisitStatus.PLANNED} <= set(made)
    rules = set(Visit.objects.rated().values_list("rule", flat=True))
    assert rules == set(RuleCode.values)


def test_units_wait_for_installation_and_a_serial_number_for_a_decision():
    """C1, C3."""
    waiting = Equipment.objects.awaiting_installation()
    assert waiting.filter(planned_installation_on__lt=TODAY).exists()
    assert waiting.filter(planned_installation_on__gte=TODAY).exists()
    assert SerialNumberCase.objects.open().count() == 1


def test_a_version_waits_for_the_deputy_and_one_for_the_director():
    """K1."""
    assert set(RegulationVersion.objects.values_list("number", "status")) == {
        (1, "approved"),
        (2, "reviewed"),
        (3, "draft"),
    }


def test_the_draft_has_a_service_level_of_its_own():
    """D3: a newcomer sees on its changes what a level by model looks like."""
    levels = list(RegulationVersion.objects.get(number=3).levels.in_order())
    assert [level.code for level in levels][3:5] == ["rigs", "standstill"]
    assert levels[3].conditions["products"] == ["RD-280"]


def test_every_row_came_out_of_a_service():
    """L3: each ticket was opened by somebody, each call that was made was completed by somebody."""
    assert not Ticket.objects.exclude(
        pk__in=TicketEvent.objects.filter(verb="open").values("ticket")
    ).exists()
    done = Visit.objects.filter(status=VisitStatus.DONE)
    assert not done.exclude(pk__in=VisitEvent.objects.filter(verb="complete").values("visit")).exists()
    assert not done.filter(ended_by=None).exists()


def test_what_was_repaired_fits_what_was_said():
    """No air conditioner has a track, no excavator drips from the ceiling."""
    conditioners = Ticket.objects.filter(product__code="AC-120")
    assert conditioners.exists()
    assert not conditioners.filter(description__contains="行走").exists()
    assert not Ticket.objects.exclude(product__code="AC-120").filter(description__contains="吊顶").exists()


def test_a_second_time_it_changes_nothing():
    before = count_by(User, "is_staff"), Ticket.objects.count(), Visit.objects.count()
    told = StringIO()
    call_command("demo", stdout=told)
    assert "nothing was changed" in told.getvalue()
    assert before == (count_by(User, "is_staff"), Ticket.objects.count(), Visit.objects.count())


def test_in_production_it_refuses(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("demo", stdout=StringIO())


def test_customers_find_terms_and_a_label_on_some_units():
    """C11, D1."""
    assert set(ProductTerms.objects.values_list("product", flat=True)) == set(
        Product.objects.values_list("pk", flat=True)
    )
    assert UnitCode.objects.valid().filter(equipment__dealer__code="HD01").count() == 12

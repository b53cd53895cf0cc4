"""Maintenance becomes a ticket by itself, once a turn; a ticket that is over counts as done (C5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from equipment.models import Maintenance, MaintenanceDone
from equipment.services import note_hours, record_maintenance, withdraw_maintenance
from records.invariants import broken
from records.models import OutboxMessage
from records.sweeps import sweep
from tests.factories.equipment import EquipmentFactory, ProductFactory, ProductMaintenanceFactory
from tests.factories.tickets import TicketFactory
from tickets import services
from tickets.choices import TicketChannel, TicketKind
from tickets.models import MaintenanceTurn, Ticket
from tickets.services import maintaining
from tickets.services.maintaining import open_maintenance
from tickets.services.opening import ChannelNotPossible, Intake
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 2, tzinfo=UTC)  # the first day of the regular one's window
BEFORE = AT - timedelta(days=1)
CODES = ("C5", "C5 tickets", "T1", "T2", "T3", "X1 tickets", "D3")


@pytest.fixture
def product(db):
    product = ProductFactory(code="RD-280")
    ProductMaintenanceFactory(product=product, code="regular")
    return product


@pytest.fixture
def unit(north, product, norths_territory):
    """In use since 5 June 2026, in North's territory: due on 5 December by time."""
    return EquipmentFactory(
        dealer=north,
        product=product,
        installed=True,
        division=norths_territory.division,
        serial_number="RD280-1",
    )


def line(unit, code="regular"):
    return Maintenance.objects.get(equipment=unit, code=code)


def taken(ticket, desk, engineer, *, at=AT):
    """Let North take a ticket on and send somebody."""
    accepted = services.accept_ticket(ticket, actor=desk, at=at)
    return services.assign_ticket(accepted, actor=desk, at=at, engineer=engineer)


def over(ticket, engineer, *, at=AT, result="fixed"):
    return services.record_service(
        ticket, actor=engineer.user, at=at, work_done="换机油", minutes_worked=60, result=result
    ).ticket


def test_a_ticket_is_opened_on_the_first_day_possible(unit, north):
    """C5, D4: with number, level, clocks and offer like any other; once, however often the sweep comes."""
    assert open_maintenance(BEFORE) == 0
    assert open_maintenance(AT) == 1
    assert open_maintenance(AT) == open_maintenance(AT + timedelta(days=60)) == 0
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.channel, ticket.opened_by) == (
        TicketKind.MAINTENANCE,
        TicketChannel.PLAN,
        None,
    )
    assert (ticket.status, ticket.dealer, ticket.level) == (TicketStatus.OFFERED, north, "standard")
    assert (ticket.equipment, ticket.contact) == (unit, unit.contact)
    assert ticket.description == "定期保养：2026-12-05 到期\n换机油\n检查皮带"
    turn = ticket.maintenance_turns.get()
    assert (turn.maintenance, turn.counted_on, turn.times) == (line(unit), date(2026, 6, 5), 1)
    assert turn.due_on == date(2026, 12, 5)
    assert not list(broken(*CODES))


def test_what_a_unit_needs_at_once_is_one_ticket(north, product):
    """C5: nobody comes twice; the first maintenance stands first."""
    ProductMaintenanceFactory(
        product=product, code="first", name_zh="首保", is_first=True, months=5, hours=None
    )
    unit = EquipmentFactory(dealer=north, product=product, installed=True)
    assert open_maintenance(AT) == 1
    ticket = Ticket.objects.get()
    assert ticket.maintenance_turns.count() == 2
    assert ticket.description.startswith("首保：2026-11-05 到期")
    assert (ticket.status, ticket.dealer) == (TicketStatus.NEW, None)
    assert ticket.equipment == unit


def test_hours_open_a_ticket_before_any_day_is_known(north, agent):
    product = ProductFactory()
    ProductMaintenanceFactory(product=product, code="regular", months=None, hours=250)
    unit = EquipmentFactory(dealer=north, product=product, installed=True)
    assert open_maintenance(AT) == 0
    note_hours(unit, actor=agent, at=AT, read_on=date(2026, 11, 20), meter=230)
    assert open_maintenance(AT) == 1
    assert Ticket.objects.get().description.startswith("定期保养：满 250 小时到期")


def test_the_sweep_catches_up_after_a_standstill(unit):
    """F6: a year later there is one ticket for what nobody did, not one for each time it could have been."""
    sweep(AT + timedelta(days=400))
    assert Ticket.objects.count() == MaintenanceTurn.objects.count() == 1
    assert Ticket.objects.get().opened_at == AT + timedelta(days=400)


def test_a_sweep_that_breaks_off_leaves_nothing_half_done(unit, monkeypatch):
    """F6: ticket, number, offer and turn come together or not at all."""

    def killed(*_args, **_more):
        raise MemoryError

    with monkeypatch.context() as broken_off:
        broken_off.setattr(MaintenanceTurn.objects, "bulk_create", killed)
        with pytest.raises(MemoryError):
            open_maintenance(AT)
    assert not Ticket.objects.exists()
    assert open_maintenance(AT) == 1
    assert not list(broken(*CODES))


def test_the_database_refuses_a_second_ticket_for_a_turn(unit):
    open_maintenance(AT)
    turn = MaintenanceTurn.objects.get()
    turn.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        turn.save(force_insert=True)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sweeps_at_once_open_one_ticket_a_unit(north, product):
    """F6, fault 9."""
    for _ in range(12):
        EquipmentFactory(dealer=north, product=product, installed=True)

    def one(_):
        try:
            return open_maintenance(AT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 12
    assert Ticket.objects.count() == MaintenanceTurn.objects.count() == 12
    assert not list(broken(*CODES))


def test_a_resolved_ticket_counts_as_done_that_day(unit, agent, norths_desk, norths_engineer):
    """C5: with the hours of that day's reading; the next turn is another ticket in its time."""
    open_maintenance(AT)
    ticket = taken(Ticket.objects.get(), norths_desk, norths_engineer)
    not_yet = over(ticket, norths_engineer, result="not_fixed")
    assert not MaintenanceDone.objects.exists()
    day = AT + timedelta(days=3)
    note_hours(unit, actor=agent, at=day, read_on=date(2026, 11, 24), meter=320)
    over(Ticket.objects.get(pk=not_yet.pk), norths_engineer, at=day)
    done = MaintenanceDone.objects.get()
    assert (done.done_on, done.ticket, done.recorded_by) == (
        date(2026, 11, 24),
        ticket.number,
        norths_engineer.user,
    )
    assert (line(unit).due_on, line(unit).hours_limit) == (date(2027, 5, 24), 820)
    assert open_maintenance(day) == 0
    assert open_maintenance(datetime(2027, 5, 10, 2, tzinfo=UTC)) == 1
    assert not list(broken(*CODES))


def test_a_ticket_taken_up_again_counts_no_more_until_it_is_over(unit, norths_desk, norths_engineer):
    """C5, L3: what counted stays on record with the reason; closing it later counts nothing twice."""
    open_maintenance(AT)
    ticket = taken(Ticket.objects.get(), norths_desk, norths_engineer)
    over(ticket, norths_engineer)
    again = services.reopen_ticket(Ticket.objects.get(), actor=norths_desk, at=AT, reason="机油没换")
    assert line(unit).due_on == date(2026, 12, 5)
    assert MaintenanceDone.objects.get().withdrawn_because == "机油没换"
    assert open_maintenance(AT) == 0
    later = AT + timedelta(days=1)
    over(again, norths_engineer, at=later)
    services.close_ticket(Ticket.objects.get(), actor=norths_desk, at=later + timedelta(days=1))
    assert MaintenanceDone.objects.count() == 2
    assert MaintenanceDone.objects.standing().get().done_on == date(2026, 11, 22)
    assert not list(broken(*CODES))


def test_a_cancelled_ticket_leaves_the_maintenance_undone(unit, dispatcher, agent):
    """C5: somebody decided so; no other ticket makes itself, one opened by hand counts."""
    open_maintenance(AT)
    services.cancel_ticket(Ticket.objects.get(), actor=dispatcher, at=AT, reason="客户停工")
    assert open_maintenance(AT + timedelta(days=90)) == 0
    assert line(unit).due_on == date(2026, 12, 5)
    by_hand = TicketFactory(kind=TicketKind.MAINTENANCE, status="new", equipment=unit, product=unit.product)
    services.solve_ticket(by_hand, actor=agent, at=AT + timedelta(days=90), note="驻场人员已做")
    assert MaintenanceDone.objects.get().ticket == by_hand.number
    assert line(unit).due_on == date(2027, 8, 19)
    assert not list(broken("C5", "C5 tickets"))


def test_only_maintenance_of_a_unit_counts(unit, agent):
    """C5: not a repair, not a request about no registered unit."""
    repair = TicketFactory(kind=TicketKind.REPAIR, status="new", equipment=unit, product=unit.product)
    services.solve_ticket(repair, actor=agent, at=AT, note="教客户复位")
    elsewhere = TicketFactory(
        kind=TicketKind.MAINTENANCE,
        status="new",
        equipment=None,
        product=None,
        serial_number="",
        place_text="",
        customer=unit.customer,
        contact=unit.contact,
    )
    services.solve_ticket(elsewhere, actor=agent, at=AT, note="已答复")
    assert not MaintenanceDone.objects.exists()


def test_no_ticket_opens_while_the_one_before_is_open(unit, agent, dispatcher):
    """C5: recorded by hand meanwhile, the next turn waits until somebody has ended the ticket at hand."""
    open_maintenance(AT)
    day = date(2026, 11, 21)
    done = record_maintenance(line(unit), actor=agent, at=AT, done_on=day, note="驻场人员已做")
    next_year = datetime(2027, 5, 10, 2, tzinfo=UTC)
    assert open_maintenance(next_year) == 0
    services.cancel_ticket(Ticket.objects.get(), actor=dispatcher, at=AT, reason="客户自己做了")
    assert open_maintenance(next_year) == 1
    withdraw_maintenance(done, actor=agent, at=next_year, reason="其实没做")
    assert open_maintenance(next_year) == 0


def test_nobody_types_the_channel_of_the_plan(agent, unit):
    intake = Intake(
        kind=TicketKind.MAINTENANCE,
        channel=TicketChannel.PLAN,
        description="做保养",
        contact_name="",
        contact_phone="",
        equipment=unit,
    )
    with pytest.raises(ChannelNotPossible):
        services.open_ticket(actor=agent, at=AT, intake=intake)


def test_the_customer_is_told_what_it_is(unit, norths_desk, norths_engineer):
    """D20: they asked for nothing, and no fault is gone."""
    open_maintenance(AT)
    over(taken(Ticket.objects.get(), norths_desk, norths_engineer), norths_engineer)
    told = {row.template: row.text for row in OutboxMessage.objects.filter(template__startswith="customer.")}
    assert "到了保养期" in told["customer.planned"]
    assert "保养做完" in told["customer.maintained"]
    assert not {"customer.open", "customer.solve"} & set(told)


def test_a_long_list_of_points_is_cut_to_what_a_ticket_holds(north, product, monkeypatch):
    monkeypatch.setattr(maintaining, "LONGEST_DESCRIPTION", 20)
    EquipmentFactory(dealer=north, product=product, installed=True)
    open_maintenance(AT)
    assert len(Ticket.objects.get().description) == 20


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda ticket: Ticket.objects.update(kind=TicketKind.REPAIR), "is none of that unit"),
        (lambda ticket: MaintenanceDone.objects.all().delete(), "not on record as done"),
        (
            lambda ticket: MaintenanceDone.objects.update(ticket="T-2026-99999"),
            "ticket T-2026-99999 is not over and its maintenance counts as done",
        ),
    ],
)
def test_the_checks_name_what_does_not_agree(unit, norths_desk, norths_engineer, change, told):
    """C5: `check_invariants` asks the rows themselves."""
    open_maintenance(AT)
    over(taken(Ticket.objects.get(), norths_desk, norths_engineer), norths_engineer)
    assert not list(broken("C5 tickets"))
    change(Ticket.objects.get())
    assert any(told in said for _code, said in broken("C5 tickets"))

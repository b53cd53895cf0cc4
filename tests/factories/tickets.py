"""Tickets and what belongs to them, as the services would have left them."""

from datetime import UTC, datetime

import factory

from records.kept import held
from records.numbers import take_number
from tests.factories.dealers import DealerFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tickets.choices import OfferAnswer, TicketChannel, TicketKind
from tickets.models import (
    FaultCause,
    FaultClass,
    FaultRemedy,
    Ticket,
    TicketAssignment,
    TicketClock,
    TicketEvent,
    TicketOffer,
    TicketWait,
)
from tickets.services.clocks import counted_on, due_next, follow, save_clocks, set_level, steps_of
from tickets.services.watching import alert_facts
from tickets.states import TicketStatus, TicketVerb

OPENED_AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
S, V = TicketStatus, TicketVerb
_TO_ACCEPTED = [(V.OFFER, S.NEW, S.OFFERED), (V.ACCEPT, S.OFFERED, S.ACCEPTED)]
_TO_ASSIGNED = [*_TO_ACCEPTED, (V.ASSIGN, S.ACCEPTED, S.ASSIGNED)]
# the steps by which a ticket of the factory came to its status
PATHS = {
    S.NEW: [],
    S.OFFERED: _TO_ACCEPTED[:1],
    S.ACCEPTED: _TO_ACCEPTED,
    S.ASSIGNED: _TO_ASSIGNED,
    S.WAITING: [*_TO_ACCEPTED, (V.WAIT, S.ACCEPTED, S.WAITING)],
    S.RESOLVED: [*_TO_ACCEPTED, (V.SOLVE, S.ACCEPTED, S.RESOLVED)],
    S.CLOSED: [*_TO_ACCEPTED, (V.SOLVE, S.ACCEPTED, S.RESOLVED), (V.CLOSE, S.RESOLVED, S.CLOSED)],
    S.CANCELLED: [(V.CANCEL, S.NEW, S.CANCELLED)],
}


class FaultClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaultClass

    code = factory.Sequence(lambda n: f"F{n:03d}")
    name_zh = factory.Sequence(lambda n: f"故障{n}")


class FaultCauseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaultCause

    fault_class = factory.SubFactory(FaultClassFactory)
    code = factory.Sequence(lambda n: f"C{n:03d}")
    name_zh = factory.Sequence(lambda n: f"原因{n}")


class FaultRemedyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaultRemedy

    cause = factory.SubFactory(FaultCauseFactory)
    code = factory.Sequence(lambda n: f"R{n:03d}")
    name_zh = factory.Sequence(lambda n: f"措施{n}")


class TicketFactory(factory.django.DjangoModelFactory):
    """A ticket with its history; give status and facts for other states than `new`."""

    class Meta:
        model = Ticket
        skip_postgeneration_save = True

    number = factory.LazyFunction(lambda: take_number("T", year=2026))
    kind = TicketKind.REPAIR
    channel = TicketChannel.HOTLINE
    status = TicketStatus.NEW
    description = "动臂油缸进油管接头渗油"
    dealer = factory.SubFactory(DealerFactory)
    equipment = factory.SubFactory(EquipmentFactory, dealer=factory.SelfAttribute("..dealer"))
    product = factory.SelfAttribute("equipment.product")
    serial_number = factory.SelfAttribute("equipment.serial_number")
    place_text = factory.SelfAttribute("equipment.first_place_of_use")
    customer = factory.SelfAttribute("equipment.customer")
    contact = factory.SelfAttribute("equipment.contact")
    contact_name = factory.SelfAttribute("contact.name")
    opened_at = OPENED_AT
    moved_at = factory.SelfAttribute("opened_at")
    opened_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def history(self, create, extracted, **kwargs):
        path = [(V.OPEN, None, S.NEW), *PATHS[S(self.status)]]
        TicketEvent.objects.bulk_create(_step(self, *step) for step in path)
        if self.status == S.WAITING:
            _wait(self)
        if self.channel != TicketChannel.IMPORT:
            _run_clocks(self)
        if self.dealer and self.status not in {S.NEW, S.CANCELLED}:
            is_open = self.status == S.OFFERED
            TicketOffer.objects.create(
                ticket=self,
                dealer=self.dealer,
                offered_at=self.opened_at,
                answer=OfferAnswer.PENDING if is_open else OfferAnswer.ACCEPTED,
                answered_at=None if is_open else self.opened_at,
            )
        if self.engineer:
            TicketAssignment.objects.create(
                ticket=self,
                engineer=self.engineer,
                assigned_at=self.opened_at,
                assigned_by=self.opened_by,
                ended_at=self.moved_at if self.status in {S.CLOSED, S.CANCELLED} else None,
            )


def _step(ticket, verb, source, target):
    return TicketEvent(
        ticket=ticket,
        at=ticket.opened_at,
        actor=ticket.opened_by,
        verb=verb,
        source=source or "",
        target=target,
        dealer=ticket.dealer if verb != V.OPEN else None,
    )


def _wait(ticket):
    TicketWait.objects.create(
        ticket=ticket,
        reason=ticket.wait_reason,
        pauses=True,
        chase_every=2,
        began=ticket.events.in_order().last(),
    )


@held()
def _run_clocks(ticket):
    TicketClock.objects.bulk_create(set_level(ticket, at=ticket.opened_at))
    counted, steps = counted_on(ticket), steps_of(ticket)
    clocks, moved = follow(ticket, steps, counted=counted)
    save_clocks(moved)
    ticket.due_at, ticket.due_clock = due_next(clocks)
    ticket.next_alert_at = alert_facts(ticket, clocks, steps, counted=counted)["next_alert_at"]
    ticket.save(update_fields=["level", "regulation_version", "due_at", "due_clock", "next_alert_at"])

"""Tickets and what belongs to them."""

from datetime import UTC, datetime

import factory

from tests.factories.dealers import DealerFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tickets.choices import TicketChannel, TicketKind
from tickets.models import Ticket, TicketEvent
from tickets.states import TicketStatus, TicketVerb

OPENED_AT = datetime(2026, 9, 15, 1, tzinfo=UTC)


class TicketFactory(factory.django.DjangoModelFactory):
    """A ticket as the service would have left it in `new`; give status and facts for other states."""

    class Meta:
        model = Ticket
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"T-2026-{n + 1:05d}")
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
    moved_at = OPENED_AT
    opened_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def opening(self, create, extracted, **kwargs):
        TicketEvent.objects.create(
            ticket=self,
            at=self.opened_at,
            actor=self.opened_by,
            verb=TicketVerb.OPEN,
            target=TicketStatus.NEW,
        )

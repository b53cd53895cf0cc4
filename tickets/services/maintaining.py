"""Maintenance that may be done becomes a ticket by itself (C5).

Which maintenance that is, the units' files say; here it is pulled from them, by the sweep. A unit is held
while its turns get their ticket, and a turn has one ticket ever (`maintenance_turn_has_one_ticket`): another
sweep at the same time, or after a standstill, makes what is missing and nothing else. A ticket that is
cancelled was somebody's decision: the turn stays undone and listed, and who wants it after all opens a ticket
by hand.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from dealers.services import dealer_for
from equipment.models import Equipment, Maintenance
from equipment.services import hold_unit
from equipment.warranty_words import hours_words
from records.kept import held
from records.outbox import together
from regulation.calendars import local_day
from tickets.choices import TicketChannel, TicketKind
from tickets.models import MaintenanceTurn
from tickets.services.dispatching import begin_offered
from tickets.services.notes import LONGEST_DESCRIPTION
from tickets.services.opening import Intake, drawn_up
from tickets.states import UNSOLVED

if TYPE_CHECKING:
    from equipment.querysets import MaintenanceQuerySet


def open_maintenance(at: datetime) -> int:
    """Open a ticket for each unit with maintenance that may be done now and has none; return how many."""
    units = without_ticket(at).order_by("equipment_id").values_list("equipment_id", flat=True).distinct()
    return sum(_open(pk, at=at) for pk in list(units))


def without_ticket(at: datetime) -> "MaintenanceQuerySet":
    """Return the turns that may be done by now, had no ticket ever, and follow none that is unsolved."""
    turns = MaintenanceTurn.objects.filter(maintenance=OuterRef("pk"))
    this_one = turns.filter(counted_on=OuterRef("counted_on"), times=OuterRef("times"))
    opened = Maintenance.objects.opened(on=local_day(at))
    return opened.filter(~Exists(this_one), ~Exists(turns.filter(ticket__status__in=UNSOLVED)))


@transaction.atomic
@held()
@together()
def _open(pk: int, *, at: datetime) -> int:
    """Open one ticket for all that may be done at a unit: nobody comes twice for it."""
    unit = Equipment.objects.with_file().get(pk=pk)
    hold_unit(unit)
    lines = list(without_ticket(at).of(unit).order_by("-is_first", "code"))
    if not lines:
        return 0
    intake = Intake(
        kind=TicketKind.MAINTENANCE,
        channel=TicketChannel.PLAN,
        description=_description(lines),
        contact_name="",
        contact_phone="",
        equipment=unit,
    )
    ticket = drawn_up(intake, unit=unit, actor=None, at=at)
    begun = begin_offered(ticket, dealer_for(ticket.division_id or ""), actor=None, at=at)
    MaintenanceTurn.objects.bulk_create(
        MaintenanceTurn(maintenance=line, due_on=line.due_on, ticket=begun, **line.turn_key())
        for line in lines
    )
    return 1


def _description(lines: list[Maintenance]) -> str:
    """Write what is to be done and until when, in the language of the house; the points each on a line."""
    with override(settings.LANGUAGE_CODE):
        written = "\n".join("\n".join([_heading(line), *line.checks]) for line in lines)
    return written[:LONGEST_DESCRIPTION]


def _heading(line: Maintenance) -> str:
    if line.due_on is None:
        known = {"what": line, "limit": hours_words(line.hours_limit or 0)}
        return _("%(what)s: due at %(limit)s") % known
    return _("%(what)s: due on %(day)s") % {"what": line, "day": line.due_on}

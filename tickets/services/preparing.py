"""Preparing a trip: what is likely needed, what is on hand, what is missing when somebody leaves (D6)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.rules import clean_text
from records.refusals import Refusal
from tickets import permissions
from tickets.choices import PreparationKind
from tickets.models import PreparationItem, RecordLine, ServiceRecord, Ticket, TicketEvent
from tickets.onsite.items import PARTS
from tickets.preparation_rules import Likely, Used, likely
from tickets.quotes.rules import CENT, MOST_QUANTITY, is_exact
from tickets.states import QUOTED_IN, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_NAME: Final = 120
MOST_ITEMS: Final = 40
FAULT_CHECK: Final = "fault confirmed"  # the name of the one check that is a row; pages say it in words


class ItemNotPossible(Refusal):
    code = "item_not_possible"
    message = gettext_lazy("Write in at most %(limit)s characters what has to be on hand, and how many.")


class TooManyItems(Refusal):
    code = "too_many_items"
    message = gettext_lazy("A preparation has at most %(limit)s items. Leave out what is not needed.")


class NotPrepared(Refusal):
    code = "not_prepared"
    message = gettext_lazy(
        "Still missing: %(what)s. Get it, or write why you leave all the same: the desk reads it."
    )


def cases_like(ticket: Ticket) -> Any:  # noqa: ANN401 (records of a queryset)
    """Return the earlier records of the same model and fault class of who serves: each is a case."""
    rows = ServiceRecord.objects.told().exclude(ticket=ticket.pk)
    if ticket.product_id is None or ticket.fault_class_id is None:
        return rows.none()
    same = rows.filter(ticket__product=ticket.product_id, ticket__fault_class=ticket.fault_class_id)
    return same.filter(ticket__dealer=ticket.dealer_id) if ticket.dealer_id else same


def likely_needed(ticket: Ticket) -> list[Likely]:
    """Count parts and tools of the earlier cases: in how many of how many each was (D6)."""
    cases = cases_like(ticket).order_by()
    tickets = set(cases.values_list("ticket", flat=True))
    lines = RecordLine.objects.filter(record__in=cases.values("pk"), kind__in=PARTS).order_by("pk")
    parts = lines.values_list("record__ticket", "text", "part_number", "unit", "quantity")
    used = [
        Used(case, PreparationKind.PART, text, number, unit, quantity)
        for case, text, number, unit, quantity in parts
    ]
    tools = PreparationItem.objects.tools().filter(ticket__in=tickets, is_ready=True).order_by("pk")
    used += [Used(case, PreparationKind.TOOL, name) for case, name in tools.values_list("ticket", "name")]
    return likely(used, of_cases=len(tickets))


@transaction.atomic
def prepare_ticket(ticket: Ticket, *, actor: "User", at: datetime) -> None:
    """Put down what history speaks for beside what stands there; what was ticked or typed stays."""
    if not permissions.may_prepare(actor, ticket):
        raise PermissionDenied
    put_likely(ticket, actor=actor, at=at)


def put_likely(ticket: Ticket, *, actor: "User", at: datetime) -> None:
    """Add the check of the fault, and each likely part and tool that is not there yet."""
    rows = [PreparationItem(kind=PreparationKind.CHECK, name=FAULT_CHECK)]
    rows += [
        PreparationItem(
            kind=one.used.kind,
            name=one.used.name,
            part_number=one.used.part_number,
            quantity=one.used.quantity,
            unit=one.used.unit,
            is_needed=one.is_needed,
            cases=one.cases,
            of_cases=one.of_cases,
        )
        for one in likely_needed(ticket)
    ]
    there = set(PreparationItem.objects.filter(ticket=ticket).values_list("name", flat=True))
    fresh = [row for row in rows if row.name not in there]
    for row in fresh:
        row.ticket, row.added_at, row.added_by = ticket, at, actor
    PreparationItem.objects.bulk_create(fresh)


@transaction.atomic
def put_item(
    ticket: Ticket, *, actor: "User", at: datetime, name: str, is_ready: bool | None = None, **facts: Any
) -> PreparationItem:
    """Add an item, or change the one of that name: who ticks it and when is kept with it."""
    if not permissions.may_prepare(actor, ticket):
        raise PermissionDenied
    name = clean_text(name)
    quantity = facts.get("quantity") or Decimal(1)
    if not 0 < len(name) <= LONGEST_NAME or not is_exact(quantity, least=CENT, most=MOST_QUANTITY):
        raise ItemNotPossible(limit=LONGEST_NAME, field="name")
    item = PreparationItem.objects.filter(ticket=ticket, name=name).first()
    if item is None:
        if ticket.preparation.count() >= MOST_ITEMS:
            raise TooManyItems(limit=MOST_ITEMS, field="name")
        item = PreparationItem(
            ticket=ticket, name=name, kind=PreparationKind.PART, added_at=at, added_by=actor
        )
    for field, value in facts.items():
        setattr(item, field, value)
    if is_ready is not None:
        _tick(item, actor=actor, at=at, is_ready=is_ready)
    item.save()
    return item


@transaction.atomic
def tick_item(ticket: Ticket, *, actor: "User", at: datetime, name: str, is_ready: bool) -> None:
    """Say that an item is on hand, or is not after all; one that was left out meanwhile stays out."""
    if not permissions.may_prepare(actor, ticket):
        raise PermissionDenied
    for item in PreparationItem.objects.filter(ticket=ticket, name=name):
        _tick(item, actor=actor, at=at, is_ready=is_ready)
        item.save(update_fields=["is_ready", "ready_at", "ready_by"])


def _tick(item: PreparationItem, *, actor: "User", at: datetime, is_ready: bool) -> None:
    if is_ready is not item.is_ready:
        item.is_ready = is_ready
        item.ready_at, item.ready_by = (at, actor) if is_ready else (None, None)


@transaction.atomic
def drop_item(ticket: Ticket, *, actor: "User", name: str) -> None:
    """Leave out what is not needed after all; the check of the fault stays."""
    if not permissions.may_prepare(actor, ticket):
        raise PermissionDenied
    PreparationItem.objects.filter(ticket=ticket, name=name).exclude(kind=PreparationKind.CHECK).delete()


def is_fault_confirmed(ticket: Ticket) -> bool:
    """Say whether who serves has said of which class the fault is: they asked before they knew."""
    said = TicketEvent.objects.filter(ticket=ticket, verb=TicketVerb.CLASSIFY, source__in=QUOTED_IN)
    return said.exists()


def missing_for(ticket: Ticket) -> Iterator[str]:
    """Name what is missing for a trip, of a ticket that has a preparation; nothing of one that has none."""
    items = list(PreparationItem.objects.filter(ticket=ticket).in_order())
    for item in items:
        if item.kind == PreparationKind.CHECK and item.name == FAULT_CHECK:
            if not item.is_ready and not is_fault_confirmed(ticket):
                yield _("the fault confirmed with the customer")
        elif item.is_needed and not item.is_ready:
            yield str(item)
    if items:
        agreed = ticket.appointments.agreed().first()
        if agreed is None or agreed.confirmed_at is None:
            yield _("the appointment confirmed with the customer")

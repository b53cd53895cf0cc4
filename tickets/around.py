"""The tickets around one: what its unit had before, the fault before and after, what belongs to it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value

from records.days import first_moment
from tickets.models import Ticket
from tickets.querysets import sees_every_ticket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealers.models import User


SHOWN: Final = (
    *("number", "kind", "status", "description", "opened_at"),
    *("equipment", "previous", "fault_class"),
)


class Around(NamedTuple):
    """One ticket near another, whether it is the person's to read, and why the two are linked, if so."""

    ticket: Ticket
    is_mine: bool
    reason: str
    linked_at: datetime | None


def tickets_around(ticket: Ticket, actor: "User", *, since: date | None) -> list[Around]:
    """Return the earlier tickets of the unit from a day on, and what names this one or is named by it.

    One statement (C2, D10, D13): each part of it is found by an index of its own, which one condition over
    all of them could not use.
    """
    known = Ticket.objects.annotate(is_mine=_is_mine(actor)).only(*SHOWN)
    named = Q(pk__in=[pk for pk in (ticket.previous_id, ticket.merged_into_id) if pk]) | Q(previous=ticket)
    if since is not None:
        span = (first_moment(since), ticket.opened_at)
        named |= Q(equipment=ticket.equipment_id, opened_at__range=span)
    found = _linked(known.filter(links_to__first=ticket), "links_to").union(
        _linked(known.filter(links_from__second=ticket), "links_from"),
        known.filter(named).annotate(
            reason=Value(""), linked_at=Value(None, output_field=models.DateTimeField())
        ),
        all=True,
    )
    rows: Iterable[Any] = found.order_by("-opened_at", "-pk")
    return [Around(row, row.is_mine, row.reason, row.linked_at) for row in rows if row.pk != ticket.pk]


def _is_mine(actor: "User") -> Value | Exists:
    if sees_every_ticket(actor):
        return Value(value=True)
    return Exists(Ticket.objects.visible_to(actor).filter(pk=OuterRef("pk")))


def _linked(rows: "models.QuerySet[Ticket]", by: str) -> "models.QuerySet[Ticket]":
    return rows.annotate(reason=F(f"{by}__reason"), linked_at=F(f"{by}__made_at"))

"""The tickets of one unit as one person may know them, and which of its repairs are repeats (C2, D13, L2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from regulation.calendars import local_day
from regulation.services import approved_version, load_editions
from tickets import permissions
from tickets.around import Around
from tickets.choices import REPAIRS
from tickets.models import Ticket
from tickets.querysets import sees_every_ticket
from tickets.states import FINAL, TicketStatus

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment
    from regulation.editions import Edition, Editions


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket of a unit; of one that another dealer serves a person knows day, kind and state alone."""

    ticket: Ticket
    is_mine: bool
    repeats: Ticket | None = None

    @property
    def is_unfinished(self) -> bool:
        return self.ticket.status not in FINAL

    @property
    def is_repeat(self) -> bool:
        return self.repeats is not None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repair that repeats earlier ones of its unit, with what the regulation then in force said of it."""

    ticket: Ticket
    edition: "Edition"
    earlier: list[Known]

    @property
    def months(self) -> int:
        return _months(self.edition)

    @property
    def since(self) -> date:
        return _since(self.ticket, self.edition)


def tickets_of(unit: "Equipment", actor: "User") -> list[Known]:
    """Return all tickets of a visible unit, newest first; what is not the person's to read is marked so."""
    rows = list(Ticket.objects.of_unit(unit.pk).with_names().order_by("-opened_at", "-pk"))
    mine = _visible_of(unit.pk, rows, actor)
    before = {later.pk: earlier for earlier, later in repeats_among(rows, load_editions())}
    return [Known(row, row.pk in mine, before.get(row.pk)) for row in rows]


def repeats_among(tickets: Iterable[Ticket], editions: "Editions") -> list[tuple[Ticket, Ticket]]:
    """Return each repair of one unit with the one before it where they lie close enough together (D13, K1).

    How close is a number of the version in force on the day on which the later one was opened. Of two known
    classes only the same is the same fault. A class that is not known joins as any: otherwise nobody would
    be told of repeats just where nobody asked what was wrong. (Whether the same unit is enough to leave a
    repair unpaid is another rule, I2's.)
    """
    repairs = sorted(
        (one for one in tickets if _is_repair(one)),
        key=lambda one: (one.opened_at, one.pk),
    )
    joined = [(_before(repairs, place), later) for place, later in enumerate(repairs)]
    return [
        (earlier, later)
        for earlier, later in joined
        if earlier and local_day(earlier.opened_at) >= _since(later, _edition_of(later, editions))
    ]


def may_be_same_fault(one: Ticket, other: Ticket) -> bool:
    """Say whether two repairs may be of the same fault: the same class, or one that is not known (D13)."""
    known = {one.fault_class_id, other.fault_class_id}
    return None in known or len(known) == 1


def _before(repairs: list[Ticket], place: int) -> Ticket | None:
    """Return the last repair before one in the list that may be of the same fault."""
    earlier = (repairs[n] for n in range(place - 1, -1, -1))
    return next((one for one in earlier if may_be_same_fault(one, repairs[place])), None)


def counts_back_to(ticket: Ticket) -> date | None:
    """Return from which day on a repair is one that a ticket repeats; none where it repeats none (D13)."""
    if ticket.equipment_id is None or not _is_repair(ticket):
        return None
    return _since(ticket, _edition_at(ticket))


def repeat_of(ticket: Ticket, actor: "User", *, around: Iterable[Around]) -> Repeat | None:
    """Return which earlier repairs of its unit a repair repeats; of others' only that they were (D13, L2)."""
    since = counts_back_to(ticket)
    if since is None:
        return None
    sees_all = permissions.may_see_unit(actor, ticket)
    earlier = [
        Known(one.ticket, one.is_mine)
        for one in around
        if one.linked_at is None  # a linked one of the unit stands there twice
        and (one.is_mine or sees_all)
        and _is_repair_before(one.ticket, ticket, since=since)
    ]
    return Repeat(ticket, _edition_at(ticket), earlier) if earlier else None


def _is_repair_before(earlier: Ticket, later: Ticket, *, since: date) -> bool:
    is_before = (earlier.opened_at, earlier.pk) < (later.opened_at, later.pk)
    is_near = earlier.equipment_id == later.equipment_id and local_day(earlier.opened_at) >= since
    return is_before and is_near and _is_repair(earlier) and may_be_same_fault(earlier, later)


def _is_repair(ticket: Ticket) -> bool:
    return ticket.kind in REPAIRS and ticket.status != TicketStatus.CANCELLED


def _visible_of(equipment_id: int, rows: list[Ticket], actor: "User") -> set[int]:
    """Return which of a unit's tickets are the person's to read; nothing is asked where that is plain."""
    if not rows or sees_every_ticket(actor):
        return {row.pk for row in rows}
    return set(Ticket.objects.visible_to(actor).of_unit(equipment_id).values_list("pk", flat=True))


def _edition_at(ticket: Ticket) -> "Edition":
    """Return the edition in force on the day of the opening: the one that was kept, if one was."""
    version = approved_version(ticket.regulation_version_id)
    return version.edition if version is not None else _edition_of(ticket, load_editions())


def _edition_of(ticket: Ticket, editions: "Editions") -> "Edition":
    return editions.in_force(local_day(ticket.opened_at))


def _months(edition: "Edition") -> int:
    return edition.parameters.repairs.repeated_within_months


def _since(ticket: Ticket, edition: "Edition") -> date:
    """Return the first local day on which a repair is one that this ticket repeats."""
    return local_day(ticket.opened_at) - relativedelta(months=_months(edition))

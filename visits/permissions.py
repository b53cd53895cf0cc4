"""Who may do what with calls: headquarters' callers act, everybody else reads (F1, F5, L2)."""

from typing import TYPE_CHECKING

from dealers.roles import Right

if TYPE_CHECKING:
    from dealers.models import User


def may_see(actor: "User") -> bool:
    return actor.may(Right.SEE_VISITS)


def may_call(actor: "User") -> bool:
    """Headquarters calls; a dealer is the one who is judged and never acts on a call."""
    return actor.is_head_office and actor.may(Right.CALL_CUSTOMERS)


def may_open_tickets(actor: "User") -> bool:
    """Say whether a person may open a ticket out of a call (F9)."""
    return may_call(actor) and actor.may(Right.OPEN_TICKETS)


def may_reveal_phone(actor: "User") -> bool:
    """Who calls needs the number; who reads what was said does not (C10)."""
    return may_call(actor) and actor.may(Right.REVEAL_PHONES)


def may_export(actor: "User") -> bool:
    return may_see(actor) and actor.may(Right.EXPORT)

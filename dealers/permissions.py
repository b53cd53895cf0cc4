"""Who may do what with people of the network (B1)."""

from typing import TYPE_CHECKING

from dealers.roles import Right

if TYPE_CHECKING:
    from dealers.models import ServiceStaff, User


def may_confirm_filing(actor: "User") -> bool:
    """Headquarters confirms a filed service person (B1)."""
    return actor.is_head_office and (actor.may(Right.ADMINISTER) or actor.may(Right.DISPATCH))


def may_file(actor: "User", staff: "ServiceStaff") -> bool:
    """A dealer's desk files its own people."""
    return actor.may(Right.SERVE_AS_DESK) and staff.dealer_id in actor.dealer_ids

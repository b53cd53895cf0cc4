"""Who may do what with people of the network (B1)."""

from typing import TYPE_CHECKING

from dealers.roles import Right

if TYPE_CHECKING:
    from dealers.models import Dealer, RevealAlert, ServiceStaff, User


def may_see_network(actor: "User") -> bool:
    """Let those read the network who dispatch, administer, manage or keep a dealer's desk."""
    return any(
        actor.may(right)
        for right in (Right.DISPATCH, Right.ADMINISTER, Right.SERVE_AS_DESK, Right.SEE_REPORTS)
    )


def may_look_up_divisions(actor: "User") -> bool:
    """Let those look up a division who write down where a machine stands (D4)."""
    return actor.may(Right.REGISTER_EQUIPMENT) or actor.may(Right.OPEN_TICKETS)


def may_confirm_filing(actor: "User") -> bool:
    """Let headquarters confirm or return a filed service person (B1)."""
    return actor.is_head_office and (actor.may(Right.ADMINISTER) or actor.may(Right.DISPATCH))


def may_tend_messages(actor: "User") -> bool:
    """Let headquarters' dispatchers, service managers and administrators see to stuck messages (D20)."""
    return actor.tends_messages


def may_export_messages(actor: "User") -> bool:
    return may_tend_messages(actor) and actor.may(Right.EXPORT)


def may_watch_reveals(actor: "User") -> bool:
    """Let headquarters' administrators and service managers see who looks at very many phones (E8)."""
    return actor.is_head_office and actor.may(Right.WATCH_REVEALS)


def may_handle_alert(actor: "User", alert: "RevealAlert") -> bool:
    return may_watch_reveals(actor) and alert.person_id != actor.pk


def may_see_accounts(actor: "User") -> bool:
    """Let finance and service managers see dealers' accounts, and a dealer's desk its own (I11)."""
    return actor.may(Right.SEE_ACCOUNTS)


def may_export_accounts(actor: "User") -> bool:
    return may_see_accounts(actor) and actor.may(Right.EXPORT)


def may_settle(actor: "User") -> bool:
    """Let headquarters' finance and after-sales accounts settle what stands on the accounts (I3, I11)."""
    return actor.is_head_office and actor.may(Right.SEE_ACCOUNTS) and not actor.may(Right.WAIVE_CHARGES)


def may_waive(actor: "User") -> bool:
    """Let headquarters' service managers reverse an entry; never one of their own (I11)."""
    return actor.is_head_office and actor.may(Right.WAIVE_CHARGES)


def may_file(actor: "User", staff: "ServiceStaff") -> bool:
    """Let a dealer's desk file its own people."""
    return actor.may(Right.SERVE_AS_DESK) and staff.dealer_id in actor.dealer_ids


def may_file_papers(actor: "User", staff: "ServiceStaff") -> bool:
    """Let a desk file its people's qualifications, and headquarters those of its own people (B1)."""
    return may_file(actor, staff) or (staff.dealer_id is None and may_confirm_filing(actor))


def may_open_scan(actor: "User", staff: "ServiceStaff") -> bool:
    """Show the scan of a paper to who confirms or files it: it bears more than a number (C10)."""
    return may_confirm_filing(actor) or may_file_papers(actor, staff)


def may_file_for(actor: "User", dealer: "Dealer") -> bool:
    """Let a dealer's desk file people of its own and of its outlets."""
    return actor.may(Right.SERVE_AS_DESK) and dealer.pk in actor.dealer_ids

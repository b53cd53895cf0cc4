"""Who may read reports, and who may take them away; whose rows, the scope decides (J1, L2)."""

from typing import TYPE_CHECKING

from dealers.roles import Right

if TYPE_CHECKING:
    from dealers.models import User
    from reports.models import DailyReport


def may_see(actor: "User") -> bool:
    return actor.may(Right.SEE_REPORTS)


def may_see_operations(actor: "User") -> bool:
    """Say whether a person may read figures of tickets: each of them opens the tickets it counts (J2)."""
    return may_see(actor) and actor.may(Right.SEE_TICKETS)


def may_see_failures(actor: "User") -> bool:
    """Let headquarters analyse failures: rates need all units, not one dealer's few (D15)."""
    return actor.is_head_office and may_see_operations(actor)


def may_propose(actor: "User") -> bool:
    """Let who answers for quality and service put a finding to the maker (D15)."""
    return may_see_failures(actor) and actor.may(Right.PROPOSE_TO_MAKER)


def may_export(actor: "User") -> bool:
    return may_see(actor) and actor.may(Right.EXPORT)


def may_see_days(actor: "User") -> bool:
    """Let headquarters' readers and heads of regions look at daily reports (D16)."""
    return may_see(actor) and (actor.is_head_office or actor.may(Right.CONFIRM_DAYS))


def may_confirm_day(actor: "User", report: "DailyReport") -> bool:
    """Let the region's head confirm its days, and nobody in their stead (D16)."""
    return actor.is_active and actor.may(Right.CONFIRM_DAYS) and report.region.head_id == actor.pk

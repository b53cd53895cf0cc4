"""Who may do what with the regulation (K1): they read only properties of the actor."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.models import RegulationVersion


def may_read(actor: "User") -> bool:
    return actor.is_regulation_reader


def may_draft(actor: "User") -> bool:
    return actor.is_regulation_drafter


def may_try_levels(actor: "User") -> bool:
    """Let who drafts try levels on the tickets that they may see."""
    return may_draft(actor) and actor.is_ticket_reader


def may_review(actor: "User", version: "RegulationVersion") -> bool:
    """Let the deputy in charge review, never what they wrote themselves."""
    return actor.is_deputy_in_charge and actor.pk not in version.author_ids


def may_return(actor: "User", version: "RegulationVersion") -> bool:
    """Let the deputy return what they may review; once it is reviewed, the general manager as well."""
    if version.is_draft:
        return may_review(actor, version)
    return actor.is_deputy_in_charge or actor.is_general_manager


def may_approve(actor: "User", version: "RegulationVersion") -> bool:
    """Let the general manager approve, never what they wrote or reviewed themselves (four eyes)."""
    return actor.is_general_manager and actor.pk not in {*version.author_ids, version.reviewed_by_id}

"""Who may do what with customers and units; whose rows they are is the scope's business (L2, C10)."""

from typing import TYPE_CHECKING

from dealers.roles import Right

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Customer, Equipment, SerialNumberCase


def may_see(actor: "User") -> bool:
    return actor.may(Right.SEE_EQUIPMENT)


def may_register(actor: "User") -> bool:
    """Allow a dealer's desk what it took delivery of, and headquarters' dispatchers any dealer's (C1)."""
    return actor.may(Right.REGISTER_EQUIPMENT)


def may_install(actor: "User", equipment: "Equipment") -> bool:
    """Allow who registers a dealer's units to record and correct their installation (C3)."""
    return may_register(actor) and _acts_for(actor, equipment.dealer_id)


def may_print_labels(actor: "User") -> bool:
    """Allow labels to who takes delivery of units: a dealer's desk its own, headquarters any (D1)."""
    return may_register(actor)


def may_reissue_code(actor: "User", equipment: "Equipment") -> bool:
    """Allow who prints a unit's labels to end a code that was lost or copied (safety.md, 10)."""
    return may_print_labels(actor) and _acts_for(actor, equipment.dealer_id)


def may_correct_contacts(actor: "User") -> bool:
    """Allow agents to mend contact data while on the phone, desks those of their own customers (C6)."""
    return actor.may(Right.CALL_CUSTOMERS) or actor.may(Right.REGISTER_EQUIPMENT)


def may_correct_contact(actor: "User", customer: "Customer") -> bool:
    return may_correct_contacts(actor) and _acts_for(actor, customer.dealer_id)


def may_note_hours(actor: "User", equipment: "Equipment") -> bool:
    """Allow who talks to customers or keeps the unit's file to write down what its meter shows (C4, C5)."""
    return may_correct_contacts(actor) and _acts_for(actor, equipment.dealer_id)


def may_record_maintenance(actor: "User", equipment: "Equipment") -> bool:
    """Allow who keeps a unit's file to write down what was done elsewhere, or take it back (C5)."""
    return may_note_hours(actor, equipment)


def may_reveal_phones(actor: "User") -> bool:
    """Allow whoever has to call the whole number, one at a time (C10)."""
    return actor.may(Right.REVEAL_PHONES)


def may_export(actor: "User") -> bool:
    return actor.may(Right.EXPORT) and may_see(actor)


def may_decide_cases(actor: "User") -> bool:
    """Allow headquarters alone to decide a serial number that two dealers claim (C1)."""
    return actor.is_head_office and actor.may(Right.DECIDE_SERIAL_NUMBERS)


def may_settle_claim(actor: "User", case: "SerialNumberCase") -> bool:
    """Let the desk that claimed a number end the matter once headquarters has sent it back (C1)."""
    return may_register(actor) and actor.dealer_id == case.claimed_by_dealer_id


def may_read_installation(actor: "User", equipment: "Equipment") -> bool:
    """Keep who confirmed an installation and what was noted at it from the dealer that took it over (D20)."""
    return actor.is_head_office or not equipment.is_installed_by_former_dealer


def _acts_for(actor: "User", dealer_id: int | None) -> bool:
    return actor.is_head_office or dealer_id in actor.dealer_ids

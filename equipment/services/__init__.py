"""What people do to customers and units, by subject."""

from equipment.services.cases import CaseAlreadyDecided, Claim, DecisionMissing, decide_case, keep_claim
from equipment.services.customers import (
    ContactIncomplete,
    correct_contact,
    find_or_add_caller,
    find_or_add_contact,
    find_or_add_customer,
    reveal_phone,
)
from equipment.services.installation import (
    AlreadyInstalled,
    CheckedItem,
    DayNotPossible,
    NothingToCorrect,
    NotInstalled,
    ReasonMissing,
    SelfCheckNotComplete,
    correct_installation,
    day_faults,
    install_equipment,
)
from equipment.services.registration import (
    AlreadyRegistered,
    FieldNotValid,
    Registration,
    SerialNumberElsewhere,
    register_equipment,
)
from equipment.services.seen import FileMovedOn, check_seen

__all__ = [
    "AlreadyInstalled",
    "AlreadyRegistered",
    "CaseAlreadyDecided",
    "CheckedItem",
    "Claim",
    "ContactIncomplete",
    "DayNotPossible",
    "DecisionMissing",
    "FieldNotValid",
    "FileMovedOn",
    "NotInstalled",
    "NothingToCorrect",
    "ReasonMissing",
    "Registration",
    "SelfCheckNotComplete",
    "SerialNumberElsewhere",
    "check_seen",
    "correct_contact",
    "correct_installation",
    "day_faults",
    "decide_case",
    "find_or_add_caller",
    "find_or_add_contact",
    "find_or_add_customer",
    "install_equipment",
    "keep_claim",
    "register_equipment",
    "reveal_phone",
]

"""What people do to customers and units, by subject."""

from equipment.services.cases import (
    Claim,
    DecisionMissing,
    keep_claim,
    return_claim,
    settle_claim,
    transfer_unit,
)
from equipment.services.correcting import register_corrected
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
    "find_or_add_caller",
    "find_or_add_contact",
    "find_or_add_customer",
    "install_equipment",
    "keep_claim",
    "register_corrected",
    "register_equipment",
    "return_claim",
    "reveal_phone",
    "settle_claim",
    "transfer_unit",
]

"""What people do to customers and units, by subject."""

from equipment.services.cases import (
    Claim,
    DecisionMissing,
    keep_claim,
    return_claim,
    settle_claim,
    transfer_unit,
)
from equipment.services.codes import (
    CodeReasonMissing,
    Label,
    TooManyLabels,
    end_codes,
    find_coded_unit,
    print_labels,
    revoke_code,
)
from equipment.services.correcting import register_corrected
from equipment.services.covering import find_covered_unit
from equipment.services.customers import (
    ContactIncomplete,
    correct_contact,
    find_or_add_caller,
    find_or_add_contact,
    find_or_add_customer,
    find_or_add_writer,
    reveal_email,
    reveal_phone,
)
from equipment.services.facts import FactMissing, FactNotValid, UnitFacts, correct_facts
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
    "CodeReasonMissing",
    "ContactIncomplete",
    "DayNotPossible",
    "DecisionMissing",
    "FactMissing",
    "FactNotValid",
    "FieldNotValid",
    "FileMovedOn",
    "Label",
    "NotInstalled",
    "NothingToCorrect",
    "ReasonMissing",
    "Registration",
    "SelfCheckNotComplete",
    "SerialNumberElsewhere",
    "TooManyLabels",
    "UnitFacts",
    "check_seen",
    "correct_contact",
    "correct_facts",
    "correct_installation",
    "day_faults",
    "end_codes",
    "find_coded_unit",
    "find_covered_unit",
    "find_or_add_caller",
    "find_or_add_contact",
    "find_or_add_customer",
    "find_or_add_writer",
    "install_equipment",
    "keep_claim",
    "print_labels",
    "register_corrected",
    "register_equipment",
    "return_claim",
    "reveal_email",
    "reveal_phone",
    "revoke_code",
    "settle_claim",
    "transfer_unit",
]

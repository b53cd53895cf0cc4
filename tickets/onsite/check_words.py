"""The fields of a signed record in words, for who checks its sheet (D7)."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tickets.onsite.evidence import CHAIN, HASH, SEAL

FIELDS: Final[dict[str, Any]] = {
    "work_done": gettext_lazy("What was done"),
    "minutes_worked": gettext_lazy("Minutes worked"),
    "minutes_travelled": gettext_lazy("Minutes on the way"),
    "meter": gettext_lazy("Hour meter"),
    "result": gettext_lazy("Result"),
    "fault_class": gettext_lazy("Fault class"),
    "cause": gettext_lazy("Cause"),
    "remedy": gettext_lazy("Remedy"),
    "total": gettext_lazy("Total"),
    "ticket": gettext_lazy("Ticket"),
    "engineer": gettext_lazy("Engineer"),
    "dealer": gettext_lazy("Dealer"),
    "began_at": pgettext_lazy("service record", "Begun"),
    "departed_at": gettext_lazy("Departed"),
    "arrived_at": gettext_lazy("Arrived"),
    "recorded_at": pgettext_lazy("service record", "Done"),
    "status": gettext_lazy("State of the record"),
    "signature/signer_name": gettext_lazy("Name of who signed"),
    "signature/signer_role": gettext_lazy("As what they signed"),
    "signature/signed_at": gettext_lazy("Moment of signing"),
    "signature/place": gettext_lazy("Place of signing"),
    "signature/latitude": gettext_lazy("Place of signing"),
    "signature/longitude": gettext_lazy("Place of signing"),
    "signature/accuracy": gettext_lazy("Place of signing"),
    "signature/strokes": gettext_lazy("The signature itself"),
    HASH: gettext_lazy("The hash over the whole record"),
    SEAL: gettext_lazy("The seal: the record was rewritten as a whole"),
    CHAIN: gettext_lazy("The link to the version before"),
}
NUMBERED: Final[dict[str, Any]] = {
    "lines": gettext_lazy("Line %(n)s"),
    "readings": gettext_lazy("Reading %(n)s"),
    "photos": gettext_lazy("Photo %(n)s"),
    "context": gettext_lazy("What the sheet says of machine and people"),
}


def named(differs: Sequence[str]) -> list[str]:
    """Name the fields that differ, each once, in the order of the record."""
    return list(dict.fromkeys(_named(name) for name in differs))


def _named(name: str) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    group, _slash, rest = name.partition("/")
    if group in NUMBERED:
        return str(NUMBERED[group]) % {"n": rest.partition("/")[0]}
    return _("A field that was not there")

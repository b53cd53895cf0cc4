"""Whether a signed record still is what was signed, asked of every row and file that it was made of (D7)."""

from typing import TYPE_CHECKING, Final

from records.links import token_hash
from records.sealing import unseal
from tickets.models import SignedRecord
from tickets.onsite.content import live_content
from tickets.onsite.evidence import CONTEXT, Kept, differing
from tickets.onsite.states import AUDITS, RecordStatus, RecordVerb

if TYPE_CHECKING:
    from tickets.models import ServiceRecord

CHECK: Final = "check"  # the purpose to which the code of a signed version is bound
STATUS: Final = "status"
STANDS_SIGNED: Final = frozenset({RecordStatus.SIGNED, *AUDITS})  # nothing of what was signed has moved


def find_signed(token: str) -> SignedRecord | None:
    """Return the version that a code opens: the only way to a record without an account."""
    return SignedRecord.objects.by_code(token_hash(token, purpose=CHECK)).first()


def code_of(signed: SignedRecord) -> str:
    """Return the code of a version as it stands on its sheet."""
    return unseal(signed.sealed_code)


def machine_of(signed: SignedRecord) -> str:
    """Return the machine as it was signed for: what its ticket says today vouches for nothing."""
    names = (f"{CONTEXT}model", f"{CONTEXT}serial_number")
    return " ".join(str(signed.content.get(name, "")) for name in names).strip()


def is_amended(record: "ServiceRecord") -> bool:
    """Say whether a record was opened to be changed since it was signed: its rows may differ then."""
    turning = record.events.filter(verb__in=[RecordVerb.SIGN, RecordVerb.AMEND]).order_by("pk").last()
    return turning is not None and turning.verb == RecordVerb.AMEND


def differences(signed: SignedRecord) -> list[str]:
    """Name what is not as it was signed; of an earlier version, or a changed record, only what was kept."""
    record = signed.record
    amended = is_amended(record)
    is_current = signed.version == record.signed_version and not amended
    before = record.signed.filter(version=signed.version - 1).values_list("hash", flat=True).first()
    found = differing(
        kept_of(signed), live=live_content(record, signed) if is_current else None, before=before or ""
    )
    if not amended and record.status not in STANDS_SIGNED:
        found.append(STATUS)
    return found


def kept_of(signed: SignedRecord) -> Kept:
    return Kept(
        number=signed.record.number,
        version=signed.version,
        content=signed.content,
        digests=signed.digests,
        previous=signed.previous_hash,
        hash=signed.hash,
        seal=signed.seal,
    )

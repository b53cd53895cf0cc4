"""What makes a signed record evidence: a digest a field, one hash over them, a chain, a seal. Pure (D7).

The hash covers the digests of all fields, the number of the version and the hash of the version before it, so
that each version vouches for those before. The digests let a check say *which* field differs. The seal is
made with a key that the database does not hold: who rewrites a record with all its digests can't make it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.conf import settings

Content = Mapping[str, Any]
CONTEXT: Final = (
    "context/"  # copied from beside the record when it was signed: a later correction there is none here
)
HASH, SEAL, CHAIN = "hash", "seal", "previous"
ROOT: Final = (HASH, SEAL, CHAIN)


class Kept(NamedTuple):
    """A signed version as it lies in the database."""

    number: str
    version: int
    content: Content
    digests: Mapping[str, str]
    previous: str
    hash: str
    seal: str


def digests_of(content: Content) -> dict[str, str]:
    """Return the digest of each field, bound to its name: two fields can't be swapped."""
    return {name: _digest([name, value]) for name, value in content.items()}


def hash_of(number: str, version: int, *, digests: Mapping[str, str], previous: str) -> str:
    """Return the hash over a signed version, which the printed sheet bears."""
    return _digest([number, version, previous, dict(digests)])


def seal_of(hashed: str) -> str:
    """Return the seal of a hash, made with the key of this installation."""
    key = f"record:{settings.PHONE_KEY}".encode()
    return hmac.new(key, hashed.encode(), hashlib.sha256).hexdigest()


def _digest(value: Any) -> str:  # noqa: ANN401 (whatever stands in a record)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differing(kept: Kept, *, live: Content | None, before: str) -> list[str]:
    """Name what is not as it was signed, in the order of the record; nothing where all is.

    `live` is what the record's own rows say now, for the version that they belong to; `before` is the hash
    of the version before, as it lies in the database.
    """
    fields = {*kept.digests, *kept.content, *(live or {})}
    wrong = sorted(name for name in fields if _differs(name, kept, live))
    return [*wrong, *_wrong_around(kept, before=before)]


def _differs(name: str, kept: Kept, live: Content | None) -> bool:
    """Say whether a field that was signed says something else now, is gone, or was added."""
    said = [kept.content]
    if live is not None and not name.startswith(CONTEXT):
        said.append(live)
    return any(name not in told or _digest([name, told[name]]) != kept.digests.get(name) for told in said)


def _wrong_around(kept: Kept, *, before: str) -> Iterator[str]:
    """Name what is wrong with the hash over all, its seal, or the chain to the version before."""
    made = hash_of(kept.number, kept.version, digests=kept.digests, previous=kept.previous)
    if made != kept.hash:
        yield HASH
    if not hmac.compare_digest(seal_of(kept.hash), kept.seal):
        yield SEAL
    if kept.previous != before:
        yield CHAIN

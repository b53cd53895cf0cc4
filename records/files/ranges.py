"""Which bytes of a file are asked for: phones fetch sound in parts, and play nothing else (RFC 9110, 14)."""

import re
from typing import Final, NamedTuple

_ONE_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


class ByteRange(NamedTuple):
    """The first and the last byte, counted from nought."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def byte_range(asked: str, *, size: int) -> ByteRange | None:
    """Return what a `Range` header asks for; nothing where the whole file answers it.

    Several ranges at once, other units and what can't be read are answered by the whole file. Where nothing
    of the file lies in what is asked for, the range has no length.
    """
    found = _ONE_RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        return ByteRange(max(size - int(last), 0), size - 1)
    if last and int(last) < int(first):
        return None
    return ByteRange(min(int(first), size), min(int(last), size - 1) if last else size - 1)

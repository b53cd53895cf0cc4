"""Files that nothing names: swept away after a day, and reported where they are not (safety.md, H10, U2)."""

import hashlib
import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.core.cache import cache
from django.core.files.storage import default_storage

from records.files.keeping import FOLDER
from records.models import StoredFile

KEPT_FOR: Final = timedelta(hours=24)
LOOKED_FOR_EVERY: Final = timedelta(hours=1)  # the whole folder is read, and nothing hurries
SWEPT_BY: Final = KEPT_FOR + 2 * LOOKED_FOR_EVERY
CHUNK: Final = 1000
MARK: Final = "records.files.orphans"


def forget_orphans(at: datetime) -> int:
    """Delete files that nothing has named for a day, with bytes whose row was never written (H10)."""
    if not cache.add(MARK, 1, timeout=LOOKED_FOR_EVERY.total_seconds()):
        return 0
    since = at - KEPT_FOR
    forgotten: int = StoredFile.objects.named_by_nothing(since=since).delete()[0]
    for name in list(_without_row(since.timestamp())):
        default_storage.delete(name)
        forgotten += 1
    return forgotten


def u2() -> Iterator[str]:
    """U2: each file has its bytes as they came, and no bytes lie there without a file."""
    rows = StoredFile.objects.order_by("pk").values_list("code", "stored_name", "size", "digest")
    for code, stored_name, size, digest in rows.iterator(chunk_size=CHUNK):
        path = Path(default_storage.path(stored_name))
        if not path.is_file():
            yield f"file {code} has no bytes"
        elif path.stat().st_size != size or _digest(path) != digest:
            yield f"file {code} has other bytes than were kept"
    for name in _without_row(time.time() - SWEPT_BY.total_seconds()):
        yield f"bytes {name} belong to no file"


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _without_row(since: float) -> Iterator[str]:
    """Yield the names of bytes that were written before a moment and that no row names."""
    old = _written_before(since)
    while names := list(islice(old, CHUNK)):
        known = set(StoredFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True))
        yield from (name for name in names if name not in known)


def _written_before(since: float) -> Iterator[str]:
    folder = Path(default_storage.path(FOLDER))
    for part in sorted(folder.iterdir()) if folder.is_dir() else ():
        with os.scandir(part) as entries:
            yield from (
                f"{FOLDER}/{part.name}/{entry.name}" for entry in entries if entry.stat().st_mtime < since
            )

"""Where an uploaded file lies while it is needed: outside the web root, under a random name (H7, H16)."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from records.tabular import FileNotReadable

FOLDER = "imports"
TOO_LARGE = _("The file is larger than %(limit)s MB. Divide it into several files.")
GONE = _("The file is no longer kept. Send it again.")


def keep_file(file: IO[bytes]) -> tuple[str, str]:
    """Keep a file; return the name it is kept under and the digest of its bytes. Stop on its actual size."""
    digest = hashlib.sha256()
    size = 0
    while block := file.read(1 << 20):
        size += len(block)
        if size > settings.UPLOAD_MAX_BYTES:
            raise FileNotReadable(TOO_LARGE, limit=settings.UPLOAD_MAX_BYTES >> 20)
        digest.update(block)
    file.seek(0)
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", File(file)), digest.hexdigest()


@contextmanager
def kept_file(stored_name: str) -> Iterator[Path]:
    """Give the path of a kept file."""
    if not stored_name or not default_storage.exists(stored_name):
        raise FileNotReadable(GONE)
    yield Path(default_storage.path(stored_name))


def forget_file(stored_name: str) -> None:
    """Delete a kept file: what it held stands in rows now, or was never wanted."""
    if stored_name:
        default_storage.delete(stored_name)

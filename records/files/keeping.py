"""Taking a file in: its size, what it is, what it may be, where its bytes lie (safety.md, 11)."""

import hashlib
import os
import secrets
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.choices import FileKind
from records.files.images import redrawn
from records.files.kinds import is_phone_picture, kind_of, media_type_of
from records.files.names import shown_name
from records.models import StoredFile
from records.refusals import Refusal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

FOLDER: Final = "kept"
PICTURES_SOUNDS_AND_PDF: Final = frozenset({FileKind.IMAGE, FileKind.AUDIO, FileKind.PDF})
ANY_FILE: Final = frozenset(FileKind)
# The file by which every virus scanner is tried out; in two parts, so that this source is not taken for it.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it arrived, with the name its sender gave it."""

    content: IO[bytes]
    name: str


class FileTooLarge(Refusal):
    code = "file_too_large"
    message = _("“%(name)s” is larger than %(limit)s MB. Send a smaller one.")


class FileEmpty(Refusal):
    code = "file_empty"
    message = _("“%(name)s” is empty. Send it again.")


class FileKindNotTaken(Refusal):
    code = "file_kind_not_taken"
    message = _("“%(name)s” is no picture, voice message or PDF. Send one of these.")


class PhonePictureNotTaken(Refusal):
    code = "phone_picture_not_taken"
    message = _(
        "“%(name)s” is a HEIC picture, which we can't open. On an iPhone choose Settings › Camera › "
        "Formats › Most Compatible and take it again, or make a screenshot of it and send that."
    )


class FileHostile(Refusal):
    code = "file_hostile"
    message = _("“%(name)s” was found to be harmful and was not kept. Have the device checked it came from.")


@transaction.atomic
def keep_file(
    sent: SentFile,
    *,
    actor: "AbstractBaseUser | None",
    at: datetime,
    allowed: Set[FileKind] = PICTURES_SOUNDS_AND_PDF,
) -> StoredFile:
    """Keep a file somebody sent; no actor means a customer or a mail. What nothing names goes after a day.

    Pictures are drawn anew. Bytes that are kept already are kept once; each sending has its own row (H13).
    """
    limit = settings.UPLOAD_MAX_BYTES
    content, name = sent.content.read(limit + 1), shown_name(sent.name)
    if len(content) > limit:
        raise FileTooLarge(name=name, limit=limit >> 20, field="file")
    content, media_type = _taken(content, name=name, allowed=allowed)
    digest = hashlib.sha256(content).hexdigest()
    # Its row is locked: while it is, the sweep can't take away the bytes that are about to be shared.
    known = StoredFile.objects.filter(digest=digest).select_for_update(no_key=True).order_by("pk").first()
    return StoredFile.objects.create(
        code=secrets.token_hex(16),
        stored_name=known.stored_name if known else _write(content),
        digest=digest,
        size=len(content),
        media_type=media_type,
        name=shown_name(name, media_type=media_type),
        kept_at=at,
        kept_by_id=actor.pk if actor else None,
    )


def _taken(content: bytes, *, name: str, allowed: Set[FileKind]) -> tuple[bytes, str]:
    """Return the bytes as they are kept, with what they are; refuse what may not come in."""
    if not content:
        raise FileEmpty(name=name, field="file")
    if EICAR in content:
        raise FileHostile(name=name, field="file")
    media_type = media_type_of(content)
    kind = kind_of(media_type)
    if kind not in allowed and FileKind.IMAGE in allowed and is_phone_picture(content):
        raise PhonePictureNotTaken(name=name, field="file")
    if kind not in allowed:
        raise FileKindNotTaken(name=name, field="file")
    return redrawn(content, media_type, name=name) if kind is FileKind.IMAGE else (content, media_type)


def _write(content: bytes) -> str:
    """Write bytes under a random name and wait until the disk has them: the row comes after (U2)."""
    random = secrets.token_hex(16)
    name: str = default_storage.save(f"{FOLDER}/{random[:2]}/{random}", ContentFile(content))
    path = Path(default_storage.path(name))
    for written in (path, path.parent):
        number = os.open(written, os.O_RDONLY)
        os.fsync(number)
        os.close(number)
    return name


def digest_now(file: StoredFile) -> str:
    """Return the digest of a file's bytes as they lie there now; nothing where they are gone (D7, U2)."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(file.stored_name) as content:
            for block in content.chunks():
                digest.update(block)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()

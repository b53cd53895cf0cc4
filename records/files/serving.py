"""How a file leaves that somebody sent: it runs nothing, and nobody on the way keeps it (safety.md, H)."""

from typing import TYPE_CHECKING, Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from records.choices import FileKind

if TYPE_CHECKING:
    from records.models import StoredFile

HARMLESS: Final = frozenset({FileKind.IMAGE, FileKind.AUDIO})  # drawn anew, or only ever played
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def file_response(file: "StoredFile") -> FileResponse:
    """Give a file away to who may see it: pictures and sounds in place, everything else to take away."""
    try:
        content = default_storage.open(file.stored_name)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=file.kind not in HARMLESS,
        filename=file.name,
        content_type=file.media_type,
        headers=HEADERS,
    )

"""How a file leaves that somebody sent: it runs nothing, and nobody on the way keeps it (safety.md, H)."""

from typing import TYPE_CHECKING, Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from records.choices import FileKind
from records.files.ranges import byte_range

if TYPE_CHECKING:
    from django.core.files import File

    from records.models import StoredFile

HARMLESS: Final = frozenset({FileKind.IMAGE, FileKind.AUDIO})  # drawn anew, or only ever played
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def file_response(file: "StoredFile", *, asked: str = "") -> HttpResponseBase:
    """Give a file away to who may see it: pictures and sounds in place, everything else to take away.

    `asked` is the request's `Range`: of a sound, which a player fetches in parts, only that part goes.
    """
    try:
        content = default_storage.open(file.stored_name)
    except FileNotFoundError as error:
        raise Http404 from error
    if file.kind != FileKind.AUDIO:
        return _whole(file, content, headers=HEADERS)
    wanted = byte_range(asked, size=content.size)
    if wanted is None:
        return _whole(file, content, headers=HEADERS | {"Accept-Ranges": "bytes"})
    with content:
        if not wanted.length:
            refused = {"Content-Range": f"bytes */{content.size}"}
            return HttpResponse(status=416, headers=HEADERS | refused)
        content.seek(wanted.first)
        part = {"Content-Range": f"bytes {wanted.first}-{wanted.last}/{content.size}"}
        return HttpResponse(
            content.read(wanted.length), status=206, content_type=file.media_type, headers=HEADERS | part
        )


def _whole(file: "StoredFile", content: "File[bytes]", *, headers: dict[str, str]) -> FileResponse:
    return FileResponse(
        content,
        as_attachment=file.kind not in HARMLESS,
        filename=file.name,
        content_type=file.media_type,
        headers=headers,
    )

"""What a file is, by its bytes: what it is called or declared as says nothing (safety.md, H2, H5)."""

from typing import Final

from records.choices import FileKind

OPAQUE: Final = "application/octet-stream"
PDF: Final = "application/pdf"
# Where each kind of picture, sound and document bears its mark: media type, place, bytes.
MARKS: Final = (
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/gif", 0, b"GIF87a"),
    ("image/gif", 0, b"GIF89a"),
    ("image/webp", 8, b"WEBP"),
    ("audio/wav", 8, b"WAVE"),
    ("audio/webm", 0, b"\x1a\x45\xdf\xa3"),
    ("audio/ogg", 0, b"OggS"),
    ("audio/amr", 0, b"#!AMR"),
    ("audio/mpeg", 0, b"ID3"),
    ("audio/mpeg", 0, b"\xff\xfb"),
    ("audio/mpeg", 0, b"\xff\xf3"),
    ("audio/mpeg", 0, b"\xff\xf2"),
    (PDF, 0, b"%PDF-"),
)
# A box file is a voice message unless its brand says that it is a picture of an iPhone or of AVIF.
BOX, BRAND = b"ftyp", slice(8, 12)
PICTURE_BRANDS: Final = frozenset(b"heic heix heim heis hevc hevx heif mif1 msf1 avif avis".split())
RIFF: Final = frozenset({"image/webp", "audio/wav"})
EXTENSIONS: Final = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "audio/wav": (".wav",),
    "audio/webm": (".webm", ".weba"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/amr": (".amr",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    PDF: (".pdf",),
}


def media_type_of(content: bytes) -> str:
    """Return the media type that the first bytes prove; everything else is opaque."""
    if content[4:8] == BOX:
        return OPAQUE if is_phone_picture(content) else "audio/mp4"
    for media_type, place, mark in MARKS:
        if content[place : place + len(mark)] == mark and (
            media_type not in RIFF or content.startswith(b"RIFF")
        ):
            return media_type
    return OPAQUE


def is_phone_picture(content: bytes) -> bool:
    """Say whether the first bytes are those of a picture as iPhones keep it (HEIC), or its kin (AVIF)."""
    return content[4:8] == BOX and content[BRAND] in PICTURE_BRANDS


def kind_of(media_type: str) -> FileKind:
    """Return what a media type is to people: a picture, a sound, a PDF, or something to take away."""
    if media_type == PDF:
        return FileKind.PDF
    family = media_type.partition("/")[0]
    return FileKind(family) if family in {FileKind.IMAGE, FileKind.AUDIO} else FileKind.OTHER

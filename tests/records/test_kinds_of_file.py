"""What a file is, by its bytes; under which name it is shown (safety.md, H1–H7)."""

import pytest

from records.choices import FileKind
from records.files.kinds import OPAQUE, kind_of, media_type_of
from records.files.names import shown_name

K = FileKind


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0..", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n..", "image/png"),
        (b"GIF89a..", "image/gif"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"....WEBP", OPAQUE),
        (b"\x1a\x45\xdf\xa3..", "audio/webm"),
        (b"OggS..", "audio/ogg"),
        (b"#!AMR\n..", "audio/amr"),
        (b"ID3\x04..", "audio/mpeg"),
        (b"\xff\xfb\x90..", "audio/mpeg"),
        (b"....ftypM4A ....", "audio/mp4"),
        (b"....ftypheic....", OPAQUE),
        (b"....ftypavif....", OPAQUE),
        (b"%PDF-1.7", "application/pdf"),
        (b" %PDF-1.7", OPAQUE),
        (b"<svg onload=alert(1)>", OPAQUE),
        (b"<!DOCTYPE html>", OPAQUE),
        (b"PK\x03\x04", OPAQUE),
        (b"", OPAQUE),
        (b"\xff\xd8", OPAQUE),
    ],
)
def test_the_first_bytes_say_what_a_file_is(content, media_type):
    """H2, H5: neither its name nor its sender is asked."""
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/png", K.IMAGE),
        ("audio/mp4", K.AUDIO),
        ("application/pdf", K.PDF),
        (OPAQUE, K.OTHER),
        ("text/html", K.OTHER),
    ],
)
def test_people_are_told_four_kinds(media_type, kind):
    assert kind_of(media_type) is kind


@pytest.mark.parametrize(
    ("name", "media_type", "shown"),
    [
        ("../../x", "", "x"),
        ("C:\\x\\y.txt", "", "y.txt"),
        ("a\0b\u200b\u202ec.txt", "", "abc.txt"),
        ("x" * 300 + ".jpg", "image/jpeg", "x" * 196 + ".jpg"),
        ("x" * 300, "image/jpeg", "x" * 196 + ".jpg"),
        (".htaccess", "", ".htaccess"),
        ("con", "", "con"),
        ('"><img onerror=1>', "", '"><img onerror=1>'),
        ("油缸.jpeg", "image/jpeg", "油缸.jpeg"),
        ("page.html", "image/jpeg", "page.jpg"),
        ("move.gif", "image/png", "move.png"),
        ("voice", "audio/mp4", "voice.m4a"),
        ("..", "", ".."),
        ("", "image/png", "–.png"),
        ("\r\n", "", "–"),
    ],
)
def test_a_name_is_shown_plain_and_ends_as_the_bytes_say(name, media_type, shown):
    assert shown_name(name, media_type=media_type) == shown

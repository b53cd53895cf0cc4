"""Files people send: kept in limits, once, drawn anew, swept when nothing names them (safety.md, H)."""

import hashlib
import io
import os
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from records.choices import FileKind
from records.files import images, orphans
from records.files.keeping import (
    ANY_FILE,
    EICAR,
    FileEmpty,
    FileHostile,
    FileKindNotTaken,
    FileTooLarge,
    PhonePictureNotTaken,
    SentFile,
    keep_file,
)
from records.files.serving import file_response
from records.models import StoredFile
from tests.factories.files import PDF, amr, picture
from tests.factories.tickets import TicketFactory
from tickets.choices import FileSource
from tickets.models import TicketFile

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_sweep_has_not_looked_lately():
    cache.clear()


def kept(content, name="x", *, actor=None, at=AT, **kwargs):
    return keep_file(SentFile(io.BytesIO(content), name), actor=actor, at=at, **kwargs)


def bytes_of(file):
    return Path(default_storage.path(file.stored_name)).read_bytes()


def on_disk():
    folder = Path(default_storage.path("kept"))
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def age(path, *, hours):
    then = (AT - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


# ── what comes in ──


def test_a_voice_message_is_kept_as_it_is(agent):
    """H16: under a random name, readable by the product's own group and nobody else."""
    file = kept(amr(), "留言.amr", actor=agent)
    path = Path(default_storage.path(file.stored_name))
    assert (file.name, file.media_type, file.kept_by, file.kept_at) == ("留言.amr", "audio/amr", agent, AT)
    assert path.read_bytes() == amr()
    assert (file.size, file.digest) == (len(amr()), hashlib.sha256(amr()).hexdigest())
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.name.isalnum()
    assert path.name != file.code


def test_a_picture_loses_place_camera_and_comment():
    """H3, safety.md 11: GPS and what hides behind the picture are gone."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture("JPEG", exif=exif, comment=b"<script>alert(1)</script>") + b"<html><script>x</script>"
    file = kept(sent, "p.jpg")
    clean = bytes_of(file)
    assert b"SecretCamera" in sent
    for secret in (b"SecretCamera", b"script", b"Exif", b"html"):
        assert secret not in clean
    with Image.open(io.BytesIO(clean)) as drawn:
        assert not drawn.getexif()
        assert "comment" not in drawn.info


def test_a_picture_taken_upright_is_kept_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    with Image.open(io.BytesIO(bytes_of(kept(picture("JPEG", size=(40, 20), exif=exif), "p.jpg")))) as drawn:
        assert drawn.size == (20, 40)


@pytest.mark.parametrize(
    ("kind", "mode", "media_type", "drawn_mode"),
    [
        ("PNG", "RGBA", "image/png", "RGBA"),
        ("PNG", "RGB", "image/png", "RGB"),
        ("PNG", "1", "image/png", "L"),
        ("PNG", "P", "image/png", "RGB"),
        ("GIF", "P", "image/png", "RGB"),
        ("WEBP", "RGBA", "image/webp", "RGBA"),
        ("JPEG", "CMYK", "image/jpeg", "RGB"),
        ("JPEG", "L", "image/jpeg", "L"),
    ],
)
def test_each_kind_of_picture_is_drawn_anew(kind, mode, media_type, drawn_mode):
    file = kept(picture(kind, mode=mode), "p")
    with Image.open(io.BytesIO(bytes_of(file))) as drawn:
        assert (file.media_type, drawn.mode) == (media_type, drawn_mode)


def test_a_large_picture_is_kept_smaller():
    with Image.open(io.BytesIO(bytes_of(kept(picture("JPEG", size=(6000, 3000)), "p")))) as drawn:
        assert drawn.size == (2560, 1280)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    """H11: by what its head declares, before a pixel is read."""
    monkeypatch.setattr(images, "MOST_PIXELS", 99)
    with pytest.raises(images.PictureTooLarge):
        kept(picture("PNG", size=(10, 10)), "bomb.png")
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = (60_000).to_bytes(4) * 2  # 3.6 thousand million pixels, as the head says
    with pytest.raises((images.PictureTooLarge, images.PictureBroken)):
        kept(bytes(bomb), "bomb.png")
    assert not on_disk()


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff<html>", b"GIF89a", picture("PNG")[:60], picture("JPEG")[:80]]
)
def test_half_a_picture_is_refused(content):
    """H2, H3, fault 33: no row, no bytes."""
    with pytest.raises(images.PictureBroken):
        kept(content, "p.jpg")
    assert not StoredFile.objects.exists()
    assert not on_disk()


def test_making_papers_does_not_let_half_a_picture_in():
    """H2: the maker of PDFs tells Pillow, for the whole process, to take what is broken."""
    loads = "from records import paper; from PIL import ImageFile; paper.paper_font()"
    asked = "import sys; assert 'weasyprint.images' in sys.modules; sys.exit(ImageFile.LOAD_TRUNCATED_IMAGES)"
    assert subprocess.run([sys.executable, "-c", f"{loads}; {asked}"], check=False).returncode == 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
)
def test_whatever_is_wrong_with_a_picture_it_is_kept_or_refused(kind, cuts):
    content = bytearray(picture(kind, exif=Image.Exif()))
    for place, value in cuts:
        content[8 + int(place * (len(content) - 9))] = value
    media_type = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}[kind]
    with suppress(images.PictureBroken, images.PictureTooLarge):
        images.redrawn(bytes(content), media_type, name="p")


def test_what_is_too_large_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 10
    endless = io.BytesIO(b"#!AMR" + b"x" * 100)
    with pytest.raises(FileTooLarge):
        keep_file(SentFile(endless, "x.amr"), actor=None, at=AT)
    assert endless.tell() == 11


def test_an_empty_file_is_refused():
    with pytest.raises(FileEmpty):
        kept(b"")


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<html>", b"PK\x03\x04", b"MZ"])
def test_only_what_the_caller_takes_comes_in(content):
    """H1, H2: a customer sends pictures, sounds and PDF; the staff anything, to take away."""
    with pytest.raises(FileKindNotTaken):
        kept(content, "x.jpg")
    assert kept(content, "x.jpg", allowed=ANY_FILE).media_type == "application/octet-stream"


HEIC = b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heicmiaf\x00\x00\x01}meta"


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"])
@pytest.mark.parametrize("name", ["IMG_0417.HEIC", "IMG_0417.jpg"])
def test_a_picture_of_an_iphone_is_refused_with_how_to_send_it(brand, name):
    """Decision 0004: cut off or whole, it is told by its first bytes and never opened."""
    for content in (HEIC.replace(b"heic", brand, 1), HEIC.replace(b"heic", brand, 1)[:12]):
        with pytest.raises(PhonePictureNotTaken) as refused:
            kept(content, name)
        assert (refused.value.field, refused.value.status) == ("file", 422)
    assert "兼容性最佳" in str(refused.value)
    assert not StoredFile.objects.exists()


def test_what_is_kept_to_be_taken_away_may_be_one(db):
    assert kept(HEIC, "IMG_0417.HEIC", allowed=ANY_FILE).media_type == "application/octet-stream"


def test_where_no_picture_is_asked_for_its_kind_is_what_is_wrong():
    with pytest.raises(FileKindNotTaken):
        kept(HEIC, allowed=frozenset({FileKind.PDF}))


@pytest.mark.parametrize("content", [EICAR, b"#!AMR" + EICAR, b"%PDF-" + b"x" * 5000 + EICAR])
def test_a_harmful_file_is_not_kept(content):
    """H14."""
    with pytest.raises(FileHostile):
        kept(content, "x", allowed=ANY_FILE)
    assert not on_disk()


# ── once ──


def test_the_same_file_twice_lies_there_once(agent, manager):
    """H13: two references, one object; who sent the one says nothing of the other."""
    first, second = kept(PDF, "合同.pdf", actor=agent), kept(PDF, "copy.pdf", actor=manager)
    assert first.stored_name == second.stored_name
    assert (first.name, second.name, second.kept_by) == ("合同.pdf", "copy.pdf", manager)
    assert first.code != second.code
    assert len(on_disk()) == 1


def test_one_of_two_sendings_going_leaves_the_bytes_to_the_other():
    """H13, H10."""
    orphan, named = kept(PDF), kept(PDF)
    TicketFile.objects.create(ticket=TicketFactory(), file=named, at=AT, source=FileSource.CUSTOMER)
    age(on_disk()[0], hours=30)
    assert orphans.forget_orphans(AT + timedelta(hours=25)) == 1
    assert not StoredFile.objects.filter(pk=orphan.pk).exists()
    assert bytes_of(named) == PDF


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_bytes_that_are_shared_at_this_moment_are_not_swept(agent):
    """H13: the sweep waits for who is about to name them."""
    kept(PDF)
    age(on_disk()[0], hours=30)
    done = []

    def sweep():
        done.append(orphans.forget_orphans(AT + timedelta(hours=25)))
        connection.close()

    with transaction.atomic():
        second = kept(PDF, at=AT + timedelta(hours=25))
        other = threading.Thread(target=sweep)
        other.start()
        other.join(timeout=0.5)
        assert not done
    other.join(timeout=10)
    assert done == [1]
    assert bytes_of(second) == PDF


# ── swept and checked ──


def test_what_nothing_names_goes_after_a_day():
    """H10."""
    kept(PDF)
    (path,) = on_disk()
    age(path, hours=0)
    assert orphans.forget_orphans(AT + timedelta(hours=23)) == 0
    cache.clear()
    assert orphans.forget_orphans(AT + timedelta(hours=25)) == 2  # the row, and its bytes
    assert not StoredFile.objects.exists()
    assert not on_disk()


def test_bytes_of_a_row_that_was_never_written_go_too():
    """Fault 33: the request died between the disk and the database."""
    with transaction.atomic():
        kept(PDF)
        transaction.set_rollback(True)
    (path,) = on_disk()
    age(path, hours=25)
    assert list(orphans.u2()) != []
    assert orphans.forget_orphans(AT) == 1
    assert not on_disk()
    assert list(orphans.u2()) == []


def test_the_folder_is_looked_through_once_an_hour():
    assert orphans.forget_orphans(AT) == 0
    file = kept(PDF)
    assert orphans.forget_orphans(AT + timedelta(hours=48)) == 0
    assert StoredFile.objects.filter(pk=file.pk).exists()


def test_u2_names_rows_without_bytes_and_with_other_ones():
    gone, changed, whole = kept(PDF), kept(amr()), kept(picture("PNG"))
    Path(default_storage.path(gone.stored_name)).unlink()
    path = Path(default_storage.path(changed.stored_name))
    path.write_bytes(path.read_bytes()[::-1])
    assert list(orphans.u2()) == [
        f"file {gone.code} has no bytes",
        f"file {changed.code} has other bytes than were kept",
    ]
    assert whole.code not in str(list(orphans.u2()))


# ── given away ──


@pytest.mark.parametrize(
    ("content", "name", "is_inline"),
    [
        (picture("PNG"), "p.png", True),
        (amr(), "a.amr", True),
        (PDF, "x.pdf", False),
        (b"<script>", '"><img onerror=1>.html', False),
        (b"<html>", "x\r\nSet-Cookie: a=b.html", False),
    ],
)
def test_what_leaves_can_run_nothing(content, name, is_inline):
    """H1–H6."""
    response = file_response(kept(content, name, allowed=ANY_FILE))
    response.close()
    assert response["Content-Disposition"].startswith("inline" if is_inline else "attachment")
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] not in {"text/html", "image/svg+xml"}


@pytest.mark.parametrize(
    ("asked", "status", "said", "part"),
    [
        ("", 200, None, slice(None)),
        ("bytes=0-1", 206, "bytes 0-1/{size}", slice(0, 2)),
        ("bytes=3-", 206, "bytes 3-{last}/{size}", slice(3, None)),
        ("bytes=-2", 206, "bytes {before}-{last}/{size}", slice(-2, None)),
        ("bytes=2-999999", 206, "bytes 2-{last}/{size}", slice(2, None)),
        ("bytes=-999999", 206, "bytes 0-{last}/{size}", slice(None)),
        ("bytes=999999-", 416, "bytes */{size}", slice(0, 0)),
        ("bytes=-0", 416, "bytes */{size}", slice(0, 0)),
        ("bytes=5-2", 200, None, slice(None)),
        ("bytes=0-1,3-4", 200, None, slice(None)),
        ("bytes=-", 200, None, slice(None)),
        ("bytes=a-b", 200, None, slice(None)),
        ("lines=0-1", 200, None, slice(None)),
        ("bytes=" + "9" * 400 + "-", 200, None, slice(None)),
    ],
)
def test_a_player_fetches_a_voice_message_in_parts(asked, status, said, part):
    """H16; RFC 9110, 14: phones ask for two bytes first and play nothing that answers otherwise."""
    size = len(amr())
    response = file_response(kept(amr(), "a.amr"), asked=asked)
    content = b"".join(response)
    response.close()
    assert (response.status_code, content) == (status, amr()[part])
    expected = said and said.format(size=size, last=size - 1, before=size - 2)
    assert response.get("Content-Range") == expected
    assert response["Cache-Control"] == "private, no-store"


def test_a_picture_goes_whole_whatever_part_is_asked_for():
    response = file_response(kept(picture("PNG"), "p.png"), asked="bytes=0-1")
    response.close()
    assert response.status_code == 200


def test_a_file_whose_bytes_are_lost_is_missing():
    file = kept(PDF)
    Path(default_storage.path(file.stored_name)).unlink()
    with pytest.raises(Http404):
        file_response(file)

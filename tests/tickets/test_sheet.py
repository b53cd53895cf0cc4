"""The signed record as a PDF with Chinese characters; where none can be made, the page says so (D7, J3)."""

import builtins
import shutil
import subprocess

import pytest

from records import paper
from records.models import AuditEntry
from records.paper import paper_font, picture_on_paper
from tests.tickets import trips
from tests.tickets.test_invariants import lift_the_triggers_of
from tickets import services
from tickets.models import RecordPhoto, ServiceRecord, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(ticket_in, norths_engineer, at):
    return trips.signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at).record


@pytest.fixture
def read(tmp_path):
    """Read a PDF as people do: its words, and the fonts that are in it."""
    if not paper_font():
        pytest.skip("missing: Pango, or a font with Chinese characters")
    if shutil.which("pdftotext") is None:
        pytest.skip("missing: poppler-utils")

    def words(content, program="pdftotext", *options):
        file = tmp_path / "sheet.pdf"
        file.write_bytes(content)
        command = [program, *options, str(file), *(["-"] if program == "pdftotext" else [])]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    return words


def address(record):
    return f"/records/{record.number}/sheet.pdf"


def test_the_sheet_says_what_was_signed_in_a_chinese_font(page, norths_desk, record, read):
    """D7: work, lines to the cent, who signed when, the whole hash; the font travels with the paper."""
    answer = page(norths_desk).get(address(record))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    said = read(answer.content)
    signed = record.signed.get()
    for words in (record.number, "更换密封圈", "¥ 427.00", "HS-28-0031", "王友木", signed.hash, "还需配件"):
        assert words in said, words
    assert "2026-09-15 10:00" in said
    fonts = read(answer.content, "pdffonts")
    assert paper_font().replace(" ", "-") in fonts
    assert "Type 3" not in fonts


def test_photos_stand_in_the_sheet(page, norths_desk, record, read):
    """D7: both pictures, and the code by which anybody checks it."""
    content = page(norths_desk).get(address(record)).content
    listed = read(content, "pdfimages", "-list")
    assert len([line for line in listed.splitlines() if " image " in line]) == 2


def test_who_took_a_sheet_is_recorded(page, norths_desk, record, read):
    """J3: nothing leaves without a record."""
    page(norths_desk).get(address(record))
    entry = AuditEntry.objects.get(verb="export", object_type="record")
    assert (entry.actor_id, entry.object_ref, entry.reason) == (norths_desk.pk, record.number, "PDF")


def test_another_dealers_record_has_no_sheet(page, souths_desk, record):
    """L2"""
    assert page(souths_desk).get(address(record)).status_code == 404


def test_what_was_rewritten_since_is_not_printed_above_the_signature(
    page, norths_desk, norths_engineer, record, read, at
):
    """D7: the signature vouches for the text above it; signed anew, the sheet bears the new one."""
    old = record.signed.get()
    services.amend_record(record, actor=norths_engineer.user, at=at, reason="金额写错")
    record.refresh_from_db()
    facts = {"work_done": "更换主泵", "minutes_worked": 600, "items": (), "result": "fixed"}
    services.rewrite_record(record, actor=norths_engineer.user, at=at, **facts)
    draft = read(page(norths_desk).get(address(record)).content)
    assert "更换主泵" in draft
    assert [words for words in (old.hash, "王友木", "扫描上方") if words in draft] == []
    shown = page(norths_desk).get(record.get_absolute_url()).content.decode()
    assert "card signed no-print" in shown
    record.refresh_from_db()
    services.sign_record(record, actor=norths_engineer.user, at=at, signature=trips.SIGNATURE)
    anew = read(page(norths_desk).get(address(record)).content)
    assert record.signed.get(version=2).hash in anew
    assert old.hash not in anew
    assert "card signed no-print" in page(norths_desk).get(record.get_absolute_url()).content.decode()


def test_what_is_not_as_it_was_signed_is_printed_without_the_signature(page, norths_desk, record, read):
    """D7: whoever changed the database gets no paper with a signature under it."""
    lift_the_triggers_of("tickets_servicerecord")
    ServiceRecord.objects.filter(pk=record.pk).update(minutes_travelled=4000)
    said = read(page(norths_desk).get(address(record)).content)
    assert "与签字时不一致" in said
    assert said.index("不一致的内容") < said.index("路上")
    assert record.signed.get().hash not in said


def test_the_sheet_names_machine_and_people_as_they_were_signed_for(page, norths_desk, record, read):
    """D7: a serial number that is put right on the ticket later changes no sheet."""
    signed_for = record.signed.get().content["context/serial_number"]
    Ticket.objects.update(serial_number="ZZ-TAMPER")
    said = read(page(norths_desk).get(address(record)).content)
    assert "ZZ-TAMPER" not in said
    assert signed_for in said
    assert record.signed.get().hash in said


def test_a_machine_without_fonts_sends_one_back_to_print(page, norths_desk, record, monkeypatch):
    """D7: the page offers no PDF and says why; whoever asks all the same is told what to do."""
    monkeypatch.setattr("tickets.views.signing.paper_font", lambda: "")
    client = page(norths_desk)
    answer = client.get(address(record), follow=True)
    assert answer.redirect_chain[-1][0] == record.get_absolute_url()
    said = answer.content.decode()
    assert "请直接打印页面" in said
    assert "不能生成 PDF" in said
    assert address(record) not in said
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_a_machine_without_pango_makes_no_pdf(monkeypatch):
    """D7: its libraries are no part of the wheel."""

    real = builtins.__import__

    def no_pango(name, *args, **more):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", no_pango)
    assert paper.paper_font.__wrapped__() == ""


def test_a_font_that_is_not_there_is_not_taken(monkeypatch, read):
    """A system always gives some font; only the one that was asked for by name is good."""
    monkeypatch.setattr(paper, "FONTS", ("No Such Font SC",))
    assert paper.paper_font.__wrapped__() == ""


def test_a_picture_that_is_gone_leaves_its_place(record):
    photo = RecordPhoto.objects.filter(record=record).first()
    assert picture_on_paper(photo.file).startswith("data:image/jpeg;base64,")
    photo.file.stored_name = "gone.jpg"
    assert picture_on_paper(photo.file) == ""

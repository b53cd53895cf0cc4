"""Photos and voice messages of customers: with the report, seen again by its link, by no other (H)."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from records.files.keeping import EICAR
from records.models import AuditEntry, StoredFile
from tests.factories.files import picture
from tests.tickets.customers import NOW, coded, linked
from tickets.choices import FileSource
from tickets.models import Ticket

REPORT = {"state": "limps", "phone": "13900001111"}
VOICE = b"\x1a\x45\xdf\xa3" + b"voice" * 20


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(unit, norths_desk):
    return reverse("customer:report", args=[coded(unit, norths_desk)])


def photo(name="leak.png"):
    return SimpleUploadedFile(name, picture("PNG"), content_type="image/png")


def voice():
    return SimpleUploadedFile("voice.webm", VOICE, content_type="audio/webm")


def test_photos_and_a_voice_message_come_with_the_report(client, address):
    """D1: nothing typed at all."""
    response = client.post(address, REPORT | {"photos": [photo(), photo("b.png")], "voice": [voice()]})
    ticket = Ticket.objects.get()
    assert response.status_code == 302
    assert ticket.description == "勉强能用"
    assert {row.source for row in ticket.files.all()} == {FileSource.CUSTOMER}
    assert all(row.is_shown_to_customer and row.by is None for row in ticket.files.all())
    shown = client.get(response.url).content.decode()
    assert shown.count("/files/") == 5  # each picture as a link and as an image, the voice once


def test_each_is_seen_by_the_link_of_its_repair_alone(client, address, ticket_in, unit):
    """D8, H10."""
    token = client.post(address, REPORT | {"photos": [photo()]}).url.split("/")[2]
    code = Ticket.objects.get().files.get().file.code
    response = client.get(reverse("customer:file", args=[token, code]))
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    other = linked(ticket_in("assigned"))
    assert Client().get(reverse("customer:file", args=[other, code])).status_code == 404
    assert Client().get(reverse("customer:file", args=[token, "unknown"])).status_code == 404


def test_what_is_not_for_the_customer_is_not_given(client, address):
    """B9."""
    token = client.post(address, REPORT | {"photos": [photo()]}).url.split("/")[2]
    row = Ticket.objects.get().files.get()
    row.is_shown_to_customer = False
    row.save()
    assert client.get(reverse("customer:file", args=[token, row.file.code])).status_code == 404


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"<html><script>alert(1)</script>", b"%PDF-1.7 paper", b""]
)
def test_what_is_neither_picture_nor_sound_is_refused_with_the_whole_report(client, address, content):
    """H1, H2, H5: by its bytes, whatever it is called."""
    sent = SimpleUploadedFile("leak.jpg", content, content_type="image/jpeg")
    response = client.post(address, REPORT | {"photos": [photo(), sent], "symptoms": ["leak"]})
    assert response.status_code == 422
    assert not Ticket.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_harmful_file_is_told_to_the_audit_without_the_link(client, address):
    harmful = SimpleUploadedFile("a.jpg", EICAR, content_type="image/jpeg")
    assert client.post(address, REPORT | {"photos": [harmful]}).status_code == 422
    assert AuditEntry.objects.get(verb="file_hostile").path == "/u/…/report/"


def test_ten_photos_are_too_many(client, address):
    response = client.post(address, REPORT | {"photos": [photo(f"{n}.png") for n in range(10)]})
    assert response.status_code == 422
    assert "最多发 9 个" in response.content.decode()


def test_a_file_that_is_too_large_keeps_nothing(client, address, settings):
    settings.UPLOAD_MAX_BYTES = 10
    response = client.post(address, REPORT | {"photos": [photo()], "symptoms": ["leak"]})
    assert response.status_code == 422
    assert not Ticket.objects.exists()


def test_a_picture_of_an_iphone_is_refused_with_how_to_send_it(client, address):
    """Decision 0004: nothing of the report is lost, and nothing is kept of the picture."""
    heic = SimpleUploadedFile("IMG_0417.HEIC", b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic")
    response = client.post(address, REPORT | {"words": "漏油", "photos": [photo(), heic]})
    assert response.status_code == 422
    assert "“IMG_0417.HEIC”是 HEIC 图片" in response.content.decode()
    assert (Ticket.objects.count(), StoredFile.objects.count()) == (0, 0)

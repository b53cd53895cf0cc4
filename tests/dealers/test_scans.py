"""Scans of certificates: filed by the desk, opened by who confirms, looked at again when new (B1, C10)."""

import io

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from dealers.choices import FilingStatus as F
from dealers.models import StaffQualification
from dealers.qualifications import (
    PaperReturned,
    PaperWaits,
    attach_scan,
    confirm_qualification,
    open_scan,
    return_qualification,
)
from dealers.services import FilingMoved
from records.files.keeping import EICAR, FileKindNotTaken, SentFile, keep_file
from records.files.orphans import forget_orphans
from records.models import AuditEntry, StoredFile
from tests.factories.dealers import QualificationFactory, StaffQualificationFactory
from tests.factories.files import PDF, amr, picture
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db
DAYS = {"certificate_number": "T320115", "valid_from": "2026-01-01", "valid_until": "2028-12-31"}


@pytest.fixture
def height(db):
    return QualificationFactory(certificate=True)


@pytest.fixture
def paper(norths_engineer, height):
    return StaffQualificationFactory(staff=norths_engineer, qualification=height, filing_status=F.FILED)


def sent(content=PDF, name="登高证.pdf"):
    return SentFile(io.BytesIO(content), name)


def upload(content=PDF, name="登高证.pdf"):
    return SimpleUploadedFile(name, content)


def attached(paper, actor, content=PDF):
    return attach_scan(paper, actor=actor, at=AT, scan=sent(content))


def address(paper, step=""):
    page = reverse("dealers:person", args=[paper.staff.code])
    return f"{page}{paper.qualification.code}/{step}/" if step else page


def scan_of(paper):
    return reverse("dealers:scan", args=[paper.staff.code, paper.scan.code])


# ── filed ──


@pytest.mark.parametrize(("content", "media_type"), [(PDF, "application/pdf"), (picture("PNG"), "image/png")])
def test_a_scan_is_filed_with_a_paper_that_waits(paper, norths_desk, content, media_type):
    filed = attached(paper, norths_desk, content)
    assert (filed.filing_status, filed.scan.media_type) == (F.FILED, media_type)
    line = StaffQualification.history.filter(id=paper.pk).latest("history_id")
    assert (line.scan, line.history_user, line.history_date) == (filed.scan, norths_desk, AT)


@pytest.mark.parametrize("content", [amr(), b"<svg onload=alert(1)>", b"PK\x03\x04 word"])
def test_neither_sound_nor_anything_else_is_a_scan(paper, norths_desk, content):
    """H1, H5: by its bytes, whatever it is called."""
    with pytest.raises(FileKindNotTaken):
        attached(paper, norths_desk, content)
    assert not StoredFile.objects.exists()


def test_a_confirmed_paper_with_a_new_scan_is_looked_at_again(paper, norths_desk, dispatcher):
    confirmed = confirm_qualification(attached(paper, norths_desk), actor=dispatcher, at=AT)
    first = confirmed.scan
    again = attached(confirmed, norths_desk, picture())
    assert again.filing_status == F.FILED
    assert again.scan != first
    assert list(StaffQualification.objects.all().to_confirm()) == [again]
    assert confirm_qualification(again, actor=dispatcher, at=AT).filing_status == F.CONFIRMED


def test_what_was_filed_before_is_kept(paper, norths_desk):
    """L3: the history names it; what nothing names goes."""
    cache.clear()  # the sweep has not looked lately
    loose = keep_file(sent(), actor=norths_desk, at=AT)
    first = attached(paper, norths_desk).scan
    attached(StaffQualification.objects.get(pk=paper.pk), norths_desk, picture())
    forget_orphans(timezone.now())
    assert StoredFile.objects.filter(pk=first.pk).exists()
    assert not StoredFile.objects.filter(pk=loose.pk).exists()


def test_while_a_renewal_waits_the_one_in_force_stays_confirmed(paper, height, norths_desk):
    old = StaffQualificationFactory(staff=paper.staff, qualification=height)
    with pytest.raises(PaperWaits):
        attached(old, norths_desk)


def test_what_was_returned_is_filed_anew(paper, norths_desk, dispatcher):
    returned = return_qualification(paper, actor=dispatcher, at=AT, reason="照片看不清")
    with pytest.raises(PaperReturned):
        attached(returned, norths_desk)


@pytest.mark.parametrize("who", ["souths_desk", "norths_engineer", "dispatcher", "agent", "deputy"])
def test_only_the_persons_own_desk_files_a_scan(request, paper, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        attached(paper, getattr(actor, "user", actor))
    assert not StoredFile.objects.exists()


def test_two_scans_at_once_are_one_and_a_refusal(paper, norths_desk, centres_desk):
    stale = StaffQualification.objects.get(pk=paper.pk)
    attached(paper, norths_desk)
    with pytest.raises(FilingMoved):
        attached(stale, centres_desk, picture())


def test_a_scan_that_was_not_looked_at_is_not_confirmed(paper, norths_desk, dispatcher):
    seen = attached(paper, norths_desk).scan.code
    changed = attached(StaffQualification.objects.get(pk=paper.pk), norths_desk, picture())
    for looked_at in (seen, ""):
        with pytest.raises(FilingMoved):
            confirm_qualification(changed, actor=dispatcher, at=AT, seen=looked_at)
    assert confirm_qualification(changed, actor=dispatcher, at=AT, seen=changed.scan.code)


# ── opened ──


@pytest.mark.parametrize("who", ["dispatcher", "administrator", "norths_desk", "centres_desk"])
def test_who_confirms_and_who_files_opens_it_and_that_is_recorded(request, paper, norths_desk, who):
    """C10."""
    actor, filed = request.getfixturevalue(who), attached(paper, norths_desk)
    assert open_scan(filed, actor=actor, at=AT) == filed.scan
    entry = AuditEntry.objects.get(verb="scan_opened")
    assert (entry.actor, entry.object_ref) == (actor, f"{paper.staff.code} {paper.qualification.code}")


@pytest.mark.parametrize("who", ["souths_desk", "agent", "deputy", "director", "norths_engineer"])
def test_nobody_else_opens_it(request, paper, norths_desk, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        open_scan(attached(paper, norths_desk), actor=getattr(actor, "user", actor), at=AT)
    assert not AuditEntry.objects.exists()


def test_where_none_is_filed_there_is_none(paper, dispatcher):
    with pytest.raises(PermissionDenied):
        open_scan(paper, actor=dispatcher, at=AT)


# ── pages ──


def test_a_desk_files_headquarters_opens_and_confirms(page, paper, norths_desk, dispatcher):
    desk = page(norths_desk)
    assert "附上扫描件" in desk.get(address(paper)).content.decode()
    form = desk.get(address(paper), {"scan": paper.qualification.code}).content.decode()
    assert 'enctype="multipart/form-data"' in form
    assert desk.post(address(paper, "scan"), {"scan": upload()}).url == address(paper)
    filed = StaffQualification.objects.get(pk=paper.pk)
    headquarters = page(dispatcher)
    assert scan_of(filed) in headquarters.get(address(paper)).content.decode()
    given = headquarters.get(scan_of(filed))
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given["Content-Security-Policy"]
    assert headquarters.post(address(paper, "confirm"), {"scan": ""}).status_code == 409
    assert headquarters.post(address(paper, "confirm"), {"scan": filed.scan.code}).status_code == 302
    again = page(norths_desk).get(address(paper), {"scan": paper.qualification.code}).content.decode()
    assert "总部要重新确认" in again


def test_a_paper_can_be_filed_with_its_scan(page, norths_engineer, height, norths_desk):
    url = reverse("dealers:file", args=[norths_engineer.code])
    typed = DAYS | {"qualification": height.code}
    assert page(norths_desk).post(url, typed | {"scan": upload(amr())}).status_code == 422
    assert not StaffQualification.objects.exists()
    assert page(norths_desk).post(url, typed | {"scan": upload()}).status_code == 302
    assert StaffQualification.objects.get().scan.name == "登高证.pdf"


@pytest.mark.parametrize(
    ("content", "says"), [(None, "选择扫描件"), (b"", "空"), (amr(), "不是图片"), (EICAR, "有害")]
)
def test_why_a_scan_is_not_taken_stands_at_its_field(page, paper, norths_desk, content, says):
    typed = {} if content is None else {"scan": upload(content)}
    response = page(norths_desk).post(f"{address(paper, 'scan')}?scan={paper.qualification.code}", typed)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert AuditEntry.objects.filter(verb="file_hostile").exists() is (content == EICAR)


def test_a_scan_that_was_cut_off_is_refused(page, paper, norths_desk, settings):
    settings.UPLOAD_MAX_BYTES = 10
    response = page(norths_desk).post(address(paper, "scan"), {"scan": upload()})
    assert response.status_code == 422
    assert not StoredFile.objects.exists()


def test_another_dealers_scan_does_not_exist(page, paper, norths_desk, souths_desk, deputy, height, south):
    """safety.md D8, H10."""
    filed = attached(paper, norths_desk)
    assert page(souths_desk).get(scan_of(filed)).status_code == 404
    assert page(souths_desk).post(address(paper, "scan"), {"scan": upload()}).status_code == 404
    assert page(deputy).get(scan_of(filed)).status_code == 403
    assert scan_of(filed) not in page(deputy).get(address(paper)).content.decode()
    other = StaffQualificationFactory(qualification=height, staff__dealer=south)
    wrong = reverse("dealers:scan", args=[other.staff.code, filed.scan.code])
    assert page(norths_desk).get(wrong).status_code == 404


def test_the_admin_links_the_scan_as_the_page_does(page, paper, norths_desk, administrator):
    table = reverse("admin:dealers_staffqualification_changelist")
    assert "–" in page(administrator).get(table).content.decode()
    filed = attached(paper, norths_desk)
    for url in (table, reverse("admin:dealers_staffqualification_change", args=[paper.pk])):
        assert f'href="{scan_of(filed)}"' in page(administrator).get(url).content.decode()


def test_the_api_says_whether_there_is_one(paper, norths_desk):
    api = APIClient()
    api.force_login(norths_desk)
    url = f"/api/v1/staff/{paper.staff.code}/"
    assert api.get(url).json()["qualifications"][0]["has_scan"] is False
    attached(paper, norths_desk)
    assert api.get(url).json()["qualifications"][0]["has_scan"] is True

"""Skills and certificates: filed by the dealer, confirmed or returned by headquarters (B1, B3)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from dealers import due
from dealers.choices import FilingStatus as F
from dealers.models import StaffQualification
from dealers.qualifications import (
    CertificateNotWhole,
    PaperWaits,
    SkillHeld,
    ValidityNotPossible,
    confirm_qualification,
    file_qualification,
    return_qualification,
)
from dealers.services import FilingMoved, ReasonNeeded
from tests.factories.dealers import QualificationFactory, ServiceStaffFactory, StaffQualificationFactory
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()
WHOLE = {
    "certificate_number": " T320115 ",
    "valid_from": date(2026, 1, 1),
    "valid_until": date(2028, 12, 31),
}


@pytest.fixture
def skill(db):
    return QualificationFactory()


@pytest.fixture
def height(db):
    return QualificationFactory(certificate=True)


@pytest.fixture
def paper(norths_engineer, height, norths_desk):
    return file_qualification(norths_engineer, actor=norths_desk, at=AT, qualification=height, **WHOLE)


def newest(paper):
    return StaffQualification.history.filter(id=paper.pk).order_by("-history_id")[0]


def test_a_certificate_is_filed_with_its_days_and_waits(paper, norths_desk):
    assert (paper.filing_status, paper.certificate_number) == (F.FILED, "T320115")
    assert (newest(paper).history_user, newest(paper).history_date) == (norths_desk, AT)


def test_a_skill_keeps_neither_number_nor_days(norths_engineer, skill, norths_desk):
    filed = file_qualification(norths_engineer, actor=norths_desk, at=AT, qualification=skill, **WHOLE)
    assert (filed.certificate_number, filed.valid_from, filed.valid_until) == ("", None, None)


@pytest.mark.parametrize(
    ("left_out", "refusal", "field"),
    [
        ({"certificate_number": " "}, CertificateNotWhole, "certificate_number"),
        ({"valid_from": None}, CertificateNotWhole, "certificate_number"),
        ({"valid_until": None}, CertificateNotWhole, "certificate_number"),
        ({"valid_until": date(2025, 12, 31)}, ValidityNotPossible, "valid_until"),
    ],
)
def test_a_certificate_is_whole_or_not_filed(norths_engineer, height, norths_desk, left_out, refusal, field):
    with pytest.raises(refusal) as refused:
        file_qualification(
            norths_engineer, actor=norths_desk, at=AT, qualification=height, **WHOLE | left_out
        )
    assert refused.value.field == field


def test_one_that_waits_is_not_filed_twice(paper, norths_engineer, height, norths_desk):
    with pytest.raises(PaperWaits):
        file_qualification(norths_engineer, actor=norths_desk, at=AT, qualification=height, **WHOLE)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffQualificationFactory(staff=norths_engineer, qualification=height, filing_status=F.FILED)


def test_a_skill_is_had_once_a_certificate_is_renewed(
    paper, norths_engineer, skill, height, norths_desk, dispatcher
):
    StaffQualificationFactory(staff=norths_engineer, qualification=skill)
    with pytest.raises(SkillHeld):
        file_qualification(norths_engineer, actor=norths_desk, at=AT, qualification=skill)
    confirm_qualification(paper, actor=dispatcher, at=AT)
    renewed = WHOLE | {"valid_from": date(2029, 1, 1), "valid_until": date(2031, 12, 31)}
    again = file_qualification(norths_engineer, actor=norths_desk, at=AT, qualification=height, **renewed)
    confirm_qualification(again, actor=dispatcher, at=AT)
    assert StaffQualification.objects.all().confirmed().filter(qualification=height).count() == 2


@pytest.mark.parametrize("who", ["souths_desk", "norths_engineer", "dispatcher", "agent"])
def test_only_the_persons_own_desk_files(request, norths_engineer, height, who):
    actor = request.getfixturevalue(who)
    actor = getattr(actor, "user", actor)
    with pytest.raises(PermissionDenied):
        file_qualification(norths_engineer, actor=actor, at=AT, qualification=height, **WHOLE)


def test_headquarters_files_for_its_own_people(dispatcher, centres_desk, norths_engineer, height):
    ours = ServiceStaffFactory(dealer=None)
    assert file_qualification(ours, actor=dispatcher, at=AT, qualification=height, **WHOLE)
    assert file_qualification(norths_engineer, actor=centres_desk, at=AT, qualification=height, **WHOLE)


def test_headquarters_confirms_and_the_history_says_who(paper, dispatcher):
    confirmed = confirm_qualification(paper, actor=dispatcher, at=AT)
    line = newest(confirmed)
    assert (line.filing_status, line.history_user, line.history_date) == (F.CONFIRMED, dispatcher, AT)


def test_a_paper_is_returned_or_withdrawn_with_a_reason(paper, dispatcher):
    with pytest.raises(ReasonNeeded):
        return_qualification(paper, actor=dispatcher, at=AT, reason=" ")
    confirmed = confirm_qualification(paper, actor=dispatcher, at=AT)
    returned = return_qualification(confirmed, actor=dispatcher, at=AT, reason=" 照片看不清 ")
    assert (returned.filing_status, newest(returned).history_change_reason) == (F.RETURNED, "照片看不清")
    for step in (confirm_qualification, lambda *a, **k: return_qualification(*a, reason="x", **k)):
        with pytest.raises(FilingMoved):
            step(returned, actor=dispatcher, at=AT)


def test_somebody_else_was_first(paper, dispatcher, administrator):
    stale = StaffQualification.objects.get(pk=paper.pk)
    confirm_qualification(paper, actor=dispatcher, at=AT)
    with pytest.raises(FilingMoved):
        return_qualification(stale, actor=administrator, at=AT, reason="x")


@pytest.mark.parametrize("who", ["norths_desk", "agent", "centres_desk", "director"])
def test_only_headquarters_confirms(request, paper, who):
    with pytest.raises(PermissionDenied):
        confirm_qualification(paper, actor=request.getfixturevalue(who), at=AT)


# ── what is due ──


def ending(days, **facts):
    return StaffQualificationFactory(valid_until=TODAY + timedelta(days=days), **facts)


def test_a_desk_is_reminded_thirty_days_before_and_after_the_end(norths_engineer, norths_desk, height):
    """B3: the reminder; a renewal that is filed ends it."""
    ends = ending(30, staff=norths_engineer, qualification=height)
    (item,) = due.items(norths_desk, AT)
    assert (item.count, item.url) == (1, reverse("dealers:person", args=["N-1"]))
    assert due.badge(norths_desk, AT) == 1
    StaffQualification.objects.filter(pk=ends.pk).update(valid_until=TODAY + timedelta(days=31))
    assert due.items(norths_desk, AT) == []
    StaffQualification.objects.filter(pk=ends.pk).update(
        valid_until=TODAY - timedelta(days=400), valid_from=None
    )
    assert due.badge(norths_desk, AT) == 1
    ending(300, staff=norths_engineer, qualification=height, filing_status=F.FILED)
    assert due.items(norths_desk, AT) == []


def test_headquarters_is_told_of_papers_to_confirm(paper, dispatcher, souths_desk, agent):
    (item,) = due.items(dispatcher, AT)
    assert (item.count, item.url) == (1, reverse("dealers:person", args=["N-1"]))
    assert due.badge(dispatcher, AT) == 1
    assert due.items(souths_desk, AT) == due.items(agent, AT) == []


def test_several_people_lead_to_their_dealer(norths_engineer, height, norths_desk, north):
    for staff in (norths_engineer, ServiceStaffFactory(dealer=north)):
        ending(5, staff=staff, qualification=height)
    (item,) = due.items(norths_desk, AT)
    assert (item.count, item.url) == (2, north.get_absolute_url())


# ── pages ──


def test_a_desk_files_and_headquarters_decides_on_the_persons_page(
    page, norths_engineer, height, norths_desk, dispatcher
):
    url = reverse("dealers:person", args=["N-1"])
    sent = {
        "qualification": "HEIGHT",
        "certificate_number": "T1",
        "valid_from": "2026-01-01",
        "valid_until": "2027-01-01",
    }
    client = page(norths_desk)
    assert client.post(f"{url}file/", sent | {"valid_until": ""}).status_code == 422
    assert client.post(f"{url}file/", {}).status_code == 422
    assert client.post(f"{url}file/", sent).url == url
    assert client.post(f"{url}file/", sent).status_code == 409
    assert client.post(f"{url}HEIGHT/confirm/").status_code == 403
    headquarters = page(dispatcher)
    assert headquarters.get(url).context["form"] is None  # it files for its own people alone
    assert headquarters.post(f"{url}HEIGHT/confirm/").url == url
    assert headquarters.post(f"{url}HEIGHT/confirm/").status_code == 409
    assert headquarters.post(f"{url}HEIGHT/return/", {"reason": ""}).status_code == 422
    assert headquarters.get(f"{url}?return=HEIGHT").status_code == 200
    assert headquarters.post(f"{url}HEIGHT/return/", {"reason": "照片看不清"}).url == url
    assert headquarters.post(f"{url}HEIGHT/return/", {"reason": "再看"}).status_code == 409
    body = client.get(url).content.decode()
    assert "照片看不清" in body
    assert 'class="win win-row' in body


def test_another_dealers_person_does_not_exist(page, norths_engineer, paper, souths_desk, agent):
    url = reverse("dealers:person", args=["N-1"])
    assert page(souths_desk).get(url).status_code == 404
    assert page(souths_desk).post(f"{url}HEIGHT/confirm/").status_code == 404
    assert page(agent).get(url).status_code == 403
    assert page(souths_desk).post(f"{url}NONE/confirm/").status_code == 404


def test_the_dealers_page_shows_who_holds_what_and_what_ends_first(
    page, norths_engineer, skill, height, norths_desk, north
):
    StaffQualificationFactory(staff=norths_engineer, qualification=skill)
    StaffQualificationFactory(
        staff=norths_engineer, qualification=height, valid_until=date(2025, 1, 2), valid_from=date(2024, 1, 1)
    )
    StaffQualificationFactory(staff=norths_engineer, qualification=height, valid_until=date(2027, 1, 2))
    (row,) = page(norths_desk).get(north.get_absolute_url()).context["people"]
    assert [paper.qualification.code for paper in row["papers"]] == ["HEIGHT", "HYDRAULICS"]
    assert row["window"]["closes"] == date(2027, 1, 2)


def test_the_api_shows_papers_without_their_numbers(api, paper, norths_desk):
    (row,) = api(norths_desk).get("/api/v1/staff/").json()["results"]
    assert row["qualifications"] == [
        {
            "code": "HEIGHT",
            "kind": "certificate",
            "valid_from": "2026-01-01",
            "valid_until": "2028-12-31",
            "filing_status": "filed",
            "has_scan": False,
        }
    ]


def test_the_kind_of_a_qualification_stays_once_it_is_filed(page, administrator, paper, height, skill):
    client = page(administrator)
    facts = {"code": "HEIGHT", "name_zh": "登高证", "name_en": "Work at height", "is_active": "on"}
    url = reverse("admin:dealers_qualification_change", args=[height.pk])
    assert client.post(url, facts | {"kind": "skill"}).status_code == 200
    assert client.post(url, facts | {"kind": "certificate", "name_en": "Height"}).status_code == 302
    height.refresh_from_db()
    assert (height.kind, height.name_en) == ("certificate", "Height")

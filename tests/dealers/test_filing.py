"""Filing service people: confirmed and returned by headquarters, filed anew by the dealer (B1)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dealers import due, services
from dealers.choices import FilingStatus as F
from dealers.models import Division, ServiceStaff
from tests.factories.dealers import ServiceStaffFactory, TerritoryFactory, UserFactory
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(north):
    return ServiceStaffFactory(code="N-2", name="孙师傅", dealer=north, filing_status=F.FILED)


def newest(staff):
    return ServiceStaff.history.filter(id=staff.pk).order_by("-history_id")[0]


def test_headquarters_confirms_and_the_history_says_who(filed, dispatcher):
    assert filed not in ServiceStaff.objects.confirmed()
    staff = services.confirm_filing(filed, actor=dispatcher, at=AT)
    assert staff in ServiceStaff.objects.confirmed()
    assert (newest(staff).history_user, newest(staff).history_date, newest(staff).filing_status) == (
        dispatcher,
        AT,
        F.CONFIRMED,
    )


def test_a_filing_is_returned_with_what_is_missing_and_filed_anew(
    filed, dispatcher, norths_desk, souths_desk
):
    with pytest.raises(services.ReasonNeeded):
        services.return_filing(filed, actor=dispatcher, at=AT, reason=" ")
    staff = services.return_filing(filed, actor=dispatcher, at=AT, reason="缺登高证")
    assert newest(staff).history_change_reason == "缺登高证"
    assert ServiceStaff.objects.all().last_reasons()[staff.pk] == "缺登高证"
    with pytest.raises(PermissionDenied):
        services.file_again(staff, actor=souths_desk, at=AT)
    assert services.file_again(staff, actor=norths_desk, at=AT).filing_status == F.FILED


def test_a_confirmation_is_withdrawn_with_a_reason(norths_engineer, dispatcher):
    staff = services.return_filing(norths_engineer, actor=dispatcher, at=AT, reason="证书到期")
    assert staff not in ServiceStaff.objects.confirmed()


@pytest.mark.parametrize("who", ["agent", "manager", "norths_desk", "centres_desk", "director"])
def test_only_dispatchers_and_administrators_of_headquarters_confirm(request, filed, who):
    actor = request.getfixturevalue(who)
    if who == "manager":
        assert services.confirm_filing(filed, actor=actor, at=AT)
        return
    with pytest.raises(PermissionDenied):
        services.confirm_filing(filed, actor=actor, at=AT)
    with pytest.raises(PermissionDenied):
        services.return_filing(filed, actor=actor, at=AT, reason="x")


def test_somebody_else_was_first(filed, dispatcher, administrator, norths_desk):
    stale = ServiceStaff.objects.get(pk=filed.pk)
    services.confirm_filing(filed, actor=dispatcher, at=AT)
    for step in (
        lambda: services.confirm_filing(stale, actor=administrator, at=AT),
        lambda: services.return_filing(stale, actor=administrator, at=AT, reason="x"),
        lambda: services.confirm_filing(ServiceStaff.objects.get(pk=stale.pk), actor=administrator, at=AT),
        lambda: services.file_again(stale, actor=norths_desk, at=AT),
    ):
        with pytest.raises(services.FilingMoved):
            step()
    assert ServiceStaff.history.filter(id=filed.pk).count() == 2


# ── through the API ──


def test_the_api_confirms_and_returns(api, filed, dispatcher, norths_desk, souths_desk):
    url = f"/api/v1/staff/{filed.code}/"
    assert api(norths_desk).post(f"{url}confirm/", {}, format="json").status_code == 403
    assert api(souths_desk).post(f"{url}confirm/", {}, format="json").status_code == 404
    answer = api(dispatcher).post(f"{url}confirm/", {}, format="json")
    assert (answer.status_code, answer.data["filing_status"]) == (200, "confirmed")
    assert api(dispatcher).post(f"{url}confirm/", {}, format="json").status_code == 409
    assert api(dispatcher).post(f"{url}return/", {}, format="json").status_code == 400
    assert (
        api(dispatcher).post(f"{url}return/", {"reason": "缺证"}, format="json").data["filing_status"]
        == "returned"
    )


def test_staff_dealers_and_divisions_are_listed_in_the_persons_scope(
    api, filed, south, norths_desk, dispatcher
):
    ServiceStaffFactory(code="S-9", dealer=south)
    assert [row["code"] for row in api(norths_desk).get("/api/v1/staff/").data["results"]] == ["N-2"]
    assert [row["code"] for row in api(norths_desk).get("/api/v1/dealers/").data["results"]] == ["NORTH"]
    answer = api(dispatcher).get("/api/v1/dealers/").data
    assert set(answer) == {"next", "previous", "results"}
    assert [row["code"] for row in answer["results"]] == ["CENTRE", "NORTH", "SOUTH"]
    assert answer["results"][1]["parent"] == "CENTRE"


READERS = {
    "dealers": {"dispatcher", "administrator", "manager", "deputy", "norths_desk", "centres_desk"},
    "staff": {"dispatcher", "administrator", "manager", "deputy", "norths_desk", "centres_desk"},
    "divisions": {"dispatcher", "manager", "agent", "norths_desk", "centres_desk"},
    "territories": {"dispatcher", "administrator", "manager", "deputy", "norths_desk", "centres_desk"},
}
EVERYBODY = sorted(set.union(*READERS.values()) | {"norths_engineer", "without_a_role"})


@pytest.fixture
def without_a_role(north):
    return UserFactory(dealer=north)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_the_network_is_read_by_the_same_people_as_its_pages(request, api, page, filed, name, who):
    """L1: who has no page of it has no program for it either."""
    person = request.getfixturevalue(who)
    actor = getattr(person, "user", person)
    expected = 200 if who in READERS[name] else 403
    assert api(actor).get(f"/api/v1/{name}/").status_code == expected
    if name == "dealers":
        assert page(actor).get(reverse("dealers:list")).status_code == expected
        assert api(actor).get("/api/v1/dealers/NORTH/").status_code == expected
        assert api(actor).get(f"/api/v1/staff/{filed.code}/").status_code == expected


def test_who_serves_where_is_read_by_who_belongs_there(api, dispatcher, norths_desk, souths_desk):
    """D4, L2: a dealer reads its own territory, headquarters all; another's does not exist."""
    services.load_divisions([("320000", "江苏省", None), ("320100", "南京市", "320000")])
    for dealer, code in ((norths_desk.dealer, "320000"), (souths_desk.dealer, "320100")):
        TerritoryFactory(dealer=dealer, division=Division.objects.get(pk=code))
    rows = api(dispatcher).get("/api/v1/territories/").data["results"]
    assert [(row["division"], row["place"], row["dealer"]) for row in rows] == [
        ("320000", "江苏省", "NORTH"),
        ("320100", "江苏省南京市", "SOUTH"),
    ]
    (one,) = api(dispatcher).get("/api/v1/territories/", {"dealer": "SOUTH"}).data["results"]
    assert one["division"] == "320100"
    (own,) = api(norths_desk).get("/api/v1/territories/").data["results"]
    assert own["dealer_name"] == norths_desk.dealer.name
    assert api(norths_desk).get("/api/v1/territories/320000/").data == own
    assert api(norths_desk).get("/api/v1/territories/320100/").status_code == 404


def test_divisions_are_found_by_a_part_of_their_name(api, norths_desk):
    services.load_divisions([("320000", "江苏省", None), ("320100", "南京市", "320000")])
    found = api(norths_desk).get("/api/v1/divisions/", {"q": "南京"}).data["results"]
    assert [row["full_name"] for row in found] == ["江苏省南京市"]
    assert len(api(norths_desk).get("/api/v1/divisions/").data["results"]) == 2
    assert api(norths_desk).get("/api/v1/divisions/320100/").data["level"] == 2


@pytest.mark.parametrize("name", ["dealers", "staff"])
def test_lists_take_the_same_statements_at_one_row_and_at_fifty(
    api, dispatcher, filed, name, django_assert_num_queries
):
    assert dispatcher.roles
    client = api(dispatcher)
    statements = {"staff": 2}.get(name, 1)  # people come with their papers
    with django_assert_num_queries(statements):
        client.get(f"/api/v1/{name}/")
    ServiceStaffFactory.create_batch(50)
    with django_assert_num_queries(statements):
        assert len(client.get(f"/api/v1/{name}/").data["results"]) == 50


# ── pages ──


def test_the_network_is_read_in_the_persons_scope(page, filed, south, norths_desk, centres_desk, agent):
    assert "SOUTH" not in page(norths_desk).get(reverse("dealers:list")).content.decode()
    body = page(centres_desk).get(reverse("dealers:list")).content.decode()
    assert ("NORTH" in body, "SOUTH" in body) == (True, False)
    assert page(norths_desk).get(reverse("dealers:detail", args=["SOUTH"])).status_code == 404
    assert page(agent).get(reverse("dealers:list")).status_code == 403
    assert page(agent).get(reverse("dealers:detail", args=["NORTH"])).status_code == 403


def test_a_dispatcher_confirms_on_the_page(page, filed, dispatcher):
    client = page(dispatcher)
    assert (
        reverse("dealers:confirm", args=["N-2"])
        in client.get(filed.dealer.get_absolute_url()).content.decode()
    )
    data = {"idempotency_key": "k"}
    answers = [client.post(reverse("dealers:confirm", args=["N-2"]), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert client.post(reverse("dealers:confirm", args=["N-2"])).status_code == 409
    assert ServiceStaff.history.filter(id=filed.pk).count() == 2


def test_a_return_without_a_reason_keeps_the_form_open(page, filed, dispatcher):
    client = page(dispatcher)
    shown = client.get(filed.dealer.get_absolute_url(), {"return": "N-2"})
    assert shown.context["returning"] == filed
    answer = client.post(reverse("dealers:return", args=["N-2"]), {"reason": ""})
    assert (answer.status_code, answer.context["returning"]) == (422, filed)
    long = client.post(reverse("dealers:return", args=["N-2"]), {"reason": "长" * 101})
    assert (long.status_code, long.context["form"]["reason"].value()) == (422, "长" * 101)
    assert client.post(reverse("dealers:return", args=["N-2"]), {"reason": "缺证"}).status_code == 302
    assert "缺证" in client.get(filed.dealer.get_absolute_url()).content.decode()


def test_a_dealer_files_its_returned_person_again(page, filed, dispatcher, norths_desk):
    services.return_filing(filed, actor=dispatcher, at=AT, reason="缺证")
    client = page(norths_desk)
    assert client.post(reverse("dealers:confirm", args=["N-2"])).status_code == 403
    assert client.post(reverse("dealers:file-again", args=["N-2"])).status_code == 302
    assert client.post(reverse("dealers:file-again", args=["N-2"])).status_code == 409


def test_headquarters_own_people_are_decided_on_the_list(page, dispatcher):
    ServiceStaffFactory(code="HQ-1", dealer=None, filing_status=F.FILED)
    client = page(dispatcher)
    assert client.post(reverse("dealers:return", args=["HQ-1"]), {"reason": ""}).status_code == 422
    assert client.post(reverse("dealers:confirm", args=["HQ-1"])).url == reverse("dealers:list")


def test_pages_take_the_same_statements_at_one_row_and_at_fifty(
    page, filed, dispatcher, django_assert_num_queries
):
    client = page(dispatcher)
    for url, statements in ((reverse("dealers:list"), 8), (filed.dealer.get_absolute_url(), 10)):
        client.get(url)
        with django_assert_num_queries(statements):
            client.get(url)
    ServiceStaffFactory.create_batch(49, dealer=filed.dealer)
    ServiceStaffFactory.create_batch(50)
    for url, statements in ((reverse("dealers:list"), 8), (filed.dealer.get_absolute_url(), 10)):
        with django_assert_num_queries(statements):
            client.get(url)


# ── what is due ──


def test_filings_wait_for_headquarters_and_returned_ones_for_the_dealer(
    filed, dispatcher, norths_desk, agent
):
    assert [due.badge(actor, AT) for actor in (dispatcher, norths_desk, agent)] == [1, 0, 0]
    (item,) = due.items(dispatcher, AT)
    assert (item.url, item.detail, item.count) == (filed.dealer.get_absolute_url(), "孙师傅", 1)
    services.return_filing(filed, actor=dispatcher, at=AT, reason="缺证")
    assert [due.badge(actor, AT) for actor in (dispatcher, norths_desk, agent)] == [0, 1, 0]
    assert due.items(norths_desk, AT)[0].url == filed.dealer.get_absolute_url()
    assert due.items(agent, AT) == []


def test_filings_of_several_dealers_lead_to_the_list(filed, south, dispatcher):
    for place in range(4):
        ServiceStaffFactory(code=f"S-{place}", dealer=south, filing_status=F.FILED)
    (item,) = due.items(dispatcher, AT)
    assert (item.url, item.count) == (reverse("dealers:list"), 5)

"""Django admin of people and network: who gets in, what is edited, what is only read (safety.md, F6, F7)."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.urls import reverse

from dealers.models import Dealer, ServiceStaff, User
from dealers.roles import Role
from dealers.services import issue_token, return_filing
from records.models import AuditEntry
from tests.factories.dealers import DealerFactory, ServiceStaffFactory, UserFactory
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def user_data(user, *roles, **changes):
    data = {
        "username": user.username,
        "full_name": user.full_name,
        "dealer": user.dealer_id or "",
        "email": "",
        "groups": list(Group.objects.filter(name__in=roles).values_list("pk", flat=True)),
        "is_staff": "on",
        "is_active": "on",
    } | changes
    return {name: value for name, value in data.items() if value is not None}


def change(client, user, data):
    return client.post(reverse("admin:dealers_user_change", args=[user.pk]), data)


@pytest.mark.parametrize(
    "changes", [{"is_active": None}, {"roles": [Role.FINANCE]}, {"is_staff": None}], ids=str
)
def test_the_last_administrator_can_be_neither_removed_nor_locked_out(page, administrator, changes):
    roles = changes.pop("roles", [Role.ADMINISTRATOR])
    answer = change(page(administrator), administrator, user_data(administrator, *roles, **changes))
    assert answer.status_code == 200
    fresh = User.objects.get(pk=administrator.pk)
    assert (fresh.is_active, fresh.is_staff, fresh.has_role(Role.ADMINISTRATOR)) == (True, True, True)


def test_one_of_two_administrators_can_go(page, administrator):
    other = UserFactory(is_staff=True, roles=[Role.ADMINISTRATOR])
    answer = change(page(administrator), other, user_data(other, Role.ADMINISTRATOR, is_active=None))
    assert answer.status_code == 302
    assert not User.objects.get(pk=other.pk).is_active


def test_an_administrator_gives_roles(page, administrator, agent):
    answer = change(page(administrator), agent, user_data(agent, Role.AGENT, Role.FINANCE, is_staff=None))
    assert answer.status_code == 302, answer.context["errors"]
    assert User.objects.get(pk=agent.pk).roles == {"agent", "finance"}


def test_nobody_becomes_superuser_by_a_forged_field(page, administrator, agent):
    """F9, F5."""
    data = user_data(agent, Role.AGENT, is_staff=None) | {"is_superuser": "on", "user_permissions": ["1"]}
    change(page(administrator), agent, data)
    fresh = User.objects.get(pk=agent.pk)
    assert (fresh.is_superuser, fresh.user_permissions.count()) == (False, 0)


def test_users_are_never_deleted_and_the_button_is_not_there(page, administrator, agent):
    client = page(administrator)
    url = reverse("admin:dealers_user_delete", args=[agent.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [agent.pk]}
    client.post(reverse("admin:dealers_user_changelist"), bulk)
    assert User.objects.filter(pk=agent.pk).exists()


@pytest.mark.parametrize(
    "name",
    ["auth_group", "dealers_division", "dealers_apitoken", "records_auditentry", "regulation_versionevent"],
)
def test_roles_divisions_tokens_and_the_audit_are_only_read(page, administrator, name):
    client = page(administrator)
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_a_role_cannot_be_changed(page, administrator):
    group = Group.objects.get(name="agent")
    url = reverse("admin:auth_group_change", args=[group.pk])
    assert page(administrator).post(url, {"name": "x"}).status_code == 403


def test_the_audit_cannot_be_deleted(page, administrator):
    entry = AuditEntry.objects.create(at=AT, verb="export")
    url = reverse("admin:records_auditentry_delete", args=[entry.pk])
    assert page(administrator).post(url, {"post": "yes"}).status_code == 403


def test_a_token_shows_no_secret_and_can_be_ended(page, administrator, agent):
    issue_token(agent, at=AT)
    row = agent.api_tokens.get()
    client = page(administrator)
    body = client.get(reverse("admin:dealers_apitoken_change", args=[row.pk])).content.decode()
    assert row.digest not in body
    assert row.holder_mark not in body
    client.post(reverse("admin:dealers_apitoken_delete", args=[row.pk]), {"post": "yes"})
    assert not agent.api_tokens.exists()


def test_every_admin_page_opens(page, administrator, north, norths_engineer):
    """Every list and every form of every registered model, with its histories."""
    ServiceStaffFactory(dealer=north)
    client = page(administrator)
    for app in admin.site.get_app_list(request_of(administrator)):
        for listed in app["models"]:
            model, url = listed["model"], listed["admin_url"]
            assert client.get(url).status_code == 200, url
            assert client.get(url, {"q": "x"}).status_code in {200, 302}, url
            assert client.get(f"{url}add/").status_code in {200, 403}, url
            row = model.objects.first()
            if row is not None:
                assert client.get(f"{url}{row.pk}/change/").status_code == 200, url
                assert client.get(f"{url}{row.pk}/history/").status_code == 200, url


# ── whose account it is (L2) ──


@pytest.mark.parametrize("role", [Role.DEALER_USER, Role.CENTRE_USER])
def test_a_dealers_account_is_not_kept_without_its_dealer(page, administrator, role):
    """L2: one forgotten field would have made it headquarters'."""
    person = UserFactory()
    answer = change(page(administrator), person, user_data(person, role, is_staff=None))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["dealer"]
    assert User.objects.get(pk=person.pk).roles == frozenset()


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.ADMINISTRATOR])
def test_a_role_of_headquarters_is_not_given_to_a_dealers_account(page, administrator, norths_desk, role):
    """F5."""
    data = user_data(norths_desk, Role.DEALER_USER, role, is_staff=None)
    answer = change(page(administrator), norths_desk, data)
    assert list(answer.context["adminform"].form.errors) == ["groups"]
    assert User.objects.get(pk=norths_desk.pk).roles == {"dealer_user"}


def test_a_new_account_is_nobodys_until_it_has_a_role(page, api, administrator, north):
    new = {"username": "new", "full_name": "新", "dealer": "", "usable_password": "true"}
    passwords = {"password1": "Zx9kQpLm27", "password2": "Zx9kQpLm27"}
    page(administrator).post(reverse("admin:dealers_user_add"), new | passwords)
    person = User.objects.get(username="new")
    assert not person.is_head_office
    assert api(person).get("/api/v1/equipment/").status_code == 403


def test_an_engineers_account_and_filing_name_one_dealer(page, administrator, norths_engineer, south):
    """B1, X1: neither side goes to another dealer alone."""
    client, person = page(administrator), norths_engineer.user
    data = user_data(person, Role.ENGINEER, is_staff=None, dealer=south.pk)
    assert list(change(client, person, data).context["adminform"].form.errors) == ["dealer"]
    filed = ServiceStaffFactory(code="S-9", dealer=south, filing_status="filed")
    answer = change_staff(client, filed, user=person.pk)
    assert list(answer.context["adminform"].form.errors) == ["user"]
    assert User.objects.get(pk=person.pk).dealer == norths_engineer.dealer


def test_headquarters_own_engineer_has_neither(page, administrator):
    person = UserFactory()
    own = ServiceStaffFactory(dealer=None, filing_status="filed")
    client = page(administrator)
    assert change(client, person, user_data(person, Role.ENGINEER, is_staff=None)).status_code == 302
    assert change_staff(client, own, user=person.pk).status_code == 302
    assert change(client, person, user_data(person, Role.ENGINEER, is_staff=None)).status_code == 302


# ── what the rules forbid ──


def change_staff(client, staff, **changes):
    data = {
        "code": staff.code,
        "name": staff.name,
        "dealer": staff.dealer_id or "",
        "user": staff.user_id or "",
        "is_active": "on",
    }
    return client.post(reverse("admin:dealers_servicestaff_change", args=[staff.pk]), data | changes)


def change_dealer(client, dealer, **changes):
    data = {"code": dealer.code, "name": dealer.name, "kind": dealer.kind, "is_active": "on"}
    data |= {"parent": dealer.parent_id or ""}
    return client.post(reverse("admin:dealers_dealer_change", args=[dealer.pk]), data | changes)


def test_a_person_with_work_in_their_name_stays_with_their_dealer(page, administrator, north, south):
    """B1, X1: a new dealer files them anew."""
    confirmed = ServiceStaffFactory(dealer=north)
    client = page(administrator)
    answer = change_staff(client, confirmed, dealer=south.pk)
    assert list(answer.context["adminform"].form.errors) == ["dealer"]
    returned = return_filing(confirmed, actor=administrator, at=AT, reason="证书到期")
    assert change_staff(client, returned, dealer=south.pk).status_code == 200
    mistyped = ServiceStaffFactory(dealer=north, filing_status="filed")
    assert change_staff(client, mistyped, dealer=south.pk).status_code == 302
    assert ServiceStaff.objects.get(pk=confirmed.pk).dealer == north
    assert ServiceStaff.objects.get(pk=mistyped.pk).dealer == south


def test_a_filing_moves_by_its_own_steps_alone(page, administrator, north):
    """B1, F9: a forged field confirms nobody."""
    filed = ServiceStaffFactory(dealer=north, filing_status="filed")
    assert change_staff(page(administrator), filed, filing_status="confirmed").status_code == 302
    assert ServiceStaff.objects.get(pk=filed.pk).filing_status == "filed"


@pytest.mark.parametrize("code", ["A/1", "A\\1", "A 1", "..", "A\u20281"])
def test_a_code_can_stand_in_an_address(page, administrator, north, norths_engineer, code):
    client = page(administrator)
    for answer in (
        change_dealer(client, north, code=code),
        change_staff(client, norths_engineer, code=code),
    ):
        assert list(answer.context["adminform"].form.errors) == ["code"]
    assert change_dealer(client, north, code="Ｎ－０１").status_code == 302
    assert Dealer.objects.get(pk=north.pk).code == "N-01"


def test_the_database_keeps_no_code_with_a_slash(north):
    with pytest.raises(IntegrityError), transaction.atomic():
        DealerFactory(code="A/1")
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceStaffFactory(code="A/1", dealer=north)


def test_the_network_has_three_levels_and_no_rings(page, administrator, centre, north, south):
    """A1: headquarters, centre, outlet."""
    client = page(administrator)
    wrong = {
        "parent": [
            change_dealer(client, south, parent=north.pk),
            change_dealer(client, south, parent=south.pk),
        ],
        "kind": [change_dealer(client, centre, kind="dealer")],
        "__all__": [change_dealer(client, centre, parent=DealerFactory(kind="province_centre").pk)],
    }
    for field, answers in wrong.items():
        for answer in answers:
            assert list(answer.context["adminform"].form.errors) == [field]
    assert change_dealer(client, south, parent=centre.pk).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Dealer.objects.filter(pk=centre.pk).update(parent=DealerFactory(kind="province_centre"))

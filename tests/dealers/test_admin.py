"""Django admin of people and network: who gets in, what is edited, what is only read (safety.md, F6, F7)."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse

from dealers.models import User
from dealers.roles import Role
from dealers.services import issue_token
from records.models import AuditEntry
from tests.factories.dealers import ServiceStaffFactory, UserFactory
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
    assert row.password_mark not in body
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

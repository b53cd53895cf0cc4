"""Pages that say no: with the frame and the search for who is signed in, bare for everybody else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse
from django.views.defaults import permission_denied

pytestmark = pytest.mark.django_db
NAVIGATION = 'id="rail"'


def test_a_missing_page_keeps_rail_and_search(page, agent):
    answer = page(agent).get("/tickets/T-2026-99999/")
    body = answer.content.decode()
    assert answer.status_code == 404
    assert NAVIGATION in body
    assert f'action="{reverse("search")}"' in body
    assert body.count("<h1") == 1


def test_a_forbidden_page_keeps_the_rail(page, administrator):
    answer = page(administrator).get(reverse("equipment:units"))
    assert (answer.status_code, NAVIGATION in answer.content.decode()) == (403, True)


def test_a_stranger_and_a_request_without_a_user_get_the_bare_page(client):
    assert NAVIGATION not in client.get(reverse("sign-in")).content.decode()
    answer = permission_denied(RequestFactory().get("/"), PermissionDenied())
    assert (answer.status_code, NAVIGATION in answer.content.decode()) == (403, False)


def test_an_unreadable_address_is_a_page_in_the_readers_language(page, agent):
    client = page(agent)
    client.cookies["django_language"] = "zh-hans"
    answer = client.get("/equipment/?q=%00")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "无法" in answer.content.decode() or "读" in answer.content.decode()

"""Walks over every address: strangers, forged forms, headers, bad requests (safety.md, A13–A17, D17, G7)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.test_isolation import routes

ROOT = Path(__file__).resolve().parent.parent
# Reviewed: what a stranger may reach, and why.
OPEN_TO_STRANGERS = {
    "sign-in/": "signing in",
    "health/": "the supervisor asks whether the process answers",
    "theme/": "a cookie of the browser, nothing of the product",
    "i18n/setlang/": "Django's choice of language, nothing of the product",
    "api/v1/auth/token/": "signing in of programs",
    "admin/login/": "Django's own sign-in of the admin",
    "admin/jsi18n/": "Django's texts for the admin's scripts",
}
# Reviewed: what a customer or a calendar program opens by a random link, and nobody without one.
FOR_CUSTOMERS = {
    "u/X-1/": "the machine behind the code on a unit: no owner, phone, address, dealer",
    "u/X-1/report/": "a fault of that machine reported, in limits",
    "u/X-1/guides/X-1/": "a guide of its model that is open to customers",
    "u/X-1/repairs/": "how its open repairs stand, without a name; more after a code to the phone on file",
    "u/X-1/repairs/1/": "a link to one of them, after the code",
    "u/X-1/code/": "the code typed",
    "u/X-1/code/send/": "the code sent to the phone on file, three an hour",
    "t/X-1/": "one repair, to whom its link was given",
    "t/X-1/files/X-1/": "a photo or voice message of that repair, of those the customer may see",
    "t/X-1/confirm/": "its customer says that it works",
    "t/X-1/not-over/": "its customer says that it does not",
    "t/X-1/rate/": "its customer rates it, once",
    "t/X-1/quotes/1/agree/": "its customer agrees to its quote, after the code to the phone on file",
    "t/X-1/quotes/1/decline/": "its customer declines its quote",
    "t/X-1/told/": "how its contact wants to be told, after the code to the phone on file",
    "t/X-1/wish/": "its customer wants no messages, or wants them again",
    "check/X-1/": "whether a signed record is unchanged: no name, nothing of what was done",
    "s/X-1/": "the same from a mail, for one ticket; looking changes nothing",
    "api/v1/stops/X-1/": "one click in a mail program ends the messages of that ticket",
    "t/X-1/code/": "the code typed",
    "t/X-1/code/send/": "the code sent to the phone on file",
    "c/X-1/jobs.ics": "an engineer's agreed times for their calendar program: no customer's name or phone",
}
FILLED = {
    "number": "1",
    "pk": "1",
    "object_id": "1",
    "content_type_id": "1",
    "app_label": "dealers",
}


def _argument(match):
    return FILLED.get(match[1], "X-1")


def addresses():
    """List every address of the resolver with its arguments filled in."""
    found = {}
    for route, _arguments, entry in routes():
        clean = route.replace("^", "").replace("\\Z", "").replace("$", "").replace("\\.", ".")
        if "(?P<format>" in clean or "<drf_format_suffix" in clean or "<format>" in clean:
            continue
        filled = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", _argument, clean)
        filled = re.sub(r"<(?:\w+:)?(\w+)>", _argument, filled)
        filled = re.sub(r"\(\[[^()]*\)", "1", filled)  # arguments without a name
        found[filled] = entry
    return found


ENTRIES = addresses()
ADDRESSES = sorted(ENTRIES)
METHODS = ["get", "head", "post", "put", "patch", "delete"]


def is_open(address):
    return address in OPEN_TO_STRANGERS


def test_the_walk_reaches_every_app():
    sections = {address.split("/")[0] for address in ADDRESSES}
    assert {
        "",
        "api",
        "admin",
        "calls",
        "equipment",
        "network",
        "parts",
        "regulation",
        "reports",
        "tickets",
    } <= sections
    assert len(ADDRESSES) > 150
    assert not [address for address in ADDRESSES if "<" in address or "(" in address]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address in ADDRESSES if not is_open(address)])
def test_a_stranger_reaches_nothing(address):
    """A13, A16: sign-in first, 401 for programs, 404; never a page, never a fault."""
    client = Client()
    for method in METHODS:
        response = getattr(client, method)(f"/{address}")
        where = f"{method} /{address}: {response.status_code}"
        if response.status_code == 302:
            assert "/sign-in/" in response.url or "/admin/login/" in response.url, where
        else:
            assert response.status_code in {401, 404, 405}, where


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(FOR_CUSTOMERS))
def test_a_customers_page_opens_nothing_without_its_link(address):
    """A7, B2, B5: 404 for all that is no link, and even that is kept and followed by nobody."""
    assert address in ADDRESSES
    for token in ("X-1", "0", "null", "%20", "a" * 400):
        client, wanted = Client(), "/" + address.replace("X-1", token)
        response = client.get(wanted)
        if response.status_code == 405:
            response = client.post(wanted)
        assert response.status_code == 404, token
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"


def test_no_other_page_is_for_customers():
    without_sign_in = {
        address for address, entry in ENTRIES.items() if not getattr(entry.callback, "login_required", True)
    }
    assert {
        address
        for address in without_sign_in
        if address.startswith(("u/", "t/", "c/", "s/", "check/", "api/v1/stops/"))
    } == set(FOR_CUSTOMERS)


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(OPEN_TO_STRANGERS))
def test_what_is_open_answers_without_a_fault(address):
    assert address in ADDRESSES
    for method in METHODS:
        assert getattr(Client(), method)(f"/{address}").status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address in ADDRESSES if not address.startswith("api/")])
def test_a_form_without_its_token_changes_nothing(administrator, address):
    """A14: every state-changing page asks for the CSRF token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator, backend="dealers.backends.RoleBackend")
    assert client.post(f"/{address}").status_code in {403, 404, 405}, address


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address in ADDRESSES if address.startswith("api/")])
def test_a_session_alone_moves_nothing_through_the_api(administrator, address):
    """A14: the API takes a session only with its CSRF token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator, backend="dealers.backends.RoleBackend")
    response = client.post(f"/{address}", {}, content_type="application/json")
    expected = {400} if address == "api/v1/auth/token/" else {403, 404, 405}
    assert response.status_code in expected, address


def test_no_view_is_exempt_from_the_csrf_token():
    exempt = []
    for route, _arguments, entry in routes():
        view = entry.callback
        is_api = hasattr(view, "cls") or route.startswith("api/")  # the framework checks sessions itself
        if getattr(view, "csrf_exempt", False) and not is_api:
            exempt.append(route)
    assert exempt == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["sign-in/", "health/", "", "no-such-page/", "api/v1/dealers/", "admin/"])
def test_every_answer_carries_the_headers(agent, address):
    client = Client()
    client.force_login(agent, backend="dealers.backends.RoleBackend")
    response = client.get(f"/{address}")
    policy = response["Content-Security-Policy"]
    for directive in (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["", "regulation/", "account/", "tickets/", "equipment/", "api/v1/tickets/"]
)
def test_signed_in_pages_are_kept_by_nobody(agent, address):
    """G7, D17."""
    client = Client()
    client.force_login(agent, backend="dealers.backends.RoleBackend")
    response = client.get(f"/{address}", follow=True)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, agent):
    client.post(reverse("sign-in"), {"username": "agent", "password": "a-long-test-password"})
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert settings.DEBUG is False


@pytest.mark.django_db
def test_a_method_nobody_knows_is_refused():
    """A17."""
    for address in ("/", "/sign-in/", "/api/v1/dealers/", "/tickets/"):
        assert Client().generic("TRACE", address).status_code in {302, 401, 403, 405}
        response = Client().generic("TRACE", address, headers={"X-Secret": "mirror"})
        assert b"mirror" not in response.content


@pytest.mark.django_db
def test_an_unknown_host_is_refused(settings):
    settings.ALLOWED_HOSTS = ["service.example"]
    assert Client().get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400
    assert Client().get("/sign-in/", headers={"Host": "service.example"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/tickets/%00/",
        "/regulation/%00/",
        "/network/%00/",
        "/equipment/units/%00/",
        "/api/v1/tickets/%00/",
        "/api/v1/equipment/a%00b/",
        "/calls/%F0%9F%98%80/",
        "/regulation/99999999999999999999/",
        "/api/v1/regulation/versions/999999999/",
        "/regulation/1/clauses/%00/",
        "/api/v1/divisions/%00/",
        "/api/v1/divisions/?q=%00",
        "/tickets/?q=%00",
        "/equipment/?q=%00",
        "/?next=%00",
        "/network/?return=%00",
        "/admin/dealers/user/?q=%00",
        "/admin/dealers/user/%00/change/",
    ],
)
def test_a_path_or_question_no_page_expects_is_no_fault(manager, administrator, path):
    """A17: 4xx or an ordinary answer, never 500."""
    for actor in (manager, administrator):
        client = Client(raise_request_exception=False)
        client.force_login(actor, backend="dealers.backends.RoleBackend")
        assert client.get(path).status_code < 500, path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/tickets/new/", "q"),
        ("/tickets/new/", "choose"),
        ("/tickets/new/", "division"),
        ("/tickets/new/", "a\x00b"),
        ("/tickets/bulk/", "pick"),
        ("/search/", "q"),
        ("/sign-in/", "username"),
        ("/views/save/", "page"),
    ],
)
def test_a_form_that_holds_what_no_database_keeps_is_refused_as_damaged(agent, path, field):
    """A17: a NUL is typed by nobody; whoever sends one gets a page that says so, and nothing is asked."""
    client = Client(raise_request_exception=False)
    client.force_login(agent, backend="dealers.backends.RoleBackend")
    answer = client.post(path, {"find": "1", "act": "promise", field: "a\x00b"})
    assert answer.status_code == 400
    assert "400.html" in [used.name for used in answer.templates]


@pytest.mark.django_db
def test_missing_and_foreign_addresses_look_the_same(client, souths_desk, north):
    """safety.md, 1: 404 with the same body."""
    client.force_login(souths_desk, backend="dealers.backends.RoleBackend")
    bodies = []
    for code in ("NORTH", "NOWHERE"):
        body = client.get(f"/network/{code}/").content.decode()
        bodies.append(re.sub(r'value="[^"]{20,}"|"X-CSRFToken": "[^"]*"', "", body).replace(code, ""))
    assert bodies[0] == bodies[1]


@pytest.mark.django_db
def test_the_log_names_no_number_searched_for(agent, capsys):
    """safety.md, 16: the hotline searches by phone number in the address."""
    client = Client()
    client.force_login(agent, backend="dealers.backends.RoleBackend")
    client.get("/tickets/", {"q": "13812345678"})
    said = capsys.readouterr()
    assert "GET /tickets/" in said.out + said.err
    assert "13812345678" not in said.out + said.err


@pytest.mark.django_db
def test_the_language_is_chosen_before_signing_in(client):
    client.post("/i18n/setlang/", {"language": "en", "next": "/sign-in/"})
    assert client.cookies["django_language"].value == "en"
    assert b"Sign in" in client.get("/sign-in/").content

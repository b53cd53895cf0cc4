"""Signing in by page and by token: one text, one lock-out, safe onward addresses (safety.md, A, G1)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from dealers.models import ApiToken, User
from dealers.roles import Role
from dealers.services import MOST_TOKENS, give_roles, issue_token, user_of_token
from records.models import AuditEntry
from tests.factories.dealers import PASSWORD
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db
TOKEN = "/api/v1/auth/token/"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def sign_in(client, username, password=PASSWORD, **extra):
    return client.post(reverse("sign-in"), {"username": username, "password": password, **extra})


def ask_token(client, username, password=PASSWORD):
    body = {"username": username, "password": password}
    return client.post(TOKEN, body, content_type="application/json")


def test_signing_in_changes_the_session_and_leads_home(client, agent):
    """A8."""
    client.get(reverse("sign-in"))
    before = client.session.session_key
    answer = sign_in(client, "agent")
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session.session_key != before
    cookie = client.cookies["sessionid"].value
    client.post(reverse("sign-out"))
    client.cookies["sessionid"] = cookie
    assert client.get("/").url.startswith(reverse("sign-in"))


@pytest.mark.parametrize(
    ("onward", "lands"),
    [
        ("/tickets/", "/tickets/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_the_onward_address_stays_on_this_site(client, agent, onward, lands):
    assert sign_in(client, "agent", next=onward).url == lands


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(client, agent):
    """A1."""
    answers = [sign_in(client, name, "wrong") for name in ("agent", "nobody")]
    said = [answer.context["form"].non_field_errors() for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 200
    assert said[0] == said[1]


@pytest.mark.parametrize("name", ["agent", "nobody"])
def test_the_last_tries_are_counted_down_and_the_eleventh_is_locked(client, agent, name):
    """A2: ten within ten minutes; the right password during the lock is refused too."""
    answers = [sign_in(client, name, "wrong") for _ in range(9)]
    assert "5" not in str(answers[3].context["form"].non_field_errors())
    assert "1" in str(answers[8].context["form"].non_field_errors())
    locked = sign_in(client, name, "wrong")
    assert locked.status_code == 429
    assert sign_in(client, name).status_code == 429
    assert "10" in sign_in(client, name).content.decode()
    assert locked["Retry-After"] == "600"
    assert AuditEntry.objects.filter(verb="locked_out").count() >= 1
    assert not AuditEntry.objects.filter(object_ref__contains=name).exists()


def test_another_account_is_not_locked_and_a_claimed_address_does_not_help(client, agent, other_agent):
    """A4: the account and the connection's own address count, never a header."""
    for place in range(10):
        client.post(
            reverse("sign-in"),
            {"username": "agent", "password": "wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{place}"},
        )
    assert sign_in(client, "agent").status_code == 429
    assert sign_in(client, "agent2").status_code == 302


# ── tokens ──


def test_a_token_signs_a_program_in(client, agent):
    token = ask_token(client, "agent").json()["token"]
    answer = client.get("/api/v1/tickets/", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 200
    assert not ApiToken.objects.filter(digest__contains=token).exists()


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token wrong", "Token ", "token \x00", "Bearer x"])
def test_a_wrong_token_is_refused(client, agent, header):
    answer = client.get("/api/v1/dealers/", headers={"Authorization": header})
    assert answer.status_code == 401
    assert set(answer.json()) == {"code", "detail", "fields"}


def test_a_program_gets_the_same_answer_for_a_wrong_password_and_an_unknown_account(client, agent):
    answers = [ask_token(client, name, "wrong") for name in ("agent", "nobody")]
    assert answers[0].status_code == answers[1].status_code == 400
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("name", ["agent", "nobody"])
def test_programs_are_locked_out_like_people_and_with_them(client, agent, name):
    for _ in range(9):
        assert ask_token(client, name, "wrong").status_code == 400
    assert ask_token(client, name, "wrong").status_code == 429
    locked = ask_token(client, name)
    assert (locked.status_code, locked.json()["code"]) == (429, "locked_out")
    assert sign_in(client, name).status_code == 429


@pytest.mark.parametrize(
    "body", [{}, {"username": "agent"}, {"username": "", "password": ""}, {"username": [1]}]
)
def test_an_incomplete_request_names_its_fields(client, agent, body):
    answer = client.post(TOKEN, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["fields"]


def test_who_left_has_no_token_and_no_session(client, page, agent):
    token = issue_token(agent, at=AT)
    page(agent)
    agent.is_active = False
    agent.save()
    assert user_of_token(token, at=AT) is None
    assert client.get("/").status_code == 302
    assert ask_token(client, "agent").status_code == 400


# ── one's own password ──


def test_a_changed_password_ends_other_sessions_and_all_tokens(client, agent):
    """G1."""
    token = issue_token(agent, at=AT)
    sign_in(client, "agent")
    elsewhere = client.cookies["sessionid"].value
    client.cookies.clear()
    sign_in(client, "agent")
    new = {
        "old_password": PASSWORD,
        "new_password1": "another-long-word",
        "new_password2": "another-long-word",
    }
    assert client.post(reverse("password-change"), new).url == reverse("account")
    assert client.get("/").status_code == 200
    assert user_of_token(token, at=AT) is None
    client.cookies["sessionid"] = elsewhere
    assert client.get("/").status_code == 302


def test_a_token_ends_with_a_password_changed_by_somebody_else(agent):
    token = issue_token(agent, at=AT)
    assert user_of_token(token, at=AT) == agent
    agent.set_password("set-by-the-administrator")
    agent.save()
    assert user_of_token(token, at=AT) is None


def test_a_token_ends_when_its_holder_goes_to_another_dealer(client, norths_desk, south):
    """D12: the same password opens another dealer's rows; a new token is asked for."""
    token = issue_token(norths_desk, at=timezone.now())
    User.objects.filter(pk=norths_desk.pk).update(dealer=south)
    answer = client.get("/api/v1/tickets/", headers={"Authorization": f"Token {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    again = ask_token(client, norths_desk.username).json()["token"]
    rows = client.get("/api/v1/dealers/", headers={"Authorization": f"Token {again}"}).json()["results"]
    assert [row["code"] for row in rows] == ["SOUTH"]


def test_a_changed_role_counts_at_once_and_needs_no_new_token(client, agent):
    token = issue_token(agent, at=timezone.now())
    give_roles(agent, Role.FINANCE)
    answer = client.get("/api/v1/tickets/", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 403


def test_a_token_lives_90_days_and_says_why_it_ended(client, agent, time_machine):
    """G1."""
    token = issue_token(agent, at=AT)
    for passed, status in ((timedelta(days=90, seconds=-1), 200), (timedelta(days=90), 401)):
        time_machine.move_to(AT + passed, tick=False)
        answer = client.get("/api/v1/tickets/", headers={"Authorization": f"Token {token}"})
        assert answer.status_code == status
    assert answer.json()["code"] == "token_too_old"
    assert "90" in answer.json()["detail"]
    assert answer["WWW-Authenticate"] == "Token"


def test_an_account_holds_a_few_tokens_and_no_old_ones(agent, other_agent):
    ended = issue_token(agent, at=AT - timedelta(days=90))
    others = issue_token(other_agent, at=AT)
    tokens = [issue_token(agent, at=AT) for _ in range(MOST_TOKENS + 2)]
    assert agent.api_tokens.count() == MOST_TOKENS
    assert user_of_token(ended, at=AT) is None
    assert [user_of_token(token, at=AT) for token in tokens[:3]] == [None, None, agent]
    assert user_of_token(others, at=AT) == other_agent


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused_at_its_field(page, agent, password):
    new = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = page(agent).post(reverse("password-change"), new)
    assert answer.context["form"].errors["new_password2"]


def test_a_person_ends_the_tokens_of_all_programs(page, agent, other_agent):
    token, others = issue_token(agent, at=AT), issue_token(other_agent, at=AT)
    client = page(agent)
    assert client.get(reverse("account")).context["tokens"] == 1
    client.post(reverse("end-tokens"))
    assert user_of_token(token, at=AT) is None
    assert user_of_token(others, at=AT) == other_agent

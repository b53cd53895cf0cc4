"""Many failures from one address, and which address that is (safety.md, A4)."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from redis import RedisError

from dealers import lockout
from dealers.lockout import ADDRESS_FAILURES, client_address
from records.models import AuditEntry
from tests.factories.dealers import PASSWORD
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
HERE, THERE = "198.51.100.7", "203.0.113.9"
TOKEN = "/api/v1/auth/token/"
WRONG = "wrong"


@pytest.fixture(autouse=True)
def _fresh_counts(time_machine):
    time_machine.move_to(AT, tick=False)
    cache.clear()


def sign_in(username, password=WRONG, *, address=HERE, **headers):
    typed = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address, headers=headers).post(reverse("sign-in"), typed)


def ask_token(username, password=WRONG, *, address=HERE, **headers):
    typed = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address, headers=headers).post(TOKEN, typed, content_type="application/json")


def spray(times, *, door=sign_in, **options):
    """Try one password on each of many accounts."""
    return [door(f"account{n}", **options).status_code for n in range(times)]


def test_an_address_that_tries_many_accounts_waits(agent, other_agent):
    """A4: no account bears a lock of it, so elsewhere its holder signs in."""
    assert set(spray(ADDRESS_FAILURES - 1)) == {200}
    refused = sign_in("agent")
    assert refused.status_code == 429
    assert "10" in refused.content.decode()
    assert refused["Retry-After"] == "600"
    assert sign_in("agent2", PASSWORD).status_code == 429
    assert sign_in("agent", PASSWORD, address=THERE).status_code == 302
    assert AuditEntry.objects.filter(verb="locked_out").count() == 1


def test_both_doors_count_and_refuse_together(agent):
    spray(ADDRESS_FAILURES // 2)
    assert spray(ADDRESS_FAILURES // 2, door=ask_token)[-1] == 429
    answer = ask_token("agent", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (429, "address_waits")
    assert sign_in("agent", PASSWORD).status_code == 429
    assert ask_token("agent", PASSWORD, address=THERE).status_code == 200


def test_after_ten_minutes_counting_begins_anew(agent, time_machine):
    spray(ADDRESS_FAILURES)
    time_machine.shift(599)
    assert sign_in("agent", PASSWORD).status_code == 429
    assert sign_in("agent", PASSWORD)["Retry-After"] == "1"
    time_machine.shift(1)
    assert sign_in("agent", PASSWORD).status_code == 302
    assert set(spray(ADDRESS_FAILURES - 1)) == {200}


def test_failures_of_long_ago_are_forgotten(agent, monkeypatch, time_machine):
    """A second stands for the hour: Redis forgets by its own clock, which no test can set."""
    with monkeypatch.context() as short:
        short.setattr(lockout, "COUNTED_FOR", timedelta(seconds=1))
        sign_in("nobody")
    time_machine.shift(2)
    time.sleep(1.2)
    spray(ADDRESS_FAILURES - 2)
    assert sign_in("agent").status_code == 200


def test_hammering_a_locked_account_keeps_nobody_else_waiting(agent, other_agent):
    """A program with an old password locks its own account, not the house it stands in."""
    codes = [sign_in("agent").status_code for _ in range(ADDRESS_FAILURES + 10)]
    assert codes[-1] == 429
    assert sign_in("agent2", PASSWORD).status_code == 302


def test_a_waiting_address_locks_no_account(agent):
    spray(ADDRESS_FAILURES)
    before = AccessAttempt.objects.count()
    for _ in range(12):
        sign_in("agent")
    assert AccessAttempt.objects.count() == before


def test_a_house_of_many_ipv6_addresses_counts_as_one(agent):
    for n in range(ADDRESS_FAILURES):
        sign_in(f"account{n}", address=f"2001:db8::{n:x}")
    assert sign_in("agent", PASSWORD, address="2001:db8::ffff").status_code == 429
    assert sign_in("agent", PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_people_get_in_while_the_cache_is_down(agent, monkeypatch):
    """Accounts are locked in the database; the count by address is a second wall."""

    class Down:
        def __getattr__(self, name):
            raise RedisError

    monkeypatch.setattr(lockout, "cache", Down())
    codes = [sign_in("agent").status_code for _ in range(10)]
    assert (codes[0], codes[-1]) == (200, 429)
    assert sign_in("agent", PASSWORD, address=THERE).status_code == 302


# ── which address ──


@pytest.fixture
def behind(settings):
    """Stand behind a number of proxies."""

    def stand(proxies):
        settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": proxies}

    return stand


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, HERE),
        (0, THERE, HERE),
        (1, None, HERE),
        (1, THERE, THERE),
        (1, f"10.0.0.1, {THERE}", THERE),
        (2, f"10.0.0.1, {THERE}, 192.0.2.1", THERE),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", HERE),
        (1, "", HERE),
        (1, "<script>", HERE),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(behind, proxies, forwarded, expected):
    behind(proxies)
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=HERE, **extra)) == expected


@pytest.mark.parametrize("address", ["", "unix:", "fe80::1%eth0"])
def test_a_connection_without_a_plain_address_is_answered_too(address):
    """A socket of the machine has none; the database keeps no zone of a link."""
    found = client_address(RequestFactory().get("/", REMOTE_ADDR=address))
    assert found == ("fe80::1" if "fe80" in address else None)
    assert set(spray(ADDRESS_FAILURES - 1, address=address)) == {200}
    assert sign_in("account", address=address).status_code == 429


@pytest.mark.parametrize("door", [sign_in, ask_token])
def test_a_changing_claim_passes_no_door(agent, door):
    """A4: without a proxy, and behind one that appends what it saw."""
    for n in range(ADDRESS_FAILURES):
        door(f"account{n}", **{"X-Forwarded-For": f"10.0.{n}.1"})
    assert door("agent", PASSWORD, **{"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_behind_our_proxy_each_client_counts_for_itself(agent, behind):
    behind(1)
    for n in range(ADDRESS_FAILURES):
        sign_in(f"account{n}", **{"X-Forwarded-For": f"10.0.{n}.1, {THERE}"})
    assert sign_in("agent", PASSWORD, **{"X-Forwarded-For": THERE}).status_code == 429
    assert sign_in("agent", PASSWORD, **{"X-Forwarded-For": "192.0.2.44"}).status_code == 302


def test_the_throttle_of_the_token_door_reads_the_same_address(monkeypatch):
    monkeypatch.setattr(lockout, "ADDRESS_FAILURES", 1000)
    claims = [{"X-Forwarded-For": f"10.0.{n}.1"} for n in range(65)]
    codes = [ask_token(f"account{n}", **claim).status_code for n, claim in enumerate(claims)]
    assert codes.count(429) == 5


PRODUCTION = {
    "AFTERSALES_MODE": "production",
    "SECRET_KEY": "s",
    "PHONE_KEY": "p",
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "postgres://u:p@db/a",
    "REDIS_URL": "redis://:p@redis/0",
}
ASK = "from aftersales import settings as s; print(s.TRUSTED_PROXIES, s.REST_FRAMEWORK['NUM_PROXIES'])"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "0 0"),
        (PRODUCTION, "1 1"),
        (PRODUCTION | {"TRUSTED_PROXIES": "2"}, "2 2"),
        ({"TRUSTED_PROXIES": "-1"}, ""),
    ],
    ids=["embedded", "production", "two", "nonsense"],
)
def test_production_stands_behind_one_proxy_and_the_embedded_form_behind_none(given, expected):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=kept | given, capture_output=True, text=True, check=False
    )
    assert asked.stdout.strip() == expected
    assert (asked.returncode == 0) is bool(expected)

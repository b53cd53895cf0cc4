"""Public links: 128 random bits, bound to one purpose, absent from logs; limits counted atomically (B5)."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from redis import RedisError

from records.limits import is_within
from records.links import RedactLinks, new_token, redacted, token_hash


def test_a_token_has_128_random_bits():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {22}


def test_a_token_is_nobodys_under_another_purpose_or_in_another_case():
    """B2."""
    kept = token_hash("AbCdEf", purpose="unit")
    assert kept != token_hash("AbCdEf", purpose="progress")
    assert kept != token_hash("abcdef", purpose="unit")
    assert kept == token_hash("AbCdEf", purpose="unit")


def test_the_hash_is_keyed(settings):
    kept = token_hash("AbCdEf", purpose="unit")
    settings.PHONE_KEY = "another-key-of-another-house"
    assert token_hash("AbCdEf", purpose="unit") != kept


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("/u/s3cret-Token_1/", "/u/…/"),
        ("/t/s3cret/photo/5/", "/t/…/photo/5/"),
        ("https://house.example/t/s3cret?x=1", "https://house.example/t/…?x=1"),
        ("/tickets/T-2026-00001/", "/tickets/T-2026-00001/"),
        ("/u/", "/u/"),
    ],
)
def test_the_secret_part_of_an_address_is_left_out(written, shown):
    assert redacted(written) == shown


def test_what_django_logs_is_filtered_as_well():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", ("/u/s3cret/",), None
    )
    assert RedactLinks().filter(record)
    assert record.getMessage() == "Not Found: /u/…/"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def test_counting_ends_after_the_most():
    assert [is_within("a", most=2, seconds=60) for _ in range(4)] == [True, True, False, False]
    assert is_within("b", most=2, seconds=60)


def test_two_at_once_are_counted_as_two():
    """safety.md, 13."""
    with ThreadPoolExecutor(8) as people:
        let_in = list(people.map(lambda _: is_within("crowd", most=10, seconds=60), range(64)))
    assert let_in.count(True) == 10


@pytest.mark.parametrize("fault", [RedisError(), ValueError()])
def test_a_cache_that_fails_keeps_nobody_out(monkeypatch, fault):
    def fail(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr(cache, "incr", fail)
    assert is_within("c", most=0, seconds=60)

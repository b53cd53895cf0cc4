"""Production does not start without what it needs, and says what that is (safety.md, 17)."""

import os
import subprocess
import sys
from pathlib import Path

import django
import pytest

from aftersales.django_words import WORDED_BY_US

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "AFTERSALES_MODE": "production",
    "DATABASE_URL": "postgres://service:secret@database/service",
    "REDIS_URL": "redis://:secret@redis/0",
    "SECRET_KEY": "k" * 60,
    "PHONE_KEY": "p" * 60,
    "ALLOWED_HOSTS": "service.example",
}


def start(folder, **changed):
    """Read the settings in a process of their own; return what it says when it stops."""
    given = {name: value for name, value in (WHOLE | changed).items() if value}
    kept = {name: value for name, value in os.environ.items() if name not in WHOLE}
    done = subprocess.run(
        [sys.executable, "-c", "import aftersales.settings"],
        cwd=ROOT,
        env=kept | given | {"AFTERSALES_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_it_starts_with_all_that_it_needs(tmp_path):
    assert start(tmp_path) == ""


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PHONE_KEY", "ALLOWED_HOSTS"])
def test_it_does_not_start_without(tmp_path, name):
    assert f"Set {name}" in start(tmp_path, **{name: ""})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"AFTERSALES_MODE": "staging"}, "'embedded' or 'production'"),
        ({"ALLOWED_HOSTS": "service.example,*"}, "none of them '*'"),
        ({"REDIS_URL": "redis://redis/0"}, "password"),
        ({"REDIS_URL": "redis://user@redis/0"}, "password"),
        ({"DATABASE_URL": "sqlite:////tmp/service.sqlite3"}, "PostgreSQL"),
    ],
)
def test_it_does_not_start_with(tmp_path, changed, said):
    assert said in start(tmp_path, **changed)


@pytest.mark.django_db
def test_a_condition_left_open_says_so(page, agent):
    body = page(agent).get("/tickets/").content.decode()
    assert "---------" not in body


def test_the_sentences_of_django_that_we_word_are_djangos():
    """A sentence that Django no longer says would be worded for nobody."""
    theirs = (Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po").read_text()
    flat = theirs.replace('"\n"', "")
    assert [text for text in WORDED_BY_US if f'msgid "{text}"' not in flat and f'"{text}"' not in flat] == []

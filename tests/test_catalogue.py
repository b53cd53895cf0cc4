"""Chinese first: every text of the product stands in the catalogue, translated (L4)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")


def read(path):
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def test_no_chinese_text_is_missing_or_doubtful():
    lacking = [
        message.id
        for message in read(ROOT / CATALOGUE)
        if message.fuzzy or not (message.string if isinstance(message.string, str) else all(message.string))
    ]
    assert lacking == []


def test_placeholders_survive_translation():
    """A lost %(name)s is a sentence without its figure."""
    broken = [
        message.id
        for message in read(ROOT / CATALOGUE)
        if isinstance(message.id, str) and placeholders(message.id) != placeholders(message.string)
    ]
    assert broken == []


def placeholders(text):
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def test_the_catalogue_holds_every_text_of_the_product(tmp_path):
    """Run `make messages` after adding a text, and translate it."""
    if shutil.which("xgettext") is None:
        pytest.skip("missing: gettext")
    copy_sources(tmp_path)
    subprocess.run(
        [sys.executable, "-m", "tooling.texts"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={**os.environ, "AFTERSALES_DATA": str(tmp_path / "var")},
    )
    collected = {(message.context, message.id) for message in read(tmp_path / CATALOGUE)}
    assert collected == {(message.context, message.id) for message in read(ROOT / CATALOGUE)}


def copy_sources(target):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        if name.endswith((".py", ".html", ".po", ".toml", ".txt")) and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)

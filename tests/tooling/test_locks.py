"""The locks pin everything and name no address."""

import json
import re

import pytest

from tooling.lock import without_funding
from tooling.stamps import ROOT

LOCKS = [
    "requirements/runtime.txt",
    "requirements/dev.txt",
    "requirements/node.txt",
    "package-lock.json",
    ".npmrc",
]
MOST_RUNTIME_DEPENDENCIES = 34


def names(lock: str) -> set[str]:
    """Return the packages that a file of requirements names, in the index's spelling."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["runtime", "dev", "node"])
def test_a_lock_holds_everything_that_was_asked_for(name):
    assert names(f"{name}.in") <= names(f"{name}.txt")


def test_the_development_lock_holds_the_runtime_lock_with_the_same_pins():
    def pins(lock: str) -> set[str]:
        return set(
            re.findall(r"^\S+==\S+", (ROOT / "requirements" / lock).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert pins("runtime.txt") <= pins("dev.txt")


def test_every_pin_carries_hashes():
    for name in ("runtime", "dev", "node"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
        assert pins
        assert all(line.endswith("\\") for line in pins)


def test_the_runtime_stands_on_few_packages():
    assert len(names("runtime.in")) <= MOST_RUNTIME_DEPENDENCIES


def test_npm_versions_are_exact():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


def test_funding_is_dropped_at_every_depth():
    lock = {"packages": {"a": {"version": "1", "funding": {"url": "x"}}, "b": {"funding": "y"}}}
    assert without_funding(lock) == {"packages": {"a": {"version": "1"}, "b": {}}}

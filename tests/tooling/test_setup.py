"""Set-up and start say in one line what stands in the way."""

import socket

import pytest

from tooling import place, preparation, setup
from tooling.place import CannotStart, Place


@pytest.fixture
def here(tmp_path):
    return Place(tmp_path, host="127.0.0.1", port=8000, mode="embedded", database_url="", redis_url="")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for name in ("PORT", "HOST", "AFTERSALES_MODE", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))


def test_a_python_without_ensurepip_is_told_the_package_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(setup.SetupFailed, match="apt-get install python3-venv"):
        setup.make_environment()


def test_a_machine_without_node_has_version_zero():
    assert setup.node_version("/nowhere/node") == 0


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CannotStart, match="PORT"):
        Place.from_environment()


def test_without_any_variable_it_runs_on_the_loopback(monkeypatch):
    found = Place.from_environment()
    assert (found.address, found.mode) == ("http://127.0.0.1:8000/", "embedded")


def test_a_port_in_use_names_another(here):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = Place(
            here.data, host="127.0.0.1", port=other.getsockname()[1], mode="", database_url="", redis_url=""
        )
        with pytest.raises(CannotStart, match=f"PORT={taken.port + 1} make run"):
            place.check_port(taken)


def test_two_runs_on_one_data_folder_are_refused(here):
    with place.hold(here), pytest.raises(CannotStart, match="already runs"):
        place.hold(here)


def test_a_first_load_that_was_broken_off_begins_anew_and_loses_nothing(here):
    (here.data / "aftersales.sqlite3").write_text("half")
    loading, _ = preparation.marks(here)
    loading.touch()

    preparation.set_broken_demonstration_aside(here)

    assert not (here.data / "aftersales.sqlite3").exists()
    assert [file.read_text() for file in here.data.glob("broken-off-*/aftersales.sqlite3")] == ["half"]
    assert not loading.exists()


def test_a_database_that_was_removed_gets_its_demonstration_again(here):
    _, loaded = preparation.marks(here)
    loaded.touch()
    preparation.set_broken_demonstration_aside(here)
    assert not loaded.exists()


def test_a_loaded_database_is_left_alone(here):
    (here.data / "aftersales.sqlite3").write_text("whole")
    _, loaded = preparation.marks(here)
    loaded.touch()
    preparation.set_broken_demonstration_aside(here)
    assert (here.data / "aftersales.sqlite3").read_text() == "whole"
    assert loaded.exists()


def test_production_never_gets_the_demonstration_accounts(here, monkeypatch):
    monkeypatch.setenv("AFTERSALES_MODE", "production")
    assert here.has_demonstration
    assert not Place.from_environment().has_demonstration

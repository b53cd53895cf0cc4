"""The product really starts: with one command when embedded, in production as Compose describes it."""

import os
import secrets
import signal
import socket
import sys
import time
import urllib.request
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.tooling import compose
from tooling import leash
from tooling.place import Place
from tooling.ports import free_port
from tooling.preparation import marks
from tooling.redis import NoRedis, temporary_redis
from tooling.stamps import ROOT

PATIENCE = 90.0
DATABASE_URL = os.environ.get("DATABASE_URL", "")
BIN = Path(sys.executable).parent


def test_the_product_starts_and_stops(tmp_path):
    """Each half of the suite starts what it is about."""
    if DATABASE_URL:
        start_in_production(tmp_path)
    else:
        start_embedded(tmp_path)


def until(condition, log, *children):
    """Wait for something to come true; once a child has ended by itself there is nothing to wait for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        if any(child.poll() is not None for child in children):
            break
        time.sleep(0.2)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace")[-4000:])


@contextmanager
def started(command, env, log):
    """Run a command for as long as the test needs it."""
    with log.open("ab") as output:
        child = leash.start(command, env=env, folder=ROOT, output=output.fileno(), last_signal=signal.SIGQUIT)
    try:
        yield child
    finally:
        leash.end_session(child, patience=20)


def environment(**more):
    """Return this environment without what the test run itself was given."""
    given = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "AFTERSALES_MODE", "HOST"}
    kept = {key: value for key, value in os.environ.items() if key not in given}
    return {**kept, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def processes_of(data):
    """Return the processes that work on a data folder, whoever their parent is by now."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"AFTERSALES_DATA={data}".encode() in variables:
            found.append(process.name)
    return found


def start_embedded(data):
    """Start as `make run` does, kill it, start it again, stop it as Ctrl-C does."""
    port, log = free_port(), data / "log"
    env = environment(AFTERSALES_DATA=str(data), PORT=str(port))
    place = Place(data, host="127.0.0.1", port=port, mode="embedded", database_url="", redis_url="")
    (data / "aftersales.sqlite3").touch()
    marks(place)[1].touch()  # the demonstration has a test of its own
    run = [sys.executable, "-m", "tooling.run"]

    def greets():
        return "aftersales-demo" in log.read_text(encoding="utf-8")

    with started(run, env, log) as child:
        until(greets, log, child)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/") as answer:
            assert answer.status == 200
        until(lambda: list(data.glob("schedule*")), log, child)
        child.kill()
        child.wait()
        until(lambda: not processes_of(data), log)
        assert not is_listening(port)

    log.write_text("")
    with started(run, env, log) as child:
        until(greets, log, child)
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE) == 0
        assert not processes_of(data)


@contextmanager
def empty_database(url):
    """Make a database of our own on the server of this run."""
    name = f"production_{secrets.token_hex(4)}"
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def start_in_production(data):
    """Run each command and each health check of docker-compose.yml, in its order, without containers."""
    port, log, password = free_port(), data / "log", secrets.token_hex(16)
    names = ("SECRET_KEY", "PHONE_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")
    variables = {**{name: secrets.token_urlsafe(48) for name in names}, "ALLOWED_HOSTS": "service.example"}
    services = compose.interpolate(compose.services(), variables)

    with ExitStack() as stack:
        try:
            redis = stack.enter_context(temporary_redis(password))
        except NoRedis as reason:
            pytest.skip(f"missing: {reason}")
        env = environment(
            **services["web"]["environment"]
            | {
                "DATABASE_URL": stack.enter_context(empty_database(DATABASE_URL)),
                "REDIS_URL": redis.url,
                "AFTERSALES_DATA": str(data),
                "HOSTNAME": socket.gethostname(),
            }
        )

        def here(command):
            """Return the command with this machine's port; everything else is as it stands in the file."""
            own = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in command]
            return [word.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for word in own]

        def is_well(name):
            kind, *words = services[name]["healthcheck"]["test"]
            command = here(words) if kind == "CMD" else ["sh", "-c", *words]
            with started(command, env, log) as check:
                return check.wait(PATIENCE) == 0

        with started(services["prepare"]["command"], env, log) as prepare:
            assert prepare.wait(PATIENCE) == 0, log.read_text(encoding="utf-8")[-4000:]
        parts = ("web", "worker", "scheduler")
        children = [stack.enter_context(started(here(services[name]["command"]), env, log)) for name in parts]
        for name in parts:
            until(lambda name=name: is_well(name), log, *children)
        assert all(child.poll() is None for child in children)

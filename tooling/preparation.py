"""Bring the database, the served files and the demonstration up to date before a start."""

import hashlib
import shutil
import signal
import sys
import time
from pathlib import Path

from tooling import leash, vendor
from tooling.place import CannotStart, Place
from tooling.stamps import ROOT, Step

HAS_USERS = 3
ASK_FOR_USERS = f"""
from django.contrib.auth import get_user_model
raise SystemExit({HAS_USERS} if get_user_model().objects.exists() else 0)
"""


def prepare(place: Place) -> None:
    """Do whatever a start needs and is not done yet."""
    if not place.database_url:
        set_broken_demonstration_aside(place)
    manage(place, "migrate", "--noinput", "--verbosity=0")
    load_reference_data(place)
    collect_static(place)
    if place.has_demonstration:
        load_demonstration(place)


def start_command(place: Place, *words: str) -> int:
    """Run one management command and return its exit code; it ends with us."""
    command = [sys.executable, "manage.py", *words]
    child = leash.start(command, env=place.env, folder=ROOT, last_signal=signal.SIGKILL)
    try:
        return child.wait()
    finally:
        leash.end_session(child, patience=5)


def manage(place: Place, *words: str) -> None:
    """Run a management command that must succeed; its own words say what went wrong."""
    if start_command(place, *words):
        raise CannotStart(f"`manage.py {words[0]}` failed; nothing was started.")


def collect_static(place: Place) -> None:
    """Gather what is served, if anything of it changed."""
    own = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    others = ("static_vendor/.stamp", "requirements/runtime.txt", "aftersales/settings.py")
    inputs = (*own, *(ROOT / name for name in others))
    step = Step(place.data / ".static-stamp", inputs, (place.data / "static" / "staticfiles.json",))
    if not step.is_current():
        step.begin()
        manage(place, "collectstatic", "--noinput", "--verbosity=0", "--ignore=redoc")
        step.finish()


def load_reference_data(place: Place) -> None:
    """Put the country's administrative divisions into the database, if they are other ones than before."""
    files = tuple(path for name in vendor.FILES if (path := ROOT / "static_vendor" / name).suffix == ".json")
    step = Step(divisions_stamp(place), files)
    if not step.is_current():
        step.begin()
        manage(place, "load_divisions", "--verbosity=0")
        step.finish()


def divisions_stamp(place: Place) -> Path:
    return place.data / f".divisions-{database_name(place)}"


def database_name(place: Place) -> str:
    """Return a short name for the database in the marks that are kept beside it."""
    return hashlib.sha256(place.database_url.encode()).hexdigest()[:8]


def marks(place: Place) -> tuple[Path, Path]:
    """Return the files that say the demonstration is being loaded, and is loaded."""
    name = database_name(place)
    return place.data / f".demo-{name}-loading", place.data / f".demo-{name}-loaded"


def load_demonstration(place: Place) -> None:
    """Play the demonstration year into a database that nobody uses yet."""
    loading, loaded = marks(place)
    if loaded.exists():
        return
    if start_command(place, "shell", "--verbosity=0", "--command", ASK_FOR_USERS) == HAS_USERS:
        if loading.exists():
            print(
                "The demonstration was broken off while it loaded: empty the database to load it anew.",
                flush=True,
            )
        return
    print("正在装入演示数据（仅第一次启动） · Loading the demonstration (first start only) …", flush=True)
    loading.touch()
    manage(place, "demo")
    loading.rename(loaded)


def set_broken_demonstration_aside(place: Place) -> None:
    """Move away an embedded database whose first load never ended; nobody has used it yet."""
    loading, loaded = marks(place)
    database = place.data / "aftersales.sqlite3"
    if database.exists() and loading.exists():
        aside = place.data / f"broken-off-{time.strftime('%Y%m%d-%H%M%S')}"
        aside.mkdir()
        for file in place.data.glob("aftersales.sqlite3*"):
            shutil.move(file, aside / file.name)
        print(f"The first load had been broken off; that database is now in {aside}.", flush=True)
    loading.unlink(missing_ok=True)
    if not database.exists():
        loaded.unlink(missing_ok=True)
        divisions_stamp(place).unlink(missing_ok=True)

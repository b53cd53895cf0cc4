"""The product's settings with what tests need changed."""

import os
import re
import tempfile

os.environ.setdefault("AFTERSALES_DATA", tempfile.mkdtemp(prefix="aftersales-tests-"))
_redis, _worker = os.environ.get("REDIS_URL", ""), os.environ.get("PYTEST_XDIST_WORKER", "")
if _redis and _worker:
    # Tests empty the cache and count in it: processes side by side each take a Redis database of their own.
    os.environ["REDIS_URL"] = re.sub(r"(?<=[^/])/\d*$", "", _redis) + f"/{int(_worker.removeprefix('gw'))}"

from aftersales.settings import *  # noqa: E402, F403 (the surroundings come first)
from aftersales.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402 (as above)

EMAIL_URL = SMS_GATEWAY = ""  # nothing leaves, whatever the surroundings say
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
# Each process has rows of its own, so it keeps its files apart: what its rows don't name, a sweep takes away.
STORAGES["default"]["OPTIONS"]["location"] = DATA_DIR / "files" / _worker
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file: threads and processes lock a shared memory database. Nothing of it has to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )

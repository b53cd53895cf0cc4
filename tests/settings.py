"""The product's settings with what tests need changed."""

import os
import tempfile

os.environ.setdefault("AFTERSALES_DATA", tempfile.mkdtemp(prefix="aftersales-tests-"))

from aftersales.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

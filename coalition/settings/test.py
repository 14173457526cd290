"""For tests: as production, on the private test database, with mail kept in memory and files in a folder of its own."""

import os
import tempfile

from local import postgres

os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("SITE_URL", "http://testserver")
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = postgres.test_database_url()

from coalition.settings.base import STORAGES
from coalition.settings.production import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="coalition-media-")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.notices"]  # noqa: F405
# Tests send what nobody sends by hand; those of limits switch them on (tests/limits, tests/users).
RATELIMIT_ENABLE = False

"""For developers (`make dev`): debug pages, unhashed static files, as production in everything else."""

from coalition.settings.base import STORAGES
from coalition.settings.production import *  # noqa: F403

DEBUG = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

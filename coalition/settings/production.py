"""Production, and what `make run` serves."""

from coalition.settings import logs
from coalition.settings.base import *  # noqa: F403

LOGGING = logs.LOGGING
logs.configure()

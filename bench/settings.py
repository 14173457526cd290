"""As production, with one address more that answers from a constant template."""

from coalition.settings.production import *  # noqa: F403

ROOT_URLCONF = "bench.urls"

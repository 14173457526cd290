"""Settings of a site with Kurdish (Sorani) besides, as an operator would add it."""

from coalition.settings.test import *  # noqa: F403

LANGUAGES = [*LANGUAGES, ("ckb", "کوردی")]  # noqa: F405
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

"""The feeds room."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """The feeds room."""

    name = "feeds"

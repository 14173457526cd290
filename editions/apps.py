"""The editions room."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """The editions room."""

    name = "editions"

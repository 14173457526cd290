"""The opendata room."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """The opendata room."""

    name = "opendata"

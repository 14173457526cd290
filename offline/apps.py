"""The offline room."""

from django.apps import AppConfig


class OfflineConfig(AppConfig):
    """The offline room."""

    name = "offline"

"""The home room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home room."""

    name = "home"

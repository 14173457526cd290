"""The demo room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo room."""

    name = "demo"

"""The limits app."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """The limits app."""

    name = "limits"

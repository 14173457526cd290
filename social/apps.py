"""The social room."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    """The social room."""

    name = "social"

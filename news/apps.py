"""The news room."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """The news room."""

    name = "news"

"""The pages room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages room."""

    name = "pages"

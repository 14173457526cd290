"""The partners room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The partners room."""

    name = "partners"

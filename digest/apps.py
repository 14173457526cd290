"""The digest room."""

from django.apps import AppConfig


class DigestConfig(AppConfig):
    """The digest room."""

    name = "digest"

"""The embedding room."""

from django.apps import AppConfig


class EmbeddingConfig(AppConfig):
    """The embedding room."""

    name = "embedding"

"""The embedding room."""

from django.apps import AppConfig


class EmbeddingConfig(AppConfig):
    """The embedding room."""

    name = "embedding"

    def ready(self) -> None:
        """Links the descriptions of cards in the heads of pages."""
        from embedding import links  # noqa: F401

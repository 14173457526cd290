"""The search room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search room."""

    name = "search"

    def ready(self) -> None:
        """Follows what changes the index."""
        from search import signals

        signals.connect()

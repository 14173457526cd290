"""The feeds room."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """The feeds room."""

    name = "feeds"

    def ready(self) -> None:
        """Links feeds in the heads of pages."""
        from feeds import links  # noqa: F401

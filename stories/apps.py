"""The stories room."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """The stories room."""

    name = "stories"

    def ready(self) -> None:
        """Registers the jobs and signals of consent."""
        from stories import consent  # noqa: F401

"""The project itself: its system checks."""

from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    """The project itself."""

    name = "coalition"

    def ready(self) -> None:
        """Registers the checks that hold the conventions."""
        from coalition import checks  # noqa: F401

"""The social room."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    """The social room."""

    name = "social"

    def ready(self) -> None:
        """Registers the jobs, and listens for what changes posts."""
        from social import jobs  # noqa: F401

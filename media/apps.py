"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Configure the media app."""

    name = "media"

    def ready(self) -> None:
        """Clean uploads that wait for their form to be completed."""
        from media import uploads

        uploads.connect()

"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Configure the media app."""

    name = "media"

    def ready(self) -> None:
        """Clean what is uploaded, and keep published files from those who may not publish."""
        from media import file_permissions, uploads
        from media.documents import files as document_files

        uploads.connect()
        file_permissions.register()
        document_files.register()

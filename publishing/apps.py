"""The publishing room."""

from django.apps import AppConfig
from django.db.models.signals import post_save


class PublishingConfig(AppConfig):
    """The publishing room."""

    name = "publishing"

    def ready(self) -> None:
        """Follows which files live pages use."""
        from publishing.files import note_saved_page

        post_save.connect(note_saved_page, dispatch_uid="publishing.live_uses")

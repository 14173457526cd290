"""The pages app."""

from django.apps import AppConfig
from django.db.models.signals import pre_save


class PagesConfig(AppConfig):
    """What page types share."""

    name = "pages"

    def ready(self) -> None:
        """Put the gate in front of publishing, and mend what wagtail-localize does to slugs and half translations."""
        from wagtail.models import Revision

        from pages.publish_gate import check_live_page, check_scheduled_revision
        from pages.translating import keep_halves_unpublished, keep_letters_in_slugs

        pre_save.connect(check_live_page, dispatch_uid="pages.publish_gate.live_page")
        pre_save.connect(
            check_scheduled_revision, sender=Revision, dispatch_uid="pages.publish_gate.scheduled_revision"
        )
        keep_letters_in_slugs()
        keep_halves_unpublished()

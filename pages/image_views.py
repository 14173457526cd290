"""Wagtail's two views that add images, telling what was changed about an upload."""

from typing import Any

from wagtail.images.views.images import CreateView
from wagtail.images.views.multiple import AddView

from media.changes import explained
from pages.models.images import CoalitionImage


class ImageAddView(CreateView):
    """Add one image."""

    def get_success_message(self, instance: CoalitionImage) -> str:
        """Return Wagtail's message and what was changed."""
        return " ".join(filter(None, [super().get_success_message(instance), explained(instance.changes)]))


class ImagesAddView(AddView):
    """Add several images, each of which waits for its licence."""

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        """Return the form for a waiting upload, which says what was changed and takes it along."""
        # The upload form has left its result there; see IngestedImageField.
        self.object.changes = list(self.request.FILES["files[]"].ingested.changes)
        context: dict[str, Any] = super().get_edit_upload_form_context_data()
        return context

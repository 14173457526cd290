"""The panel "Before you publish": warns while a page is written, and never stops it from being saved."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class BeforePublishingPanel(Panel):
    """Lists what keeps the page from being published; brought up to date after each save."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before you publish"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "pages/admin/publish_panel.html"

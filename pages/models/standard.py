"""About, Privacy, Accessibility, Contact and whatever else is simply a page."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from pages.blocks.body import StandardBodyBlock
from pages.models.base import BasePage, LeadImageMixin
from pages.models.reviewed import ReviewedMixin


class StandardPage(ReviewedMixin, LeadImageMixin, BasePage):
    """A page with a body and nothing else."""

    template = "pages/standard_page.html"
    card_template = "cards/page.html"
    schema_type = "WebPage"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "pages.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["pages.StandardPage"]
    search_text_fields = ("summary", "body")
    page_description = _("A plain page: About, Privacy, Contact.")

    body = StreamField(StandardBodyBlock(), blank=True, help_text=_("The page's text, block by block."))

    content_panels = [
        *BasePage.content_panels,
        LeadImageMixin.lead_image_panel,
        FieldPanel("body"),
        ReviewedMixin.reviewed_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

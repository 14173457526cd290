"""Blocks that lead to other pages."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ListBlock, PageChooserBlock, StructBlock, StructValue


class RelatedPagesValue(StructValue):
    """Chosen pages, as far as they can still be read."""

    @property
    def live_pages(self) -> list[Any]:
        """The chosen pages that are live: one that was unpublished or deleted is left out."""
        return [page for page in self["pages"] if page is not None and page.live]


class RelatedPagesBlock(StructBlock):
    """Links to pages of this site."""

    pages = ListBlock(PageChooserBlock(), min_num=1, max_num=6, label=_("Pages"))

    class Meta:
        icon = "link"
        label = _("Related pages")
        description = _("Links to up to six pages of this site.")
        template = "blocks/related_pages.html"
        value_class = RelatedPagesValue
        preview_value: ClassVar[dict[str, list[int]]] = {"pages": []}

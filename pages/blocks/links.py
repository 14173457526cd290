"""Blocks that lead to other pages."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ListBlock, PageChooserBlock, StructBlock, StructValue

from pages.own_language import in_own_language


class RelatedPagesValue(StructValue):
    """Chosen pages, as far as they can still be read."""

    @property
    def live_pages(self) -> list[Any]:
        """The chosen pages that are live: one that was unpublished or deleted is left out."""
        return [page for page in self["pages"] if page is not None and page.live]


class RelatedPagesBlock(StructBlock):
    """Links to pages of this site."""

    pages = ListBlock(PageChooserBlock(), min_num=1, max_num=6, label=_("Pages"))

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds the pages, each in the language of the page that they stand on, where that is known and it is translated."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        related, page = value.live_pages, context.get("page")
        return context | {"related": in_own_language(related, page.locale_id) if page else related}

    class Meta:
        icon = "link"
        label = _("Related pages")
        description = _("Links to up to six pages of this site.")
        template = "blocks/related_pages.html"
        value_class = RelatedPagesValue
        preview_value: ClassVar[dict[str, list[int]]] = {"pages": []}

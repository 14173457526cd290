"""What every section of the home page has."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue


class SectionBlock(StructBlock):
    """A section with a heading, whose content is found when it is shown.

    A section's template shows nothing where ``content`` is empty: no frame without a picture in it.
    """

    heading = CharBlock(max_length=120, help_text=_("The section's heading."))

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds the section's name, and the content that the home page has found; a preview of the block alone has none."""
        added = {"section": self.name, "content": getattr(value, "content", None)}
        return super().get_context(value, parent_context=parent_context) | added

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns what the section shows beside its own texts.

        Args:
            value: What staff entered.
            page: The home page.
            request: The request, or None in a preview.
        """
        raise NotImplementedError(f"{type(self).__name__} must say what it shows in find_content().")

    def pages_with_pictures(self, content: Any) -> list[Any]:
        """Returns the pages whose lead images the section shows, so that all sections' pictures come in one go.

        Args:
            content: What ``find_content`` found.
        """
        return []

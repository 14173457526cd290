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
        """Adds the content that the section shows."""
        context = super().get_context(value, parent_context=parent_context)
        page, request = context.get("page"), context.get("request")
        content = self.find_content(value, page, request) if page is not None else None
        return context | {"content": content}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns what the section shows beside its own texts.

        Args:
            value: What staff entered.
            page: The home page.
            request: The request, or None in a preview.
        """
        raise NotImplementedError(f"{type(self).__name__} must say what it shows in find_content().")

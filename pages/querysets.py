"""Questions that every page kind answers."""

from typing import TYPE_CHECKING, Self

from django.db.models import Prefetch
from wagtail.models import PageManager, PageQuerySet

from pages.pictures import filter_specs

if TYPE_CHECKING:
    from pages.models import BasePage


class BasePageQuerySet(PageQuerySet):
    """Pages of one kind."""

    def in_language_of(self, page: "BasePage") -> Self:
        """Returns the live pages in the language of another page."""
        return self.live().filter(locale_id=page.locale_id)

    def with_pictures(self, preset: str) -> Self:
        """Adds each page's lead image and its renditions, in two queries however many pages there are.

        Args:
            preset: The name of a picture preset (see ``pages/pictures.py``).
        """
        from pages.models.images import CoalitionImage

        images = CoalitionImage.objects.prefetch_renditions(*filter_specs(preset))
        return self.prefetch_related(Prefetch("lead_image", queryset=images))


BasePageManager = PageManager.from_queryset(BasePageQuerySet)

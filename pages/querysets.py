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
        """Adds each page's lead image and its renditions, in one query however many pages there are.

        Args:
            preset: The name of a picture preset (see ``pages/pictures.py``).
        """
        return self.select_related("lead_image").prefetch_related(lead_image_renditions(preset))


def lead_image_renditions(preset: str) -> Prefetch:
    """Returns what prefetches the renditions of pages' lead images, where Wagtail's images look for them.

    Args:
        preset: The name of a picture preset (see ``pages/pictures.py``).
    """
    from pages.models.images import CoalitionRendition

    wanted = CoalitionRendition.objects.filter(filter_spec__in=filter_specs(preset))
    return Prefetch("lead_image__renditions", queryset=wanted, to_attr="prefetched_renditions")


BasePageManager = PageManager.from_queryset(BasePageQuerySet)

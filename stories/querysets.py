"""Questions asked of stories."""

from typing import Self

from wagtail.models import PageManager

from pages.querysets import BasePageQuerySet


class StoryPageQuerySet(BasePageQuerySet):
    """Stories."""

    def newest_first(self) -> Self:
        """Sorts by the day readers see."""
        return self.order_by("-date", "-pk")

    def for_list(self) -> Self:
        """Returns live stories, newest first, without what no list shows."""
        return self.live().newest_first().defer("body")

    def for_cards(self) -> Self:
        """Returns live stories, newest first, with the pictures of their cards."""
        return self.for_list().with_pictures("card")


StoryPageManager = PageManager.from_queryset(StoryPageQuerySet)

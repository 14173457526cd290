"""Questions asked of timeline events."""

from typing import Self

from django.db.models import F
from wagtail.models import PageManager

from pages.querysets import BasePageQuerySet


class TimelineEventQuerySet(BasePageQuerySet):
    """Events."""

    def oldest_first(self) -> Self:
        """Sorts by when things happened."""
        return self.order_by("date", "path")

    def latest_added_first(self) -> Self:
        """Sorts by when they came on the site; of those that came together, the latest event first."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-date", "-path")

    def for_cards(self) -> Self:
        """Returns live events, oldest first, with what a list shows and nothing else."""
        return self.live().oldest_first().defer("body", "sources")

    def telling(self) -> Self:
        """Returns those that the home page shows."""
        return self.for_cards().filter(is_telling=True)


TimelineEventManager = PageManager.from_queryset(TimelineEventQuerySet)

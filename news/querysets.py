"""Questions asked of news."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q
from wagtail.models import PageManager

from pages.querysets import BasePageQuerySet

if TYPE_CHECKING:
    from news.models import NewsPage


class NewsPageQuerySet(BasePageQuerySet):
    """News pages."""

    def newest_first(self) -> Self:
        """Sorts by the day readers see."""
        return self.order_by("-date", "-pk")

    def for_list(self) -> Self:
        """Returns live news, newest first, without what no list shows."""
        return self.live().newest_first().defer("body")

    def for_cards(self) -> Self:
        """Returns live news, newest first, with the pictures of their cards."""
        return self.for_list().with_pictures("card")

    def sharing_tags_with(self, page: "NewsPage") -> Self:
        """Returns other live news in the same language, that with the most tags in common first."""
        tag_ids = [item.tag_id for item in page.tagged_items.all()]
        shared = Count("tagged_items", filter=Q(tagged_items__tag__in=tag_ids))
        others = self.in_language_of(page).exclude(pk=page.pk).filter(tagged_items__tag__in=tag_ids).defer("body")
        return others.annotate(shared_tags=shared).order_by("-shared_tags", "-date", "-pk")


NewsPageManager = PageManager.from_queryset(NewsPageQuerySet)

"""Feeds in the heads of the pages that have one or stand in one, for programs to find."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from pages.alternates import Alternate, register_alternates
from pages.syndication import HasFeed, StandsInFeed


@register_alternates
def feeds_of(page: Any, parameters: QueryDict) -> Iterable[Alternate]:
    """Returns the links to the feed of a page, or to the one in which it stands."""
    return page.feed_links() if isinstance(page, HasFeed | StandsInFeed) else []

"""Feeds in the heads of the pages that have one or stand in one, for programs to find."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from pages.alternates import Alternate, register_alternates
from pages.syndication import LinksFeeds


@register_alternates
def feeds_of(page: Any, parameters: QueryDict) -> Iterable[Alternate]:
    """Returns the links to the feed of a page, or to those in which it or what it shows stands."""
    return page.feed_links() if isinstance(page, LinksFeeds) else []

"""What a page kind says of feeds: that a page has one, and what of a page stands in one. The room ``feeds`` makes them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.http import QueryDict
from django.urls import Resolver404
from django.utils import timezone
from django.utils.translation import pgettext

from pages.alternates import Alternate
from pages.filters import Filters
from pages.querysets import BasePageQuerySet

FORMS = {"atom": ("application/atom+xml", "Atom"), "json": ("application/feed+json", "JSON Feed")}


def feed_address(listing_address: str, form: str, query: str = "") -> str:
    """Returns the address of a feed.

    Args:
        listing_address: The address of the page that has the feed.
        form: A key of ``FORMS``.
        query: The filters, as the parameters of an address.
    """
    return f"{listing_address}feed.{form}" + (f"?{query}" if query else "")


def feed_links(listing_address: str, name: str, query: str = "") -> list[Alternate]:
    """Returns the links to a feed in each of its forms.

    Args:
        listing_address: The address of the page that has the feed.
        name: What the feed is called.
        query: The filters, as the parameters of an address.
    """
    return [
        Alternate(media_type, f"{name} ({form_name})", feed_address(listing_address, form, query))
        for form, (media_type, form_name) in FORMS.items()
    ]


def feed_name(title: str, labels: tuple[str, ...]) -> str:
    """Returns what a feed is called, such as "News: Statement, 2018".

    Args:
        title: The title of the page that has the feed.
        labels: What the filters that are set are called.
    """
    return f"{title}: {pgettext('between items of a list', ', ').join(labels)}" if labels else title


@dataclass(frozen=True)
class FeedSelection:
    """What a feed holds.

    Attributes:
        pages: The live pages, in the order of the feed, with what their entries need.
        query: The filters that are set, as the parameters of an address and always in the same order; empty for none.
        labels: What those filters are called.
    """

    pages: BasePageQuerySet
    query: str = ""
    labels: tuple[str, ...] = ()

    @classmethod
    def filtered(cls, pages: BasePageQuerySet, filters: Filters) -> Self | None:
        """Returns what the feed of a filtered list holds.

        A list shows everything where it does not know what it is asked for. A feed that did so would tell those who
        follow it what they did not want, and go on when what they did want is gone.

        Args:
            pages: The pages that the filters let through.
            filters: The filters as the address sets them.

        Returns:
            The selection, or None where a value that was asked for is not among the choices.
        """
        return cls(pages, filters.parameters, filters.chosen_labels) if filters.is_exact else None


class LinksFeeds:
    """A page in whose head feeds are linked."""

    def feed_links(self) -> list[Alternate]:
        """Returns the links to its feeds."""
        raise NotImplementedError


class HasFeed(LinksFeeds):
    """A page whose list can be followed as a feed."""

    # The filters of the list as it is being shown; set where the page is given its list.
    shown_filters: Filters | None = None

    def feed(self, parameters: QueryDict) -> FeedSelection | None:
        """Returns what the feed holds, None where an address asks for what there is not.

        Args:
            parameters: The address's parameters.
        """
        raise NotImplementedError

    def feed_links(self: Any) -> list[Alternate]:
        """Returns the links to this page's feed, filtered as the page is shown."""
        if self.shown_filters is None:
            return feed_links(self.url_path, self.title)
        name = feed_name(self.title, self.shown_filters.chosen_labels)
        return feed_links(self.url_path, name, self.shown_filters.parameters)

    def get_route_paths(self: Any) -> list[str]:
        """Returns the page's own address and its feeds': where the page moves, those who follow it are led on."""
        return ["/", *(feed_address("/", form) for form in FORMS)]

    def resolve_subpage(self, path: str) -> None:
        """Says whether a path is one of this page's feeds: Wagtail's redirects ask before they lead on to one.

        Raises:
            Resolver404: It is none.
        """
        if path not in self.get_route_paths():
            raise Resolver404({"path": path})


class StandsInFeed(LinksFeeds):
    """A page that stands in the feed of the page above it.

    A kind gives its feed's queryset by ``for_feed()`` of its class, and a template that is given ``page`` and ``blocks``.
    """

    feed_template: ClassVar[str] = "feeds/entry.html"
    # The stream whose blocks are the entry's text.
    feed_stream: ClassVar[str] = "body"

    @classmethod
    def for_feed(cls: Any) -> Any:
        """Returns the live pages of this kind, in the order of the feed, with what their entries need."""
        raise NotImplementedError

    def feed_categories(self: Any) -> Iterable[str]:
        """Returns under which words it is filed."""
        words: list[str] = self.search_keywords()
        return words

    @property
    def feed_published(self: Any) -> dt.datetime | None:
        """When it came out: the day readers see; the minute where that is the day on which it came here."""
        day, first = self.published_on, self.first_published_at
        if isinstance(day, dt.date) and (first is None or day < timezone.localdate(first)):
            # At noon it is the same day nearly everywhere.
            return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        return first

    def feed_links(self: Any) -> list[Alternate]:
        """Returns the links to the feed in which this page stands."""
        return feed_links(self.parent_url, str(self.search_kind.plural))

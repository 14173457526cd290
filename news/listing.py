"""The news index as an address asks for it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.paginator import Page as ResultPage
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from news.models import NewsIndexPage, NewsKind, NewsPage
from news.querysets import NewsPageQuerySet
from pages.collation import sort_by_name
from pages.filters import Filters, asked_of, page_of
from pages.models import LineOfEffort
from pages.regions import Region

PER_PAGE = 12
MOST_TAGS = 40


class NewsSelection:
    """News below an index, filtered."""

    def __init__(self, index: NewsIndexPage, parameters: QueryDict, *, only_asked: bool = False) -> None:
        """Reads the address.

        Args:
            index: The index page.
            parameters: The address's parameters: kind, tag, line, region, year.
            only_asked: Whether filters that the address does not name may be left out; each costs a query.
        """
        self._index = index
        self._asked_tag = asked_of(parameters, "tag")
        offered = [
            ("kind", _("Kind"), NewsKind.choices),
            ("line", _("Line of effort"), self._lines()),
            ("region", _("Region"), Region.choices),
            ("tag", _("Tag"), self._tags()),
            ("year", _("Year"), self._years()),
        ]
        self.filters = Filters(parameters, (row for row in offered if not only_asked or row[0] in parameters))

    @cached_property
    def _all(self) -> NewsPageQuerySet:
        return NewsPage.objects.live().child_of(self._index)

    def _lines(self) -> Iterator[tuple[str, str, str]]:
        """Yields the lines of effort in the index's language; one that is not translated as news is filed under it."""
        yield from LineOfEffort.objects.all().choices_in(self._index.locale_id)

    def _tags(self) -> Iterator[tuple[str, str]]:
        """Yields tags of what is live here: the first ones, as the language sorts names, and the one that is asked for."""
        used = Tag.objects.filter(news_newspagetag_items__content_object__in=self._all.order_by())
        tags = used.distinct().order_by("name").values_list("slug", "name")
        first = list(tags[:MOST_TAGS])
        yield from sort_by_name(first, lambda tag: tag[1])
        is_among_them = any(slug == self._asked_tag for slug, _name in first)
        # PostgreSQL knows no text with a NUL in it.
        if len(first) == MOST_TAGS and not is_among_them and "\x00" not in self._asked_tag:
            yield from tags.filter(slug=self._asked_tag)

    def _years(self) -> Iterator[tuple[str, str]]:
        """Yields the years in which there is news, the latest first."""
        years = self._all.order_by().annotate(year=ExtractYear("date")).values_list("year", flat=True)
        yield from ((str(year), str(year)) for year in years.distinct().order_by("-year"))

    def among(self, news: NewsPageQuerySet) -> NewsPageQuerySet:
        """Returns those of the given news that stand below the index and that every set filter lets through."""
        found, chosen = news.live().child_of(self._index), self.filters.chosen
        if kind := chosen.get("kind"):
            found = found.filter(kind=kind)
        if line := chosen.get("line"):
            found = found.filter(lines_of_effort__key=line)
        if region := chosen.get("region"):
            found = found.filter(regions__contains=[region])
        if tag := chosen.get("tag"):
            found = found.filter(tagged_items__tag__slug=tag)
        if year := chosen.get("year"):
            found = found.filter(date__year=int(year))
        return found


class NewsListing(NewsSelection):
    """The same as cards, page by page."""

    def __init__(self, index: NewsIndexPage, parameters: QueryDict) -> None:
        """Reads the address.

        Args:
            index: The index page.
            parameters: The address's parameters: those of the filters, and page.
        """
        super().__init__(index, parameters)
        self.results: ResultPage[Any] = page_of(self.among(NewsPage.objects.for_cards()), parameters, PER_PAGE)

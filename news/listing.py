"""The news index as an address asks for it."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page as ResultPage
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from news.models import NewsIndexPage, NewsKind, NewsPage
from news.querysets import NewsPageQuerySet
from pages.filters import Filters, page_of
from pages.models import LineOfEffort
from pages.regions import Region

PER_PAGE = 12
MOST_TAGS = 40


class NewsListing:
    """News below an index, filtered and paged."""

    def __init__(self, index: NewsIndexPage, parameters: QueryDict) -> None:
        """Reads the address.

        Args:
            index: The index page.
            parameters: The address's parameters: kind, tag, line, region, year, page.
        """
        self._index = index
        lines = LineOfEffort.objects.filter(locale_id=index.locale_id).values_list("key", "name")
        self.filters = Filters(
            parameters,
            [
                ("kind", _("Kind"), NewsKind.choices),
                ("line", _("Line of effort"), lines),
                ("region", _("Region"), Region.choices),
                ("tag", _("Tag"), self._tags()),
                ("year", _("Year"), ((str(year), str(year)) for year in self._years())),
            ],
        )
        self.results: ResultPage[Any] = page_of(self._found, parameters, PER_PAGE)

    @cached_property
    def _all(self) -> NewsPageQuerySet:
        return NewsPage.objects.live().child_of(self._index)

    def _tags(self) -> Any:
        """Returns the tags of what is live here, by name."""
        used = Tag.objects.filter(news_newspagetag_items__content_object__in=self._all.order_by())
        return used.distinct().order_by("name").values_list("slug", "name")[:MOST_TAGS]

    def _years(self) -> Any:
        """Returns the years in which there is news, the latest first."""
        years = self._all.order_by().annotate(year=ExtractYear("date")).values_list("year", flat=True)
        return years.distinct().order_by("-year")

    @property
    def _found(self) -> NewsPageQuerySet:
        """The news that every set filter lets through."""
        found, filters = self._all.for_cards(), self.filters
        if kind := filters["kind"]:
            found = found.filter(kind=kind)
        if line := filters["line"]:
            found = found.filter(lines_of_effort__key=line)
        if region := filters["region"]:
            found = found.filter(regions__contains=[region])
        if tag := filters["tag"]:
            found = found.filter(tagged_items__tag__slug=tag)
        if year := filters["year"]:
            found = found.filter(date__year=int(year))
        return found

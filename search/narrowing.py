"""Narrowing down: the filters of a search, and how many results each choice would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, LPad
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pages.filters import Filter, Filters
from pages.models import BasePage, LineOfEffort
from pages.regions import Region
from search.kinds import kinds
from search.models import Entry, EntryQuerySet
from stories.models import StorySeriesPage

KIND, LINE, REGION, SERIES, YEAR = "kind", "line", "region", "series", "year"


@dataclass(frozen=True)
class Candidate:
    """A page that was found, as far as it must be known to sort and to count.

    Attributes:
        pk: The page's id.
        kind: The key of its kind.
        date: The day it speaks of; where it has none, the day it was published.
        precision: How exactly that day is known; empty where it speaks of none.
        lines: The keys of its lines of effort.
        regions: Its regions.
        path: Its place in the page tree.
        rank: How well it answers.
    """

    pk: int
    kind: str
    date: Any
    precision: str
    lines: list[str]
    regions: list[str]
    path: str
    rank: float


COLUMNS = ("pk", "kind", "date", "precision", "lines", "regions", "page__path")


@dataclass(frozen=True)
class FacetChoice:
    """A choice of a facet.

    Attributes:
        value: As it stands in addresses.
        label: What it is called.
        language: The code of the label's language where it may be another than the page's.
        count: How many results it would leave, of those that are counted.
        is_least: Whether there may be more than are counted.
        query: The parameters of the address that sets it, and keeps the other filters.
        is_chosen: Whether it is set.
    """

    value: str
    label: str
    language: str
    count: int
    is_least: bool
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way of narrowing down, with the choices that lead somewhere."""

    name: str
    label: str
    choices: list[FacetChoice]


class Narrowing:
    """The filters of one search, as an address sets them."""

    def __init__(self, parameters: QueryDict, language: str) -> None:
        """Reads the address.

        Args:
            parameters: Its parameters: kind, line, region, series, year.
            language: The code of the language that is searched.
        """
        lines, self._series = _lines_and_series(language)
        self.filters = Filters(
            parameters,
            [
                (KIND, _("Kind"), [(kind.key, kind.plural) for kind in kinds().values()]),
                (LINE, _("Line of effort"), lines),
                (REGION, _("Region"), Region.choices),
                (SERIES, _("Series"), [(slug, title) for slug, title, _path in self._series]),
                (YEAR, _("Year"), [(str(year), str(year)) for year in _years(language)]),
            ],
        )
        self._paths = {path: slug for slug, _title, path in self._series}
        self._values: dict[str, Callable[[Candidate], Iterable[str]]] = {
            KIND: lambda found: [found.kind],
            LINE: lambda found: found.lines,
            REGION: lambda found: found.regions,
            SERIES: lambda found: [slug] if (slug := self._paths.get(found.path[:-_STEP])) else [],
            YEAR: lambda found: [str(found.date.year)] if found.precision else [],
        }

    @property
    def chosen(self) -> list[str]:
        """The names of the filters that are set."""
        return [filter_.name for filter_ in self.filters.filters if filter_.chosen]

    def apply(self, entries: EntryQuerySet, *, but: str = "") -> EntryQuerySet:
        """Returns the entries that the filters let through.

        Args:
            entries: Entries of the index.
            but: The name of a filter that is left aside.
        """
        wanted = Q()
        for name in self.chosen:
            if name != but:
                wanted &= self._condition(name, self.filters[name])
        return entries.filter(wanted)

    def _condition(self, name: str, value: str) -> Q:
        if name == SERIES:
            path = next(path for slug, _title, path in self._series if slug == value)
            return Q(page__path__startswith=path, page__depth=len(path) // _STEP + 1)
        return {
            KIND: Q(kind=value),
            LINE: Q(lines__contains=[value]),
            REGION: Q(regions__contains=[value]),
            YEAR: Q(date__year=value) & ~Q(precision=""),
        }[name]

    def facets(
        self, found_by: Callable[[str], Iterable[Candidate]], is_least: Callable[[str, str], bool]
    ) -> Iterator[Facet]:
        """Yields the facets with their counts.

        Args:
            found_by: Returns what would be found without the filter of a name.
            is_least: Returns whether not all are counted that a filter would leave, by its name and value: it is then
                offered even where none is.
        """
        for filter_ in self.filters.filters:
            found = list(found_by(filter_.name))
            counts = Counter(value for candidate in found for value in self._values[filter_.name](candidate))
            choices = [
                FacetChoice(
                    choice.value,
                    choice.label,
                    choice.language,
                    counts[choice.value],
                    is_least(filter_.name, choice.value),
                    self._query_with(filter_, choice.value),
                    choice.value == filter_.chosen,
                )
                for choice in filter_.choices
                if is_least(filter_.name, choice.value) or counts[choice.value] or choice.value == filter_.chosen
            ]
            # A single choice that leaves all that was found narrows nothing down.
            if filter_.chosen or any(choice.count < len(found) for choice in choices):
                yield Facet(filter_.name, filter_.label, choices)

    def _query_with(self, filter_: Filter, value: str) -> str:
        """Returns the parameters of an address with one filter set, or emptied where the value is set already."""
        parameters = QueryDict(mutable=True)
        for other in self.filters.filters:
            if other.name != filter_.name and other.chosen:
                parameters[other.name] = other.chosen
        if value != filter_.chosen:
            parameters[filter_.name] = value
        return parameters.urlencode()


_STEP = BasePage.steplen


def _lines_and_series(language: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Returns the lines of effort and the live series, in one query.

    Args:
        language: The code of the language that is searched.

    Returns:
        Key, name and the code of the name's language of each line: where it is not translated, of another one; and
        slug, title and place in the tree of each series.
    """
    place = LPad(Cast("order", CharField()), 8, Value("0"))
    columns = ("of", "key", "name", "place", "locale__language_code", "locale_id")
    lines = LineOfEffort.objects.annotate(of=Value(LINE), place=place).order_by().values_list(*columns)
    series = StorySeriesPage.objects.live().filter(locale__language_code=language).order_by()
    columns = ("of", "slug", "title", "path", "locale__language_code", "locale_id")
    rows = lines.union(series.annotate(of=Value(SERIES)).values_list(*columns), all=True).order_by()
    # Of several lines with one key the last is kept: that of the language, else the one that pages fall back to.
    best_last = sorted(rows, key=lambda row: (row[-2] == language, -row[-1]))
    found = {(of, key): row for of, key, *row in best_last}
    in_order = sorted((place, of, key, name, code) for (of, key), (name, place, code, _locale_id) in found.items())
    return (
        [(key, name, code) for _place, of, key, name, code in in_order if of == LINE],
        [(key, name, place) for place, of, key, name, _code in in_order if of == SERIES],
    )


def _years(language: str) -> list[int]:
    """Returns the years from the latest to the earliest of which a live page speaks: both ends are asked in one query."""
    entries = Entry.objects.public(language).exclude(precision="").values_list("date", flat=True)
    ends = list(entries.order_by("-date")[:1].union(entries.order_by("date")[:1], all=True))
    return list(range(max(ends).year, min(ends).year - 1, -1)) if ends else []

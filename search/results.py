"""A search as an address asks for it: what is found, sorted, counted and paged, in a number of queries that never grows."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import F, FloatField, QuerySet, Value
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.filters import number_of_page
from search.excerpts import Excerpt, excerpts
from search.instead import OtherLanguage, answered_instead
from search.models import Entry
from search.narrowing import COLUMNS, KIND, Candidate, Facet, Narrowing
from search.promotions import Promotion, promotions_for
from search.question import Question

MOST_RANKED = 1000
"""How many results of one sort are ranked and counted. Of more, the newest: a reader pages through no thousand."""

PER_PAGE = 10
MANY = "news"
"""The kind that grows without end. It is looked at apart, so that no page of another kind is lost among news."""

RELEVANCE, NEWEST = "relevance", "date"


@dataclass(frozen=True)
class Sorting:
    """A way of sorting, with the address that asks for it."""

    label: str | Promise
    query: str
    is_chosen: bool


class Search:
    """One search."""

    most_ranked: ClassVar[int] = MOST_RANKED
    sortings: ClassVar[dict[str, str | Promise]] = {RELEVANCE: _("Best match"), NEWEST: _("Newest")}

    def __init__(self, parameters: QueryDict, language: str, other_languages: Collection[str] = ()) -> None:
        """Reads the address; nothing in it is trusted.

        Args:
            parameters: Its parameters: q, sort, page, and the filters.
            language: The code of the language that is searched.
            other_languages: The codes of the others that are looked into where nothing is found.

        Raises:
            Http404: What is asked for is no number of a page.
        """
        self.question = Question.read((parameters.getlist("q") or [""])[0], language)
        asked = (parameters.getlist("sort") or [""])[0]
        self.sort = asked if asked in self.sortings else RELEVANCE
        self._other_languages = other_languages
        self.narrowing = Narrowing(parameters, language)
        # Results become fewer between two visits: past their end stands the last page, with the words still in the field.
        self.page: ResultPage[Any] = Paginator(self.found, PER_PAGE).get_page(number_of_page(parameters))

    @cached_property
    def _pools(self) -> dict[tuple[str, bool], list[Candidate]]:
        """What is found, by the name of the filter that is left aside (empty for none), and by whether it is news."""
        found: dict[tuple[str, bool], list[Candidate]] = {
            (name, is_many): [] for name in ("", *self.narrowing.chosen) for is_many in (True, False)
        }
        for names in ([""], self.narrowing.chosen):
            asked = [entries for name in names for entries in self._candidates(name)] if self.question else []
            for name, *row in asked[0].union(*asked[1:], all=True) if asked else ():
                candidate = Candidate(*row)
                found[name, candidate.kind == MANY].append(candidate)
        return found

    def _candidates(self, but: str) -> list[QuerySet[Entry, Any]]:
        """Returns what asks for what is found: of news and of all else the newest, one more of each than is counted.

        Args:
            but: The name of a filter that is left aside.
        """
        # Ranking is what costs: what is only counted is not ranked.
        rank: Any = Value(0.0, output_field=FloatField())
        if not but and self.sort == RELEVANCE:
            rank = SearchRank(F("vector"), self.question.query, cover_density=True, normalization=Value(1))
        entries = Entry.objects.filter(language=self.question.language, vector=self.question.query)
        entries = self.narrowing.apply(entries, but=but).newest_first()
        pools = (entries.filter(kind=MANY), entries.exclude(kind=MANY))
        # First the newest by the index alone; the tree and the rank are asked for those, not for all that is found.
        newest = (pool.values("pk")[: self.most_ranked + 1] for pool in pools)
        public = Entry.objects.public(self.question.language).annotate(rank=rank, but=Value(but)).newest_first()
        return [public.filter(pk__in=pks).values_list("but", *COLUMNS, "rank") for pks in newest]

    def _counted(self, but: str = "") -> list[Candidate]:
        """Returns what is found and counted, with all filters or without one of them."""
        but = but if but in self.narrowing.chosen else ""
        return [candidate for is_many in (True, False) for candidate in self._pools[but, is_many][: self.most_ranked]]

    @cached_property
    def has_more(self) -> bool:
        """Whether there are more results than are counted."""
        return any(len(self._pools["", is_many]) > self.most_ranked for is_many in (True, False))

    @cached_property
    def found(self) -> list[Candidate]:
        """Everything that is found and counted, sorted."""
        return sorted(self._counted(), key=lambda found: (found.rank, found.date, found.pk), reverse=True)

    @property
    def count(self) -> int:
        """How many results are counted."""
        return len(self.found)

    @cached_property
    def results(self) -> list[Excerpt]:
        """The results of this page, with their excerpts."""
        return excerpts([candidate.pk for candidate in self.page.object_list], self.question)

    @cached_property
    def facets(self) -> list[Facet]:
        """The ways of narrowing down."""
        return list(self.narrowing.facets(self._counted, self._is_least))

    def _is_least(self, name: str, value: str) -> bool:
        """Returns whether not all are counted that a choice of a facet would leave. Kinds are counted apart."""
        but = name if name in self.narrowing.chosen else ""
        asked = [value == MANY] if name == KIND else [True, False]
        return any(len(self._pools[but, is_many]) > self.most_ranked for is_many in asked)

    @cached_property
    def promotions(self) -> list[Promotion]:
        """What staff put first for these words; only on the first page."""
        return promotions_for(self.question) if self.page.number == 1 else []

    @cached_property
    def _instead(self) -> list[Question]:
        """What else to ask, where this finds nothing."""
        if self.found or not self.question.has_words:
            return []
        return answered_instead(self.question, self._other_languages)

    @property
    def proposal(self) -> str:
        """Other words that would find something, where these find nothing; empty where there are none."""
        own = (question.text for question in self._instead if question.language == self.question.language)
        return next(own, "")

    @property
    def elsewhere(self) -> list[OtherLanguage]:
        """The other languages that hold what was asked for, where this one does not."""
        others = (question for question in self._instead if question.language != self.question.language)
        return [OtherLanguage.of(question) for question in others]

    @property
    def query(self) -> str:
        """The parameters of this search without its page, such as ``q=water&kind=news&``; for paging."""
        return self._query_for(self.sort) + "&"

    @property
    def sort_choices(self) -> list[Sorting]:
        """The ways of sorting."""
        return [Sorting(label, self._query_for(name), name == self.sort) for name, label in self.sortings.items()]

    @property
    def unfiltered_query(self) -> str:
        """The parameters of the same question without filters."""
        return urlencode({"q": self.question.text})

    @property
    def kept_query(self) -> str:
        """The question and the sorting, for addresses that change the filters; ends with ``&``."""
        kept = {"q": self.question.text} | ({"sort": self.sort} if self.sort != RELEVANCE else {})
        return urlencode(kept) + "&"

    def _query_for(self, sort: str) -> str:
        chosen = {name: self.narrowing.filters[name] for name in self.narrowing.chosen}
        return urlencode({"q": self.question.text} | chosen | ({"sort": sort} if sort != RELEVANCE else {}))

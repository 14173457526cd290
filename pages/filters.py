"""Filters of a listing: what the address asks for, and the links that change it.

Nothing in an address is trusted: unknown names are ignored, of a repeated name the first counts, and a value that is
not among a filter's choices filters nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.http import Http404, QueryDict

LONGEST_VALUE = 60
LONGEST_PAGE_NUMBER = 6


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """One filter with its choices.

    Attributes:
        name: The parameter's name in the address.
        label: What it is called on the page.
        choices: What can be chosen.
        chosen: The value that is chosen; empty for none.
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str

    @property
    def chosen_label(self) -> str:
        """What the chosen value is called; empty where nothing is chosen."""
        return next((choice.label for choice in self.choices if choice.value == self.chosen), "")


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that is set, with the link that empties it and keeps the others."""

    label: str
    value_label: str
    remove_url: str


class Filters:
    """The filters of one listing, as one address sets them."""

    def __init__(self, parameters: QueryDict, offered: Iterable[tuple[str, Any, Iterable[tuple[str, Any]]]]) -> None:
        """Reads the address.

        Args:
            parameters: The address's parameters.
            offered: Name, label and choices (value and label) of each filter.
        """
        self.filters: list[Filter] = []
        for name, label, choices in offered:
            known = tuple(Choice(value, str(text)) for value, text in choices)
            asked = (parameters.getlist(name) or [""])[0][:LONGEST_VALUE]
            chosen = asked if any(choice.value == asked for choice in known) else ""
            self.filters.append(Filter(name, str(label), known, chosen))

    def __getitem__(self, name: str) -> str:
        """Returns the chosen value of a filter; empty for none.

        Raises:
            KeyError: There is no filter of this name.
        """
        return {filter_.name: filter_.chosen for filter_ in self.filters}[name]

    @property
    def query(self) -> str:
        """The chosen filters as the beginning of an address's parameters, such as ``kind=article&``; empty for none."""
        chosen = self._chosen()
        return urlencode(chosen) + "&" if chosen else ""

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters that are set."""
        return [
            ActiveFilter(filter_.label, filter_.chosen_label, self._url_without(filter_.name))
            for filter_ in self.filters
            if filter_.chosen
        ]

    def _chosen(self) -> list[tuple[str, str]]:
        return [(filter_.name, filter_.chosen) for filter_ in self.filters if filter_.chosen]

    def _url_without(self, name: str) -> str:
        rest = [(key, value) for key, value in self._chosen() if key != name]
        return f"?{urlencode(rest)}" if rest else "./"


def page_of(results: Any, parameters: QueryDict, per_page: int) -> ResultPage[Any]:
    """Returns the page of results that an address asks for.

    Args:
        results: A queryset or list.
        parameters: The address's parameters; ``page`` counts.
        per_page: How many results stand on a page.

    Raises:
        Http404: There is no such page.
    """
    asked = (parameters.getlist("page") or ["1"])[0]
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_PAGE_NUMBER):
        raise Http404
    paginator: Paginator[Any] = Paginator(results, per_page)
    number = int(asked)
    if number < 1 or number > paginator.num_pages:
        raise Http404
    return paginator.page(number)

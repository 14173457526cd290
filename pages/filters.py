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

LONGEST_PAGE_NUMBER = 6


@dataclass(frozen=True)
class Choice:
    """One choice of a filter.

    Attributes:
        value: As it stands in addresses.
        label: What it is called.
        language: The code of the label's language where it may be another than the page's.
    """

    value: str
    label: str
    language: str = ""


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
    def chosen_choice(self) -> Choice | None:
        """The choice that is set; None where nothing is."""
        return next((choice for choice in self.choices if self.chosen and choice.value == self.chosen), None)


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that is set, with the link that empties it and keeps the others."""

    label: str
    value_label: str
    value_language: str
    remove_url: str


def asked_of(parameters: QueryDict, name: str) -> str:
    """Returns what an address asks of a filter: the first value of its name; empty for none."""
    return (parameters.getlist(name) or [""])[0]


class Filters:
    """The filters of one listing, as one address sets them."""

    def __init__(self, parameters: QueryDict, offered: Iterable[tuple[str, Any, Iterable[tuple[Any, ...]]]]) -> None:
        """Reads the address.

        Args:
            parameters: The address's parameters.
            offered: Name, label and choices of each filter; a choice is its value, its label and, where that may not be
                the page's, the code of the label's language.
        """
        self.filters: list[Filter] = []
        # Whether every value that was asked for is among the choices; an empty one asks for nothing.
        self.is_exact = True
        for name, label, choices in offered:
            known = tuple(Choice(value, str(text), *language) for value, text, *language in choices)
            asked = asked_of(parameters, name)
            chosen = asked if any(choice.value == asked for choice in known) else ""
            self.is_exact = self.is_exact and chosen == asked
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
        return f"{self.parameters}&" if self.chosen else ""

    @property
    def parameters(self) -> str:
        """The chosen filters as an address's parameters, always in the same order; empty for none."""
        return urlencode(self.chosen)

    @property
    def chosen(self) -> dict[str, str]:
        """The values that are chosen, by the filter's name."""
        return {filter_.name: filter_.chosen for filter_ in self.filters if filter_.chosen}

    @property
    def chosen_labels(self) -> tuple[str, ...]:
        """What the chosen values are called."""
        return tuple(filter_.chosen_choice.label for filter_ in self.filters if filter_.chosen_choice)

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters that are set."""
        return [
            ActiveFilter(filter_.label, choice.label, choice.language, self._url_without(filter_.name))
            for filter_ in self.filters
            if (choice := filter_.chosen_choice)
        ]

    def _url_without(self, name: str) -> str:
        rest = [(key, value) for key, value in self.chosen.items() if key != name]
        return f"?{urlencode(rest)}" if rest else "./"


def number_of_page(parameters: QueryDict) -> int:
    """Returns the number of the page that an address asks for; 1 where it asks for none.

    Args:
        parameters: The address's parameters; ``page`` counts.

    Raises:
        Http404: It is no number of a page.
    """
    asked = (parameters.getlist("page") or ["1"])[0]
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_PAGE_NUMBER) or int(asked) < 1:
        raise Http404
    return int(asked)


def page_of(results: Any, parameters: QueryDict, per_page: int) -> ResultPage[Any]:
    """Returns the page of results that an address asks for.

    Args:
        results: A queryset or list.
        parameters: The address's parameters; ``page`` counts.
        per_page: How many results stand on a page.

    Raises:
        Http404: There is no such page.
    """
    number = number_of_page(parameters)
    paginator: Paginator[Any] = Paginator(results, per_page)
    if number > paginator.num_pages:
        raise Http404
    return paginator.page(number)

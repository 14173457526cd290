"""A feed part by part, each of them small: RFC 5005 calls that a paged feed."""

from dataclasses import dataclass
from typing import Any, Self

from django.http import Http404, QueryDict

from pages.filters import number_of_page


@dataclass(frozen=True)
class Part:
    """One part of a feed.

    Attributes:
        number: Which one, counted from 1.
        pages: The pages in it.
        has_next: Whether another follows.
    """

    number: int
    pages: list[Any]
    has_next: bool

    @classmethod
    def asked(cls, pages: Any, parameters: QueryDict, size: int) -> Self:
        """Returns the part that an address asks for; nothing is counted, however long the feed is.

        Args:
            pages: What the feed holds, as a queryset.
            parameters: The address's parameters; ``page`` counts.
            size: How many pages stand in a part.

        Raises:
            Http404: There is no such part.
        """
        number = number_of_page(parameters)
        start = (number - 1) * size
        found = list(pages[start : start + size + 1])
        if not found and number > 1:
            raise Http404
        return cls(number, found[:size], len(found) > size)

    @property
    def has_previous(self) -> bool:
        """Whether another comes before it."""
        return self.number > 1

    @property
    def own(self) -> str:
        """Its parameter; empty for the first."""
        return _parameter(self.number)

    @property
    def previous(self) -> str:
        """The parameter of the one before it."""
        return _parameter(self.number - 1)

    @property
    def next(self) -> str:
        """The parameter of the one after it."""
        return _parameter(self.number + 1)


def _parameter(number: int) -> str:
    return f"page={number}" if number > 1 else ""

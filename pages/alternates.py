"""The same page for machines: what rooms above offer of a page, linked in its head for programs to find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True)
class Alternate:
    """A link to the page in another form.

    Attributes:
        media_type: Such as ``application/atom+xml``.
        title: What it is called, in the language of the page.
        url: Its address: a path from the root, or a full one where others must take it as it is.
    """

    media_type: str
    title: str
    url: str


Find = Callable[[Any, QueryDict], Iterable[Alternate]]

_finders: list[Find] = []


def register_alternates(find: Find) -> Find:
    """Registers a function that returns what a room offers of a live page.

    Args:
        find: Takes the page as its own kind and the parameters of the address, and asks the database nothing.
    """
    _finders.append(find)
    return find


def alternates_of(page: Any, parameters: QueryDict) -> Iterator[Alternate]:
    """Yields what every room offers of a live page.

    Args:
        page: The page as its own kind.
        parameters: The parameters of the address at which it is shown.
    """
    for find in _finders:
        yield from find(page, parameters)

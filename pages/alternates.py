"""The same page for machines: what rooms above offer of a page, linked in its head for programs to find."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
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


def address_for_others(addresses: Mapping[str, str]) -> str:
    """Returns the address for readers of a language that is not there (``x-default``).

    Args:
        addresses: The page's address in each language in which it can be read; one at the least.

    Returns:
        That of the site's first language where the page has one, else of the first in the order of the settings.
    """
    order = [settings.LANGUAGE_CODE, *dict(settings.WAGTAIL_CONTENT_LANGUAGES)]
    return next(addresses[code] for code in [*order, *addresses] if code in addresses)

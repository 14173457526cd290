"""Pages that no editor writes, such as the search: what the frame around them needs to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A page at the same path in every language.

    A view gives it to its template as ``place``.

    Attributes:
        title: Its title.
        path: Its path below the language, such as ``data/``.
        summary: What it is for, in a sentence.
    """

    title: str
    path: str
    summary: str = ""


_to_index: list[str] = []


def register_to_index(path: str) -> None:
    """Registers a place that search engines are to find; one that is not registered is in no sitemap.

    Args:
        path: Its path below the language, such as ``data/``.
    """
    _to_index.append(path)


def places_to_index() -> tuple[str, ...]:
    """Returns the paths, below the language, of the places that search engines are to find."""
    return tuple(_to_index)

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

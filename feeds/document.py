"""A feed as it is written, in whichever form."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One page in a feed.

    Attributes:
        id: A name that the page keeps when its address, title or place changes.
        url: Its full address.
        title: Its title.
        summary: A sentence or two; may be empty.
        html: Its whole text.
        published: When it came out, or None.
        updated: When it was published last.
        categories: Under which words it is filed.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: dt.datetime | None
    updated: dt.datetime
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """One answer of a feed.

    Attributes:
        id: A name that the feed keeps when its address changes; the same for each part of it.
        title: What it is called.
        summary: What it is about; may be empty.
        language: The code of its language.
        author: Who publishes it.
        home_url: The full address of the page with the same list.
        first_url: The full address of its first part: the one to subscribe to.
        url: The full address of this part.
        previous_url: That of the part with newer entries; empty for none.
        next_url: That of the part with older entries; empty for none.
        updated: When anything in this part was published last.
        entries: The entries of this part.
    """

    id: str
    title: str
    summary: str
    language: str
    author: str
    home_url: str
    first_url: str
    url: str
    previous_url: str
    next_url: str
    updated: dt.datetime
    entries: list[Entry]

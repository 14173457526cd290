"""RSS and Atom, read by feedparser."""

import calendar
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax import SAXException

import feedparser

from social.faults import Fault, FetchError
from social.guard import GuardedSession
from social.models import SocialSource
from social.networks.fetched import (
    MOST_PICTURES,
    MOST_POSTS,
    MOST_QUESTIONS,
    Fetched,
    FetchedPicture,
    FetchedPost,
    Known,
    is_web_address,
    missing,
    unique,
)
from social.text import clean, read_markup

LONGEST_ID = 120


def fetch(source: SocialSource, session: GuardedSession, known: Sequence[Known]) -> Fetched:
    """Returns the entries of a feed.

    An entry that is missing is only gone where its own page says so: feeds drop what is old.

    Args:
        source: Whose address is the feed's.
        session: Through which everything is asked.
        known: What is kept here of this source, newest first.
    """
    answer = session.get(source.address)
    # Bytes only: feedparser takes a text for an address and would ask it itself.
    # What it would clean is read as plain text here, and cleaning takes long for a text that means harm.
    found = feedparser.parse(
        io.BytesIO(answer.content),
        response_headers=dict(answer.headers),
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") or isinstance(found.get("bozo_exception"), SAXException):
        raise FetchError(Fault.MALFORMED)
    account = clean(str(found.feed.get("title") or source.name), 80)
    entries = (_post(entry, account) for entry in found.entries[: MOST_POSTS * 2])
    posts = unique(post for post in entries if post.post_id and (post.text or post.pictures))
    suspects = missing(known, posts, is_check_due=False)[:MOST_QUESTIONS]
    return Fetched(posts, {one.post_id for one in suspects if _is_gone(one.url, session)})


def _post(entry: Any, account: str) -> FetchedPost:
    """Returns an entry as a post: its title, and its text where that says more."""
    content = entry.get("content") or [{}]
    text, pictures = read_markup(str(content[0].get("value") or entry.get("summary") or ""))
    title = read_markup(str(entry.get("title") or ""))[0]
    if title and not text.startswith(title.rstrip("…").strip()):
        text = clean(f"{title}\n\n{text}")
    url = entry.get("link") if is_web_address(entry.get("link")) else ""
    return FetchedPost(
        post_id=_id(str(entry.get("id") or url or title)),
        account=account,
        author=clean(str(entry.get("author") or ""), 120),
        text=text,
        url=url or "",
        posted_at=_instant(entry.get("published_parsed") or ("updated_parsed" in entry and entry["updated_parsed"])),
        pictures=tuple(_pictures(entry, pictures))[:MOST_PICTURES],
    )


def _pictures(entry: Any, within: list[tuple[str, str]]) -> Iterator[FetchedPicture]:
    """Yields an entry's pictures, those within its text first, because they are described there."""
    seen = set()
    enclosed = [(one.get("href"), "") for one in entry.get("enclosures", []) if "image/" in str(one.get("type"))]
    media = [
        (one.get("url"), "")
        for one in entry.get("media_content", [])
        if one.get("medium") == "image" or "image/" in str(one.get("type"))
    ]
    for address, alt in [*within, *enclosed, *media]:
        if is_web_address(address) and address not in seen:
            seen.add(address)
            yield FetchedPicture(address, clean(alt, 1500))


def _id(name: str) -> str:
    """Returns an entry's id, short enough to be kept."""
    name = clean(name, 4000)
    return name if len(name) <= LONGEST_ID else hashlib.sha256(name.encode()).hexdigest()


def _instant(parsed: Any) -> dt.datetime | None:
    """Returns an entry's time."""
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), tz=dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _is_gone(url: str, session: GuardedSession) -> bool:
    """Returns whether the page of an entry says that it is not there any more."""
    if not url:
        return False
    try:
        session.head(url, allow_redirects=True)
    except FetchError as error:
        return error.fault == Fault.NOT_FOUND
    return False

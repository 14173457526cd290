"""A feed as JSON Feed 1.1."""

import json
from typing import Any

from feeds.document import Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"
CONTENT_TYPE = "application/feed+json"


def write(feed: Feed) -> tuple[str, str]:
    """Returns a feed as JSON Feed, and its media type."""
    described = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.summary,
        "home_page_url": feed.home_url,
        "feed_url": feed.first_url,
        "next_url": feed.next_url,
        "language": feed.language,
        "authors": [{"name": feed.author}],
    }
    items = [_item(entry) for entry in feed.entries]
    return json.dumps(_given(described) | {"items": items}, ensure_ascii=False), CONTENT_TYPE


def _item(entry: Entry) -> dict[str, Any]:
    return _given(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "date_published": entry.published.isoformat() if entry.published else "",
            "date_modified": entry.updated.isoformat(),
            "tags": list(entry.categories),
        }
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Returns what there is something to say of; an entry must have a text, be it empty."""
    return {name: value for name, value in values.items() if value or name == "content_html"}

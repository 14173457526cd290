"""A feed as Atom 1.0 (RFC 4287), in parts (RFC 5005)."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from feeds.document import Entry, Feed


class _Writer(Atom1Feed):
    """Django's Atom, with the whole text, the parts before and after, and no date that is only now."""

    def latest_post_date(self) -> Any:
        """Returns when anything in it was published last."""
        return self.feed["updated"]

    def add_root_elements(self, handler: Any) -> None:
        """Adds the links to the feed's other parts."""
        super().add_root_elements(handler)
        for relation in ("first", "previous", "next"):
            if address := self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Adds the summary as plain text and the whole text as HTML."""
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["html"], {"type": "html"})


def write(feed: Feed) -> tuple[str, str]:
    """Returns a feed as Atom, and its media type."""
    writer = _Writer(
        title=feed.title,
        link=feed.home_url,
        description="",
        subtitle=feed.summary or None,
        language=feed.language,
        author_name=feed.author,
        feed_url=feed.url,
        feed_guid=feed.id,
        updated=feed.updated,
        first=feed.first_url,
        previous=feed.previous_url,
        next=feed.next_url,
    )
    for entry in feed.entries:
        writer.add_item(**_item(entry))
    return writer.writeString("utf-8"), writer.content_type


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "link": entry.url,
        "description": None,
        "unique_id": entry.id,
        "pubdate": entry.published,
        "updateddate": entry.updated,
        "categories": entry.categories,
        "summary": entry.summary,
        "html": entry.html,
    }

"""The texts of many pages, read as one: what they choose and link to is asked for once, not once a page."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html

# PostgreSQL stores no text with this character, so it parts texts without doubt.
BETWEEN = "\x00"


def bodies_of(pages: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Yields each page with the blocks of its text.

    Args:
        pages: Pages of one kind that stands in feeds.
    """
    streams = [getattr(page, page.feed_stream) for page in pages]
    raw = [list(stream.raw_data) for stream in streams]
    blocks: list[Any] = []
    if any(raw):
        # One stream of all blocks: Wagtail fetches the pictures, files and pages of a stream's blocks together.
        joined: StreamValue = streams[0].stream_block.to_python([block for blocks in raw for block in blocks])
        blocks = list(joined)
        _expand(list(_rich_texts(blocks)))
    start = 0
    for page, own in zip(pages, raw, strict=True):
        yield page, blocks[start : start + len(own)]
        start += len(own)


def _expand(texts: list[RichText]) -> None:
    """Resolves the links of all texts at once; to texts without stored links Wagtail then does nothing more."""
    if not texts:
        return
    expanded = expand_db_html(BETWEEN.join(text.source for text in texts)).split(BETWEEN)
    if len(expanded) != len(texts):
        # A tag that is left open in one text reaches into the next: each is read by itself then.
        expanded = [expand_db_html(text.source) for text in texts]
    for text, source in zip(texts, expanded, strict=True):
        text.source = source


def _rich_texts(value: Any) -> Iterator[RichText]:
    """Yields the rich texts anywhere in a value of blocks."""
    if isinstance(value, RichText):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _rich_texts(inner)
    elif hasattr(value, "block") and hasattr(value, "value"):
        yield from _rich_texts(value.value)
    elif hasattr(value, "bound_blocks") or isinstance(value, list | StreamValue):
        for inner in value:
            yield from _rich_texts(inner)

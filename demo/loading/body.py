"""The texts' bodies as blocks of the site."""

from typing import Any

from demo.loading.documents import table_document
from demo.loading.pictures import Pictures

# Blocks whose fields are called in the texts what they are called here, with what the texts may leave out.
AS_WRITTEN: dict[str, dict[str, Any]] = {
    "heading": {"custom_anchor": ""},
    "quote": {"source_url": ""},
    "embed": {"text": "", "has_captions": False, "audio_description": ""},
    "choices": {},
}


def body_of(items: list[dict[str, Any]], pictures: Pictures | None) -> list[tuple[str, Any]]:
    """Returns a body's blocks.

    Args:
        items: The blocks as the texts have them, each with its ``type``.
        pictures: Draws the pictures among them; None for the texts alone, which a translation is made of.
    """
    return [_block(item, pictures) for item in items]


def _block(item: dict[str, Any], pictures: Pictures | None) -> tuple[str, Any]:
    """Returns the name and value of one block."""
    kind = item["type"]
    if kind == "paragraph":
        return kind, item["html"]
    if kind in AS_WRITTEN:
        return kind, AS_WRITTEN[kind] | {name: text for name, text in item.items() if name != "type"}
    if kind == "callout":
        return kind, {"title": item["title"], "text": item["html"]}
    if kind == "figures":
        blank = {"unit": "", "source": "", "source_url": ""}
        return kind, {"items": [blank | figure for figure in item["items"]]}
    if kind == "table":
        columns = [{"type": "text", "heading": heading} for heading in item["header"]]
        rows = [{"values": row} for row in item["rows"]]
        return kind, {
            "caption": item["caption"],
            "row_headers": item.get("row_headers", True),
            "table": {"columns": columns, "rows": rows, "caption": ""},
        }
    if kind == "document":
        return kind, {
            "document": table_document(item["table"], item["title"]) if pictures else None,
            "title": item["title"],
        }
    if kind == "image":
        return kind, {
            "image": pictures.landscape(item["picture"], item.get("palette", "")) if pictures else None,
            "alt_text": item.get("alt", ""),
            "decorative": not item.get("alt"),
            "caption": item.get("caption", ""),
            "credit": "",
        }
    raise ValueError(f"The demo's texts have a block of an unknown type: {kind!r}.")

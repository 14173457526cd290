"""What a browser sends when an edit form of the admin is submitted."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField
from django.test import Client
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html


def form_data(client: Client, address: str, page: Page) -> dict[str, Any]:
    """Return what the form at an address sends for a page as it is; fails where there is no such form."""
    response = client.get(address)
    assert response.status_code == 200, response
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form").dict()
    for field in type(page)._meta.get_fields():
        if isinstance(field, BooleanField) and field.name in data:
            data[field.name] = "on"  # the reader of the HTML takes a ticked box without a value for an empty one
        if isinstance(field, StreamField):
            data |= stream_data(field.name, field.stream_block, getattr(page, field.name))
    return data


def stream_data(prefix: str, block: Any, value: Any) -> dict[str, str]:
    """Return what is sent for the value of a block."""
    return dict(_pairs(prefix, block, value))


def _pairs(prefix: str, block: Any, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(block, (StreamBlock, ListBlock)):
        yield f"{prefix}-count", str(len(value))
        for number, child in enumerate(value):
            yield from _child(f"{prefix}-{number}", block, number, child)
    elif isinstance(block, TypedTableBlock):
        yield from ((f"{prefix}-column-count", "0"), (f"{prefix}-row-count", "0"))
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _pairs(f"{prefix}-{name}", child, value.get(name))
    elif isinstance(block, RichTextBlock):
        yield prefix, json.dumps({"entityMap": {}, "blocks": [_paragraph(value.source if value else "")]})
    elif value is True:
        yield prefix, "on"
    elif value not in {None, False}:
        yield prefix, str(getattr(value, "pk", value))


def _child(prefix: str, block: Any, number: int, child: Any) -> Iterator[tuple[str, str]]:
    yield from ((f"{prefix}-deleted", ""), (f"{prefix}-order", str(number)), (f"{prefix}-id", ""))
    if isinstance(block, StreamBlock):
        yield f"{prefix}-type", child.block_type
        yield from _pairs(f"{prefix}-value", child.block, child.value)
    else:
        yield from _pairs(f"{prefix}-value", block.child_block, child)


def _paragraph(source: str) -> dict[str, Any]:
    text = source.removeprefix("<p>").removesuffix("</p>")
    return {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}

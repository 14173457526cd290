"""What a version of a page uses: images, documents, and the pages it leads to.

Read from the version's own data rather than from the page made of it: what was deleted is missing there already.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from wagtail.blocks import Block, ChooserBlock, ListBlock, StreamBlock, StructBlock
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

# Columns of Page itself that lead to other pages without being links.
NO_LINKS = {"alias_of", "page_ptr"}


@dataclass
class References:
    """The ids of what a version uses."""

    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)

    def add(self, model: Any, pk: Any) -> None:
        """Notes one thing that is used; what is none of the three is left out.

        Args:
            model: Its model.
            pk: Its key, as a number or as text.
        """
        kinds = ((AbstractImage, self.images), (AbstractDocument, self.documents), (Page, self.pages))
        for base, found in kinds:
            if isinstance(model, type) and issubclass(model, base) and str(pk).isdecimal():
                found.add(int(pk))

    def update(self, other: "References") -> None:
        """Adds what another version uses."""
        self.images |= other.images
        self.documents |= other.documents
        self.pages |= other.pages


def references_of(model: type[Page], content: dict[str, Any]) -> References:
    """Returns what a version uses.

    Args:
        model: The kind of page.
        content: The version's data, as its revision keeps it.
    """
    found = References()
    for name, value in content.items():
        try:
            column = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if value is None or name in NO_LINKS:
            continue
        if isinstance(column, StreamField):
            for target, pk in _in_block(column.stream_block, json.loads(value) if isinstance(value, str) else value):
                found.add(target, pk)
        elif column.is_relation and column.many_to_one:
            found.add(column.related_model, value)
        elif hasattr(column, "extract_references"):
            for target, pk, *_paths in column.extract_references(value):
                found.add(target, pk)
    return found


def _in_block(block: Block, raw: Any) -> Iterator[tuple[Any, Any]]:
    """Yields model and key of what a block's data uses."""
    if raw is None:
        return
    if isinstance(block, ChooserBlock):
        yield block.model_class, raw
    elif isinstance(block, (StreamBlock, StructBlock, ListBlock)):
        for inner, value in _children(block, raw):
            yield from _in_block(inner, value)
    else:
        for target, pk, *_paths in block.extract_references(block.to_python(raw)):
            yield target, pk


def _children(block: Block, raw: Any) -> Iterator[tuple[Block, Any]]:
    """Yields the blocks inside a block, each with its data."""
    if isinstance(block, StreamBlock):
        for child in raw:
            if inner := block.child_blocks.get(child["type"]):
                yield inner, child["value"]
    elif isinstance(block, StructBlock):
        for name, inner in block.child_blocks.items():
            yield inner, raw.get(name)
    else:
        for item in raw:
            is_wrapped = isinstance(item, dict) and item.keys() == {"type", "value", "id"}
            yield block.child_block, item["value"] if is_wrapped else item

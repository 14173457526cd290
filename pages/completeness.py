"""Whether a version of a page is complete: what its edit form would say on publishing it."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

# What Wagtail keeps and the database guarantees; asking whether each of them exists would cost a query.
GUARANTEED = frozenset(
    {
        "alias_of",
        "content_type",
        "latest_revision",
        "live_revision",
        "locale",
        "locked_by",
        "owner",
        "path",
        "translation_key",
    }
)
_BLOCK_ERRORS = (StructBlockValidationError, StreamBlockValidationError, ListBlockValidationError)


def incomplete(page: Page) -> list[str]:
    """Return what is missing or wrong in a page, one readable line each.

    Args:
        page: The page as it would be published.
    """
    return [*_fields(page), *_blocks(page), *getattr(page, "publish_problems", list)()]


def _fields(page: Page) -> Iterator[str]:
    """Yield what the fields' own rules say."""
    try:
        page.full_clean(exclude=GUARANTEED)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                yield _at([_label(page, name)], message)


def _blocks(page: Page) -> Iterator[str]:
    """Yield what the rules of blocks say, which a draft may break."""
    for column in page._meta.get_fields():
        if isinstance(column, StreamField):
            try:
                column.stream_block.clean(value := getattr(page, column.name))
            except ValidationError as error:
                yield from _lines(error, column.stream_block, value, [capfirst(str(column.verbose_name))])


def _lines(error: ValidationError, block: Block, value: Any, path: list[str]) -> Iterator[str]:
    """Yield each message of a block's error with where it is."""
    if not isinstance(error, _BLOCK_ERRORS):
        for message in error.messages:
            yield _at(path, message)
        return
    for inner in error.non_block_errors.as_data():
        yield from _lines(inner, block, value, path)
    for key, inner in error.block_errors.items():
        child, child_value, name = _child(block, value, key)
        yield from _lines(inner, child, child_value, [*path, name])


def _child(block: Block, value: Any, key: Any) -> tuple[Block, Any, str]:
    """Return a block inside a block with its value, and what people know it by."""
    if isinstance(block, StreamBlock):
        return value[key].block, value[key].value, f"{key + 1}. {value[key].block.label}"
    if isinstance(block, ListBlock):
        return block.child_block, value[key], str(key + 1)
    return block.child_blocks[key], value.get(key), str(block.child_blocks[key].label)


def _at(path: list[str], message: str) -> str:
    """Return a message after where it is."""
    where = " › ".join(filter(None, path))
    return _("%(where)s: %(message)s") % {"where": where, "message": message} if where else message


def _label(page: Page, name: str) -> str:
    """Return what people know a field by; empty where the message is about the whole page."""
    try:
        return capfirst(str(page._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return ""

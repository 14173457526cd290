"""Blocks as they stand in a feed."""

from typing import Any

from django import template
from django.template.loader import select_template

register = template.Library()


@register.simple_tag
def feed_block(block: Any) -> str:
    """Returns a block by its template for feeds, else by its own: what only adorns is taken out of either afterwards.

    A block needs a template for feeds where its own asks the database or the storage for more, or speaks of what only a page can do.

    Args:
        block: A block of a stream, bound to its value.
    """
    own = block.block.meta.template
    rendered: str = select_template([f"feeds/{own}", own]).render(block.block.get_context(block.value))
    return rendered

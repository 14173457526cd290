"""How a post's text is shown."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from social.text import ADDRESS, AFTER, as_shown

register = template.Library()


@register.filter
def with_links(text: str) -> SafeString:
    """Returns a post's text with its addresses as links that say where they lead.

    Args:
        text: Plain text.
    """
    return format_html_join("", "{}", ((part,) for part in _parts(text)))


def _parts(text: str) -> Iterator[str]:
    """Yields text and links in turn."""
    end = 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(AFTER)
        yield text[end : found.start()]
        yield format_html('<a href="{}" rel="noopener"><bdi>{}</bdi></a>', address, as_shown(address))
        end = found.start() + len(address)
    yield text[end:]

"""Tags that show how a page is put into another site."""

from typing import Any

from django import template

from embedding.cards import Card

register = template.Library()


@register.filter
def embed_code(page: Any) -> str:
    """Returns the HTML that shows a page's card in another site's page; empty for a page without one."""
    return Card(page).frame() if page.embed_template and page.live else ""

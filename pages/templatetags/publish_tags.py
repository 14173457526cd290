"""What the editor is told before publishing."""

from django import template
from wagtail.models import Page

from pages.completeness import incomplete

register = template.Library()


@register.simple_tag
def publish_problems(page: Page) -> list[str]:
    """Return what keeps a page's newest version from being published; nothing for a page that isn't saved yet."""
    return incomplete(page) if page.pk else []

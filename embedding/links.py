"""What tells programs of a page's card: links in the page's head."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from embedding.oembed import JSON, XML
from pages.alternates import Alternate, register_alternates

MEDIA_TYPES = {JSON: "application/json+oembed", XML: "text/xml+oembed"}


@register_alternates
def oembed_links(page: Any, parameters: QueryDict) -> Iterator[Alternate]:
    """Yields the addresses at which a page's card is described."""
    if page.embed_template:
        for name, media_type in MEDIA_TYPES.items():
            query = urlencode({"url": page.full_url, "format": name})
            yield Alternate(media_type, page.title, f"{settings.SITE_URL}/oembed/?{query}")

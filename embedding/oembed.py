"""oEmbed 1.0: what a card is and how it is shown, for programs that know only the address of a page."""

from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import QueryDict

from embedding.cards import HEIGHT, WIDTH, Card
from pages.models import SiteSettings
from pages.xml import printable

JSON, XML = "json", "xml"
FORMATS = (JSON, XML)
LONGEST_NUMBER = 6
# Short: whoever keeps a description longer tells of a page that may have been taken down.
CACHE_SECONDS = 300


class BadSizeError(ValueError):
    """A size that is none."""


def describe(card: Card, parameters: QueryDict) -> dict[str, Any]:
    """Returns what is told of a card.

    Args:
        card: The card.
        parameters: The parameters of the request; ``maxwidth`` and ``maxheight`` count.

    Raises:
        BadSizeError: One of them is no number of pixels.
    """
    page = card.page
    width = min(WIDTH, _size(parameters, "maxwidth") or WIDTH)
    height = min(HEIGHT, _size(parameters, "maxheight") or HEIGHT)
    names = SiteSettings.objects.filter(locale_id=page.locale_id).values_list("organisation_name", flat=True)
    name = names.first() or str(settings.WAGTAIL_SITE_NAME)
    return {
        "version": "1.0",
        "type": "rich",
        "title": page.title,
        "author_name": name,
        "author_url": f"{settings.SITE_URL}/{page.locale.language_code}/",
        "provider_name": name,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": CACHE_SECONDS,
        "html": card.frame(width, height),
        "width": width,
        "height": height,
    }


def as_xml(described: dict[str, Any]) -> bytes:
    """Returns a description as XML.

    Args:
        described: What is told of a card.
    """
    root = ET.Element("oembed")
    for name, value in described.items():
        ET.SubElement(root, name).text = printable(str(value))
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _size(parameters: QueryDict, name: str) -> int | None:
    """Returns a size in pixels, None where none is asked for."""
    asked = parameters.get(name, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER) or int(asked) < 1:
        raise BadSizeError(f"{name} must be a number of pixels.")
    return int(asked)

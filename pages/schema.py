"""What search engines are told of a page in the words of schema.org.

A page says of itself what it is about (``BasePage.schema``); what is the same for all pages is added here. Nothing is
told that the page does not show.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from pages.models import BasePage, CoalitionRendition

CONTEXT = "https://schema.org"
ARTICLES = {"Article", "NewsArticle"}
# What a page is by itself. The others are things in the world, such as an event, which a page is about.
PAGES = {"WebSite", "WebPage", "CollectionPage"} | ARTICLES
LOGO = "img/apple-touch-icon.png"


def full_address(address: str) -> str:
    """Returns the full address of a path from the root; a full address as it is."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def describe(page: BasePage, organisation_name: str, picture: CoalitionRendition | None) -> dict[str, Any]:
    """Returns the description of a page.

    Args:
        page: The page.
        organisation_name: Who publishes it.
        picture: Its picture in one size, or None.
    """
    described = page.schema()
    publisher = _organisation(organisation_name)
    common = {"inLanguage": page.locale.language_code, "isAccessibleForFree": True, "publisher": publisher}
    if described["@type"] in PAGES:
        described |= common
    else:
        described["mainEntityOfPage"] = {"@type": "WebPage", "url": page.full_url} | common
    if described["@type"] in ARTICLES:
        described |= {"headline": page.title, "author": publisher} | _dates(page)
    if picture:
        described["image"] = _image(picture, page.picture_alt)
    return described


def breadcrumb_list(trail: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Returns the description of the way to a page.

    Args:
        trail: Title and address of each page on it, from the home page to the page itself.
    """
    steps = [
        {"@type": "ListItem", "position": position, "name": title, "item": full_address(address)}
        for position, (title, address) in enumerate(trail, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": steps}


def _organisation(name: str) -> dict[str, Any]:
    logo = {"@type": "ImageObject", "url": full_address(static(LOGO))}
    return {"@type": "Organization", "name": name, "url": f"{settings.SITE_URL}/", "logo": logo}


def _dates(page: BasePage) -> dict[str, str]:
    """Returns when an article was published, as readers are told, and when it was changed after that."""
    published: dt.date | None = page.published_on
    if published is None:  # the preview of a draft
        return {}
    modified: dt.datetime | None = page.last_published_at
    dates = {"datePublished": published.isoformat()}
    if modified and modified.date() >= published:
        dates["dateModified"] = modified.isoformat()
    return dates


def _image(picture: CoalitionRendition, alt: str) -> dict[str, Any]:
    told = {"caption": alt, "creditText": picture.image.credit}
    size = {"url": full_address(picture.url), "width": picture.width, "height": picture.height}
    return {"@type": "ImageObject"} | size | {name: text for name, text in told.items() if text}

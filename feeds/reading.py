"""From a page and what its feed holds to the feed as it is written."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from feeds.bodies import bodies_of
from feeds.cleaning import clean_html, clean_text
from feeds.document import Entry, Feed
from feeds.parts import Part
from pages.models import SiteSettings
from pages.syndication import FeedSelection, feed_address, feed_name

ENTRIES = 20
# What is said of a page of which nobody knows when it was published, because it was put there without publishing.
LONG_AGO = dt.datetime(2014, 9, 10, tzinfo=dt.UTC)


def read_feed(page: Any, selection: FeedSelection, parameters: QueryDict, form: str) -> Feed:
    """Reads the part of a feed that an address asks for.

    Args:
        page: The live page that has the feed.
        selection: What the feed holds.
        parameters: The address's parameters; ``page`` counts.
        form: A key of ``pages.syndication.FORMS``.

    Raises:
        Http404: There is no such part.
    """
    language = get_language() or settings.LANGUAGE_CODE
    part = Part.asked(selection.pages, parameters, ENTRIES)
    organisation = _organisation(language)
    home = _full(page.url_path)
    address = _full(feed_address(page.url_path, form))
    return Feed(
        id=_name(page, language, selection.query),
        title=clean_text(f"{feed_name(page.title, selection.labels)} – {organisation}"),
        summary=clean_text(page.summary),
        language=language,
        author=clean_text(organisation),
        home_url=_with(home, selection.query),
        first_url=_with(address, selection.query),
        url=_with(address, selection.query, part.own),
        previous_url=_with(address, selection.query, part.previous) if part.has_previous else "",
        next_url=_with(address, selection.query, part.next) if part.has_next else "",
        updated=max(_updated(one) for one in [page, *part.pages]),
        entries=[_entry(one, blocks, language) for one, blocks in bodies_of(part.pages)],
    )


def _entry(page: Any, blocks: list[Any], language: str) -> Entry:
    url = _full(page.url_path)
    html = clean_html(render_to_string(page.feed_template, {"page": page, "blocks": blocks}), url)
    if get_language_info(language)["bidi"]:
        html = f'<div dir="rtl">{html}</div>'
    words = filter(None, (clean_text(word) for word in page.feed_categories()))
    # A tag and a line of effort may have one name, which differs in its capitals.
    categories = {word.casefold(): word for word in reversed(list(words))}
    published, updated = page.feed_published, _updated(page)
    return Entry(
        id=_name(page, language),
        url=url,
        title=clean_text(page.title),
        summary=clean_text(page.summary),
        html=html,
        published=published,
        updated=max(published, updated) if published else updated,
        categories=tuple(reversed(categories.values())),
    )


def _name(page: Page, language: str, query: str | None = None) -> str:
    """Returns the name of a page, or with a query that of its feed: made of what no change of address touches."""
    what = language if query is None else f"{language} feed {query}"
    return uuid.uuid5(page.translation_key, what).urn


def _updated(page: Page) -> dt.datetime:
    moment: dt.datetime | None = page.last_published_at or page.first_published_at
    return moment or LONG_AGO


def _full(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _with(address: str, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    return f"{address}?{query}" if query else address


def _organisation(language: str) -> str:
    row = SiteSettings.objects.filter(locale__language_code=language).only("organisation_name").first()
    return row.organisation_name if row else str(settings.WAGTAIL_SITE_NAME)

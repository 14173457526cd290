"""The news of the last two days, for services that show what is new."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri

from news.models import NewsPage
from pages.models import SiteSettings
from pages.schema import full_address
from pages.xml import printable

NEW_FOR = dt.timedelta(hours=48)
MOST = 1000  # more a sitemap of news may not hold


@dataclass(frozen=True)
class NewsEntry:
    """One piece of news."""

    url: str
    title: str
    published: dt.datetime
    language: str
    publication: str


def entries() -> Iterator[NewsEntry]:
    """Yields what was first published within the last two days, the newest first, in all languages.

    The day that counts is the one on which readers could first have it, not the one that an editor typed.
    """
    recent = NewsPage.objects.live().public().filter(first_published_at__gt=timezone.now() - NEW_FOR)
    rows = recent.order_by("-first_published_at", "-pk").values_list(
        "url_path", "title", "first_published_at", "locale__language_code"
    )
    names = dict(SiteSettings.objects.values_list("locale__language_code", "organisation_name"))
    for path, title, published, language in rows[:MOST]:
        url = str(iri_to_uri(full_address(path)))
        yield NewsEntry(url, printable(title), published, language, names.get(language) or _default_name(language))


def _default_name(language: str) -> str:
    with translation.override(language):
        return str(settings.WAGTAIL_SITE_NAME)

"""Every way out of the site: nothing that is not live leaves by any of them, from the moment of the change.

An outlet is an address that answers with what pages say. Each has a row here; an address without one fails the last test.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from wagtail.models import Page

from api import urls as api_urls
from coalition.urls import urlpatterns as all_urls
from crawlers import urls as crawlers_urls
from embedding import urls as embedding_urls
from feeds import urls as feeds_urls
from opendata import urls as opendata_urls
from partners.weeks import today, week_of
from search import urls as search_urls
from tests.factories import NewsPageFactory, StorySeriesPageFactory
from tests.test_embargo import make

MARK, SLUG, WORD, YEAR = "Zerzevan", "zerzevan", "qalat", 1999
TEXT = [("paragraph", f"<p>The {WORD} on the hill.</p>")]
SITE = "http://testserver"


@dataclass(frozen=True)
class Outlet:
    """A way out.

    Attributes:
        view: The name of its address.
        kind: The kind of page with which it is tried.
        told: Returns what it answers, or the mark where it tells of the page without naming it.
    """

    view: str
    kind: str
    told: Callable[[Client, Any], str]


def at(address: str) -> Callable[[Client, Any], str]:
    """Returns a function that asks an address, in which id and path of the page may stand."""
    return lambda client, page: client.get(address.format(page=page)).content.decode()


def tells(address: str, sign: str) -> Callable[[Client, Any], str]:
    """Returns a function that looks for a sign of the page in an answer that does not name it."""
    return lambda client, _page: MARK if sign in client.get(address).content.decode() else ""


def has_one_spotlight(client: Client, page: Any) -> str:
    """Looks for the number of spotlights on the page about the data."""
    section = client.get("/en/data/").content.decode().partition('id="spotlights"')[2]
    return MARK if "<dd>1</dd>" in section else ""


OUTLETS = {
    "search results": Outlet("search", "NewsPage", at(f"/en/search/?q={WORD}")),
    "search facets": Outlet("search", "NewsPage", tells(f"/en/search/?q={WORD}", f"year={YEAR}")),
    "search corrections": Outlet("search", "NewsPage", at("/en/search/?q=zerzevam")),
    "search while typing": Outlet("search_titles", "NewsPage", at("/en/search/titles/?q=zerz")),
    "news as Atom": Outlet("feed", "NewsPage", at("/en/news/feed.atom")),
    "news as JSON Feed": Outlet("feed", "NewsPage", at("/en/news/feed.json")),
    "a tag as Atom": Outlet("feed", "NewsPage", at("/en/news/feed.atom?tag=fort")),
    "a series as Atom": Outlet("feed", "StoryPage", at("/en/stories/a-series/feed.atom")),
    "a series as JSON Feed": Outlet("feed", "StoryPage", at("/en/stories/a-series/feed.json")),
    "digests as Atom": Outlet("feed", "DigestPage", at("/en/digest/feed.atom")),
    "digests as JSON Feed": Outlet("feed", "DigestPage", at("/en/digest/feed.json")),
    "the timeline as Atom": Outlet("feed", "TimelineEventPage", at("/en/timeline/feed.atom")),
    "the timeline as JSON Feed": Outlet("feed", "TimelineEventPage", at("/en/timeline/feed.json")),
    "members as JSON": Outlet("opendata_file", "PartnerPage", at("/data/partners.json")),
    "members as CSV": Outlet("opendata_file", "PartnerPage", at("/data/partners.csv")),
    "events as GeoJSON": Outlet("opendata_file", "TimelineEventPage", at("/data/timeline.geojson")),
    "events as JSON": Outlet("opendata_file", "TimelineEventPage", at("/data/timeline.json")),
    "events as CSV": Outlet("opendata_file", "TimelineEventPage", at("/data/timeline.csv")),
    "spotlights as JSON": Outlet("opendata_file", "PartnerSpotlightPage", at("/data/spotlights.json")),
    "the number of spotlights": Outlet("opendata", "PartnerSpotlightPage", has_one_spotlight),
    "the API's list": Outlet("list_pages", "NewsPage", at("/api/v3/pages/?limit=100")),
    "the API by address": Outlet("find_page", "NewsPage", at("/api/v3/pages/find/?html_path={page.url_path}")),
    "the API by id": Outlet("get_page", "NewsPage", at("/api/v3/pages/{page.pk}/")),
    "the API's filters": Outlet("list_pages", "NewsPage", at("/api/v3/pages/?type=news.NewsPage&tag=fort")),
    "the sitemap": Outlet("sitemap_part", "NewsPage", at("/sitemap-en-1.xml")),
    "the sitemap of news": Outlet("sitemap_news", "NewsPage", at("/sitemap-news.xml")),
    "a card": Outlet("embedded_card", "TimelineEventPage", at("/embed{page.url_path}")),
    "oEmbed as JSON": Outlet("oembed", "TimelineEventPage", at(f"/oembed/?url={SITE}{{page.url_path}}")),
    "oEmbed as XML": Outlet("oembed", "TimelineEventPage", at(f"/oembed/?url={SITE}{{page.url_path}}&format=xml")),
}

# Addresses that say nothing of any page, and why.
SILENT = {
    "robots": "the same for every content",
    "sitemap_index": "addresses of sitemaps and days of change: tests/crawlers",
    "sitemap_places": "pages that no editor writes",
    "opendata_schema": "what files are made of",
    "opendata_columns": "what files are made of",
    "api_description": "what answers are made of",
    "api_documentation": "what answers are made of",
    "api_nothing": "nothing",
    None: "leads to the reader's language",
}


@pytest.fixture(autouse=True)
def ids_of_one_sitemap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts all pages into the first sitemap, whatever ids the database gives."""
    monkeypatch.setattr("crawlers.sitemap.IDS_A_PART", 10**9)


def is_told(outlet: Outlet, client: Client, page: Any) -> bool:
    """Whether an outlet tells of the page; what the visitor asked for does not count."""
    said = outlet.told(client, page).replace("zerzevam", "").lower()
    return SLUG in said.replace(f"html_path=/en/news/{SLUG}/", "")


def make_page(outlet: Outlet, site: SimpleNamespace, live: bool) -> Any:
    """Returns the marked page, as far as its kind has a text, a tag, a day."""
    NewsPageFactory(parent=site.news, title="A neighbour", body=TEXT, date=dt.date(2001, 1, 1))
    if outlet.kind == "StoryPage":
        from tests.factories import StoryPageFactory

        series = StorySeriesPageFactory(parent=site.stories, slug="a-series")
        return StoryPageFactory(parent=series, title=MARK, slug=SLUG, live=live)
    kind = next(model for model in _kinds() if model.__name__ == outlet.kind)
    values: dict[str, Any] = {"title": MARK, "slug": SLUG, "live": live}
    if outlet.kind == "NewsPage":
        values |= {"body": TEXT, "tags": ["fort"], "date": dt.date(YEAR, 5, 1)}
    if outlet.kind == "PartnerSpotlightPage":
        values |= {"week": week_of(today())}
    return make(kind, site, **values)


def _kinds() -> list[Any]:
    from coalition.checks import page_kinds

    return page_kinds()


def fresh(page: Any) -> Any:
    return Page.objects.get(pk=page.pk).specific


def a_draft(page: Any) -> None:
    page.save_revision()


def scheduled(page: Any) -> None:
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()


def taken_down(page: Any) -> None:
    page.save_revision().publish()
    fresh(page).unpublish()


def expired(page: Any) -> None:
    page.save_revision().publish()
    fresh(page).unpublish(set_expired=True)


def deleted(page: Any) -> None:
    page.save_revision().publish()
    fresh(page).delete()


def taken_down_behind_our_back(page: Any) -> None:
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(live=False)


STATES = [a_draft, scheduled, taken_down, expired, deleted, taken_down_behind_our_back]


@pytest.mark.parametrize("name", OUTLETS)
def test_what_is_live_is_told_and_a_draft_of_it_is_not(
    client: Client, site: SimpleNamespace, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    outlet = OUTLETS[name]
    with django_capture_on_commit_callbacks(execute=True):
        page = make_page(outlet, site, live=True)
    assert is_told(outlet, client, page)
    changed = fresh(page)
    changed.title, changed.summary = "Not yet known", "Not yet known."
    changed.save_revision()
    assert "Not yet known" not in outlet.told(client, page)
    assert is_told(outlet, client, page)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("name", OUTLETS)
def test_what_is_not_live_is_not_told(
    client: Client,
    site: SimpleNamespace,
    name: str,
    state: Callable[[Any], None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    outlet = OUTLETS[name]
    with django_capture_on_commit_callbacks(execute=True):
        page = make_page(outlet, site, live=False)
        state(page)
    page.pk = page.pk or 0
    assert not is_told(outlet, client, page)


@pytest.mark.parametrize("name", OUTLETS)
def test_a_moved_page_leaves_its_old_address(
    client: Client, site: SimpleNamespace, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    outlet = OUTLETS[name]
    with django_capture_on_commit_callbacks(execute=True):
        page = make_page(outlet, site, live=True)
    old = page.url_path
    page = fresh(page)
    page.slug = "elsewhere"
    page.save_revision().publish()
    assert old not in outlet.told(client, fresh(page))


def names(patterns: list[Any]) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name


def test_every_outlet_has_a_row() -> None:
    modules = (search_urls, feeds_urls, opendata_urls, api_urls, embedding_urls, crawlers_urls)
    found = {name for module in modules for name in names(module.urlpatterns)}
    below_language = next(p for p in all_urls if isinstance(p, URLResolver) and "LocalePrefix" in repr(p.pattern))
    found |= set(names(below_language.url_patterns)) - {"wagtail_serve"}
    assert found == {outlet.view for outlet in OUTLETS.values()} | set(SILENT)

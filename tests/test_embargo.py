"""Nothing of a page that is not live can be had: every page kind, every state, every public address."""

import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from coalition.checks import page_kinds
from home.models import HomePage
from pages.models import BasePage
from publishing.models import Job
from tests import factories
from tests.factories import NewsPageFactory, StorySeriesPageFactory

MARK = "Zerzevan"

# Every address that answers without signing in, and how this file asks it. A new one needs a row, and a thought.
PUBLIC = {
    "": "leads to a language",
    "admin/": "signed in only: tests/schedule/test_roles.py and Wagtail's own decorators",
    "^documents/([0-9]+)/(.*)$": "tests/pages/test_embargo_of_files.py, tests/pages/test_originals.py",
    "documents/authenticate_with_password/<int:restriction_id>/": "the password form of collections: no content",
    "preview/": "tests/schedule/test_previews.py",
    "offline.js": "a script that is the same for everybody",
    "offline/": "what may be kept: tests/offline/test_offers.py",
    "embed/<str:language>/<path:path>": "tests/embedding/test_cards.py",
    "oembed/": "tests/embedding/test_cards.py",
    "data/": "tests/opendata/test_embargo.py",
    "api/": "tests/api/test_embargo.py",
    "-/calendar/<str:token>.ics": "tests/schedule/test_feeds.py",
    "-/": "health: says nothing of content",
    "media/images/<str:name>": "tests/pages/test_embargo_of_files.py",
    "media/social/<str:name>": "tests/social/test_pictures.py",
    "robots.txt": "the same whatever is live",
    "sitemap.xml": "tests/crawlers/test_embargo.py",
    "sitemap-news.xml": "the same",
    "sitemap-places.xml": "pages that no editor writes",
    "sitemap-<slug:language>-<int:number>.xml": "tests/crawlers/test_embargo.py",
    "<language>": "every page: below",
}


def kinds() -> list[type[BasePage]]:
    return [kind for kind in page_kinds() if kind is not HomePage and not kind.max_count_per_parent]


def make(kind: type[BasePage], site: SimpleNamespace, **values: Any) -> Any:
    """Returns a page of a kind, where such pages stand."""
    if kind.__name__ == "StoryPage":
        parent: Any = StorySeriesPageFactory(parent=site.stories)
    else:
        allowed = kind.clean_parent_page_models()
        sections = [site.home, site.news, site.stories, site.partners, site.timeline, site.digest]
        parent = next(section for section in sections if type(section) in allowed)
    return getattr(factories, f"{kind.__name__}Factory")(parent=parent, **values)


def a_draft(page: Any, now: dt.datetime) -> None:
    page.save_revision()


def scheduled(page: Any, now: dt.datetime) -> None:
    page.go_live_at = now + dt.timedelta(hours=1)
    page.save_revision().publish()


def expired(page: Any, now: dt.datetime) -> None:
    page.save_revision().publish()
    Page.objects.get(pk=page.pk).specific.unpublish(set_expired=True)


def taken_down(page: Any, now: dt.datetime) -> None:
    page.save_revision().publish()
    Page.objects.get(pk=page.pk).specific.unpublish()


STATES = [a_draft, scheduled, expired, taken_down]


def public_addresses() -> Iterator[str]:
    """Yields the address of every live page, with what its filters, its pages and its search can be asked."""
    queries = ("", "?page=2", f"?q={MARK}", f"?tag={MARK.lower()}", "?year=2019", "?kind=article", "?preview=true")
    for path in Page.objects.live().filter(depth__gt=1).values_list("url_path", flat=True):
        yield from (f"{path}{query}" for query in queries)


def is_seen(client: Client) -> list[str]:
    """Returns the public addresses that tell of the marked page; what a reader asks for is no news to that reader."""
    return [
        address
        for address in public_addresses()
        if MARK.encode()
        in client.get(address).content.replace(f"q={MARK}".encode(), b"").replace(f'value="{MARK}"'.encode(), b"")
    ]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_page_that_is_not_live_is_nowhere(
    client: Client, site: SimpleNamespace, kind: type[BasePage], state: Callable[[Any, dt.datetime], None]
) -> None:
    make(kind, site, title="A neighbour")
    page = make(kind, site, title=MARK, slug=MARK.lower(), summary=f"{MARK} in short.", live=False)
    page.tags.add(MARK) if hasattr(page, "tags") else None
    state(page, timezone.now())
    page = Page.objects.get(pk=page.pk)
    assert not page.live
    assert client.get(page.url_path).status_code == 404
    assert client.get(f"{page.url_path}?preview=true").status_code == 404
    assert is_seen(client) == []
    for address in (f"/admin/pages/{page.pk}/edit/preview/", f"/admin/pages/{page.pk}/view_draft/"):
        assert "/login/" in client.get(address)["Location"]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_draft_of_a_live_page_is_nowhere(client: Client, site: SimpleNamespace, kind: type[BasePage]) -> None:
    page = make(kind, site, title="As it is")
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk).specific
    page.title, page.summary, page.slug = MARK, f"{MARK} in short.", MARK.lower()
    page.save_revision()
    assert client.get(page.url_path).status_code == 200
    assert is_seen(client) == []


def test_counts_and_neighbours_know_nothing_of_what_is_not_live(client: Client, site: SimpleNamespace) -> None:
    for number in range(3):
        NewsPageFactory(parent=site.news, title=f"Live {number}", date=dt.date(2019, 4, 10 + number))
    addresses = ["/en/news/", *(page.url_path for page in Page.objects.child_of(site.news))]
    before = [client.get(address).content for address in addresses]
    for number in range(3):
        NewsPageFactory(parent=site.news, title=MARK, date=dt.date(2019, 4, 10 + number), live=False).save_revision()
    assert [client.get(address).content for address in addresses] == before


def test_a_link_to_a_draft_does_not_tell_its_address(client: Client, site: SimpleNamespace) -> None:
    draft = NewsPageFactory(parent=site.news, slug=MARK.lower(), live=False)
    text = f'<p>See <a linktype="page" id="{draft.pk}">what comes</a> and <a linktype="page" id="{site.news.pk}">news</a>.</p>'
    page = NewsPageFactory(parent=site.news, body=[("paragraph", text)])
    shown = client.get(page.url_path).content.decode()
    assert MARK.lower() not in shown
    assert "<a>what comes</a>" in shown
    assert '<a href="/en/news/">news</a>' in shown
    draft.save_revision().publish()
    assert MARK.lower() in client.get(page.url_path).content.decode()


@pytest.mark.parametrize("asked", ["/en/baghouz/", "/en/baghouz/?utm_source=x"])
def test_a_redirect_to_a_draft_does_not_tell_its_address(client: Client, site: SimpleNamespace, asked: str) -> None:
    page = NewsPageFactory(parent=site.news, slug=MARK.lower(), live=False)
    Redirect.add_redirect("/en/baghouz/", redirect_to=page, is_permanent=False)
    response = client.get(asked)
    assert response.status_code == 404
    assert MARK.lower() not in response.content.decode() + str(response.headers)
    page.save_revision().publish()
    response = client.get(asked)
    assert (response.status_code, response.url) == (302, page.url)


def test_scheduling_sends_nothing_and_sets_no_job(site: SimpleNamespace, settings: Any) -> None:
    settings.EDGE_PURGE_URL = "http://127.0.0.1:9/"
    page = NewsPageFactory(parent=site.news, live=False)
    before = set(Job.objects.values_list("kind", "key"))
    scheduled(page, timezone.now())
    assert set(Job.objects.values_list("kind", "key")) == before
    assert mail.outbox == []


def test_every_public_address_is_thought_of() -> None:
    found = {str(pattern.pattern) for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)}
    resolvers = [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLResolver)]
    found |= {
        "<language>" if type(resolver.pattern).__name__ == "LocalePrefixPattern" else str(resolver.pattern)
        for resolver in resolvers
    }
    assert found == set(PUBLIC)

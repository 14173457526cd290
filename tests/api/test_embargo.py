"""Nothing of a page that is not live is in any answer, and nothing tells it from one that never was."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from api.schemas.base import PAGE_TYPES
from home.models import HomePage
from pages.models import BasePage
from stories.models import StoryPage
from tests.api.conftest import FIND, LIST
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.test_embargo import STATES, kinds, make

MARK = "Zerzevan"
UNKNOWN = 2_000_000_000


def addresses(page: Any) -> Iterator[str]:
    """Yields what can be asked about a page and around it."""
    yield from (f"{LIST}?limit=100", f"{LIST}?limit=100&order=-last_published_at")
    yield from (f"{LIST}?limit=100&type={name}" for name in PAGE_TYPES)
    yield f"{LIST}?type=news.NewsPage&tag={MARK.lower()}"
    yield from (f"{LIST}{pk}/" for pk in Page.objects.filter(depth__gt=1).values_list("pk", flat=True))
    yield from (f"{LIST}?{relation}={page.pk}" for relation in ("child_of", "descendant_of", "translation_of"))
    yield f"{FIND}?html_path={page.url_path}"


def unknown(address: str, page: Any) -> str:
    """Returns the same question about a page that never was."""
    return _of(page.pk).sub(rf"\g<1>{UNKNOWN}\g<2>", address).replace(page.url_path, "/en/never/")


def _of(pk: int) -> re.Pattern[str]:
    """Finds an id where an address names a page by it, and not a limit that happens to be the same."""
    return re.compile(rf"(pages/|_of=){pk}(/?)$")


def seen(client: Client, page: Any) -> list[str]:
    """Returns the addresses whose answers tell of the marked page."""
    found = []
    for address in addresses(page):
        response = client.get(address)
        assert response.status_code in {200, 400, 404}, address
        told = f"{response.content!r} {response.headers}".lower()
        if MARK.lower() in told or re.search(rf'"id":{page.pk}\b', told.replace(" ", "")):
            found.append(address)
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_page_that_is_not_live_is_in_no_answer(
    client: Client, site: SimpleNamespace, kind: type[BasePage], state: Callable[[Any, dt.datetime], None]
) -> None:
    make(kind, site, title="A neighbour")
    before = client.get(LIST).json()["count"]
    page = make(kind, site, title=MARK, slug=MARK.lower(), summary=f"{MARK} in short.", live=False)
    page.tags.add(MARK) if hasattr(page, "tags") else None
    state(page, timezone.now())
    page = Page.objects.get(pk=page.pk)
    assert not page.live
    assert seen(client, page) == []
    # A story brings a series of its own along.
    assert client.get(LIST).json()["count"] == before + (kind.__name__ == "StoryPage")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_same_page_is_told_of_while_it_is_live(client: Client, site: SimpleNamespace, kind: type[BasePage]) -> None:
    page = make(kind, site, title=MARK, slug=MARK.lower())
    assert f"{LIST}{page.pk}/" in seen(client, page)
    assert f"{FIND}?html_path={page.url_path}" in seen(client, page)
    assert f"{LIST}?limit=100" in seen(client, page)
    page.delete()
    assert client.get(f"{LIST}{page.pk}/").status_code == 404


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_draft_of_a_live_page_is_in_no_answer(client: Client, site: SimpleNamespace, kind: type[BasePage]) -> None:
    page = make(kind, site, title="As it is")
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk).specific
    before = client.get(f"{LIST}{page.pk}/").content
    page.title, page.summary, page.slug = MARK, f"{MARK} in short.", MARK.lower()
    page.save_revision()
    assert client.get(f"{LIST}{page.pk}/").content == before
    assert MARK.lower() not in client.get(f"{LIST}?limit=100").content.decode().lower()


def test_an_id_that_is_not_live_answers_as_one_that_never_was(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title=MARK, slug=MARK.lower(), live=False)
    for address in (a for a in addresses(page) if _of(page.pk).search(a) or page.url_path in a):
        hidden, never = client.get(address), client.get(unknown(address, page))
        assert (hidden.status_code, hidden.content, dict(hidden.headers)) == (
            never.status_code,
            never.content,
            dict(never.headers),
        ), address


def test_the_root_of_the_tree_is_no_page(ask: Any, site: SimpleNamespace) -> None:
    root = Page.objects.get(depth=1)
    ask(f"{LIST}{root.pk}/", 404)
    ask(LIST, 400, child_of=root.pk)
    assert root.pk not in [page["id"] for page in ask(LIST, limit=100)["items"]]


def test_a_parent_that_is_not_live_is_not_named(ask: Any, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news)
    site.news.unpublish()
    assert ask(f"{LIST}{page.pk}/")["meta"]["parent"] is None
    assert next(found for found in ask(LIST)["items"] if found["id"] == page.pk)["meta"]["parent"] is None


def test_a_series_that_is_not_live_is_not_named(ask: Any, site: SimpleNamespace) -> None:
    story = make(StoryPage, site)
    assert ask(f"{LIST}{story.pk}/")["series"]["title"]
    story.get_parent().specific.unpublish()
    assert ask(f"{LIST}{story.pk}/")["series"] is None


@pytest.fixture
def french(site: SimpleNamespace) -> HomePage:
    Locale.objects.create(language_code="fr")
    home = site.home.copy_for_translation(Locale.objects.get(language_code="fr"))
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def test_translations_are_named_while_they_are_live(ask: Any, site: SimpleNamespace, french: HomePage) -> None:
    page = StandardPageFactory(parent=site.home, title="Water")
    other = page.copy_for_translation(french.locale)
    other.title = MARK
    other.save_revision()
    assert ask(f"{LIST}{page.pk}/")["meta"]["translations"] == []
    assert ask(LIST, translation_of=page.pk)["count"] == 0
    ask(LIST, 400, translation_of=other.pk)
    other.get_latest_revision().publish()
    named = ask(f"{LIST}{page.pk}/")["meta"]["translations"]
    assert [(found["title"], found["meta"]["locale"]) for found in named] == [(MARK, "fr")]
    assert [found["id"] for found in ask(LIST, translation_of=page.pk)["items"]] == [other.pk]
    assert ask(f"{LIST}{other.pk}/")["meta"]["translations"][0]["id"] == page.pk
    assert {found["meta"]["locale"] for found in ask(LIST, locale="fr")["items"]} == {"fr"}
    other.refresh_from_db()
    other.unpublish()
    assert ask(f"{LIST}{page.pk}/")["meta"]["translations"] == []


def test_a_page_below_a_view_restriction_is_not_there(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title=MARK, slug=MARK.lower())
    PageViewRestriction.objects.create(page=site.news, restriction_type="login")
    assert seen(client, page) == []
    assert seen(client, site.news) == []


def test_a_link_to_a_draft_does_not_tell_its_address(ask: Any, site: SimpleNamespace) -> None:
    draft = NewsPageFactory(parent=site.news, slug=MARK.lower(), live=False)
    text = f'<p>See <a linktype="page" id="{draft.pk}">what comes</a> and <a linktype="page" id="{site.news.pk}">news</a>.</p>'
    page = NewsPageFactory(parent=site.news, body=[("paragraph", text), ("related_pages", {"pages": [draft]})])
    body = ask(f"{LIST}{page.pk}/")["body"]
    assert MARK.lower() not in json.dumps(body)
    assert body["html"] == '<p>See what comes and <a href="http://testserver/en/news/">news</a>.</p>'
    assert body["text"] == "See what comes and news."


def test_moving_and_deleting_are_seen_at_once(ask: Any, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, title="Water", slug="water")
    about = StandardPageFactory(parent=site.home, title="Works", slug="works")
    page.move(about, "last-child")
    ask(FIND, 404, html_path="/en/water/")
    assert ask(FIND, html_path="/en/works/water/")["meta"]["parent"]["id"] == about.pk
    Page.objects.get(pk=page.pk).delete()
    ask(FIND, 404, html_path="/en/works/water/")

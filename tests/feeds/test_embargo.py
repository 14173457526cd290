"""Nothing of what is not live is in any feed, from the moment of the change."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from tests.factories import (
    DigestPageFactory,
    NewsPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.feeds.reading import FORMS, addresses, json_feed
from tests.test_embargo import MARK, STATES

KINDS = {
    "news": NewsPageFactory,
    "stories/women": StoryPageFactory,
    "digest": DigestPageFactory,
    "timeline": TimelineEventPageFactory,
}


@pytest.fixture(params=KINDS)
def outlet(request: Any, site: SimpleNamespace) -> SimpleNamespace:
    """One list with a live page in it, and how another is made there."""
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    parent = series if request.param == "stories/women" else getattr(site, request.param)
    factory = KINDS[request.param]
    factory(parent=parent, title="A neighbour", slug="neighbour")
    return SimpleNamespace(
        parent=parent,
        make=lambda **values: factory(parent=parent, title=MARK, slug=MARK.lower(), summary=f"{MARK}.", **values),
        addresses=[f"/en/{request.param}/feed.{form}" for form in FORMS],
    )


def answers(client: Client, outlet: SimpleNamespace) -> list[bytes]:
    return [client.get(address).content for address in outlet.addresses]


def is_told(client: Client, outlet: SimpleNamespace) -> bool:
    return any(MARK.lower().encode() in content.lower() for content in answers(client, outlet))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_what_is_not_live_changes_no_feed(client: Client, outlet: SimpleNamespace, state: Any) -> None:
    before = answers(client, outlet)
    page = outlet.make(live=False)
    state(page, timezone.now())
    assert answers(client, outlet) == before


def test_the_draft_of_a_live_page_changes_no_feed(client: Client, outlet: SimpleNamespace) -> None:
    page = Page.objects.get(slug="neighbour").specific
    before = answers(client, outlet)
    page.title, page.summary, page.slug = MARK, f"{MARK}.", MARK.lower()
    page.save_revision()
    assert answers(client, outlet) == before
    Page.objects.get(pk=page.pk).get_latest_revision().publish()
    assert is_told(client, outlet)


def test_what_goes_is_gone_at_once(client: Client, outlet: SimpleNamespace) -> None:
    before = answers(client, outlet)
    page = outlet.make()
    assert is_told(client, outlet)
    Page.objects.get(pk=page.pk).delete()
    assert answers(client, outlet) == before


def test_a_list_that_is_not_live_or_restricted_has_no_feed(client: Client, outlet: SimpleNamespace) -> None:
    restriction = PageViewRestriction.objects.create(page=outlet.parent, restriction_type="login")
    assert {client.get(address).status_code for address in outlet.addresses} == {404}
    restriction.delete()
    assert {client.get(address).status_code for address in outlet.addresses} == {200}
    Page.objects.get(pk=outlet.parent.pk).specific.unpublish()
    assert {client.get(address).status_code for address in outlet.addresses} == {404}


def test_each_language_has_its_own_feeds(client: Client, outlet: SimpleNamespace, site: SimpleNamespace) -> None:
    arabic = Locale.objects.create(language_code="ar")
    home = site.home.copy_for_translation(arabic)
    home.slug = "ar"
    home.save_revision().publish()
    chain = [page.specific for page in outlet.parent.get_ancestors(inclusive=True).filter(depth__gt=2)]
    for page in [*chain, Page.objects.get(slug="neighbour").specific]:
        translated = page.copy_for_translation(arabic)
        translated.title = "عنوان"
        translated.save_revision().publish()
    english = json_feed(client.get(outlet.addresses[1]))
    address = outlet.addresses[1].replace("/en/", "/ar/")
    feed = json_feed(client.get(address))
    assert feed["language"] == "ar"
    assert [item["title"] for item in feed["items"]] == ["عنوان"]
    assert "عنوان" in client.get(address).content.decode()
    assert feed["items"][0]["id"] != english["items"][0]["id"]
    assert addresses(client, address.replace("json", "atom")) == addresses(client, address)
    assert all(found.startswith("/ar/") for found in addresses(client, address))
    assert all(found.startswith("/en/") for found in addresses(client, outlet.addresses[0]))


def test_the_feed_of_a_tag_goes_with_its_last_live_page(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, tags=["Water"])
    address = "/en/news/feed.atom?tag=water"
    assert client.get(address).status_code == 200
    page.unpublish()
    assert client.get(address).status_code == 404
    NewsPageFactory(parent=site.news, live=False, tags=["Water"]).save_revision()
    assert client.get(address).status_code == 404


def test_a_link_to_a_draft_does_not_tell_its_address(client: Client, site: SimpleNamespace) -> None:
    draft = NewsPageFactory(parent=site.news, slug=MARK.lower(), title=MARK, live=False)
    text = f'<p><a linktype="page" id="{draft.pk}">what comes</a>, <a linktype="page" id="{site.news.pk}">news</a></p>'
    NewsPageFactory(parent=site.news, body=[("paragraph", text), ("related_pages", {"pages": [draft, site.home]})])
    for form in FORMS:
        content = client.get(f"/en/news/feed.{form}").content.decode()
        assert MARK.lower() not in content.lower()
        assert "what comes" in content
    draft.save_revision().publish()
    assert "/en/news/zerzevan/" in client.get("/en/news/feed.json").content.decode()

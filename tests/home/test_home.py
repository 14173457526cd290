"""The home page: sections in any order, nothing where there is nothing."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.blocks.stream_block import StreamValue

from home.blocks import HomeSectionsBlock
from home.models import HomePage
from stories.models import StorySeriesPage
from tests.factories import (
    DigestPageFactory,
    MembershipFactory,
    NewsPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.html import elements, parse, text_of


def set_sections(site: SimpleNamespace, *sections: tuple[str, dict[str, Any]]) -> None:
    site.home.sections = list(sections)
    site.home.save_revision().publish()


def headings(client: Client) -> list[str]:
    return [text_of(h) for h in elements(parse(client.get("/en/").content), "h2")]


def test_sections_stand_in_the_order_of_staff(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news)
    DigestPageFactory(parent=site.digest)
    for order in (["latest_news", "digest"], ["digest", "latest_news"]):
        set_sections(site, *((name, {"heading": name}) for name in order))
        assert [h for h in headings(client) if h in order] == order


def test_the_search_reads_the_number_of_members_and_not_its_placeholder(site: SimpleNamespace) -> None:
    MembershipFactory()
    set_sections(site, ("welcome", {"heading": "{members} members", "text": "All {members}."}))
    text = type(site.home).objects.get(pk=site.home.pk).search_text()
    assert "1 members" in text
    assert "{members}" not in text


EMPTY = {
    "featured_story": {"story": None},
    "series": {"series": None},
    "social_posts": {},
    "partner_spotlight": {},
    "latest_news": {},
    "timeline": {},
    "digest": {},
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_section_without_content_shows_nothing(client: Client, site: SimpleNamespace, name: str) -> None:
    section = (name, {"heading": "A heading"} | EMPTY[name])
    # As it is when what was chosen has been deleted; publishing it like that is refused.
    HomePage.objects.filter(pk=site.home.pk).update(sections=StreamValue(HomeSectionsBlock(), [section]))
    assert "A heading" not in client.get("/en/").content.decode()


def test_every_section_is_tested_for_emptiness() -> None:
    always_there = {"welcome", "what_is"}
    assert set(HomeSectionsBlock().child_blocks) == set(EMPTY) | always_there


def test_the_number_of_members_is_counted(client: Client, site: SimpleNamespace) -> None:
    MembershipFactory.create_batch(3)
    set_sections(site, ("welcome", {"heading": "{members} members", "text": "All {members}."}))
    content = client.get("/en/").content.decode()
    assert "<h1>3 members</h1>" in content
    assert "All 3." in content


def test_chosen_pages_may_be_unpublished_or_deleted(client: Client, site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    story = StoryPageFactory(parent=series, pull_quote="We stayed.")
    set_sections(
        site,
        ("welcome", {"heading": "Welcome", "text": "Text", "link_page": story, "link_text": "Onwards"}),
        ("featured_story", {"heading": "Featured", "story": story}),
        ("series", {"heading": "Series", "series": series}),
    )
    assert "We stayed." in client.get("/en/").content.decode()
    story.unpublish()
    content = client.get("/en/").content.decode()
    assert "We stayed." not in content
    assert "Onwards" not in content
    series.delete()
    assert client.get("/en/").status_code == 200


def test_a_feed_is_called_as_what_it_is_the_feed_of(client: Client, site: SimpleNamespace) -> None:
    named = {}
    for title in ("Women", "Afterwards"):
        series = StorySeriesPageFactory(parent=site.stories, title=title)
        StoryPageFactory(parent=series)
        named[f"{series.url_path}feed.atom"] = f"{title} (Atom)"
    NewsPageFactory(parent=site.news)
    gone = StorySeriesPageFactory(parent=site.stories, title="Gone")
    story = StoryPageFactory(parent=gone)
    gone.unpublish()
    set_sections(
        site,
        *(("series", {"heading": "Series", "series": series}) for series in StorySeriesPage.objects.live()),
        ("featured_story", {"heading": "Featured", "story": story}),
        ("latest_news", {"heading": "News"}),
    )
    links = elements(parse(client.get("/en/").content), "link")
    atoms = {link.get("href"): link.get("title") for link in links if link.get("type") == "application/atom+xml"}
    assert atoms == named | {"/en/news/feed.atom": "News (Atom)"}


def test_latest_news_are_four(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory.create_batch(6, parent=site.news)
    set_sections(site, ("latest_news", {"heading": "Latest news"}))
    assert len(list(elements(parse(client.get("/en/").content), "article"))) == 4


def test_only_telling_events_stand_on_the_home_page(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline, title="Mosul freed", is_telling=True)
    TimelineEventPageFactory(parent=site.timeline, title="Hit freed")
    set_sections(site, ("timeline", {"heading": "Timeline"}))
    content = client.get("/en/").content.decode()
    assert "Mosul freed" in content
    assert "Hit freed" not in content


def test_the_slug_is_the_languages_code(site: SimpleNamespace) -> None:
    site.home.slug = "welcome"
    site.home.full_clean()
    assert site.home.slug == "en"

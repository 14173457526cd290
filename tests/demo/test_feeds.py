"""Every feed of the demo, in both forms: valid, whole, and readable by a feed reader."""

from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from coalition.checks import page_kinds
from news.models import NewsPage
from pages.syndication import HasFeed, StandsInFeed
from tests.feeds.reading import FORMS, addresses, json_feed, parts
from tests.html import parse

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
MOST_BYTES = 200_000


@pytest.fixture(scope="module")
def listings(demo: None) -> list[Any]:
    """Every live page that has a feed."""
    kinds = [kind for kind in page_kinds() if issubclass(kind, HasFeed)]
    return [page for kind in kinds for page in kind.objects.live().order_by("path")]


@pytest.fixture(scope="module")
def feeds(listings: list[Any]) -> dict[str, list[str]]:
    """The addresses of all live pages in it, by the address of each feed, those of tags among them."""
    found = {page.url_path: set(page.get_children().live().values_list("url_path", flat=True)) for page in listings}
    whole = {f"{path}feed.{form}": live for path, live in found.items() for form in FORMS}
    for slug in sorted(set(NewsPage.tags.all().values_list("slug", flat=True))):
        live = set(NewsPage.objects.live().filter(tagged_items__tag__slug=slug).values_list("url_path", flat=True))
        if live:
            whole |= {f"/en/news/feed.{form}?tag={slug}": live for form in FORMS}
    return whole


def test_the_demo_has_a_feed_of_each_sort(feeds: dict[str, Any], listings: list[Any]) -> None:
    assert {type(page) for page in listings} == {kind for kind in page_kinds() if issubclass(kind, HasFeed)}
    assert {kind for kind in page_kinds() if issubclass(kind, StandsInFeed)} == {
        page.specific_class for page in Page.objects.live() if issubclass(page.specific_class, StandsInFeed)
    }
    assert len([address for address in feeds if "?tag=" in address]) > 10


def test_every_feed_is_valid_and_holds_each_live_page_once(feeds: dict[str, set[str]]) -> None:
    for address, live in feeds.items():
        found = addresses(Client(), address)
        assert len(found) == len(set(found)), address
        assert set(found) == live, address


def test_a_feed_reader_reads_every_feed_whole(feeds: dict[str, set[str]]) -> None:
    for address, live in feeds.items():
        if ".atom" not in address:
            continue
        entries: list[Any] = []
        following = address
        while following:
            read = feedparser.parse(
                Client().get(following).content, response_headers={"content-type": "application/atom+xml"}
            )
            assert not read.bozo, (following, read.get("bozo_exception"))
            assert read.version == "atom10"
            assert read.feed.language == "en"
            entries += read.entries
            following = next((link.href for link in read.feed.links if link.rel == "next"), "").removeprefix(
                "http://testserver"
            )
        assert {entry.link.removeprefix("http://testserver") for entry in entries} == live, address
        assert len({entry.id for entry in entries}) == len(live)
        for entry in entries:
            assert entry.title
            assert entry.updated_parsed
            assert entry.content[0].type == "text/html"
            assert len(entry.content[0].value) > 100, entry.link


def test_every_text_is_valid_html_with_full_addresses(feeds: dict[str, set[str]]) -> None:
    for address in feeds:
        if ".json" in address and "?" not in address:
            for part in parts(Client(), address):
                for item in part["items"]:
                    html = item["content_html"]
                    parse(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>'.encode())
                    assert 'href="/' not in html
                    assert "<img" not in html


def test_what_each_feed_costs(feeds: dict[str, set[str]]) -> None:
    for address in feeds:
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(address)
        assert len(captured) <= MOST_QUERIES, address
        assert len(answer.content) < MOST_BYTES, address


def test_names_are_the_same_in_both_forms(feeds: dict[str, set[str]]) -> None:
    for address in feeds:
        if ".json" in address:
            names = [item["id"] for item in json_feed(Client().get(address))["items"]]
            atom = Client().get(address.replace(".json", ".atom")).content.decode()
            assert all(name in atom for name in names)

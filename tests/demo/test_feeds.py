"""Every feed of the demo, in both forms: valid, whole, and readable by a feed reader."""

import re
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.checks import page_kinds
from news.models import NewsPage
from pages.syndication import HasFeed, StandsInFeed
from tests.feeds.reading import ATOM, FORMS, addresses_in, answers, local
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
def feeds(listings: list[Any]) -> dict[str, set[str]]:
    """The addresses of all live pages in it, by the address of each feed, those of tags among them."""
    found = {page.url_path: set(page.get_children().live().values_list("url_path", flat=True)) for page in listings}
    whole = {f"{path}feed.{form}": live for path, live in found.items() for form in FORMS}
    english = NewsPage.objects.live().filter(locale__language_code="en")
    for slug in sorted(set(NewsPage.tags.all().values_list("slug", flat=True))):
        live = set(english.filter(tagged_items__tag__slug=slug).values_list("url_path", flat=True))
        if live:
            whole |= {f"/en/news/feed.{form}?tag={slug}": live for form in FORMS}
    return whole


@pytest.fixture(scope="module")
def read(feeds: dict[str, set[str]]) -> dict[str, list[Any]]:
    """The answers for each part of each feed, asked for once; one that is not valid fails."""
    found: dict[str, list[Any]] = {}
    for address in feeds:
        with CaptureQueriesContext(connection) as captured:
            found[address] = list(answers(Client(), address))
        assert len(captured) <= MOST_QUERIES * len(found[address]), address
    return found


def test_the_demo_has_a_feed_of_each_sort(feeds: dict[str, set[str]], listings: list[Any]) -> None:
    assert {type(page) for page in listings} == {kind for kind in page_kinds() if issubclass(kind, HasFeed)}
    standing = [kind for kind in page_kinds() if issubclass(kind, StandsInFeed)]
    assert all(kind.objects.live().exists() for kind in standing)
    assert len([address for address in feeds if "?tag=" in address]) > 10


def test_every_feed_holds_each_live_page_once(feeds: dict[str, set[str]], read: dict[str, list[Any]]) -> None:
    assert max(len(parts) for parts in read.values()) > 1
    for address, live in feeds.items():
        found = [unquote(page) for response in read[address] for page in addresses_in(response.part)]
        assert len(found) == len(set(found)), address
        assert set(found) == live, address


def test_a_feed_reader_reads_every_feed_whole(feeds: dict[str, set[str]], read: dict[str, list[Any]]) -> None:
    for address in (address for address in feeds if ".atom" in address):
        entries: list[Any] = []
        for response in read[address]:
            found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
            assert not found.bozo, (address, found.get("bozo_exception"))
            assert (found.version, found.feed.language) == ("atom10", address.split("/")[1])
            entries += found.entries
        assert {unquote(local(entry.link)) for entry in entries} == feeds[address], address
        assert len({entry.id for entry in entries}) == len(entries)
        for entry in entries:
            assert entry.title
            assert entry.updated_parsed
            assert entry.content[0].type == "text/html"
            assert len(entry.content[0].value) > 100, entry.link


def test_every_text_is_valid_html_with_full_addresses(read: dict[str, list[Any]]) -> None:
    for response in (response for address, found in read.items() if address.endswith(".json") for response in found):
        for item in response.part["items"]:
            html = re.sub(r'^<div dir="rtl">(.*)</div>\s*$', r"\1", item["content_html"], flags=re.DOTALL)
            parse(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>'.encode())
            assert not re.search(r'href="[/#?]|<(img|div|script|iframe|form|button)\b| (class|style|id)=', html)


def test_every_answer_is_small(read: dict[str, list[Any]]) -> None:
    assert max(len(response.content) for found in read.values() for response in found) < MOST_BYTES


def test_both_forms_say_the_same(read: dict[str, list[Any]]) -> None:
    for address in (address for address in read if ".json" in address):
        items = [item for response in read[address] for item in response.part["items"]]
        entries = [
            entry
            for response in read[address.replace(".json", ".atom")]
            for entry in response.part.findall(f"{ATOM}entry")
        ]
        told = [tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "content")) for entry in entries]
        assert told == [(item["id"], item["title"], item["content_html"]) for item in items]

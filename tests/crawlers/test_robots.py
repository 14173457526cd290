"""What crawlers are asked to leave alone, read as RFC 9309 says."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.crawlers.reading import HOST


def lines(client: Client, name: str) -> list[str]:
    """Returns what stands in each line of a name."""
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    pairs = (line.partition(": ") for line in answer.content.decode().splitlines())
    return [value for found, _colon, value in pairs if found == name]


def is_closed(client: Client, path: str) -> bool:
    """Says whether a crawler is to leave an address alone; a star in a rule stands for anything."""
    rules = (".*".join(map(re.escape, rule.split("*"))) for rule in lines(client, "Disallow"))
    return any(re.match(rule, path) for rule in rules)


def test_it_names_the_sitemaps_by_full_addresses(client: Client, site: SimpleNamespace) -> None:
    named = lines(client, "Sitemap")
    assert named == [f"{HOST}/sitemap.xml", f"{HOST}/sitemap-news.xml"]
    assert all(client.get(url.removeprefix(HOST)).status_code == 200 for url in named)
    assert lines(client, "User-agent") == ["*"]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/pages/3/",
        "/preview/a-token/",
        "/-/health/",
        "/en/search/?q=mosul",
        "/ar/search/?q=&page=2",
        "/text/en/search/?q=mosul",
        "/lite/fr/search/?q=mosul",
        "/en/search/titles/?q=mo",
    ],
)
def test_what_is_not_for_crawlers_is_closed(client: Client, path: str) -> None:
    assert is_closed(client, path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/en/search/",
        "/en/search-and-rescue/",
        "/en/news/?page=2",
        "/en/about/preview/",
        "/en/data/",
        "/data/partners.json",
        "/media/images/picture.webp",
        "/static/css/base.css",
        # What says noindex must be open to be read: the editions, and cards for other sites.
        "/text/en/",
        "/lite/en/news/",
        "/embed/en/timeline/",
    ],
)
def test_everything_else_is_open(client: Client, path: str) -> None:
    assert not is_closed(client, path)

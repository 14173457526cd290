"""The news index: filters, pages, hostile addresses, the same number of queries at any size."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.listing import MOST_TAGS, PER_PAGE, NewsListing
from tests.factories import LineOfEffortFactory, NewsPageFactory


@pytest.fixture
def news(site: SimpleNamespace) -> Any:
    line = LineOfEffortFactory(key="finance", name="Finance")
    NewsPageFactory(
        parent=site.news,
        slug="money",
        kind="statement",
        date=dt.date(2018, 3, 1),
        lines_of_effort=[line],
        tags=["sanctions"],
    )
    NewsPageFactory(parent=site.news, slug="raqqa", regions=["mena"], tags=["Raqqa"])
    NewsPageFactory(parent=site.news, slug="draft", live=False)
    return site.news


def slugs(index: Any, query: str) -> list[str]:
    return [page.slug for page in NewsListing(index, QueryDict(query)).results]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["raqqa", "money"]),
        ("kind=statement", ["money"]),
        ("line=finance", ["money"]),
        ("region=mena", ["raqqa"]),
        ("tag=raqqa", ["raqqa"]),
        ("year=2018", ["money"]),
        ("kind=statement&region=mena", []),
        ("kind=", ["raqqa", "money"]),
        ("kind=nonsense&year=99999&tag='&line=%00", ["raqqa", "money"]),
        ("kind=statement&kind=article", ["money"]),
        ("unknown=1", ["raqqa", "money"]),
        ("tag=" + "x" * 5000, ["raqqa", "money"]),
    ],
)
def test_filters(news: Any, query: str, found: list[str]) -> None:
    assert slugs(news, query) == found


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "2", "999999999999", "1e3", "٣", "1%00"])
def test_a_page_that_is_not_there_is_not_found(news: Any, page: str) -> None:
    with pytest.raises(Http404):
        NewsListing(news, QueryDict(f"page={page}"))


def test_links_that_empty_a_filter_keep_the_others(news: Any) -> None:
    listing = NewsListing(news, QueryDict("kind=statement&year=2018"))
    assert {active.value_label: active.remove_url for active in listing.filters.active} == {
        "Statement": "?year=2018",
        "2018": "?kind=statement",
    }
    assert [a.remove_url for a in NewsListing(news, QueryDict("kind=statement")).filters.active] == ["./"]


def test_paging_keeps_the_filters(client: Client, site: SimpleNamespace) -> None:
    for number in range(PER_PAGE + 1):
        NewsPageFactory(parent=site.news, title=f"Number {number}")
    content = client.get("/en/news/?kind=article").content.decode()
    assert "?kind=article&amp;page=2" in content
    assert client.get("/en/news/?kind=article&page=2").status_code == 200


def count(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_the_news(client: Client, news: Any) -> None:
    addresses = ["/en/news/", "/en/news/raqqa/", "/en/news/?kind=article"]
    before = [count(client, address) for address in addresses]
    for number in range(30):
        NewsPageFactory(parent=news, title=f"More {number}", tags=["Raqqa"])
    assert [count(client, address) for address in addresses] == before
    assert max(before) <= 12


def test_related_pages_are_those_chosen_else_those_with_shared_tags(client: Client, news: Any) -> None:
    both = NewsPageFactory(parent=news, slug="both", tags=["Raqqa", "sanctions"])
    assert {page.slug for page in both.related()} == {"raqqa", "money"}
    chosen = NewsPageFactory(parent=news, slug="chosen")
    both.related_links.create(page=chosen, sort_order=0)
    assert [page.slug for page in both.related()] == ["chosen"]
    chosen.unpublish()
    both.refresh_from_db()
    assert {page.slug for page in both.related()} == {"raqqa", "money"}
    assert client.get("/en/news/both/").status_code == 200


def test_tags_stand_in_the_order_of_their_language(site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, tags=["zinc", "Éducation", "eau", "أخترين", "إعادة الإعمار", "اجتماعات"])
    (tags,) = [filter_ for filter_ in NewsListing(site.news, QueryDict()).filters.filters if filter_.name == "tag"]
    expected = ["eau", "Éducation", "zinc", "اجتماعات", "أخترين", "إعادة الإعمار"]
    assert [choice.label for choice in tags.choices] == expected


def test_a_tag_beyond_those_that_are_offered_is_a_filter_too(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="many", tags=[f"a{number:02}" for number in range(MOST_TAGS)])
    longest = "z" * 100
    for slug, tag in {"one": "Water", "two": longest}.items():
        NewsPageFactory(parent=site.news, slug=slug, tags=[tag])
    NewsPageFactory(parent=site.news, slug="draft", tags=["Zerzevan"], live=False)
    assert slugs(site.news, "tag=water") == ["one"]
    assert slugs(site.news, f"tag={longest}") == ["two"]
    assert [filter_.value_label for filter_ in NewsListing(site.news, QueryDict("tag=water")).filters.active] == [
        "Water"
    ]
    everything = slugs(site.news, "")
    for value in ("zerzevan", "water%00", "%00", "'", longest + "z"):
        assert slugs(site.news, f"tag={value}") == everything
    assert b"?tag=water" in client.get("/en/news/one/").content

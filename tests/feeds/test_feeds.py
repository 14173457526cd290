"""What stands in feeds, where they are, and what is no feed."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from feeds.reading import ENTRIES
from pages.syndication import feed_name
from tests.factories import (
    DigestPageFactory,
    LineOfEffortFactory,
    NewsPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.feeds.reading import ATOM, FORMS, addresses, atom, json_feed, link, parts, the_item
from tests.html import elements, parse

NEWS = "/en/news/feed.json"

RAQQA = {"country": "Syria", "latitude": "35.95", "longitude": "39.01"}


@pytest.fixture
def series(site: SimpleNamespace) -> Any:
    return StorySeriesPageFactory(parent=site.stories, slug="women")


@pytest.mark.parametrize("form", FORMS)
def test_each_list_has_its_feed_newest_first(client: Client, site: SimpleNamespace, series: Any, form: str) -> None:
    other = StorySeriesPageFactory(parent=site.stories, slug="after")
    for number in (1, 3, 2):
        day = dt.date(2019, 4, number)
        NewsPageFactory(parent=site.news, slug=f"n{number}", date=day)
        DigestPageFactory(parent=site.digest, slug=f"d{number}", date=day)
        StoryPageFactory(parent=series, slug=f"s{number}", date=day)
        TimelineEventPageFactory(parent=site.timeline, slug=f"e{number}", date=day)
    StoryPageFactory(parent=other, slug="elsewhere")
    assert addresses(client, f"/en/news/feed.{form}") == [f"/en/news/n{n}/" for n in (3, 2, 1)]
    assert addresses(client, f"/en/digest/feed.{form}") == [f"/en/digest/d{n}/" for n in (3, 2, 1)]
    assert addresses(client, f"/en/stories/women/feed.{form}") == [f"/en/stories/women/s{n}/" for n in (3, 2, 1)]
    # The event that was added last comes first, whenever it happened.
    assert addresses(client, f"/en/timeline/feed.{form}") == [f"/en/timeline/e{n}/" for n in (2, 3, 1)]


@pytest.mark.parametrize("path", ["", "stories/", "partners/", "about/", "nothing/", "news/piece/", "news/news/"])
def test_what_has_no_feed_is_not_found(client: Client, site: SimpleNamespace, path: str) -> None:
    NewsPageFactory(parent=site.news, slug="piece")
    for form in FORMS:
        assert client.get(f"/en/{path}feed.{form}").status_code == 404


@pytest.mark.parametrize("name", ["feed.xml", "feed.atom/", "feed.", "feed.atom.json", "feed.ATOM", "xfeed.atom"])
def test_only_two_forms_are_there(client: Client, site: SimpleNamespace, name: str) -> None:
    assert client.get(f"/en/news/{name}").status_code == 404


def test_an_entry_says_all_that_is_known(client: Client, site: SimpleNamespace) -> None:
    line = LineOfEffortFactory(key="finance", name="Finance")
    page = NewsPageFactory(
        parent=site.news,
        slug="money",
        title="Money",
        tags=["Water", "finance"],
        lines_of_effort=[line],
        date=dt.date(2018, 3, 1),
    )
    item = the_item(client, NEWS)
    assert item["url"] == "http://testserver/en/news/money/"
    assert item["title"] == "Money"
    assert item["summary"] == page.summary
    assert item["content_html"] == "<p>Water runs again in the eastern districts.</p>"
    assert item["tags"] == ["Water", "finance"]  # the line of effort of this name is the same word
    assert item["date_published"] == "2018-03-01T12:00:00+00:00"
    assert dt.datetime.fromisoformat(item["date_modified"]) == page.last_published_at
    feed = json_feed(client.get(NEWS))
    assert (feed["home_page_url"], feed["feed_url"]) == ("http://testserver/en/news/", f"http://testserver{NEWS}")
    assert (feed["language"], feed["title"]) == ("en", "News – Global Coalition against Daesh")
    tree = atom(client.get("/en/news/feed.atom"))
    (entry,) = tree.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == item["id"]
    assert entry.findtext(f"{ATOM}content") == item["content_html"]
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == item["tags"]
    assert link(tree, "self") == "http://testserver/en/news/feed.atom"
    assert tree.findtext(f"{ATOM}author/{ATOM}name") == "Global Coalition against Daesh"
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_piece_of_today_says_its_minute(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news)
    page.date = dt.date.today()  # noqa: DTZ011
    page.first_published_at = page.last_published_at = dt.datetime.combine(page.date, dt.time(12, 34), dt.UTC)
    page.save()
    item = the_item(client, NEWS)
    assert dt.datetime.fromisoformat(item["date_published"]) == page.first_published_at


def test_an_entry_keeps_its_name_when_it_moves(client: Client, site: SimpleNamespace, series: Any) -> None:
    other = StorySeriesPageFactory(parent=site.stories, slug="after")
    story = StoryPageFactory(parent=series, slug="one")
    before = the_item(client, "/en/stories/women/feed.json")
    story.slug, story.title = "two", "Another title"
    story.save_revision().publish()
    Page.objects.get(pk=story.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    after = the_item(client, "/en/stories/after/feed.json")
    assert after["url"].endswith("/en/stories/after/two/")
    assert after["id"] == before["id"]
    assert addresses(client, "/en/stories/women/feed.json") == []


def test_those_who_follow_a_list_are_led_on_when_it_moves(
    client: Client, site: SimpleNamespace, series: Any, django_capture_on_commit_callbacks: Any
) -> None:
    name = json_feed(client.get("/en/stories/women/feed.json"))
    series.slug = "inspiring-women"
    with django_capture_on_commit_callbacks(execute=True):
        series.save_revision().publish()
    for form in FORMS:
        response = client.get(f"/en/stories/women/feed.{form}")
        assert (response.status_code, response.url) == (301, f"/en/stories/inspiring-women/feed.{form}")
    assert json_feed(client.get("/en/stories/inspiring-women/feed.json"))["title"] == name["title"]


@pytest.mark.parametrize("form", FORMS)
def test_a_long_feed_comes_in_parts(client: Client, site: SimpleNamespace, form: str) -> None:
    for number in range(2 * ENTRIES + 1):
        NewsPageFactory(parent=site.news, slug=f"n{number}", kind="statement" if number else "article")
    found = list(parts(client, f"/en/news/feed.{form}"))
    assert len(found) == 3
    assert len(set(addresses(client, f"/en/news/feed.{form}"))) == 2 * ENTRIES + 1
    filtered = list(parts(client, f"/en/news/feed.{form}?page=1&kind=statement"))
    assert len(filtered) == 2
    assert client.get(f"/en/news/feed.{form}?page=4").status_code == 404
    if form == "atom":
        first = "http://testserver/en/news/feed.atom"
        assert [link(part, "self") for part in found] == [first, f"{first}?page=2", f"{first}?page=3"]
        assert [link(part, "previous") for part in found] == ["", first, f"{first}?page=2"]
        assert len({part.findtext(f"{ATOM}id") for part in found}) == 1
        assert link(filtered[0], "next") == f"{first}?kind=statement&page=2"
    else:
        assert {part["feed_url"] for part in found} == {f"http://testserver{NEWS}"}


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "2", "999999", "9999999999", "1e3", "٣", "1%00", "1" * 10_000])
def test_a_part_that_is_not_there_is_not_found(client: Client, site: SimpleNamespace, page: str) -> None:
    for path in ("news", "digest", "timeline"):
        assert client.get(f"/en/{path}/feed.atom?page={page}").status_code == 404


def test_the_feed_follows_the_filters_of_the_list(client: Client, site: SimpleNamespace) -> None:
    line = LineOfEffortFactory(key="finance", name="Finance")
    NewsPageFactory(parent=site.news, slug="money", kind="statement", date=dt.date(2018, 3, 1), lines_of_effort=[line])
    NewsPageFactory(parent=site.news, slug="raqqa", regions=["mena"], tags=["Raqqa", "Water"])
    NewsPageFactory(parent=site.news, slug="bridge", tags=["Water"])
    for query, found in {
        "kind=statement": ["money"],
        "line=finance": ["money"],
        "region=mena": ["raqqa"],
        "tag=water": ["bridge", "raqqa"],
        "tag=water&region=mena": ["raqqa"],
        "year=2018": ["money"],
        "kind=statement&region=mena": [],
        "kind=": ["bridge", "raqqa", "money"],
        "kind=statement&kind=article": ["money"],
        "utm_source=x": ["bridge", "raqqa", "money"],
    }.items():
        for form in FORMS:
            assert addresses(client, f"/en/news/feed.{form}?{query}") == [f"/en/news/{s}/" for s in found], query
    assert json_feed(client.get(f"{NEWS}?region=mena&tag=water&x=1"))["feed_url"].endswith("?region=mena&tag=water")
    titles = {
        json_feed(client.get(f"{NEWS}?{q}"))["title"].partition(" – ")[0] for q in ("tag=water", "kind=statement")
    }
    assert titles == {"News: Water", "News: Statement"}


HOSTILE = [
    "nonsense",
    "'",
    "%00",
    "water%00",
    "x" * 10_000,
    "%F0%9F%98%80",
    "%E2%80%AE",
    "<script>",
    "%FF%FE",
    "water'--",
    "[]",
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12])
@pytest.mark.parametrize("name", ["kind", "line", "region", "tag", "year"])
def test_a_feed_of_what_there_is_not_is_not_found(client: Client, site: SimpleNamespace, name: str, value: str) -> None:
    NewsPageFactory(parent=site.news, tags=["Water"])
    assert client.get(f"/en/news/feed.atom?{name}={value}").status_code == 404
    assert client.get(f"/en/news/feed.json?{name}={value}&{name}=water").status_code == 404


def test_the_timelines_feed_follows_its_filters(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline, slug="mosul", date=dt.date(2017, 7, 10))
    TimelineEventPageFactory(parent=site.timeline, slug="raqqa", date=dt.date(2017, 10, 17), **RAQQA)
    assert addresses(client, "/en/timeline/feed.atom?country=Syria") == ["/en/timeline/raqqa/"]
    assert addresses(client, "/en/timeline/feed.atom?year=2017&country=Iraq") == ["/en/timeline/mosul/"]
    for query in ("country=Nowhere", "year=1999", "country=%00", "country=" + "x" * 10_000):
        assert client.get(f"/en/timeline/feed.atom?{query}").status_code == 404


def heads(client: Client, address: str) -> list[str]:
    tree = parse(client.get(address).content)
    kinds = {"application/atom+xml", "application/feed+json"}
    return [e.get("href") for e in elements(tree, "link") if e.get("rel") == "alternate" and e.get("type") in kinds]


def test_pages_link_their_feed_for_programs_and_for_people(client: Client, site: SimpleNamespace, series: Any) -> None:
    news = NewsPageFactory(parent=site.news, tags=["Water"])
    story, digest = StoryPageFactory(parent=series), DigestPageFactory(parent=site.digest)
    event = TimelineEventPageFactory(parent=site.timeline)
    lists = {site.news: news, series: story, site.digest: digest, site.timeline: event}
    for listing, one in lists.items():
        expected = [f"{listing.url_path}feed.{form}" for form in FORMS]
        for page in (listing, one):
            assert heads(client, page.url_path) == expected
        shown = [a.get("href") for a in elements(parse(client.get(listing.url_path).content), "a")]
        assert set(expected) <= set(shown)
    assert heads(client, "/en/") == heads(client, "/en/partners/") == []
    assert heads(client, "/en/stories/") == [f"{series.url_path}feed.{form}" for form in FORMS]
    site.home.sections = [("latest_news", {"heading": "Latest news"})]
    site.home.save_revision().publish()
    assert heads(client, "/en/") == [f"/en/news/feed.{form}" for form in FORMS]
    filtered = "/en/news/?tag=water&kind=article&x=1&year=1066"
    assert heads(client, filtered) == [f"/en/news/feed.{form}?kind=article&tag=water" for form in FORMS]
    for address in heads(client, filtered):
        assert addresses(client, address) == [news.url_path]


@pytest.mark.parametrize("edition", ["text", "lite"])
def test_editions_lead_to_the_ordinary_address(client: Client, site: SimpleNamespace, edition: str) -> None:
    response = client.get(f"/{edition}/en/news/feed.atom?kind=statement")
    assert (response.status_code, response.url) == (302, "/en/news/feed.atom?kind=statement")
    assert b'"/en/news/feed.atom"' in client.get(f"/{edition}/en/news/").content
    assert client.get(f"/{edition}/en/news/feed.atom?kind=x").status_code == 404


def test_what_has_not_changed_is_not_sent_again(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news)
    for form in FORMS:
        address = f"/en/news/feed.{form}"
        first = client.get(address)
        assert first["Access-Control-Allow-Origin"] == "*"
        assert not first.cookies
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
    tags = {form: client.get(f"/en/news/feed.{form}")["ETag"] for form in FORMS}
    page.unpublish()
    for form, etag in tags.items():
        response = client.get(f"/en/news/feed.{form}", headers={"if-none-match": etag})
        assert response.status_code == 200
        assert page.url_path.encode() not in response.content
        again = client.get(f"/en/news/feed.{form}", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_the_name_of_a_feed_is_listed_as_its_language_lists() -> None:
    assert feed_name("News", ("Article", "2019")) == "News: Article, 2019"
    with translation.override("ar"):
        assert feed_name("الأخبار", ("مقال", "2019")) == "الأخبار: مقال، 2019"

"""The sitemap of news: what readers first had within the last two days."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from crawlers import news
from pages.models import SiteSettings
from tests.crawlers.reading import HOST, find, read
from tests.crawlers.test_sitemaps import in_language
from tests.factories import NewsPageFactory, TimelineEventPageFactory

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


def locations(client: Client) -> list[str]:
    return [url.removeprefix(HOST) for url in find(read(client, "/sitemap-news.xml"), "s:url/s:loc")]


def test_none_is_valid_too(client: Client, site: SimpleNamespace) -> None:
    assert locations(client) == []


def test_news_is_there_for_two_days(client: Client, clock: Any, site: SimpleNamespace) -> None:
    """Whatever day an editor typed: it is about when readers could first have it."""
    page = NewsPageFactory(parent=site.news, slug="first", date=dt.date(2014, 9, 10))
    NewsPageFactory(parent=site.news, slug="future", date=dt.date(2030, 1, 1))
    TimelineEventPageFactory(parent=site.timeline)
    assert locations(client) == ["/en/news/future/", "/en/news/first/"]
    clock.shift(dt.timedelta(hours=47, minutes=59))
    assert len(locations(client)) == 2
    clock.shift(dt.timedelta(minutes=1))
    assert locations(client) == []
    Page.objects.get(pk=page.pk).specific.save_revision().publish()  # a mended comma makes no news
    assert locations(client) == []


def test_it_says_who_publishes_it_when_and_in_which_language(client: Client, clock: Any, site: SimpleNamespace) -> None:
    SiteSettings.objects.update(organisation_name="The Coalition & its members")
    page = NewsPageFactory(parent=site.news, title='Talks <begin> & "end"')
    arabic = in_language(page, "ar")
    found = {find(entry, "s:loc")[0]: entry for entry in read(client, "/sitemap-news.xml")}
    assert len(found) == 2
    english = found[HOST + page.url_path]
    assert find(english, ".//news:name") == ["The Coalition & its members"]
    assert find(english, ".//news:language") == ["en"]
    assert find(english, ".//news:title") == ['Talks <begin> & "end"']
    assert dt.datetime.fromisoformat(find(english, ".//news:publication_date")[0]) == NOW
    assert find(found[HOST + arabic.url_path], ".//news:language") == ["ar"]
    assert find(found[HOST + arabic.url_path], ".//news:name")[0]


def test_it_stays_valid_whatever_a_title_holds(client: Client, site: SimpleNamespace) -> None:
    title = "Bell\x07, ]]> &#0; \ufffe zero-width\u200cjoin"
    NewsPageFactory(parent=site.news, title=title)
    assert find(read(client, "/sitemap-news.xml"), ".//news:title") == ["Bell, ]]> &#0;  zero-width\u200cjoin"]


def test_it_holds_no_more_than_its_readers_take(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST", 3)
    for number in range(5):
        NewsPageFactory(parent=site.news, slug=f"news-{number}")
    assert locations(client) == [f"/en/news/news-{number}/" for number in (4, 3, 2)]


def test_news_below_a_restriction_is_not_there(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news)
    PageViewRestriction.objects.create(page=site.news, restriction_type=PageViewRestriction.LOGIN)
    assert locations(client) == []


def test_a_time_to_come_is_told_to_nobody(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, live=False)
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()
    assert locations(client) == []

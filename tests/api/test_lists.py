"""What a list holds, in which order, and the way to its end."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from wagtail.models import Locale, Page

from tests.api.conftest import LIST
from tests.factories import (
    DigestPageFactory,
    LineOfEffortFactory,
    MembershipFactory,
    NewsPageFactory,
    PartnerPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)

NEWS = "news.NewsPage"


def titles(content: Any) -> list[str]:
    return [page["title"] for page in content["items"]]


@pytest.fixture
def news(site: SimpleNamespace) -> list[Any]:
    line = LineOfEffortFactory(key="stabilisation")
    return [
        NewsPageFactory(parent=site.news, title="First", date=dt.date(2019, 4, 17), kind="statement", tags=["Water"]),
        NewsPageFactory(parent=site.news, title="Second", date=dt.date(2017, 7, 10), regions=["mena"]),
        NewsPageFactory(parent=site.news, title="Third", date=dt.date(2018, 1, 1), lines_of_effort=[line]),
    ]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, ["First", "Second", "Third"]),
        ({"order": "-date"}, ["First", "Third", "Second"]),
        ({"order": "date"}, ["Second", "Third", "First"]),
        ({"order": "-id"}, ["Third", "Second", "First"]),
        ({"order": "first_published_at"}, ["First", "Second", "Third"]),
        ({"order": "-last_published_at"}, ["Third", "Second", "First"]),
        ({"kind": "statement"}, ["First"]),
        ({"tag": "water"}, ["First"]),
        ({"tag": "unknown"}, []),
        ({"region": "mena"}, ["Second"]),
        ({"line_of_effort": "stabilisation"}, ["Third"]),
        ({"line_of_effort": "unknown"}, []),
        ({"year": 2018}, ["Third"]),
        ({"date_from": "2018-01-01"}, ["First", "Third"]),
        ({"date_to": "2018-01-01"}, ["Second", "Third"]),
        ({"date_from": "2018-01-01", "date_to": "2018-12-31", "locale": "en"}, ["Third"]),
        ({"locale": "fr"}, []),
        ({"limit": 2}, ["First", "Second"]),
        ({"limit": 2, "offset": 2}, ["Third"]),
        ({"offset": 10_000}, []),
    ],
)
def test_news_is_filtered_and_sorted(ask: Any, news: list[Any], parameters: dict[str, Any], found: list[str]) -> None:
    assert titles(ask(LIST, type=NEWS, **parameters)) == found


def test_several_types_are_asked_for_at_once(ask: Any, site: SimpleNamespace, news: list[Any]) -> None:
    StandardPageFactory(parent=site.home, title="Privacy")
    found = ask(LIST, type=[NEWS, "pages.StandardPage"])
    assert {page["meta"]["type"] for page in found["items"]} == {NEWS, "pages.StandardPage"}
    assert found["count"] == len(found["items"])


def test_relations_are_to_pages(ask: Any, site: SimpleNamespace, news: list[Any]) -> None:
    assert titles(ask(LIST, child_of=site.news.pk)) == ["First", "Second", "Third"]
    assert set(titles(ask(LIST, descendant_of=site.home.pk))) > {"First", "News"}
    assert site.home.title not in titles(ask(LIST, descendant_of=site.home.pk))
    assert "First" not in titles(ask(LIST, child_of=site.home.pk))
    assert titles(ask(LIST, child_of=news[0].pk)) == []


def test_every_kind_with_a_day_is_found_by_it(ask: Any, site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    pages = {
        "stories.StoryPage": StoryPageFactory(parent=series),
        "timeline.TimelineEventPage": TimelineEventPageFactory(parent=site.timeline, date=dt.date(2019, 7, 10)),
        "digest.DigestPage": DigestPageFactory(parent=site.digest),
    }
    for name, page in pages.items():
        assert [found["id"] for found in ask(LIST, type=name, year=2019, order="-date")["items"]] == [page.pk]
        assert ask(LIST, type=name, year=2018)["count"] == 0


def test_members_are_found_by_what_they_are(ask: Any, site: SimpleNamespace) -> None:
    line = LineOfEffortFactory(key="finance")
    member = MembershipFactory(region="americas", kind="organisation")
    member.lines_of_effort.add(line)
    page = PartnerPageFactory(parent=site.partners, membership=member)
    PartnerPageFactory(parent=site.partners)
    # One line in two languages is one.
    translated = line.copy_for_translation(Locale.objects.get_or_create(language_code="ar")[0])
    translated.save()
    member.lines_of_effort.add(translated)
    for asked in ({"region": "americas"}, {"kind": "organisation"}, {"line_of_effort": "finance"}):
        found = ask(LIST, type="partners.PartnerPage", **asked)
        assert (found["count"], [item["id"] for item in found["items"]]) == (1, [page.pk])
    assert [line["key"] for line in ask(f"{LIST}{page.pk}/")["member"]["lines_of_effort"]] == ["finance"]


def test_what_takes_place_in_a_region_is_found_by_it(ask: Any, site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    for regions in (["mena"], ["asia-pacific", "mena"], []):
        title = " and ".join(regions)
        TimelineEventPageFactory(parent=site.timeline, title=title or "Nowhere", regions=regions)
        StoryPageFactory(parent=series, title=title or "Nowhere", regions=regions)
    for name in ("timeline.TimelineEventPage", "stories.StoryPage"):
        assert titles(ask(LIST, type=name, region="mena")) == ["mena", "asia-pacific and mena"]
        assert titles(ask(LIST, type=name, region="asia-pacific")) == ["asia-pacific and mena"]
        assert titles(ask(LIST, type=name, region="europe-eurasia")) == []


@pytest.mark.parametrize("order", ["id", "-id", "-date", "first_published_at"])
def test_next_leads_through_the_whole_list_once(ask: Any, site: SimpleNamespace, order: str) -> None:
    wanted = [NewsPageFactory(parent=site.news).pk for _number in range(7)]
    found, address = [], f"{LIST}?type={NEWS}&limit=3&order={order}"
    for _part in range(3):
        path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        part = ask(path, **query)
        assert part["count"] == 7
        found += [page["id"] for page in part["items"]]
        address = part["next"]
    assert address is None
    assert sorted(found) == sorted(wanted)
    assert len(found) == 7


def test_after_goes_on_when_a_page_before_it_is_gone(ask: Any, news: list[Any]) -> None:
    following = ask(LIST, type=NEWS, limit=1)["next"]
    Page.objects.get(pk=news[0].pk).delete()
    assert titles(ask(LIST, **parse_qs(urlsplit(following).query))) == ["Second"]

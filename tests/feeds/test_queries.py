"""A feed costs the same number of queries, however much stands in it."""

from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.blocks.body import BodyBlock
from tests.factories import (
    DigestPageFactory,
    LineOfEffortFactory,
    NewsPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.feeds.test_entries import _raw, body

MOST = 12


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow(client: Client, site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    line = LineOfEffortFactory(key="finance")
    text: Any = BodyBlock().to_python(_raw(body(site)))

    def add(count: int) -> None:
        for number in range(count):
            NewsPageFactory(parent=site.news, body=text, tags=["Water", f"tag {number}"], lines_of_effort=[line])
            StoryPageFactory(parent=series, body=text)
            TimelineEventPageFactory(parent=site.timeline, body=text)
            DigestPageFactory(parent=site.digest)

    asked = [
        f"/en/{path}/feed.{form}"
        for path in ("news", "stories/women", "timeline", "digest")
        for form in ("atom", "json")
    ]
    filtered = ["/en/news/feed.atom?tag=water&line=finance", "/en/timeline/feed.atom?country=Iraq"]
    add(2)
    few = {address: queries(client, address) for address in [*asked, *filtered]}
    add(25)
    many = {address: queries(client, address) for address in [*asked, *filtered]}
    assert many == few
    assert max(many[address] for address in asked) <= MOST, many
    print(many)

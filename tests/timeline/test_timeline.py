"""The timeline: complete, in order, no more exact than its sources."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories import TimelineEventPageFactory
from tests.html import elements, parse, text_of


def event(site: SimpleNamespace, day: str, **values: Any) -> Any:
    return TimelineEventPageFactory(parent=site.timeline, date=dt.date.fromisoformat(day), **values)


@pytest.mark.parametrize(
    ("precision", "spoken", "machine"),
    [("day", "10 July 2017", "2017-07-10"), ("month", "July 2017", "2017-07"), ("year", "2017", "2017")],
)
def test_dates_are_no_more_exact_than_known(
    client: Client, site: SimpleNamespace, precision: str, spoken: str, machine: str
) -> None:
    page = event(site, "2017-07-10", precision=precision, slug="mosul")
    assert (page.spoken_date, page.machine_date) == (spoken, machine)
    content = client.get("/en/timeline/mosul/").content.decode()
    assert f'datetime="{machine}">{spoken}</time>' in content
    assert f'"startDate": "{machine}"' in content


def test_the_list_is_complete_in_order_and_by_year(client: Client, site: SimpleNamespace) -> None:
    for day in ("2019-03-23", "2015-01-26", "2017-10-17", "2017-07-10"):
        event(site, day, title=f"On {day}", slug=f"on-{day}")
    event(site, "2016-01-01", title="Draft", slug="draft", live=False)
    tree = parse(client.get("/en/timeline/").content)
    assert [text_of(h) for h in elements(tree, "h3")] == [
        "On 2015-01-26",
        "On 2017-07-10",
        "On 2017-10-17",
        "On 2019-03-23",
    ]
    assert [text_of(h) for h in elements(tree, "h2")][:3] == ["2015", "2017", "2019"]


def test_before_and_after_follow_the_order(client: Client, site: SimpleNamespace) -> None:
    first = event(site, "2017-10-17", title="Raqqa", slug="raqqa")
    second = event(site, "2017-10-17", title="Marawi", slug="marawi")
    third = event(site, "2019-03-23", title="Baghouz", slug="baghouz")
    neighbours = [client.get(page.url_path).context for page in (first, second, third)]
    assert [(c["previous"], c["next"]) for c in neighbours] == [(None, second), (first, third), (second, None)]


@pytest.mark.parametrize("values", [{"latitude": "91"}, {"longitude": "-181"}, {"latitude": "north"}])
def test_places_off_the_map_are_refused(site: SimpleNamespace, values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        event(site, "2017-10-17", **values)


def test_a_source_without_a_title_shows_its_host(client: Client, site: SimpleNamespace) -> None:
    event(site, "2017-10-17", slug="raqqa", sources=[("source", {"title": "", "url": "https://www.example.org/a?b=1"})])
    assert ">www.example.org</a>" in client.get("/en/timeline/raqqa/").content.decode()


def test_an_event_outlives_the_timeline(client: Client, site: SimpleNamespace) -> None:
    event(site, "2017-07-10", slug="mosul")
    assert b"Show on the timeline" in client.get("/en/timeline/mosul/").content
    site.timeline.unpublish()
    response = client.get("/en/timeline/mosul/")
    assert response.status_code == 200
    assert b"Show on the timeline" not in response.content

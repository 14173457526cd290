"""The map of the region: every event where it happened, or told apart; filters on map and list."""

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from tests.drawings import contains
from tests.factories import TimelineEventPageFactory
from tests.html import elements, parse, text_of
from timeline.listing import TimelineListing
from timeline.map import DRAWING, NAMES, TimelineMap, place

REGION = json.loads(DRAWING.read_text())


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "code"),
    [
        ("Mosul", 43.119, 36.335, "IRQ"),
        ("Raqqa", 39.008, 35.953, "SYR"),
        ("Quneitra and the Golan", 35.78, 33.0, "SYR"),
        ("Hebron", 35.1, 31.53, "PSE"),
        ("Kuwait City", 47.9, 29.3, "KWT"),
    ],
)
def test_a_place_lies_in_the_country_that_is_recognised(
    name: str, longitude: float, latitude: float, code: str
) -> None:
    point = place(REGION["frame"], longitude, latitude)
    assert [country for country, path in REGION["countries"].items() if contains(path, point)] == [code], name


@pytest.fixture
def events(site: SimpleNamespace) -> SimpleNamespace:
    """Mosul, Raqqa and Brussels in three years."""
    for day, name, country, latitude, longitude in (
        ("2017-07-10", "Mosul", "Iraq", "36.335", "43.119"),
        ("2017-10-17", "Raqqa", "Syria", "35.953", "39.008"),
        ("2014-12-03", "Brussels", "Belgium", "50.85", "4.349"),
    ):
        TimelineEventPageFactory(
            parent=site.timeline,
            title=name,
            slug=name.lower(),
            place=name,
            country=country,
            date=dt.date.fromisoformat(day),
            latitude=latitude,
            longitude=longitude,
        )
    return site


def test_events_elsewhere_are_reached_beside_the_map(events: SimpleNamespace) -> None:
    found = TimelineMap(TimelineListing(events.timeline, QueryDict()).events)
    assert [spot.event.title for spot in found.spots] == ["Mosul", "Raqqa"]
    assert [event.title for event in found.elsewhere] == ["Brussels"]


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("year=2017", ["Mosul", "Raqqa"]),
        ("country=Syria", ["Raqqa"]),
        ("year=2014&country=Syria", []),
        ("year=" + "9" * 4000, ["Brussels", "Mosul", "Raqqa"]),
        ("country=%00&year=%3Cscript%3E", ["Brussels", "Mosul", "Raqqa"]),
    ],
)
def test_filters_act_on_map_and_list(client: Client, events: SimpleNamespace, address: str, titles: list[str]) -> None:
    answer = client.get(f"/en/timeline/?{address}")
    assert answer.status_code == 200
    assert [text_of(heading) for heading in elements(parse(answer.content), "h3")] == titles
    found = answer.context["map"]
    assert {event.title for event in [*(spot.event for spot in found.spots), *found.elsewhere]} == set(titles)


def test_each_spot_leads_to_its_entry_in_the_list(client: Client, events: SimpleNamespace) -> None:
    content = client.get("/en/timeline/").content.decode()
    assert '<a class="map__spot" href="#event-mosul"' in content
    assert '<li id="event-mosul" data-month="2017-07">' in content
    assert "imply no recognition" in content


def test_names_stand_in_their_countries_and_in_the_language_of_the_page(db: None) -> None:
    for code, degrees in NAMES.items():
        assert contains(REGION["countries"][code], place(REGION["frame"], *degrees)), code
    with translation.override("fr"):
        names = [label.name for label in TimelineMap([]).labels]
    assert names[:3] == ["Irak", "Syrie", "Turquie"]
    assert [label.name for label in TimelineMap([]).labels][2] == "Turkey"

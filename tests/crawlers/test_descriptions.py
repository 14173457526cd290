"""What a page says of itself by schema.org: in its own language, as precise as is known, and no more than it shows."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from rdflib import URIRef
from rdflib.namespace import SDO

from tests.crawlers.reading import HOST
from tests.crawlers.test_sitemaps import in_language
from tests.factories import (
    ImageFactory,
    NewsPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.html import elements, parse


def described(client: Client, page: Any) -> dict[str, Any]:
    """Returns what a page says of itself, as a crawler reads it."""
    tree = parse(client.get(page.url_path).content)
    scripts = [s.text for s in elements(tree, "script") if s.get("type") == "application/ld+json"]
    thing: dict[str, Any] = json.loads(scripts[0] or "")
    return thing


def test_the_vocabulary_is_closed() -> None:
    """So that the test of the whole demo fails for a word that schema.org does not have."""
    assert URIRef("https://schema.org/headline") in SDO
    assert URIRef("https://schema.org/headLine") not in SDO
    assert URIRef("http://schema.org/headline") not in SDO


def test_a_story_tells_no_more_of_a_person_than_it_shows(client: Client, site: SimpleNamespace) -> None:
    page = StoryPageFactory(
        parent=StorySeriesPageFactory(parent=site.stories),
        title="A school opens again",
        summary="A teacher returns.",
        search_description="Amal, of 9 River Street, returns.",
        seo_title="Amal of River Street",
        name="Rasha",
        is_pseudonym=True,
        age=41,
        role="Headmistress",
        place="Near Mosul",
        lead_image=ImageFactory(title="Portrait of Amal"),
        lead_image_alt="A classroom",
    )
    found = described(client, page)
    assert found["description"] == "A teacher returns."
    assert found["image"].keys() == {"@type", "url", "width", "height", "caption", "creditText"}
    assert found["image"]["caption"] == "A classroom"
    text = json.dumps({name: value for name, value in found.items() if name != "image"})
    hidden = ("Amal", "River", "Rasha", "41", "Headmistress", "Mosul", "Person")
    assert [word for word in hidden if word in text] == []
    page.summary = ""
    page.save()
    assert "description" not in described(client, page)


@pytest.mark.parametrize(("precision", "date"), [("day", "2017-07-10"), ("month", "2017-07"), ("year", "2017")])
def test_an_event_is_dated_only_as_precisely_as_is_known(
    client: Client, site: SimpleNamespace, precision: str, date: str
) -> None:
    page = TimelineEventPageFactory(parent=site.timeline, date=dt.date(2017, 7, 10), precision=precision)
    assert described(client, page)["startDate"] == date


def test_a_page_is_described_in_its_own_language(client: Client, site: SimpleNamespace) -> None:
    page = in_language(NewsPageFactory(parent=site.news), "ar")
    found = described(client, page)
    assert found["inLanguage"] == "ar"
    assert found["url"] == HOST + page.url_path


def test_no_text_can_end_its_element(client: Client, site: SimpleNamespace) -> None:
    title = "</script><script>alert(1)</script> <!-- & \u2028 \u200f"
    page = NewsPageFactory(parent=site.news, title=title)
    assert described(client, page)["headline"] == title

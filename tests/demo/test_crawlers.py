"""What search engines find of the whole demo: its sitemaps, and what each page says of itself by schema.org."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SDO

from pages.places import places_to_index
from tests.crawlers.reading import HOST, find, parts, read
from tests.demo.conftest import all_pages, swept
from tests.html import elements, parse

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "ar", "fr")
VOCABULARY = "https://schema.org/"
# What must be told of each type; what is behind a dot is in the thing before it.
REQUIRED = {
    "NewsArticle": {
        "headline",
        "datePublished",
        "dateModified",
        "author.name",
        "publisher.name",
        "publisher.logo",
        "image.url",
    },
    "Article": {"headline", "datePublished", "author.name", "publisher.name"},
    "Event": {"name", "startDate", "location.name", "location.geo", "mainEntityOfPage.publisher"},
    "Organization": {"name"},
    "WebSite": {"name", "publisher.name", "potentialAction.target", "inLanguage"},
    "WebPage": {"name", "publisher.name", "inLanguage"},
    "CollectionPage": {"name", "publisher.name", "inLanguage"},
    "BreadcrumbList": {"itemListElement"},
}
ADDRESSES = {"url", "item"}
DATES = {"datePublished", "dateModified", "startDate"}


@pytest.fixture(scope="module")
def pages(demo: None) -> dict[str, Any]:
    """Every live page's HTML by its address, each asked for once, as a crawler does."""
    addresses = swept().values_list("url_path", flat=True)
    found = {}
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 200, address
        found[address] = parse(response.content)
    return found


@pytest.fixture(scope="module")
def live(demo: None) -> set[str]:
    """The addresses of all live pages."""
    return set(all_pages().values_list("url_path", flat=True))


@pytest.fixture(scope="module")
def sitemaps(pages: dict[str, Any]) -> dict[str, Any]:
    """Every sitemap of the index, each valid by its schema, after each page has been seen."""
    client = Client()
    return {part: read(client, part) for part in parts(client)}


@pytest.fixture(scope="module")
def described(pages: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What each page says of itself."""
    return {
        address: [json.loads(s.text) for s in elements(tree, "script") if s.get("type") == "application/ld+json"]
        for address, tree in pages.items()
    }


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Yields every thing in a description, itself included."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from things(inner)


def test_every_page_is_in_a_sitemap_once(live: set[str], sitemaps: dict[str, Any]) -> None:
    found = [unquote(url.removeprefix(HOST)) for tree in sitemaps.values() for url in find(tree, "s:url/s:loc")]
    assert len(found) == len(set(found))
    places = {f"/{code}/{path}" for path in places_to_index() for code in LANGUAGES}
    assert set(found) == live | places
    assert [path for path in places if Client().get(path).status_code != 200] == []


def test_every_picture_of_a_sitemap_can_be_had(pages: dict[str, Any], sitemaps: dict[str, Any]) -> None:
    images = {url for tree in sitemaps.values() for url in find(tree, "s:url/image:image/image:loc")}
    assert len(images) > 20
    assert [url for url in images if Client().get(url.removeprefix(HOST)).status_code != 200] == []
    shown = {
        meta.get("content")
        for tree in pages.values()
        for meta in elements(tree, "meta")
        if meta.get("property") == "og:image"
    }
    assert shown - {f"{HOST}/static/img/open-graph.png"} <= images


def test_every_page_names_its_languages(pages: dict[str, Any], live: set[str]) -> None:
    for address, tree in pages.items():
        links = {e.get("hreflang"): e.get("href") for e in elements(tree, "link") if e.get("hreflang")}
        assert links[address.split("/")[1]] == HOST + address
        assert set(links) - set(LANGUAGES) == {"x-default"}
        assert links["x-default"] == links.get("en", links["x-default"])
        assert {href.removeprefix(HOST) for href in links.values()} <= live


def test_descriptions_use_the_words_of_schema_org(described: dict[str, Any]) -> None:
    unknown = set()
    for address, found in described.items():
        assert found, address
        for thing in found:
            assert thing["@context"] == "https://schema.org", address
            graph = Graph().parse(data=json.dumps(thing | {"@context": {"@vocab": VOCABULARY}}), format="json-ld")
            assert len(graph) > 3
            words = set(graph.objects(None, RDF.type)) | set(graph.predicates()) - {RDF.type}
            # An action says by a hyphen what its reader fills in; the word before it is the property.
            names = {URIRef(re.sub(r"-(input|output)$", "", str(word))) for word in words}
            unknown |= {name for name in names if name not in SDO}
    assert not unknown


def test_descriptions_tell_what_must_be_told(described: dict[str, Any]) -> None:
    lacking = []
    for address, found in described.items():
        for thing in found:
            for path in REQUIRED[thing["@type"]]:
                value: Any = thing
                for name in path.split("."):
                    value = value.get(name) if isinstance(value, dict) else None
                lacking += [] if value else [f"{address}: {thing['@type']} without {path}"]
    assert not lacking


def test_addresses_are_full_and_dates_are_dates(described: dict[str, Any]) -> None:
    for address, found in described.items():
        for thing in (thing for whole in found for thing in things(whole)):
            for name in ADDRESSES & thing.keys():
                assert thing[name].startswith(f"{HOST}/"), f"{address}: {name}"
            for name in DATES & thing.keys():
                assert re.fullmatch(r"\d{4}(-\d\d(-\d\d(T.*[+-]\d\d:\d\d)?)?)?", thing[name]), f"{address}: {name}"
                dt.datetime.fromisoformat((thing[name] + "-01-01")[:10] if len(thing[name]) < 10 else thing[name])


def test_the_way_to_a_page_is_the_one_that_it_shows(live: set[str], described: dict[str, Any]) -> None:
    for address, found in described.items():
        trail = [thing for thing in found if thing["@type"] == "BreadcrumbList"]
        assert len(trail) == (address.strip("/") not in LANGUAGES), address
        for steps in (thing["itemListElement"] for thing in trail):
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert [unquote(step["item"].removeprefix(HOST)) in live for step in steps] == [True] * len(steps)
            assert (steps[0]["item"], unquote(steps[-1]["item"])) == (HOST + address[:4], HOST + address)


def test_the_home_page_says_how_to_search(described: dict[str, Any]) -> None:
    (home,) = described["/en/"]
    assert home["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/en/search/?q={{search_term_string}}"
    assert home["potentialAction"]["query-input"] == "required name=search_term_string"


def test_nothing_is_told_that_the_page_does_not_show(pages: dict[str, Any], described: dict[str, Any]) -> None:
    """Texts about people above all: what is not on a story's page is not in its description."""
    for address, found in described.items():
        if "/stories/" not in address or found[0]["@type"] != "Article":
            continue
        shown = " ".join("".join(next(elements(pages[address], "body")).itertext()).split())
        shown += " ".join(image.get("alt", "") for image in elements(pages[address], "img"))
        main = next(thing for thing in found if thing["@type"] != "BreadcrumbList")
        for name in ("name", "headline", "description"):
            if name in main:
                assert main[name] in shown, f"{address}: {name}"
        if image := main.get("image"):
            assert image.get("caption", "") in shown, address
        told = {thing["@type"] for thing in things(main)}
        assert "Person" not in told

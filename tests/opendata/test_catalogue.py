"""The page about the data: in each language, with what the files hold now, readable by people and by machines."""

import json
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from home.start import start_site
from opendata.datasets import DATASETS, FILES
from tests.factories import MembershipFactory, TimelineEventPageFactory
from tests.html import elements, parse, text_of
from tests.opendata.making import everything_once


def test_the_bare_address_leads_to_the_readers_language(client: Client, site: SimpleNamespace) -> None:
    start_site("fr")
    for accepted, language in (("fr-CH, en;q=0.5", "fr"), ("ar", "en"), ("de", "en"), ("\x00;q=x", "en")):
        response = client.get("/data/", headers={"accept-language": accepted})
        assert (response.status_code, response["Location"]) == (302, f"/{language}/data/")
        assert response["Vary"] == "Accept-Language"


def test_a_language_without_a_home_page_has_no_page_about_data(client: Client, site: SimpleNamespace) -> None:
    assert client.get("/en/data/").status_code == 200
    assert client.get("/fr/data/").status_code == 404
    start_site("ar")
    response = client.get("/ar/data/")
    assert response.status_code == 200
    assert b'<html lang="ar" dir="rtl">' in response.content
    assert "المصدر: التحالف الدولي ضد داعش" in response.content.decode()
    links = [link.get("hreflang") for link in elements(parse(response.content), "link") if link.get("hreflang")]
    assert links == ["en", "ar", "x-default"]
    assert client.post("/en/data/").status_code == 405


def test_it_tells_each_file_its_schema_and_how_many_records_it_has(client: Client, site: SimpleNamespace) -> None:
    for number in range(3):
        everything_once(site, f"Number {number}", number)
    tree = parse(client.get("/en/data/").content)
    hrefs = {link.get("href") for link in elements(tree, "a")}
    for _dataset, file in FILES.values():
        assert {file.path, file.description_path} <= hrefs
        assert client.get(file.description_path).status_code == 200
    counts = {s.get("id"): text_of(next(elements(s, "dd"))) for s in elements(tree, "section") if s.get("id")}
    assert counts == {"partners": "3", "timeline": "3", "spotlights": "3"}


def test_it_names_every_field_of_every_schema(client: Client, site: SimpleNamespace) -> None:
    words = {text_of(code) for code in elements(parse(client.get("/en/data/").content), "code")}
    for name in FILES:
        if not name.endswith(".csv"):
            shapes = client.get(f"/data/schema/{name}").json()["$defs"]
            for shape in shapes.keys() & {"Partner", "Event", "Spotlight"}:
                assert set(shapes[shape]["properties"]) <= words
            for shape, around in (("Source", "sources[]"), ("Contribution", "contributions.*[]")):
                assert {f"{around}.{field}" for field in shapes.get(shape, {}).get("properties", {})} <= words


def test_search_engines_for_data_find_every_file(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline)
    tree = parse(client.get("/en/data/").content)
    (script,) = [s for s in elements(tree, "script") if s.get("type") == "application/ld+json"]
    catalogue = json.loads(script.text)
    assert catalogue["@type"] == "DataCatalog"
    assert [dataset["@type"] for dataset in catalogue["dataset"]] == ["Dataset"] * len(DATASETS)
    offered = {download["contentUrl"] for dataset in catalogue["dataset"] for download in dataset["distribution"]}
    assert offered == {f"{settings.SITE_URL}/data/{name}" for name in FILES}
    for dataset in catalogue["dataset"]:
        assert 50 <= len(dataset["description"]) <= 5000, "what dataset search asks for"
        assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "dateModified" in catalogue["dataset"][1]
    assert "dateModified" not in catalogue["dataset"][2], "there is no spotlight yet"


def test_pages_name_the_files_that_say_the_same(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline)
    for address, names in (
        ("/en/partners/", {"partners.csv", "partners.json"}),
        ("/en/timeline/", {"timeline.csv", "timeline.json", "timeline.geojson"}),
        ("/en/news/", set()),
    ):
        tree = parse(client.get(address).content)
        named = {link.get("href") for link in elements(tree, "link") if link.get("rel") == "alternate"}
        assert {href for href in named if href.startswith("/data/")} == {f"/data/{name}" for name in names}
        shown = {a.get("href") for a in elements(next(elements(tree, "main")), "a")}
        assert {href for href in shown if href.startswith("/data/")} == {f"/data/{name}" for name in names}
        assert "/en/data/" in {a.get("href") for a in elements(next(elements(tree, "footer")), "a")}


@pytest.mark.parametrize("edition", ["text", "lite"])
def test_it_can_be_read_in_every_edition(client: Client, site: SimpleNamespace, edition: str) -> None:
    MembershipFactory()
    content = client.get(f"/{edition}/en/data/").content
    tree = parse(content)
    assert "lines_of_effort" in content.decode()
    assert f"/{edition}/en/" in {a.get("href") for a in elements(tree, "a")}
    assert "/data/partners.csv" in {a.get("href") for a in elements(tree, "a")}

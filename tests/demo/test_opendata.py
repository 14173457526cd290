"""The demo's data files against the facts they were made from."""

import csv
import io
import json
from typing import Any

import jsonschema
import pytest
from django.test import Client
from geojson_pydantic import FeatureCollection

from demo.loading.reader import bounds, facts
from partners.models import Membership
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(demo: None) -> dict[str, Any]:
    names = ("partners.json", "timeline.json", "timeline.geojson", "spotlights.json")
    return {name: json.loads(Client().get(f"/data/{name}").content) for name in names}


def rows(name: str) -> list[dict[str, str]]:
    text = Client().get(f"/data/{name}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_members_are_those_of_the_facts(files: dict[str, Any]) -> None:
    wanted = {row["name"]: row for row in facts("partners")}
    found = {record["name"]["en"]: record for record in files["partners.json"]["records"]}
    assert len(found) == len(files["partners.json"]["records"]) == 79
    assert found.keys() == wanted.keys()
    assert len({record["id"] for record in found.values()}) == 79
    for name, record in found.items():
        assert record["iso_code"] == (wanted[name]["iso2"] or None)
        assert record["kind"] == wanted[name]["kind"]
        earliest, latest = bounds(wanted[name]["joined"])
        assert (record["joined_from"], record["joined_by"]) == (earliest and earliest.isoformat(), latest.isoformat())
        assert record["is_member"] is True
        assert Client().get(record["urls"]["en"].removeprefix("http://testserver")).status_code == 200
    assert [row["id"] for row in rows("partners.csv")] == [record["id"] for record in files["partners.json"]["records"]]


def test_the_events_are_those_of_the_facts(files: dict[str, Any]) -> None:
    wanted = {row["title"]: row for row in facts("timeline")}
    events, features = files["timeline.json"]["records"], files["timeline.geojson"]["features"]
    assert len(events) == len(features) == len(wanted) == 40
    for event, feature, row in zip(events, features, rows("timeline.csv"), strict=True):
        fact = wanted[event["title"]["en"]]
        assert event["date"] == row["date"] == fact["date"]
        assert event["precision"] == fact["precision"]
        assert event["place"]["en"] == fact["place"]
        assert {"ar", "fr"} < event["place"].keys()
        assert feature["geometry"]["coordinates"] == [float(fact["lon"]), float(fact["lat"])]
        assert (float(row["longitude"]), float(row["latitude"])) == (float(fact["lon"]), float(fact["lat"]))
        assert event["id"] == feature["id"] == row["id"]
        assert event["sources"][0]["url"] == fact["source"].split(" ")[0]
    assert len(FeatureCollection.model_validate(files["timeline.geojson"]).features) == 40


def test_the_spotlights_name_members_that_are_there(files: dict[str, Any]) -> None:
    spotlights = files["spotlights.json"]["records"]
    assert len(spotlights) == 4
    assert {spotlight["partner"] for spotlight in spotlights} <= {r["id"] for r in files["partners.json"]["records"]}
    assert all(spotlight["contributions"]["en"] for spotlight in spotlights)


def test_each_file_is_as_its_schema_says(files: dict[str, Any]) -> None:
    for name, content in files.items():
        schema = Client().get(f"/data/schema/{name}").json()
        jsonschema.validate(content, schema, cls=jsonschema.Draft202012Validator)


def test_the_page_is_valid_and_counts_what_there_is(demo: None) -> None:
    content = Client().get("/en/data/").content
    parse(content)
    assert b"<dd>79</dd>" in content
    assert Membership.objects.count() == 79


def test_ids_of_members_are_made_of_their_names(files: dict[str, Any]) -> None:
    """So that loading the demo again gives the same; a key of the database would be another."""
    ids = {record["id"] for record in files["partners.json"]["records"]}
    assert {"iraq", "nato", "league-of-arab-states", "community-of-sahel-saharan-states-cen-sad"} <= ids
